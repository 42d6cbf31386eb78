"""Addresses of the roof."""

from django.urls import path

from twiza.reporting.views import handovers, log, province, today

app_name = "reporting"
urlpatterns = [
    path("", today.today, name="today"),
    path("province/", province.show_province, name="show_province"),
    path("province/institutions/", province.list_province, name="list_province"),
    path("province/tiles/", province.place_tiles, name="place_tiles"),
    path("province/yearly/", province.ask_for_yearly, name="ask_for_yearly"),
    path("handovers/", handovers.list_handovers, name="list_handovers"),
    path("handovers/new/", handovers.make_handover, name="make_handover"),
    path("handovers/promises/new/", handovers.write_promise, name="write_promise"),
    path("handovers/promises/<uuid:id>/", handovers.settle_promise, name="settle_promise"),
    path("handovers/packs/<uuid:id>/", handovers.show_handover, name="show_handover"),
    path("handovers/packs/<uuid:id>/line/", handovers.write_word, name="write_word"),
    path("handovers/packs/<uuid:id>/answer/", handovers.answer_item, name="answer_item"),
    path("handovers/packs/<uuid:id>/sign/", handovers.sign_handover, name="sign_handover"),
    path("handovers/packs/<uuid:id>/paper/", handovers.print_handover, name="print_handover"),
    path("log/", log.show_log, name="show_log"),
    path("log/looks/", log.show_log, {"kind": "looks"}, name="show_looks"),
    path("log/record/<uuid:id>/", log.show_record_history, name="show_record_history"),
]
