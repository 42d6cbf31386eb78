"""Addresses of the registry."""

from django.urls import path

from twiza.registry import views

app_name = "registry"
urlpatterns = [
    path("registry/", views.list_households, name="list_households"),
    path("registry/export/", views.export_households, name="export_households"),
    path("registry/doubles/", views.list_doubles, name="list_doubles"),
    path("registry/doubles/seek/", views.seek_doubles, name="seek_doubles"),
    path("registry/doubles/strange/", views.list_strange, name="list_strange"),
    path("registry/doubles/decisions/", views.list_decisions, name="list_decisions"),
    path("registry/doubles/decisions/file/", views.download_decisions, name="download_decisions"),
    path("registry/doubles/<uuid:id>/", views.show_double, name="show_double"),
    path("registry/doubles/<uuid:id>/merge/", views.merge_double, name="merge_double"),
    path("registry/doubles/acts/<uuid:id>/undo/", views.take_back, name="take_back"),
    path("registry/possible/", views.check_possible, name="check_possible"),
    path("registry/households/new/", views.register_household, name="register_household"),
    path("registry/households/<uuid:id>/", views.show_household, name="show_household"),
    path("registry/households/<uuid:id>/correct/", views.correct_household, name="correct_household"),
    path("registry/households/<uuid:id>/contact/", views.set_contact, name="set_contact"),
    path("registry/households/<uuid:id>/erase/", views.erase_household, name="erase_household"),
    path("registry/households/<uuid:id>/members/new/", views.add_member, name="add_member"),
    path("registry/households/<uuid:id>/situations/new/", views.mark_situation, name="mark_situation"),
    path("registry/situations/<uuid:id>/end/", views.end_situation, name="end_situation"),
    path("registry/members/<uuid:id>/correct/", views.correct_member, name="correct_member"),
    path("registry/members/<uuid:id>/erase/", views.erase_member, name="erase_member"),
    path("registry/merges/<uuid:id>/undo/", views.undo_merge, name="undo_merge"),
    path("registry/imports/", views.list_uploads, name="list_uploads"),
    path("registry/imports/<uuid:id>/", views.show_upload, name="show_upload"),
    path("registry/imports/<uuid:id>/columns/", views.map_columns, name="map_columns"),
    path("registry/imports/<uuid:id>/accept/", views.accept_upload, name="accept_upload"),
    path("registry/imports/<uuid:id>/read/", views.read_again, name="read_again"),
    path("registry/imports/<uuid:id>/aside/", views.put_aside, name="put_aside"),
    path("registry/imports/<uuid:id>/undo/", views.undo_upload, name="undo_upload"),
    path("registry/imports/<uuid:id>/copy/", views.download_copy, name="download_copy"),
]
