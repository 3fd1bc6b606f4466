"""The funds' addresses."""

from django.urls import path

from funds.views import apply, inquiries, mine, public

app_name = "funds"

urlpatterns = [
    path("fonder/", public.fund_list, name="fund_list"),
    path("fonder/<slug:slug>/", public.fund, name="fund"),
    path("fonder/<slug:slug>/fragor/", public.questions, name="questions"),
    path("fonder/<slug:slug>/ansok/", apply.eligibility, name="apply"),
    path("fonder/<slug:slug>/ansok/adress/", apply.address, name="address"),
    path("fonder/<slug:slug>/beratta/", inquiries.tell, name="tell"),
    path("fonder/berattat/<str:receipt>/", inquiries.told, name="told"),
    path("mitt/berattat/<str:reference>/", inquiries.inquiry, name="inquiry"),
    path("projekt/", public.project_list, name="project_list"),
    path("projekt/<slug:slug>/", public.project, name="project"),
    path("mitt/<str:reference>/", mine.application, name="application"),
    path("mitt/<str:reference>/svar/", mine.answers, name="application_answers"),
    path("mitt/<str:reference>/svar.pdf", mine.answers_pdf, name="application_answers_pdf"),
    path("mitt/<str:reference>/andra/", mine.change, name="application_change"),
    path("mitt/<str:reference>/dra-tillbaka/", mine.withdraw, name="application_withdraw"),
    path("mitt/<str:reference>/samtal/", mine.talk, name="application_talk"),
    path("mitt/<str:reference>/beslut/", mine.decision, name="decision"),
    path("mitt/<str:reference>/beslut.pdf", mine.decision_pdf, name="decision_pdf"),
]
