"""Addresses of the challenges."""

from django.urls import include, path

from challenges.views import answer, mine, public

app_name = "challenges"

of_challenges = [
    path("", public.challenge_list, name="challenge_list"),
    path("<slug:slug>/", public.challenge, name="challenge"),
    path("<slug:slug>/fragor/", public.questions, name="questions"),
    path("<slug:slug>/svara/", answer.answer, name="answer"),
]
own = [
    path("forslag/<str:reference>/", mine.status, name="status"),
    path("forslag/<str:reference>/svar/", mine.answers, name="answers"),
    path("forslag/<str:reference>/svar.pdf", mine.answers_pdf, name="answers_pdf"),
    path("forslag/<str:reference>/andra/", mine.change, name="change"),
    path("forslag/<str:reference>/dra-tillbaka/", mine.withdraw, name="withdraw"),
    path("forslag/<str:reference>/samtal/", mine.talk, name="talk"),
]
urlpatterns = [
    path("utmaningar/", include(of_challenges)),
    path("kallelse/<slug:slug>/", public.call, name="call"),
    path("forslag/<slug:slug>/", public.proposal, name="proposal"),
    path("testmiljo/<slug:slug>/", public.environment, name="environment"),
    path("mitt/", include(own)),
]
