"""A code is of one case in its organisation: drawn again where it is used, refused with words where it was typed."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from twiza.cases import actions, rules
from twiza.cases.actions.cases import MOST_DRAWS, new_case
from twiza.cases.models import Case, CaseNote, RoomDraft, Tally, TeamSeat
from twiza.cases.tests.given import CANARY, given_case, given_key, heard
from twiza.cases.tests.test_open_pages import HEARD
from twiza.cases.tests.test_open_pages import opened as open_door
from twiza.lib.short_codes import grouped, new_code
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation

pytestmark = pytest.mark.django_db


def drawn(*codes):
    """Codes that come one after the other, in place of chance."""
    rest = iter(codes)
    return lambda _length: next(rest)


def made(room, by, **options):
    with as_work(by):
        return new_case(
            room=room, state=rules.State.HEARD, age_band="adult", next_on=None, by=by, at=NOON, **options
        )[0]


def test_a_code_that_is_used_is_drawn_again_though_nobody_here_sees_whose_it_is(case, centre, zineb):
    free, hers = new_code(8), given_key(zineb, centre)
    with as_work(zineb):
        assert not Case.objects.exists()
    assert made(hers, zineb, draw=drawn(case.code, case.code, free)).code == free
    with as_work(zineb):
        assert TeamSeat.objects.get().case.code == free


def test_a_chance_that_gives_used_codes_only_ends_with_an_error_not_with_two_cases(case, room, leila):
    with pytest.raises(IntegrityError, match="case_code_once"):
        made(room, leila, draw=drawn(*[case.code] * (MOST_DRAWS + 1)))
    with as_work(leila):
        assert Case.objects.get() == case


def test_the_same_code_in_another_organisation_is_another_case(case):
    cell = given_organisation("Cellule du tribunal")
    nadia = given_member("Nadia", "listener", cell)
    room = given_key(nadia, cell)
    with as_work(nadia):
        there = actions.listen(
            room=room, said=heard(), age_band="adult", paper_code=case.code, by=nadia, at=NOON
        )
    assert there.code == case.code and there.pk != case.pk


def test_a_form_that_is_sent_twice_is_the_same_case_and_no_used_code(room, leila):
    sheet, id = new_code(8), Case().pk
    with as_work(leila):
        said = {"room": room, "said": heard(), "age_band": "adult", "by": leila, "at": NOON, "id": id}
        first = actions.listen(paper_code=sheet, **said)
        assert actions.listen(paper_code=sheet, **said) == first


def test_a_sheet_whose_code_is_used_writes_nothing_and_counts_nothing(case, centre, zineb):
    hers = given_key(zineb, centre)
    with as_work(zineb):
        counted = list(Tally.objects.order_by("id").values())
        with pytest.raises(actions.CodeUsed):
            actions.listen(room=hers, said=heard(), age_band="adult", paper_code=case.code, by=zineb, at=NOON)
        assert not Case.objects.exists() and not CaseNote.objects.exists()
        assert list(Tally.objects.order_by("id").values()) == counted


def test_who_types_a_sheet_with_a_used_code_is_told_what_to_do_and_loses_no_word(client, case, centre, zineb):
    given_key(zineb, centre)
    client.force_login(zineb)
    open_door(client)
    client.post(reverse("cases:keep_draft"), {"about": centre.pk, "words": CANARY})
    sent = HEARD | {"paper_code": grouped(case.code), "wants": "شاهد واحد", "code_word": "زهرة"}
    answer = client.post(reverse("cases:listen"), sent)
    page = answer.content.decode()
    assert answer.status_code == 200 and list(answer.context["form"].errors) == ["paper_code"]
    for typed in (CANARY, "شاهد واحد", "زهرة", grouped(case.code)):
        assert typed in page
    with as_work(zineb):
        assert RoomDraft.objects.count() == 1 and not Case.objects.exists()
    kept = client.post(reverse("cases:listen"), sent | {"paper_code": ""})
    assert kept.status_code == 302
    with as_work(zineb):
        assert Case.objects.get().code != case.code and RoomDraft.objects.count() == 0


def test_the_database_keeps_a_code_to_one_case(case, room, leila):
    other = given_case(leila, room)
    with as_work(leila), pytest.raises(IntegrityError) as refused, transaction.atomic():
        Case(
            organisation_id=case.organisation_id,
            code=case.code,
            state=rules.State.HEARD,
            age_band="adult",
            opened_at=NOON,
        ).save(force_insert=True)
    assert refused.value.__cause__.diag.constraint_name == "case_code_once"
    assert other.code != case.code
