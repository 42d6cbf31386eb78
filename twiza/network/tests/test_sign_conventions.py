"""Conventions: parties with their parts, commitments, amendments, an end; read by any party and nobody else."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from twiza.network import actions, queries
from twiza.network.models import Convention, ConventionCommitment, ConventionParty
from twiza.network.rules.periods import Standing
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db

START = date(2026, 1, 1)


@pytest.fixture
def three():
    body = given_organisation("Organisme public", kind="public_body")
    association = given_organisation("Association Tissaout")
    nadia = given_member("Nadia", "provincial_delegate", body)
    amina = given_member("Amina", "association_president", association)
    salma = given_member("Salma", "association_president", given_organisation("Association Amal"))
    return body, association, nadia, amina, salma


def sign(body, association, by, **more):
    parties = [
        actions.Party(body, "funder"),
        actions.Party(body, "supervisor"),
        actions.Party(association, "project_holder"),
    ]
    options = {"title": "Formation", "starts_on": START, "ends_on": date(2027, 1, 1), **more}
    return actions.sign_convention(organisation=association, parties=parties, by=by, at=NOON, **options)


def test_a_body_is_funder_and_supervisor_in_one_convention_and_partner_in_another(three):
    body, association, _, amina, _ = three
    with as_work(amina):
        first = sign(body, association, amina, subject="Former vingt femmes", signed_on=START)
        second = actions.sign_convention(
            organisation=association, title="Journée", starts_on=START, by=amina, at=NOON,
            parties=[actions.Party(body, "partner"), actions.Party(association, "operator")],
        )  # fmt: skip
        roles = [
            sorted(p.role for p in queries.convention_for(one.pk, on=START).parties if p.organisation == body)
            for one in (first, second)
        ]
        assert roles == [["funder", "supervisor"], ["partner"]]


def test_every_party_reads_a_convention_and_writes_in_it(three):
    body, association, nadia, amina, _ = three
    with as_work(amina):
        convention = sign(body, association, amina)
    with as_work(nadia):
        actions.promise(
            convention=convention, party=body, kind="money", amount=Decimal("160000.00"), organisation=body,
            by=nadia, at=NOON,
        )  # fmt: skip
    with as_work(amina):
        actions.promise(
            convention=convention, party=association, kind="premises", words="Une salle",
            organisation=association, by=amina, at=NOON,
        )  # fmt: skip
        actions.amend_convention(
            convention=convention, words="Prolongée", signed_on=date(2026, 6, 1), new_end=date(2028, 1, 1),
            organisation=association, by=amina, at=NOON,
        )  # fmt: skip
        file = queries.convention_for(convention.pk, on=START)
        assert {(c.kind, c.amount) for c in file.commitments} == {
            ("money", Decimal("160000.00")),
            ("premises", None),
        }
        assert file.convention.period.upper == date(2028, 1, 1)
        assert [a.number for a in file.amendments] == [1]


def test_each_act_is_in_the_log_of_every_party(three):
    body, association, nadia, amina, salma = three
    with as_work(amina):
        convention = sign(body, association, amina)
        actions.amend_convention(
            convention=convention, words="Prolongée", signed_on=date(2026, 6, 1), organisation=association,
            by=amina, at=NOON,
        )  # fmt: skip
    with as_work(nadia):
        actions.promise(
            convention=convention, party=body, kind="money", amount=Decimal("10.00"), organisation=body,
            by=nadia, at=NOON,
        )  # fmt: skip
        actions.end_convention(
            convention=convention, on=date(2026, 9, 1), reason="term", organisation=body, by=nadia, at=NOON
        )
    line = apps.get_model("audit", "AuditLine")
    for user in (amina, nadia):
        with as_work(user):
            mine = {amina: association, nadia: body}[user].pk
            told = line.objects.filter(target=convention.pk, organisation_id=mine).order_by("pk")
            assert sorted(one.type for one in told) == [
                "network.commitment_written",
                "network.convention_amended",
                "network.convention_ended",
                "network.convention_signed",
            ]
            assert {(one.by, one.data.get("acting")) for one in told if one.by != user.pk} == {
                ((nadia if user is amina else amina).pk, str((body if user is amina else association).pk))
            }
    with as_work(salma):
        assert not line.objects.filter(target=convention.pk).exists()


def test_who_is_no_party_sees_nothing_of_it(three):
    body, association, _, amina, salma = three
    with as_work(amina):
        convention = sign(body, association, amina)
        actions.promise(
            convention=convention, party=association, kind="service", words="x", organisation=association, by=amina, at=NOON
        )  # fmt: skip
    with as_work(salma):
        with pytest.raises(queries.NoSuchConvention):
            queries.convention_for(convention.pk, on=START)
        assert queries.conventions_of(association, on=START) == []
        assert [model.objects.count() for model in (Convention, ConventionParty, ConventionCommitment)] == [
            0,
            0,
            0,
        ]
        with pytest.raises(NoPermission):
            actions.end_convention(
                convention=convention, on=START, reason="term", organisation=association, by=salma, at=NOON
            )


def test_an_ended_convention_takes_nothing_more(three):
    body, association, _, amina, _ = three
    with as_work(amina):
        convention = sign(body, association, amina)
        with pytest.raises(actions.WrongDates):
            actions.end_convention(
                convention=convention, on=START, reason="?", organisation=association, by=amina, at=NOON
            )
        actions.end_convention(
            convention=convention, on=date(2026, 5, 1), reason="agreement", organisation=association, by=amina, at=NOON
        )  # fmt: skip
        assert queries.convention_for(convention.pk, on=date(2026, 4, 30)).standing is Standing.NOW
        assert queries.convention_for(convention.pk, on=date(2026, 5, 1)).standing is Standing.OVER
        with pytest.raises(actions.ConventionOver):
            actions.amend_convention(
                convention=convention, words="x", signed_on=START, organisation=association, by=amina, at=NOON
            )


def test_it_refuses_conventions_that_make_no_sense(three):
    body, association, nadia, amina, _ = three
    with as_work(amina):
        with pytest.raises(actions.PartiesMissing):
            actions.sign_convention(
                organisation=association, title="x", starts_on=START, by=amina, at=NOON,
                parties=[actions.Party(association, "funder"), actions.Party(association, "partner")],
            )  # fmt: skip
        with pytest.raises(actions.WrongDates):
            sign(body, association, amina, ends_on=START)
        convention = sign(body, association, amina)
        with pytest.raises(actions.NothingPromised):
            actions.promise(
                convention=convention, party=body, kind="money", amount=Decimal(0), organisation=association,
                by=amina, at=NOON,
            )  # fmt: skip
        other = given_organisation("Autre")
        with pytest.raises(actions.NotAParty):
            actions.promise(
                convention=convention, party=other, kind="money", words="x", organisation=association, by=amina, at=NOON
            )  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Convention.objects.filter(pk=convention.pk).update(parties=[association.pk])
        with pytest.raises(IntegrityError), transaction.atomic():
            Convention.objects.filter(pk=convention.pk).update(ended_on=START)


def test_the_today_page_says_which_conventions_end_soon(three):
    body, association, nadia, amina, _ = three
    today = timezone.localdate()
    with as_work(amina):
        sign(body, association, amina, starts_on=today, ends_on=today + (date(2026, 2, 1) - START))
    for person in (amina, nadia):
        with as_work(person):
            assert len([one for one in queries.waiting_for(person, at=timezone.now()) if one.due]) == 1
