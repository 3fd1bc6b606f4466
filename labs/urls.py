"""Addresses of the labs."""

from django.urls import path

from labs.views import mine, public, raising

app_name = "labs"

urlpatterns = [
    path("labb/", public.lab_list, name="lab_list"),
    path("labb/<slug:slug>/", public.lab, name="lab"),
    path("labb/<slug:slug>/behov/", raising.raise_need, name="raise_need"),
    path("labb/<slug:slug>/skickat/", raising.sent, name="sent"),
    path("labb/<slug:slug>/alla/<slug:kind>/", public.things, name="things"),
    path("behov/<slug:slug>/", public.need, name="need"),
    path("behov/<slug:slug>/ide/", raising.suggest, {"kind": "need"}, name="suggest_on_need"),
    path("amne/<slug:slug>/", public.topic, name="topic"),
    path("amne/<slug:slug>/ide/", raising.suggest, {"kind": "topic"}, name="suggest"),
    path("ide/<slug:slug>/", public.idea, name="idea"),
    path("losning/<slug:slug>/", public.solution, name="solution"),
    path("test/<slug:slug>/", public.test, name="test"),
    path("mitt/behov/<slug:token>/", mine.status, {"kind": "need"}, name="need_status"),
    path("mitt/behov/<slug:token>/dra-tillbaka/", mine.withdraw, {"kind": "need"}, name="need_withdraw"),
    path("mitt/behov/<slug:token>/brev/", mine.letters, {"kind": "need"}, name="need_letters"),
    path("mitt/behov/<slug:token>/samtal/", mine.talk, {"kind": "need"}, name="need_talk"),
    path("mitt/ide/<slug:token>/", mine.status, {"kind": "idea"}, name="idea_status"),
    path("mitt/ide/<slug:token>/dra-tillbaka/", mine.withdraw, {"kind": "idea"}, name="idea_withdraw"),
    path("mitt/ide/<slug:token>/brev/", mine.letters, {"kind": "idea"}, name="idea_letters"),
    path("mitt/ide/<slug:token>/samtal/", mine.talk, {"kind": "idea"}, name="idea_talk"),
]
