"""Addresses of the winter: its plan and committee, its rounds, its beds."""

from django.urls import path

from twiza.shelter.views import beds, committee, guests, plan, rounds, sites, winters

app_name = "shelter"

urlpatterns = [
    path("winter/", winters.list_winters, name="list_winters"),
    path("winter/open", winters.open_winter, name="open_winter"),
    path("winter/<uuid:id>/", winters.show_winter, name="show_winter"),
    path("winter/<uuid:id>/last-night", winters.move_last_night, name="move_last_night"),
    path("winter/<uuid:id>/close", winters.close_winter, name="close_winter"),
    path("winter/<uuid:id>/committee", committee.show_committee, name="show_committee"),
    path("winter/<uuid:id>/committee/seat", committee.seat_body, name="seat_body"),
    path("winter/seats/<uuid:id>/end", committee.end_seat, name="end_seat"),
    path("winter/<uuid:id>/committee/duty", committee.write_duty, name="write_duty"),
    path("winter/duty/<uuid:id>/take-out", committee.take_out_duty, name="take_out_duty"),
    path("winter/<uuid:id>/meetings", committee.list_meetings, name="list_meetings"),
    path("winter/<uuid:id>/meetings/write", committee.write_meeting, name="write_meeting"),
    path("winter/meetings/<uuid:id>/", committee.show_meeting, name="show_meeting"),
    path("winter/meetings/<uuid:id>/minutes", committee.change_minutes, name="change_minutes"),
    path("winter/meetings/<uuid:id>/sign", committee.sign_minutes, name="sign_minutes"),
    path("winter/meetings/<uuid:id>/decide", committee.decide, name="decide"),
    path("winter/decisions/<uuid:id>/done", committee.finish_decision, name="finish_decision"),
    path("winter/decisions/<uuid:id>/take-out", committee.take_out_decision, name="take_out_decision"),
    path("winter/<uuid:id>/beds/", beds.show_board, name="show_board"),
    path("winter/<uuid:id>/hold/", guests.hold_bed, name="hold_bed"),
    path("winter/<uuid:id>/sites/", sites.list_sites, name="list_sites"),
    path("winter/<uuid:id>/sites/add/", sites.add_site, name="add_site"),
    path("winter/sites/<uuid:id>/change/", sites.change_site, name="change_site"),
    path("winter/sites/<uuid:id>/", beds.show_site, name="show_site"),
    path("winter/sites/<uuid:id>/declare/", beds.declare_beds, name="declare_beds"),
    path("winter/sites/<uuid:id>/receive/", guests.receive_guests, name="receive_guests"),
    path("winter/sites/<uuid:id>/rooms/", beds.open_unit, name="open_unit"),
    path("winter/rooms/<uuid:id>/", beds.show_unit, name="show_unit"),
    path("winter/rooms/<uuid:id>/reserve/", beds.open_reserve, name="open_reserve"),
    path("winter/beds/<uuid:id>/close/", beds.close_bed, name="close_bed"),
    path("winter/uses/<uuid:id>/card/", guests.write_card, name="write_card"),
    path("winter/uses/<uuid:id>/<slug:move>/", guests.move_use, name="move_use"),
    path("winter/<uuid:id>/nights", rounds.list_nights, name="list_nights"),
    path("winter/<uuid:id>/nights/<slug:day>/", rounds.show_night, name="show_night"),
    path("winter/<uuid:id>/rounds/plan", rounds.plan_round, name="plan_round"),
    path("winter/rounds/<uuid:id>/", rounds.show_round, name="show_round"),
    path("winter/rounds/<uuid:id>/plan", rounds.change_round, name="change_round"),
    path("winter/rounds/<uuid:id>/people", rounds.name_crew, name="name_crew"),
    path("winter/rounds/<uuid:id>/brief", rounds.brief_round, name="brief_round"),
    path("winter/rounds/<uuid:id>/leave", rounds.leave_round, name="leave_round"),
    path("winter/rounds/<uuid:id>/return", rounds.return_round, name="return_round"),
    path("winter/rounds/<uuid:id>/call-off", rounds.call_off_round, name="call_off_round"),
    path("winter/<uuid:id>/plan", plan.show_plan, name="show_plan"),
    path("winter/<uuid:id>/plan/areas", plan.add_hot_spots, name="add_hot_spots"),
    path("winter/<uuid:id>/plan/teams", plan.add_teams, name="add_teams"),
    path("winter/<uuid:id>/plan/vehicles", plan.add_vehicle, name="add_vehicle"),
    path("winter/<uuid:id>/plan/kits", plan.set_kits, name="set_kits"),
    path("winter/<uuid:id>/plan/take-over", plan.take_over_plan, name="take_over_plan"),
    path("winter/areas/<uuid:id>/up", plan.move_up, name="move_up"),
    path("winter/areas/<uuid:id>/leave-out", plan.leave_out, {"kind": "area"}, name="leave_out_area"),
    path("winter/teams/<uuid:id>/leave-out", plan.leave_out, {"kind": "team"}, name="leave_out_team"),
    path(
        "winter/vehicles/<uuid:id>/leave-out", plan.leave_out, {"kind": "vehicle"}, name="leave_out_vehicle"
    ),
]
