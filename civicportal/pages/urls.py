from django.urls import path

from civicportal.pages.views import guide, reading, writing

urlpatterns = [
    path("", reading.home, name="home"),
    path("vagvisare/", guide.guide, name="guide"),
    path("om/", reading.about, name="about"),
    path("kontakt/", reading.contact, name="contact"),
    path("tillganglighet/", reading.accessibility, name="accessibility"),
    path("tillganglighet/rapportera/", writing.accessibility_report, name="accessibility_report"),
    path("tillganglighet/rapportera/tack/", writing.accessibility_reported, name="accessibility_reported"),
    path("integritet/", reading.privacy, name="privacy"),
    path("kakor/", reading.cookies, name="cookies"),
    path("stilguide/", reading.style_guide, name="style_guide"),
    path("mitt/", reading.my_page, name="my_page"),
    path("sok/", reading.search, name="search"),
    path("nyheter/", reading.news_list, name="news_list"),
    path("nyheter/<slug:slug>/", reading.news, name="news"),
    path("tyck-till/", writing.feedback, name="feedback"),
    path("tyck-till/tack/", writing.feedback_given, name="feedback_given"),
]
