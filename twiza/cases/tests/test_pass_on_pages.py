"""The pages of both sides: field by field before sending; the desk reads, answers, returns a code."""

import pytest
from django.urls import reverse
from django.utils import timezone

from twiza.cases import queries
from twiza.cases.models import Packet, Referral, ReferralCase
from twiza.cases.tests.given import CANARY, WORDS, given_consent, given_key, given_referral
from twiza.network.tests.given import as_work, given_member, given_organisation

pytestmark = pytest.mark.django_db


def signed_in(client, who):
    client.force_login(who)
    client.post(reverse("cases:open_room"), {"passphrase": WORDS})
    return client


def test_each_field_is_shown_before_sending_and_a_hostile_form_sends_nothing_more(
    client, case, room, leila, cell, nadia, desk
):
    signed_in(client, leila)
    listed = reverse("cases:list_referrals", args=[case.pk])
    asked = {"receiver": str(cell.pk), "kind": "law", "purpose": "help", "urgency": "red"}
    made = client.post(listed, asked)
    assert made.status_code == 302, made.context["form"].errors
    here = made["Location"]
    assert "لم توافق بعد" in client.get(here).content.decode()
    assert client.post(here, {"do": "send", "tick_words": "on", "text_words": CANARY}).status_code == 200
    given_consent(case, room, leila, cell, fields=["age_band", "words"], at=timezone.now())
    page = client.get(here).content.decode()
    assert "18" in page and 'name="text_words"' in page and 'name="tick_alias"' not in page
    chosen = {"do": "send", "tick_age_band": "on", "tick_words": "on", "text_words": "كلمة"}
    for more in ({"tick_alias": "on", "text_alias": "x"}, {"tick_reach": "on"}, {"tick_nom": "on"}):
        refused = client.post(here, chosen | more)
        assert refused.status_code == 200 and "لم توافق على قول كل هذا" in refused.content.decode()
    with as_work(leila):
        assert not Packet.objects.exists()
    # what is not typed there is told as it stands, whatever the form says
    assert client.post(here, chosen | {"text_age_band": "minor"}).status_code == 302
    with as_work(leila):
        said = queries.referral_note(Referral.objects.get(), room).said
    assert said["fields"] == {"age_band": "adult", "words": "كلمة"}
    assert "إحالة مسحوبة" not in client.get(here).content.decode()
    client.post(here, {"do": "cancel"})
    assert "إحالة مسحوبة" in client.get(here).content.decode() and client.get(listed).status_code == 200


def test_the_desk_reads_answers_and_returns_a_code(client, case, room, leila, cell, nadia, desk):
    sent = given_referral(case, room, leila, cell)
    signed_in(client, nadia)
    there, here = reverse("cases:list_desk"), reverse("cases:show_at_desk", args=[sent.pk])
    assert str(sent.pk) in client.get(there).content.decode()
    assert CANARY not in client.get(here).content.decode()
    client.post(here, {"do": "receive"})
    assert CANARY in client.get(here).content.decode()
    assert client.post(here, {"do": "answer", "to": "declined"}).status_code == 200
    assert client.post(here, {"do": "answer", "to": "accepted"}).status_code == 302
    assert client.post(here, {"do": "answer", "to": "declined", "reason_code": "full"}).status_code == 200
    assert client.post(here, {"do": "result", "result_code": "served"}).status_code == 302
    assert CANARY not in client.get(here).content.decode()
    signed_in(client, leila)
    page = client.get(reverse("cases:show_referral", args=[sent.pk])).content.decode()
    assert "حصلت على ما جاءت من أجله" in page
    client.post(reverse("cases:show_referral", args=[sent.pk]), {"do": "close"})
    with as_work(leila):
        assert Referral.objects.get().state == "closed"


def test_each_side_has_its_own_pages_and_the_other_finds_nothing(
    client, case, room, leila, cell, nadia, desk
):
    sent = given_referral(case, room, leila, cell)
    there = {
        name: reverse(f"cases:{name}", args=[sent.pk])
        for name in ("show_referral", "print_referral", "show_at_desk")
    }
    signed_in(client, nadia)
    assert [client.get(there[name]).status_code for name in there] == [404, 404, 200]
    signed_in(client, leila)
    assert [client.get(there[name]).status_code for name in there] == [200, 200, 404]
    assert CANARY in client.get(there["print_referral"]).content.decode()


def test_somebody_sits_down_and_leaves_on_the_page(client, cell, nadia, desk, case, room, leila):
    hind = given_member("Hind", "listening_supervisor", cell)
    given_key(hind, cell)
    sent = given_referral(case, room, leila, cell)
    signed_in(client, hind)
    there, here = reverse("cases:list_desk"), reverse("cases:show_at_desk", args=[sent.pk])
    assert str(sent.pk) not in client.get(there).content.decode() and client.get(here).status_code == 404
    client.post(there, {"do": "sit"})
    assert str(sent.pk) in client.get(there).content.decode()
    client.post(here, {"do": "receive"})
    assert CANARY not in client.get(here).content.decode()
    signed_in(client, nadia)
    with as_work(hind):
        seat = next(one for one in queries.desk_of(cell.pk) if one.worker.user_id == hind.pk)
    client.post(there, {"do": "hand", "seat": str(seat.pk)})
    signed_in(client, hind)
    assert CANARY in client.get(here).content.decode()
    client.post(there, {"do": "leave", "seat": str(seat.pk)})
    assert client.get(here).status_code == 404
    assert client.post(there, {"do": "leave", "seat": "x"}).status_code == 404


def test_what_they_answer_on_the_phone_is_written_on_the_page(client, case, room, leila):
    sent = given_referral(case, room, leila, given_organisation("Hôpital provincial"))
    signed_in(client, leila)
    here = reverse("cases:show_referral", args=[sent.pk])
    assert client.post(here, {"do": "answer", "to": ""}).status_code == 200
    assert client.post(here, {"do": "answer", "to": "declined", "reason_code": "full"}).status_code == 302
    page = client.get(here).content.decode()
    assert "اقترحوا عليها جهة أخرى اليوم" in page and reverse("cases:list_services") in page
    with as_work(leila):
        assert ReferralCase.objects.count() == 1
