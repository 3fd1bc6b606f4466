from django.urls import include, path

from civicportal.commons.views import contacting, following, proving, sharing, voices

app_name = "commons"

following_links = [
    path("bekrafta/<slug:token>/", following.confirm_follow, name="confirm_follow"),
    path("sluta/<slug:token>/", following.end_follow, name="end_follow"),
    path("<slug:kind>/<slug:slug>/", following.follow, name="follow"),
    path("<slug:kind>/<slug:slug>/tack/", following.following, name="following"),
]
support = [
    path("<slug:kind>/<slug:slug>/", voices.support, name="support"),
    path("<slug:kind>/<slug:slug>/tack/", voices.supported, name="supported"),
    path("<slug:kind>/<slug:slug>/ta-tillbaka/", voices.withdraw_support, name="withdraw_support"),
]
urlpatterns = [
    path("bevaka/", include(following_links)),
    path("mitt/brev/", following.my_letters, name="my_letters"),
    path("dela/<slug:kind>/<slug:slug>/", sharing.share, name="share"),
    path("dela/<slug:kind>/<slug:slug>/kod.svg", sharing.share_code, name="share_code"),
    path("stod/", include(support)),
    path("fraga/<slug:kind>/<slug:slug>/", voices.ask, name="ask"),
    path("fraga/<slug:kind>/<slug:slug>/tack/", voices.asked, name="asked"),
    path("anmal/<slug:kind>/<slug:slug>/", voices.report, name="report"),
    path("anmal/<slug:kind>/<slug:slug>/tack/", voices.reported, name="reported"),
    path("bekrafta/<slug:token>/", proving.prove, name="prove"),
    path("kontakta/<slug:kind>/<slug:slug>/", contacting.contact, name="contact"),
    path("kontakt/svara/<slug:token>/", contacting.answer_contact, name="answer_contact"),
    path("mitt/kontakt/<uuid:number>/", contacting.contact_request, name="contact_request"),
    path("partner/", contacting.partner_list, name="partner_list"),
    path("partner/<slug:slug>/", contacting.partner, name="partner"),
]
