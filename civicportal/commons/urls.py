from django.urls import path

from civicportal.commons import views

app_name = "commons"

urlpatterns = [
    path("bevaka/bekrafta/<slug:token>/", views.confirm_follow, name="confirm_follow"),
    path("bevaka/sluta/<slug:token>/", views.end_follow, name="end_follow"),
    path("bevaka/<slug:kind>/<slug:slug>/", views.follow, name="follow"),
    path("bevaka/<slug:kind>/<slug:slug>/tack/", views.following, name="following"),
    path("dela/<slug:kind>/<slug:slug>/", views.share, name="share"),
    path("dela/<slug:kind>/<slug:slug>/kod.svg", views.share_code, name="share_code"),
]
