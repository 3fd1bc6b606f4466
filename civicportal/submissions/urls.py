"""Everything under /utkast/: one's own drafts. Swedish paths; English ones stand under /en/ with the same words."""

from django.urls import path

from civicportal.submissions.views import completing, contacts, doors, endorsing, sending, sharing, together, writing

app_name = "submissions"
urlpatterns = [
    path("utkast/lank/", doors.lost_link, name="lost_link"),
    path("utkast/oppna/<str:link>/", doors.resume, name="resume"),
    path("utkast/<uuid:token>/", writing.tasks, name="tasks"),
    path("utkast/<uuid:token>/steg/<slug:step>/", writing.step, name="step"),
    path("utkast/<uuid:token>/steg/<slug:step>/spara/", writing.autosave, name="autosave"),
    path("utkast/<uuid:token>/fil/<slug:question>/", writing.kept_file, name="file"),
    path("utkast/<uuid:token>/tva-texter/", writing.conflict, name="conflict"),
    path("utkast/<uuid:token>/liknande/", writing.similar, name="similar"),
    path("utkast/<uuid:token>/kontrollera/", sending.check, name="check"),
    path("utkast/<uuid:token>/skicka/", sending.send, name="send"),
    path("utkast/<uuid:token>/logga-in/", sending.sign_in, name="sign_in"),
    path("utkast/<uuid:token>/senare/", doors.later, name="later"),
    path("utkast/<uuid:token>/ny-lank/", doors.new_link, name="new_link"),
    path("utkast/<uuid:token>/ta-bort/", doors.delete, name="delete"),
    path("utkast/<uuid:token>/tillsammans/", together.together, name="together"),
    path("utkast/<uuid:token>/tillsammans/<uuid:number>/ta-bort/", together.remove, name="together_remove"),
    path("utkast/<uuid:token>/tillsammans/lamna/", together.leave, name="together_leave"),
    path("skriv-med/<slug:token>/", together.invitation, name="invitation"),
    path("mitt/tillsammans/<str:reference>/", together.sent_together, name="sent_together"),
    path("mitt/tillsammans/<str:reference>/lamna/", together.sent_leave, name="sent_leave"),
    path("mitt/tillsammans/<str:reference>/ta-over/", together.take_over, name="take_over"),
    path("mitt/kontaktuppgifter/<str:reference>/", contacts.contact, name="contact"),
    path("bekrafta-adress/<slug:token>/", contacts.confirm_contact, name="confirm_contact"),
    path("mitt/komplettera/<str:reference>/", completing.complete, name="complete"),
    path("mitt/firmatecknare/<str:reference>/", endorsing.ask_signatory, name="ask_signatory"),
    path("tillstyrk/<slug:token>/", endorsing.endorse, name="endorse"),
    path("mitt/stod/<str:reference>/", endorsing.ask_endorsement, name="ask_endorsement"),
    path("utkast/<uuid:token>/delat/", sharing.shared, name="shared"),
    path("utkast/<uuid:token>/kommentarer/", sharing.comments, name="comments"),
    path("utkast/<uuid:token>/behall/", doors.keep_sent, name="keep_sent"),
]
