from django.urls import re_path

from civicportal.files import views

urlpatterns = [
    re_path(r"^bild/(?P<name>[0-9a-f]{32}-(?:400|800|1200)\.webp)$", views.picture, name="picture"),
]
