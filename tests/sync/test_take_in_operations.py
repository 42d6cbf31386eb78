"""What phones send is stored whatever the answer, answered the same however often it is sent, and handed on once."""

import dataclasses
from datetime import timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import OperationalError
from django.utils import timezone

from tests.sync.conftest import Refusal, Subject
from twiza.lib import operations
from twiza.lib.ids import new_id
from twiza.network import actions as network
from twiza.network.models import Membership
from twiza.network.tests.given import audit_data, given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.sync import actions, queries
from twiza.platform.sync.models import KeptUpload, OperationAnswer, StoredOperation
from twiza.platform.sync.tests.given import NOON, Phone, given_phone

pytestmark = pytest.mark.django_db


@dataclasses.dataclass
class Place:
    organisation: Any
    amina: Any
    phone: Phone

    def work(self) -> Any:
        return acting_as(self.amina.pk, purpose=Purpose.WORK)


@pytest.fixture
def place(subject: Subject) -> Place:
    organisation = given_organisation()
    amina = given_member("Amina", "campaign_manager", organisation)
    return Place(organisation, amina, given_phone(organisation.pk, amina))


def said(report: actions.Report) -> list[tuple[str, str]]:
    return [(str(one.answer), str(one.rule)) for one in report.answers]


def test_it_stores_what_is_sent_and_hands_it_on_in_one_run(place, subject):
    for n in range(5):
        place.phone.do("serve", {"n": n})
    report = place.phone.send()
    assert said(report) == [("accepted", "")] * 5
    assert [one.payload["n"] for one in subject.taken] == [0, 1, 2, 3, 4]
    assert subject.runs == [5]
    with place.work():
        assert [one.seq for one in queries.operations_of(place.phone.device)] == [1, 2, 3, 4, 5]
        (line,) = queries.devices_of([queries.device_for(place.amina, place.phone.device).post])
    assert (line.declared, line.last_seq, line.missing, line.last_contact) == (0, 5, [], NOON)


def test_it_hands_on_in_the_order_of_the_phone_whatever_the_order_of_the_lines(place, subject):
    for n in range(6):
        place.phone.do("serve" if n % 3 else "undo", {"n": n})
    report = place.phone.send(list(reversed(place.phone.waiting)))
    assert [one.payload["n"] for one in subject.taken] == [0, 1, 2, 3, 4, 5]
    assert [one.n for one in report.answers] == [0, 1, 2, 3, 4, 5]
    assert subject.runs == [6], "kinds of one subject go together, in their order"


def test_it_breaks_a_run_where_another_subject_takes_in(place, subject):
    for kind in ("serve", "other", "serve"):
        place.phone.do(kind, {})
    place.phone.send()
    assert subject.runs == [1, 1, 1]
    assert [one.kind for one in subject.taken] == ["serve", "other", "serve"]


def test_it_answers_the_same_when_sent_again_and_hands_nothing_on_twice(place, subject):
    for n in range(3):
        place.phone.do("serve", {"n": n})
    first = place.phone.send()
    again = place.phone.send([*place.phone.waiting, place.phone.waiting[0]])
    assert said(again)[:3] == said(first)
    assert [one.repeated for one in again.answers] == [True] * 4
    assert len(subject.taken) == 3


def test_it_takes_one_operation_once_when_it_stands_twice_in_a_batch(place, subject):
    place.phone.do("serve", {})
    report = place.phone.send([place.phone.waiting[0], place.phone.waiting[0]])
    assert said(report) == [("accepted", ""), ("accepted", "")]
    assert [one.repeated for one in report.answers] == [False, True]
    assert len(subject.taken) == 1


