from django.urls import path

from twiza.platform.files import views

app_name = "files"
urlpatterns = [path("files/<uuid:id>/", views.download_file, name="download_file")]
