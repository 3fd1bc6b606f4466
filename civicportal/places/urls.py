from django.urls import path

from civicportal.places import views

urlpatterns = [
    path("stil/stad.css", views.city_style, name="city_style"),
]
