"""What whoever sent something in sees of its review: their pitch time."""

from django.urls import path

from civicportal.review.views import pitch

app_name = "review"
urlpatterns = [
    path("mitt/pitch/<str:reference>/", pitch.mine, name="pitch"),
    path("mitt/pitch/<str:reference>/pitch.ics", pitch.calendar, name="pitch_calendar"),
]
