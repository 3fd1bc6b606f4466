"""Addresses of the meeting calendar."""

from django.urls import URLPattern, path

from prototypes.views import calendar, signups

urlpatterns: list[URLPattern] = [
    path("kalender.ics", calendar.feed, name="feed"),
    path("kalender/", calendar.calendar, name="calendar"),
    path("kalender/manad/", calendar.month, name="month"),
    path("kalender/prenumerera/", calendar.subscribe, name="subscribe"),
    path("kalender/anmalan/<str:token>/", signups.sign_up_status, name="sign_up_status"),
    path("kalender/anmalan/<str:token>/avboka/", signups.give_up, name="give_up"),
    path("kalender/<slug:slug>/", calendar.meeting, name="meeting"),
    path("kalender/<slug:slug>/moete.ics", calendar.meeting_file, name="meeting_file"),
    path("kalender/<slug:slug>/anmal/", signups.sign_up, name="sign_up"),
    path("kalender/<slug:slug>/anmal/tack/", signups.sign_up_asked, name="sign_up_asked"),
]
