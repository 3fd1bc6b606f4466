"""The funds' addresses."""

from django.urls import include, path

from funds.views import after, apply, bookings, coaching, inquiries, mine, openness, outreach, public, reporting

app_name = "funds"

of_funds = [
    path("", public.fund_list, name="fund_list"),
    path("<slug:slug>/", public.fund, name="fund"),
    path("<slug:slug>/fragor/", public.questions, name="questions"),
    path("<slug:slug>/statistik/", openness.statistics, name="statistics"),
    path("<slug:slug>/statistik.csv", openness.statistics_file, name="statistics_file"),
    path("<slug:slug>/sa-beslutar-vi/", openness.deciding, name="how_we_decide"),
    path("<slug:slug>/sprid-metoden/", openness.spread, name="spread"),
    path("<slug:slug>/metoden.json", openness.method_data, name="method_data"),
    path("<slug:slug>/metoden.pdf", openness.method_paper, name="method_paper"),
    path("<slug:slug>/kriterier.csv", openness.criteria_file, name="criteria_file"),
    path("<slug:slug>/ansok/", apply.eligibility, name="apply"),
    path("<slug:slug>/ansok/adress/", apply.address, name="address"),
    path("<slug:slug>/beratta/", inquiries.tell, name="tell"),
    path("berattat/<str:receipt>/", inquiries.told, name="told"),
    path("<slug:slug>/coach/", coaching.coach, name="coach"),
    path("<slug:slug>/coach/fraga/", coaching.ask, name="coach_ask"),
    path("<slug:slug>/coach/tider/", bookings.times, name="coach_times"),
    path("<slug:slug>/coach/boka/<uuid:token>/", bookings.book, name="coach_book"),
    path("fragat-coach/<str:receipt>/", coaching.asked, name="coaching_asked"),
]
own = [
    path("berattat/<str:reference>/", inquiries.inquiry, name="inquiry"),
    path("coachning/<str:reference>/", coaching.mine, name="coaching_mine"),
    path("coachning/<str:reference>/dela/", coaching.share, name="coaching_share"),
    path("coachning/<str:reference>/klar/", coaching.ready, name="coaching_ready"),
    path("<str:reference>/", mine.application, name="application"),
    path("<str:reference>/svar/", mine.answers, name="application_answers"),
    path("<str:reference>/svar.pdf", mine.answers_pdf, name="application_answers_pdf"),
    path("<str:reference>/andra/", mine.change, name="application_change"),
    path("<str:reference>/dra-tillbaka/", mine.withdraw, name="application_withdraw"),
    path("<str:reference>/samtal/", mine.talk, name="application_talk"),
    path("<str:reference>/beslut/", mine.decision, name="decision"),
    path("<str:reference>/beslut.pdf", mine.decision_pdf, name="decision_pdf"),
    path("<str:reference>/projekt/", after.after, name="after"),
    path("<str:reference>/avtal/", after.agreement, name="agreement"),
    path("<str:reference>/avtal.pdf", after.agreement_pdf, name="agreement_pdf"),
    path("<str:reference>/projekt/beratta/", after.update, name="update"),
    path("<str:reference>/projekt/andring/", after.change, name="change"),
    path("<str:reference>/projekt/andring/ta-tillbaka/", after.change_back, name="change_back"),
    path("<str:reference>/redovisning/", reporting.report, name="report"),
    path("<str:reference>/redovisning/svar/", reporting.report_answers, name="report_answers"),
    path("<str:reference>/redovisning/svar.pdf", reporting.report_answers_pdf, name="report_answers_pdf"),
    path("<str:reference>/redovisning/komplettera/", reporting.report_change, name="report_change"),
    path("<str:reference>/kvitton/", reporting.receipts, name="receipts"),
    path("<str:reference>/kvitton/<uuid:token>/", reporting.receipt, name="receipt"),
    path("<str:reference>/kvitton/<uuid:token>/ta-bort/", reporting.receipt_remove, name="receipt_remove"),
]
coach_times = [
    path("<str:token>/", bookings.booking, name="booking"),
    path("<str:token>/kalender.ics", bookings.calendar, name="booking_ics"),
    path("<str:token>/flytta/", bookings.move, name="booking_move"),
    path("<str:token>/avboka/", bookings.cancel, name="booking_cancel"),
]
urlpatterns = [
    path("fonder/", include(of_funds)),
    path("f/<slug:code>/", outreach.short_link, name="short_link"),
    path("mitt/", include(own)),
    path("coachtid/", include(coach_times)),
    path("projekt/", public.project_list, name="project_list"),
    path("projekt/<slug:slug>/", public.project, name="project"),
    path("hur-gick-det/<slug:token>/", reporting.check_in, name="check_in"),
]
