"""Pages of beds, as each of those who work with them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.shelter import actions, rules
from twiza.shelter.models import BedUse, Declaration, GuestCard, UnmetNeed, WinterSite
from twiza.shelter.tests.given import EVENING, NIGHT, given_guests, given_place_to_sleep, given_unit, held

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_the_evening(monkeypatch):
    """It is eight in the evening of the night that all of this is about."""
    monkeypatch.setattr(timezone, "now", lambda: EVENING)


def _signed_in(client, user):
    client.force_login(user)
    return client


def _page(client, user, name, *arguments):
    response = _signed_in(client, user).get(reverse(f"shelter:{name}", args=arguments))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def _send(client, user, page, pk, **typed):
    return _signed_in(client, user).post(reverse(f"shelter:{page}", args=[pk]), typed)


def test_a_keeper_writes_rooms_and_says_what_is_free(client, cold):
    answer = _send(client, cold.zahra, "open_unit", cold.site.pk, name="الطابق الأول", group="men", beds="٤")
    assert answer.status_code == 302
    page = _page(client, cold.zahra, "declare_beds", cold.site.pk)
    assert (
        'value="4"' in page and 'name="women"' not in page
    )  # proposed as counted; what is not there is not asked
    refused = _send(client, cold.zahra, "declare_beds", cold.site.pk, men="9")
    assert refused.status_code == 422
    assert (
        _send(client, cold.zahra, "declare_beds", cold.site.pk, men="3", note="الدفء متوفر").status_code
        == 302
    )
    with as_work(cold.zahra):
        (said,) = Declaration.objects.all()
        assert (said.men, said.by_phone, said.night) == (3, False, NIGHT)
    assert "الدفء متوفر" in _page(client, cold.omar, "show_board", cold.winter.pk)


def test_somebody_at_the_door_has_a_bed_in_one_page(client, cold):
    given_unit(cold, "women", 1)
    answer = _send(client, cold.zahra, "receive_guests", cold.site.pk, woman="1")
    with as_work(cold.zahra):
        use = BedUse.objects.select_related("guest").get()
        assert use.use == "slept" and f"{use.guest.code[:3]}-{use.guest.code[3:]}" in answer.content.decode()
    full = _send(client, cold.zahra, "receive_guests", cold.site.pk, woman="1").content.decode()
    assert "tel:0535000000" in full
    with as_work(cold.zahra):
        (need,) = UnmetNeed.objects.all()
        assert need.at_door_id == cold.site.pk and need.night == NIGHT
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM audit_access WHERE page = 'shelter.offer'")
            assert cursor.fetchone() == (2,)


def test_the_code_brings_them_back_with_those_who_came_with_them(client, cold):
    given_unit(cold, "family", 3)
    couple = given_guests(cold, "woman", "man")
    typed = f"{couple[0].code[:3].lower()} {couple[0].code[3:]}"
    answer = _send(client, cold.zahra, "receive_guests", cold.site.pk, code=typed)
    assert answer.status_code == 200, re.findall(r"(?s)error-summary.*?</div>", answer.content.decode())
    with as_work(cold.zahra):
        assert {use.guest for use in BedUse.objects.select_related("guest")} == set(couple)
    unknown = _send(client, cold.zahra, "receive_guests", cold.site.pk, code="AAA111")
    nobody = _send(client, cold.zahra, "receive_guests", cold.site.pk, woman="0")
    assert unknown.status_code == nobody.status_code == 422


def test_a_round_keeps_a_bed_and_the_site_takes_them_in(client, cold):
    given_unit(cold, "men", 1)
    kept = _send(client, cold.omar, "hold_bed", cold.winter.pk, man="1")
    assert "tel:0535000000" in kept.content.decode()
    with as_work(cold.zahra):
        use = BedUse.objects.get()
    page = _page(client, cold.zahra, "show_site", cold.site.pk)
    assert reverse("shelter:move_use", args=[use.pk, "came"]) in page
    assert _send_move(client, cold.zahra, use, "came").status_code == 302
    written = _send(
        client,
        cold.zahra,
        "write_card",
        use.pk,
        nickname="الهادئ",
        belongings="حقيبة",
        animal="",
        rules_read="on",
    )
    assert written.status_code == 302
    last = (NIGHT + timedelta(days=2)).strftime("%d/%m/%Y")
    for move, typed in (("stays", {"last": last}), ("left", {"night": NIGHT.isoformat()})):
        assert _send_move(client, cold.zahra, use, move, **typed).status_code == 302
    with as_work(cold.zahra):
        use.refresh_from_db()
        assert use.nights.upper == NIGHT + timedelta(days=1)
        assert GuestCard.objects.get().rules_read_at == EVENING
    assert "الهادئ" in _page(client, cold.zahra, "write_card", use.pk)
    assert _signed_in(client, cold.omar).get(reverse("shelter:write_card", args=[use.pk])).status_code == 403


def _send_move(client, user, use, move, **typed):
    return _signed_in(client, user).post(reverse("shelter:move_use", args=[use.pk, move]), typed)


def test_the_police_see_beds_and_never_who_is_in_them(client, cold):
    given_unit(cold, "men", 3)
    (guest,) = given_guests(cold, "man")
    (use,) = held(cold, [guest])
    with as_work(cold.zahra):
        actions.take_in(use=use, by=cold.zahra, at=EVENING)
        actions.declare_beds(winter_site=cold.site, night=NIGHT, free={"men": 2}, by=cold.zahra, at=EVENING)
    driss = given_member("Driss", "committee_member", cold.committee)
    code = re.compile(f"{guest.code[:3]}.?{guest.code[3:]}")
    for name, pk in (
        ("show_board", cold.winter.pk),
        ("show_site", cold.site.pk),
        ("show_unit", use.unit_id),
    ):
        page = _page(client, driss, name, pk)
        assert not code.search(page) and str(guest.pk) not in page and str(use.pk) not in page
    for name, pk in (
        ("hold_bed", cold.winter.pk),
        ("receive_guests", cold.site.pk),
        ("open_unit", cold.site.pk),
    ):
        assert client.get(reverse(f"shelter:{name}", args=[pk])).status_code == 403
    assert client.get(reverse("shelter:write_card", args=[use.pk])).status_code == 404
    assert _send_move(client, driss, use, "left").status_code == 404


def _without_tokens(response):
    return re.sub(r'(nonce|token|value|headers)=(["\']).*?\2', "", response.content.decode())


def test_hidden_and_missing_look_the_same(client, cold):
    given_unit(cold, "men", 1)
    salma = given_member("Salma", "site_keeper", given_organisation("Association Sebou"))
    for name, pk in (
        ("show_board", cold.winter.pk),
        ("show_site", cold.site.pk),
        ("declare_beds", cold.site.pk),
    ):
        hidden = _signed_in(client, salma).get(reverse(f"shelter:{name}", args=[pk]))
        missing = client.get(reverse(f"shelter:{name}", args=[salma.pk]))
        assert hidden.status_code == missing.status_code == 404
        assert _without_tokens(hidden) == _without_tokens(missing).replace(str(salma.pk), str(pk))


def test_the_reserve_and_a_broken_bed(client, cold):
    unit = given_unit(cold, "men", 2, reserve=True)
    assert _send(client, cold.latifa, "open_reserve", unit.pk, reasons="برد شديد").status_code == 302
    assert "برد شديد" in _page(client, cold.zahra, "show_unit", unit.pk)
    with as_work(cold.zahra):
        bed = unit.beds.get(number=1)
    day = NIGHT.strftime("%d/%m/%Y")
    closed = _send(client, cold.zahra, "close_bed", bed.pk, first=day, last=day, reasons="سقف")
    assert closed.status_code == 302
    with as_work(cold.zahra):
        use = BedUse.objects.get()
    assert _send_move(client, cold.zahra, use, "mended").status_code == 302
    assert _send(client, cold.zahra, "show_unit", unit.pk, beds="1").status_code == 302
    assert _send(client, cold.zahra, "show_unit", unit.pk, beds="0").status_code == 422


def test_the_board_of_a_night_that_is_none_shows_the_nearest(client, cold):
    page = _signed_in(client, cold.omar).get(
        reverse("shelter:show_board", args=[cold.winter.pk]) + "?night=x"
    )
    far = client.get(reverse("shelter:show_board", args=[cold.winter.pk]) + "?night=2030-01-01")
    assert page.status_code == far.status_code == 200
    assert rules.night_of(EVENING) == NIGHT


def test_the_secretary_brings_a_site_in_and_its_people_write_their_rules(client, cold):
    site = given_place_to_sleep(cold.host)
    funder = given_organisation("Fonds INDH", kind="public_body")
    typed = {
        "site": str(site.pk),
        "host": str(cold.host.pk),
        "funder": str(funder.pk),
        "funder_code": "INDH-14",
    }
    assert _send(client, cold.latifa, "add_site", cold.winter.pk, **typed).status_code == 302
    twice = _send(client, cold.latifa, "add_site", cold.winter.pk, **typed)
    assert twice.status_code == 422  # it is not offered again
    assert "INDH-14" in _page(client, cold.latifa, "list_sites", cold.winter.pk)
    with as_work(cold.latifa):
        joined = WinterSite.objects.get(site=site)
    words = {"phone": "0535111111", "house_rules_ar": "مرحبا بكم", "owner": str(funder.pk)}
    assert _send(client, cold.zahra, "change_site", joined.pk, **words).status_code == 302
    with as_work(cold.latifa):
        joined.refresh_from_db()
        assert (joined.house_rules_ar, joined.owner_id, joined.funder_id) == ("مرحبا بكم", None, funder.pk)
    assert _send(client, cold.latifa, "change_site", joined.pk, **words).status_code == 302
    with as_work(cold.latifa):
        joined.refresh_from_db()
        assert joined.owner_id == funder.pk
    for user in (cold.omar, cold.zahra):
        assert _send(client, user, "add_site", cold.winter.pk, **typed).status_code == 403
    assert _send(client, cold.omar, "change_site", joined.pk, **words).status_code == 403
