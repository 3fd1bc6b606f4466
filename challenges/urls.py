"""Addresses of the challenges."""

from django.urls import path

from challenges.views import answer, mine, public

app_name = "challenges"

urlpatterns = [
    path("utmaningar/", public.challenge_list, name="challenge_list"),
    path("utmaningar/<slug:slug>/", public.challenge, name="challenge"),
    path("utmaningar/<slug:slug>/fragor/", public.questions, name="questions"),
    path("utmaningar/<slug:slug>/svara/", answer.answer, name="answer"),
    path("kallelse/<slug:slug>/", public.call, name="call"),
    path("forslag/<slug:slug>/", public.proposal, name="proposal"),
    path("testmiljo/<slug:slug>/", public.environment, name="environment"),
    path("mitt/forslag/<str:reference>/", mine.status, name="status"),
    path("mitt/forslag/<str:reference>/svar/", mine.answers, name="answers"),
    path("mitt/forslag/<str:reference>/svar.pdf", mine.answers_pdf, name="answers_pdf"),
    path("mitt/forslag/<str:reference>/andra/", mine.change, name="change"),
    path("mitt/forslag/<str:reference>/dra-tillbaka/", mine.withdraw, name="withdraw"),
    path("mitt/forslag/<str:reference>/samtal/", mine.talk, name="talk"),
]
