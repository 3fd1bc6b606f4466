"""Everything under /utkast/: one's own drafts. Swedish paths; English ones stand under /en/ with the same words."""

from django.urls import include, path

from civicportal.submissions.views import completing, contacts, doors, endorsing, sending, sharing, together, writing

app_name = "submissions"
drafts = [
    path("lank/", doors.lost_link, name="lost_link"),
    path("oppna/<str:link>/", doors.resume, name="resume"),
    path("<uuid:token>/", writing.tasks, name="tasks"),
    path("<uuid:token>/steg/<slug:step>/", writing.step, name="step"),
    path("<uuid:token>/steg/<slug:step>/spara/", writing.autosave, name="autosave"),
    path("<uuid:token>/fil/<slug:question>/", writing.kept_file, name="file"),
    path("<uuid:token>/tva-texter/", writing.conflict, name="conflict"),
    path("<uuid:token>/liknande/", writing.similar, name="similar"),
    path("<uuid:token>/kontrollera/", sending.check, name="check"),
    path("<uuid:token>/skicka/", sending.send, name="send"),
    path("<uuid:token>/logga-in/", sending.sign_in, name="sign_in"),
    path("<uuid:token>/senare/", doors.later, name="later"),
    path("<uuid:token>/ny-lank/", doors.new_link, name="new_link"),
    path("<uuid:token>/ta-bort/", doors.delete, name="delete"),
    path("<uuid:token>/tillsammans/", together.together, name="together"),
    path("<uuid:token>/tillsammans/<uuid:number>/ta-bort/", together.remove, name="together_remove"),
    path("<uuid:token>/tillsammans/lamna/", together.leave, name="together_leave"),
    path("<uuid:token>/delat/", sharing.shared, name="shared"),
    path("<uuid:token>/kommentarer/", sharing.comments, name="comments"),
    path("<uuid:token>/behall/", doors.keep_sent, name="keep_sent"),
]
own = [
    path("tillsammans/<str:reference>/", together.sent_together, name="sent_together"),
    path("tillsammans/<str:reference>/lamna/", together.sent_leave, name="sent_leave"),
    path("tillsammans/<str:reference>/ta-over/", together.take_over, name="take_over"),
    path("kontaktuppgifter/<str:reference>/", contacts.contact, name="contact"),
    path("komplettera/<str:reference>/", completing.complete, name="complete"),
    path("firmatecknare/<str:reference>/", endorsing.ask_signatory, name="ask_signatory"),
    path("stod/<str:reference>/", endorsing.ask_endorsement, name="ask_endorsement"),
]
urlpatterns = [
    path("utkast/", include(drafts)),
    path("skriv-med/<slug:token>/", together.invitation, name="invitation"),
    path("mitt/", include(own)),
    path("bekrafta-adress/<slug:token>/", contacts.confirm_contact, name="confirm_contact"),
    path("tillstyrk/<slug:token>/", endorsing.endorse, name="endorse"),
]
