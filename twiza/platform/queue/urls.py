from django.urls import path

from twiza.platform.queue import views

app_name = "queue"
urlpatterns = [
    path("work/", views.list_work, name="list_work"),
    path("work/<uuid:id>/", views.show_work, name="show_work"),
]