def test_it_keeps_both_when_one_id_comes_with_two_contents(place, subject):
    first = place.phone.do("serve", {"n": 1})
    place.phone.do("serve", {"n": 2}, op=first.op)
    assert said(place.phone.send()) == [("accepted", ""), ("rejected", "other_content")]
    place.phone.do("serve", {"n": 3}, op=first.op)
    assert said(place.phone.send(place.phone.waiting[2:])) == [("rejected", "other_content")]
    with place.work():
        assert StoredOperation.objects.count() == 1
        assert KeptUpload.objects.filter(rule="other_content").count() == 2
    assert [one.payload["n"] for one in subject.taken] == [1]


def test_it_keeps_both_when_one_number_comes_with_two_operations(place, subject):
    place.phone.do("serve", {"n": 1})
    place.phone.do("serve", {"n": 2}, seq=1)
    place.phone.do("serve", {"n": 3}, seq=1)
    both = [("accepted", ""), ("conflict", "sequence_used_twice")]
    assert said(place.phone.send(place.phone.waiting[:2])) == both
    assert said(place.phone.send()) == [*both, ("conflict", "sequence_used_twice")]
    with place.work():
        assert StoredOperation.objects.filter(sequence_again=True).count() == 2
        waiting = queries.waiting_of([queries.device_for(place.amina, place.phone.device).post])
        assert [one.rule for one in waiting] == ["sequence_used_twice"] * 2
        actions.accept_operations(operations=[one.operation for one in waiting], by=place.amina, at=NOON)
    assert {one.payload["n"] for one in subject.taken} == {1, 2, 3}, "a person may have them count"


def test_it_keeps_raw_what_it_cannot_read_once(place):
    stranger = Ed25519PrivateKey.generate()
    place.phone.do("serve", {}, signed_by=stranger)
    place.phone.do("serve", {}, device=new_id())
    lines = [*place.phone.waiting, "not a line", "", "\x00 \ud800", place.phone.sealed(b"{}")]
    report = place.phone.send(lines)
    assert said(report) == [("rejected", "bad_signature")] * 2 + [("rejected", "unreadable")] * 4
    place.phone.send(lines)
    with place.work():
        assert KeptUpload.objects.count() == len(lines)
        assert StoredOperation.objects.count() == 0


def test_it_does_not_open_a_line_of_another_phone(place):
    other = given_phone(place.organisation.pk, place.amina)
    other.do("serve", {})
    assert said(place.phone.send(other.waiting)) == [("rejected", "unreadable")]


def test_it_quarantines_what_comes_after_the_phone_was_revoked_until_a_person_accepts(place, subject):
    place.phone.do("serve", {"n": 1})
    place.phone.send()
    with place.work():
        actions.revoke_device(device=place.phone.device, reason_code="lost", by=place.amina, at=NOON)
        actions.revoke_device(device=place.phone.device, reason_code="again", by=place.amina, at=NOON)
        post = queries.device_for(place.amina, place.phone.device).post
    place.phone.do("serve", {"n": 2})
    place.phone.do("serve", {"n": 3})
    report = place.phone.send()
    assert report.revoked
    assert said(report) == [("accepted", ""), ("quarantined", "revoked"), ("quarantined", "revoked")]
    assert [one.payload["n"] for one in subject.taken] == [1]
    with place.work():
        waiting = queries.waiting_of([post])
        assert [one.answer for one in waiting] == ["quarantined"] * 2
        for _ in range(2):
            actions.accept_operations(operations=[waiting[0].operation], by=place.amina, at=NOON)
        assert [one.operation for one in queries.waiting_of([post])] == [waiting[1].operation]
        assert len(audit_data("sync.operations_accepted")) == 1
        assert queries.live_posts([post], at=NOON) == set()
    assert [one.payload["n"] for one in subject.taken] == [1, 2]
    assert said(place.phone.send())[1] == ("quarantined", "revoked"), "the phone is told what it was told"


