"""Addresses of the meeting calendar."""

from django.urls import URLPattern, URLResolver, include, path

from prototypes.views import calendar, signups

meetings = [
    path("", calendar.calendar, name="calendar"),
    path("manad/", calendar.month, name="month"),
    path("prenumerera/", calendar.subscribe, name="subscribe"),
    path("anmalan/<str:token>/", signups.sign_up_status, name="sign_up_status"),
    path("anmalan/<str:token>/avboka/", signups.give_up, name="give_up"),
    path("<slug:slug>/", calendar.meeting, name="meeting"),
    path("<slug:slug>/moete.ics", calendar.meeting_file, name="meeting_file"),
    path("<slug:slug>/anmal/", signups.sign_up, name="sign_up"),
    path("<slug:slug>/anmal/tack/", signups.sign_up_asked, name="sign_up_asked"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("kalender.ics", calendar.feed, name="feed"),
    path("kalender/", include(meetings)),
]
