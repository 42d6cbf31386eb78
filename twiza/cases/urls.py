"""Addresses of the closed room: all below /room/, the only place to which the browser sends its half of the key."""

from django.urls import path

from twiza.cases import views

app_name = "cases"
urlpatterns = [
    path("room/", views.list_cases, name="list_cases"),
    path("room/open/", views.open_room, name="open_room"),
    path("room/lock/", views.lock_room, name="lock_room"),
    path("room/listen/", views.listen, name="listen"),
    path("room/sheet/", views.print_sheet, name="print_sheet"),
    path("room/draft/", views.keep_draft, name="keep_draft"),
    path("room/cases/<uuid:id>/", views.show_case, name="show_case"),
    path("room/cases/<uuid:id>/team/", views.show_team, name="show_team"),
    path("room/cases/<uuid:id>/notes/new/", views.write_note, name="write_note"),
    path("room/notes/<uuid:id>/", views.change_note, name="change_note"),
    path("room/seats/<uuid:id>/", views.answer_seat, name="answer_seat"),
]
