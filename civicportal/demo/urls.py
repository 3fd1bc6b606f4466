"""The demo's own addresses, outside the languages: who to be, and the letters."""

from django.urls import include, path

from civicportal.demo import mail, views

urlpatterns = [
    path("", views.cast, name="demo"),
    path("mail/", include(mail.urlpatterns)),
]
