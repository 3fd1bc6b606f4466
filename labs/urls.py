"""Addresses of the labs."""

from django.urls import include, path

from labs.views import mine, public, raising

app_name = "labs"

of_labs = [
    path("", public.lab_list, name="lab_list"),
    path("<slug:slug>/", public.lab, name="lab"),
    path("<slug:slug>/behov/", raising.raise_need, name="raise_need"),
    path("<slug:slug>/skickat/", raising.sent, name="sent"),
    path("<slug:slug>/alla/<slug:kind>/", public.things, name="things"),
]
own = [
    path("behov/<slug:token>/", mine.status, {"kind": "need"}, name="need_status"),
    path("behov/<slug:token>/dra-tillbaka/", mine.withdraw, {"kind": "need"}, name="need_withdraw"),
    path("behov/<slug:token>/brev/", mine.letters, {"kind": "need"}, name="need_letters"),
    path("behov/<slug:token>/samtal/", mine.talk, {"kind": "need"}, name="need_talk"),
    path("ide/<slug:token>/", mine.status, {"kind": "idea"}, name="idea_status"),
    path("ide/<slug:token>/dra-tillbaka/", mine.withdraw, {"kind": "idea"}, name="idea_withdraw"),
    path("ide/<slug:token>/brev/", mine.letters, {"kind": "idea"}, name="idea_letters"),
    path("ide/<slug:token>/samtal/", mine.talk, {"kind": "idea"}, name="idea_talk"),
]
urlpatterns = [
    path("labb/", include(of_labs)),
    path("behov/<slug:slug>/", public.need, name="need"),
    path("behov/<slug:slug>/ide/", raising.suggest, {"kind": "need"}, name="suggest_on_need"),
    path("amne/<slug:slug>/", public.topic, name="topic"),
    path("amne/<slug:slug>/ide/", raising.suggest, {"kind": "topic"}, name="suggest"),
    path("ide/<slug:slug>/", public.idea, name="idea"),
    path("losning/<slug:slug>/", public.solution, name="solution"),
    path("test/<slug:slug>/", public.test, name="test"),
    path("mitt/", include(own)),
]
