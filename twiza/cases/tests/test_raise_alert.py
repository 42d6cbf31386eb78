"""Anybody calls for help; only the listeners read it; one of them takes it, and nobody else sees it any more."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from twiza.cases import actions, queries, rules
from twiza.cases.models import Alert, AlertSeal, Case
from twiza.cases.tests.given import CANARY, WORDS, alarm, given_alert, given_key
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.lib.tests.test_lock_closed_room import leaks
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation
from twiza.platform.accounts import actions as accounts
from twiza.platform.accounts.permissions import NoPermission, Permission
from twiza.platform.accounts.roles import ROLES, permissions_of

pytestmark = pytest.mark.django_db
TYPED = {
    "words": CANARY,
    "danger": "yes",
    "whom": "minor",
    "caller": "school",
    "hour": "14:05",
    "called": "19",
}


@pytest.fixture
def youssef(centre):
    """At the reception of the centre: no key of the room."""
    return given_member("Youssef", "counter", centre)


def test_every_role_may_call_for_help_and_nobody_of_another_house(centre, room):
    assert all(Permission.ALERT_RAISE in permissions_of(role) for role in ROLES)
    rachid = given_member("Rachid", "point_volunteer", given_organisation("Association Sebou"))
    with as_work(rachid), pytest.raises(NoPermission):
        actions.raise_alert(organisation=centre.pk, said=alarm(), by=rachid, at=NOON)


def test_it_is_sealed_to_each_listener_and_who_raised_it_cannot_read_it(youssef, leila, zineb, room, centre):
    given_key(zineb, centre)
    alert = given_alert(youssef, centre)
    with as_work(youssef):
        assert AlertSeal.objects.count() == 0
    for listener in (leila, zineb):
        with as_work(listener):
            seal = AlertSeal.objects.get()
            assert seal.user_id == listener.pk and not leaks(CANARY, bytes(seal.sealed))
            assert len(queries.alerts_waiting_for(listener, NOON)) == 1
    with as_work(youssef):
        assert queries.alerts_waiting_for(youssef, NOON) == []
        with pytest.raises(queries.NoSuchAlert):
            queries.alert_for(youssef, alert.pk)
        with connection.cursor() as cursor:
            cursor.execute("SELECT type, data::text FROM audit_line WHERE type = 'cases.alert_raised'")
            assert cursor.fetchall() == [("cases.alert_raised", "{}")]


def test_who_takes_it_opens_the_case_and_nobody_else_reads_it_any_more(youssef, leila, zineb, room, centre):
    hers = given_key(zineb, centre)
    alert = given_alert(youssef, centre)
    with as_work(leila):
        case = actions.take_alert(alert=alert, room=room, by=leila, at=NOON)
        note = queries.notes_of(case, room)[0]
        assert (note.kind, note.said["words"], note.said["raised_by"]) == ("alert", CANARY, "Youssef")
        assert (case.age_band, case.state, case.next_on) == ("minor", "opened", NOON.date())
        assert AlertSeal.objects.count() == 0 and queries.waiting_alerts(centre.pk) == []
    with as_work(zineb):
        assert (AlertSeal.objects.count(), Case.objects.count()) == (0, 0)
        with pytest.raises(actions.AlertTaken):
            actions.take_alert(alert=alert, room=hers, by=zineb, at=NOON)
        row = Alert.objects.get()
        assert {field.name for field in Alert._meta.concrete_fields} == {
            "id", "organisation", "at", "by", "taken_at", "taken_by",
        }  # fmt: skip
        assert row.taken_by_id == leila.pk and row.pk != case.pk


def test_with_an_open_room_it_is_a_case_at_once(leila, room, centre):
    with as_work(leila):
        form = new_id()
        for _ in range(2):
            case = actions.raise_alert(
                organisation=centre.pk, said=alarm(), room=room, by=leila, at=NOON, id=form
            )
        assert case.pk == form and Alert.objects.count() == 0 and Case.objects.count() == 1
        assert queries.notes_of(case, room)[0].said["words"] == CANARY


def test_a_form_sent_twice_makes_one_alert(youssef, room, centre):
    form = new_id()
    with as_work(youssef):
        for _ in range(2):
            actions.raise_alert(organisation=centre.pk, said=alarm(), by=youssef, at=NOON, id=form)
        assert Alert.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"words": "  "}, {"danger": "perhaps"}, {"caller": ""}, {"whom": "him"}, {"where": "x" * 2_000}],
)
def test_what_is_not_whole_is_refused(youssef, room, centre, wrong):
    assert not rules.alert_is_whole(alarm(**wrong))
    with as_work(youssef), pytest.raises(actions.AlertNotWhole):
        actions.raise_alert(organisation=centre.pk, said=alarm(**wrong), by=youssef, at=NOON)


def test_without_a_listener_nothing_is_written_and_it_says_so(youssef, centre):
    with as_work(youssef):
        with pytest.raises(actions.NobodyListens):
            actions.raise_alert(organisation=centre.pk, said=alarm(), by=youssef, at=NOON)
        assert Alert.objects.count() == 0


def test_a_key_that_came_later_opens_nothing_and_renewed_keys_open_it(youssef, leila, zineb, room, centre):
    alert = given_alert(youssef, centre)
    hers = given_key(zineb, centre)
    with as_work(zineb), pytest.raises(actions.NotSealedToYou):
        actions.take_alert(alert=alert, room=hers, by=zineb, at=NOON)
    with as_work(leila):
        new = actions.renew_keys(
            room=room, old=WORDS, passphrase="autre phrase de cinq mots", by=leila, at=timezone.now()
        )
        case = actions.take_alert(alert=alert, room=new, by=leila, at=NOON)
        assert queries.notes_of(case, new)[0].said["words"] == CANARY


def test_the_database_lets_nobody_raise_take_or_delete_for_another(youssef, leila, zineb, room, centre):
    given_key(zineb, centre)
    alert = given_alert(youssef, centre)
    with as_work(zineb):
        for change in (
            lambda: Alert(organisation=centre, at=NOON, by=leila).save(force_insert=True),
            lambda: Alert.objects.update(taken_at=NOON, taken_by=leila),
            lambda: Alert.objects.update(taken_at=NOON),
            lambda: Alert.objects.update(by=zineb),
            lambda: Alert.objects.all()._raw_delete("default"),
            lambda: AlertSeal(alert=alert, organisation=centre, user=zineb, sealed=b"x").save(
                force_insert=True
            ),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()
        assert AlertSeal.objects.exclude(user=zineb)._raw_delete("default") == 0
    with as_work(leila):
        actions.take_alert(alert=alert, room=room, by=leila, at=NOON)
    with as_work(zineb):
        assert Alert.objects.update(taken_at=NOON, taken_by=zineb) == 0


def test_the_page_shows_the_numbers_first_and_needs_no_name(client, youssef, leila, room, centre):
    client.force_login(youssef)
    assert reverse("cases:raise_alert") in client.get("/").content.decode()
    here = reverse("cases:raise_alert")
    page = client.get(here).content.decode()
    assert page.index("tel:19") < page.index('name="words"') and 'name="name"' not in page
    assert client.post(here, TYPED | {"words": ""}).status_code == 200
    answer = client.post(here, TYPED)
    assert answer.status_code == 302 and CANARY not in answer["Location"]
    after = client.get(here).content.decode()
    assert CANARY not in after and CANARY not in str(dict(client.session))
    client.force_login(leila)
    assert "تنبيه ينتظر" in client.get("/").content.decode()


def test_it_is_taken_on_a_page(client, youssef, leila, room, centre):
    given_alert(youssef, centre)
    client.force_login(leila)
    listed = client.get(reverse("cases:list_alerts"))
    assert CANARY not in listed.content.decode()
    take = reverse("cases:take_alert", args=[listed.context["waiting"][0].pk])
    assert reverse("cases:open_room") in client.post(take)["Location"]
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    assert client.post(take).status_code == 302
    with as_work(leila):
        assert Case.objects.count() == 1
    assert client.post(take)["Location"] == reverse("cases:list_alerts")
    assert client.get(reverse("cases:raise_alert"))["Location"] == reverse("cases:raise_alert_in_room")
    made = client.post(reverse("cases:raise_alert_in_room"), TYPED)
    assert "/room/cases/" in made["Location"]


def test_a_browser_held_at_reception_may_still_call_for_help(client, leila, room):
    client.force_login(leila)
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    client.post(reverse("cases:go_to_reception"))
    assert client.get(reverse("cases:raise_alert")).status_code == 200
    assert client.get(reverse("cases:list_alerts"))["Location"] == reverse("cases:list_tickets")


def test_the_emergency_numbers_are_a_dated_parameter(client, centre, youssef):
    karima = given_member("Karima", "platform_administrator", centre)
    today = timezone.localdate()
    with as_work(karima):
        words = {"name": "emergency_police", "source": "وزارة الداخلية", "by": karima, "at": timezone.now()}
        with pytest.raises(DomainError):
            accounts.set_parameter(value="call me", valid_from=today, **words)
        accounts.set_parameter(value="0190", valid_from=today, **words)
        assert "0190" in dict(queries.emergency_numbers(on=today)).values()
    client.force_login(youssef)
    for page in ("raise_alert", "show_coming"):
        assert "tel:0190" in client.get(reverse(f"cases:{page}")).content.decode()
    client.logout()
    assert "tel:0190" in client.get(reverse("cases:show_coming")).content.decode()