@pytest.mark.parametrize(
    ("trouble", "rule"), [(Refusal("no"), "test.refused"), (KeyError("x"), "not_taken_in")]
)
def test_it_keeps_what_its_subject_refuses_or_fails_over_and_a_person_tries_again(
    place, subject, trouble, rule
):
    place.phone.do("serve", {"n": 1})
    subject.trouble = trouble
    assert said(place.phone.send()) == [("rejected", rule)]
    subject.trouble = None
    with place.work():
        (waiting,) = queries.waiting_of([queries.device_for(place.amina, place.phone.device).post])
        (answer,) = actions.accept_operations(operations=[waiting.operation], by=place.amina, at=NOON)
    assert answer.answer == "accepted"
    assert len(subject.taken) == 1


def test_it_stores_nothing_when_the_database_is_busy_so_that_the_phone_sends_again(place, subject):
    place.phone.do("serve", {})
    subject.trouble = OperationalError("deadlock")
    with pytest.raises(OperationalError):
        place.phone.send()
    subject.trouble = None
    with place.work():
        assert StoredOperation.objects.count() == 0
    assert said(place.phone.send()) == [("accepted", "")]


def test_it_keeps_a_kind_that_it_does_not_know(place):
    place.phone.do("of_next_year", {})
    assert said(place.phone.send()) == [("rejected", "unknown_kind")]
    with place.work():
        assert StoredOperation.objects.get().kind == "of_next_year"


def test_it_stores_even_when_whoever_opened_the_enrolment_works_there_no_more(place, subject):
    place.phone.do("serve", {})
    hassan = given_member("Hassan", "association_president", place.organisation)
    with acting_as(hassan.pk, purpose=Purpose.WORK):
        membership = Membership.objects.get(user=place.amina)
        network.end_role(
            membership=membership,
            from_day=timezone.localdate(),
            reason="removed",
            by=hassan,
            at=timezone.now(),
        )
    report = place.phone.send()
    assert len(report.answers) == 1
    with acting_as(hassan.pk, purpose=Purpose.WORK):
        assert StoredOperation.objects.count() == 1


def test_it_says_which_numbers_never_came(place):
    for n in range(9):
        place.phone.do("serve", {"n": n})
    some = [place.phone.waiting[n] for n in (0, 1, 4, 6)]
    assert place.phone.send(some).missing == ["3-4", "6", "8-9"]
    assert place.phone.send().missing == []


def test_it_takes_an_empty_batch_as_a_sign_of_life(place):
    later = NOON + timedelta(hours=1)
    place.phone.do("serve", {})
    report = place.phone.send([], at=later)
    assert report.answers == []
    with place.work():
        (line,) = queries.devices_of([queries.device_for(place.amina, place.phone.device).post])
    assert (line.last_contact, line.declared, line.missing) == (later, 1, ["1"])


@pytest.mark.parametrize("hours", [-30, 5])
def test_it_writes_down_how_far_a_clock_is_off_and_refuses_nothing(place, subject, hours):
    place.phone.clock = timedelta(hours=hours)
    place.phone.do("serve", {})
    assert said(place.phone.send()) == [("accepted", "")]
    with place.work():
        assert StoredOperation.objects.get().clock_offset_ms == -hours * 3_600_000
    assert subject.taken[0].at == NOON + timedelta(hours=hours)


def test_it_takes_in_nothing_for_a_device_of_another_person(place):
    salma = given_member("Salma", "campaign_manager", given_organisation("Association Sebou"))
    place.phone.do("serve", {})
    place.phone.person = salma
    with pytest.raises(queries.UnknownDevice):
        place.phone.send()


def test_it_answers_each_operation_at_most_once_to_its_device(place):
    place.phone.do("serve", {})
    place.phone.send()
    place.phone.send()
    with place.work():
        assert OperationAnswer.objects.count() == 1


def test_it_finds_the_signature_again_in_what_is_stored(place):
    done = place.phone.do("serve", {"text": "لوحة"})
    place.phone.send()
    with place.work():
        row = StoredOperation.objects.get()
    again = dataclasses.replace(done, payload=row.payload, seq=row.seq, signature=bytes(row.signature))
    assert operations.is_signed_by(again, place.phone.key.public_key())
