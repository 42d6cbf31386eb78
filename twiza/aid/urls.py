"""Addresses of campaigns, lists and points."""

from django.urls import path

from twiza.aid.views import campaigns, lists, lost_cards, matching, nominations, one_family, points, requests

app_name = "aid"
urlpatterns = [
    path("aid/points/<uuid:id>/confirm/", points.confirm_hand_over, name="confirm_hand_over"),
    path("aid/campaigns/", campaigns.list_campaigns, name="list_campaigns"),
    path("aid/campaigns/new/", campaigns.plan_campaign, name="plan_campaign"),
    path("aid/campaigns/<uuid:id>/", campaigns.show_campaign, name="show_campaign"),
    path("aid/campaigns/<uuid:id>/dates/", campaigns.set_dates, name="set_dates"),
    path("aid/campaigns/<uuid:id>/baskets/", campaigns.plan_more_baskets, name="plan_more_baskets"),
    path("aid/campaigns/<uuid:id>/month/", campaigns.announce_month, name="announce_month"),
    path("aid/campaigns/<uuid:id>/partners/", campaigns.add_partner, name="add_partner"),
    path("aid/campaigns/<uuid:id>/points/", campaigns.add_point, name="add_point"),
    path("aid/campaigns/<uuid:id>/criteria/", campaigns.write_criteria, name="write_criteria"),
    path("aid/campaigns/<uuid:id>/households/", nominations.nominate, name="nominate"),
    path("aid/campaigns/<uuid:id>/registry/", nominations.nominate_registry, name="nominate_registry"),
    path("aid/requests/<uuid:id>/nominate/", requests.nominate_request, name="nominate_request"),
    path("aid/campaigns/<uuid:id>/one-family/", one_family.tell_one_family, name="tell_one_family"),
    path("aid/campaigns/<uuid:id>/second-code/", one_family.withdraw_code, name="withdraw_code"),
    path("aid/one-family/<uuid:id>/", one_family.note_one_family, name="note_one_family"),
    path("aid/campaigns/<uuid:id>/freeze/", lists.freeze_list, name="freeze_list"),
    path("aid/campaigns/<uuid:id>/addendum/", lists.add_addendum, name="add_addendum"),
    path("aid/campaigns/<uuid:id>/cards/", lists.show_cards, name="show_cards"),
    path("aid/campaigns/<uuid:id>/open/", campaigns.start_distribution, name="start_distribution"),
    path("aid/campaigns/<uuid:id>/close/", campaigns.close_campaign, name="close_campaign"),
    path("aid/campaigns/<uuid:id>/pairs/", matching.list_pairs, name="list_pairs"),
    path("aid/campaigns/<uuid:id>/agreement/", matching.attach_agreement, name="attach_agreement"),
    path("aid/agreements/<uuid:id>/remove/", matching.remove_agreement, name="remove_agreement"),
    path("aid/agreements/<uuid:id>/compare/", matching.start_matching, name="start_matching"),
    path("aid/pairs/<uuid:id>/", matching.show_pair, name="show_pair"),
    path("aid/pairs/<uuid:id>/decide/", matching.decide_pair, name="decide_pair"),
    path("aid/questions/<uuid:id>/", matching.answer_question, name="answer_question"),
    path("aid/campaigns/<uuid:id>/ledger/", campaigns.show_ledger, name="show_ledger"),
    path("aid/campaigns/<uuid:id>/days/", points.list_days, name="list_days"),
    path("aid/lists/<uuid:id>/", lists.show_list, name="show_list"),
    path("aid/lists/<uuid:id>/sign/", lists.sign_list, name="sign_list"),
    path("aid/points/", points.list_points, name="list_points"),
    path("aid/points/<uuid:id>/", points.hand_over, name="hand_over"),
    path("aid/points/<uuid:id>/table/", points.welcome_table, name="welcome_table"),
    path("aid/points/<uuid:id>/card/", lost_cards.replace_card, name="replace_card"),
    path("aid/points/<uuid:id>/days/<slug:day>/", points.reconcile_day, name="reconcile_day"),
    path("aid/hand-overs/<uuid:id>/undo/", points.undo_hand_over, name="undo_hand_over"),
]
