"""What was handed over is undone with a reason both sides read, and taken back by the same seat; promises of their party."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone, translation

from twiza.lib.ids import new_id
from twiza.network import actions, queries
from twiza.network.models import Convention, ConventionUndoing
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.network.tests.test_tell_deliveries import at_desk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
WHY = actions.Reason("Rapport d'évaluation du 3 mars", "Les vingt femmes passent au centre voisin")


class Case:
    """A delegation whose office was handed over, and an association, with one convention of 100,000 dirhams."""

    def __init__(self):
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        self.body = given_organisation("Délégation", kind="provincial_unit", name_ar="المندوبية")
        self.association = given_organisation("Association Tissaout", name_ar="جمعية تيساوت")
        self.nadia = given_member("Nadia", "provincial_delegate", self.body)
        self.amina = given_member("Amina", "association_president", self.association)
        self.salma = given_member("Salma", "association_president", given_organisation("Association Amal"))
        self.end = self.today + timedelta(days=200)
        with as_work(self.nadia):
            self.convention = actions.sign_convention(
                organisation=self.body, title="Formation", starts_on=self.today - timedelta(days=100), ends_on=self.end,
                parties=[actions.Party(self.body, "funder"), actions.Party(self.association, "project_holder")],
                by=self.nadia, at=self.now,
            )  # fmt: skip
            self.money = actions.promise(
                convention=self.convention, party=self.body, kind="money", amount=Decimal(100000), **self.said
            )

    @property
    def said(self):
        return {"organisation": self.body, "by": self.nadia, "at": self.now}

    def hand_over(self):
        with as_work(self.nadia):
            return actions.protect_conventions(
                organisation=self.body, until=self.today + timedelta(days=365), by=self.nadia, at=self.now
            )

    def end_it(self, **more):
        return actions.end_convention(
            convention=self.convention, on=self.today, reason="one_party", **(self.said | more)
        )


@pytest.fixture
def case():
    with translation.override("en"):
        yield Case()


def settle():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def refused(constraint, sql, values):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert refusal.value.__cause__.diag.constraint_name == constraint
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_what_was_not_handed_over_ends_as_before(case):
    with as_work(case.nadia):
        case.end_it()
        settle()
        assert not ConventionUndoing.objects.exists()


def test_what_was_handed_over_ends_with_evidence_and_a_word_on_its_people(case):
    assert case.hand_over() == 1
    with as_work(case.nadia):
        for reason in (None, actions.Reason("x"), actions.Reason("", "y")):
            with pytest.raises(actions.ReasonWanted, match="what becomes of the people"):
                case.end_it(undoing=reason)
        case.end_it(undoing=WHY)
        settle()
    line = apps.get_model("audit", "AuditLine")
    for user in (case.nadia, case.amina):
        with as_work(user):
            (found,) = queries.undoings_in(case.convention, user, on=case.today)
            assert (found.undoing.evidence, found.undoing.people) == (WHY.evidence, WHY.people)
            assert found.may_take_back is (user is case.nadia)
            assert line.objects.filter(target=case.convention.pk, type="network.convention_undone").exists()
    with as_work(case.salma):
        assert not ConventionUndoing.objects.exists()


def test_the_same_seat_takes_it_back_with_a_reason_within_its_days(case):
    case.hand_over()
    other = given_member("Said", "licensing_grants_officer", case.body)
    with as_work(case.nadia):
        case.end_it(undoing=WHY)
        settle()
        (undoing,) = queries.undoings_of([case.body.pk])
        assert undoing.back_until == case.today + timedelta(days=30)
        with pytest.raises(actions.ReasonWanted):
            actions.take_back_undoing(undoing=undoing, why=" ", by=case.nadia, at=case.now)
        with pytest.raises(actions.StaysUndone, match="days to be taken back"):
            actions.take_back_undoing(
                undoing=undoing, why="x", by=case.nadia, at=case.now + timedelta(days=31)
            )
    with as_work(other), pytest.raises(actions.NotYourSeat):
        given = {"undoing": undoing, "why": "x", "by": other, "at": case.now}
        actions.take_back_undoing(**given)
    follower = given_member("Rachida", "provincial_delegate", case.body)
    with as_work(follower):
        actions.take_back_undoing(undoing=undoing, why="Le centre voisin est plein", by=follower, at=case.now)
        settle()
        assert Convention.objects.get().ended_on is None
        with pytest.raises(actions.StaysUndone):
            actions.take_back_undoing(undoing=undoing, why="x", by=follower, at=case.now)


def test_making_it_smaller_needs_a_reason_and_is_taken_back_whole(case):
    case.hand_over()
    earlier = case.today + timedelta(days=30)
    with as_work(case.nadia):
        lower = {"changes": [actions.Change(case.money, Decimal(60000))]}
        for change in ({"new_end": earlier}, lower):
            with pytest.raises(actions.ReasonWanted):
                actions.amend_convention(
                    convention=case.convention, words="Réduite", signed_on=case.today, **change, **case.said
                )
        actions.amend_convention(
            convention=case.convention, words="Prolongée", signed_on=case.today, **case.said,
            changes=[actions.Change(case.money, Decimal(120000))],
        )  # fmt: skip
        actions.amend_convention(
            convention=case.convention, words="Réduite", signed_on=case.today, new_end=earlier, undoing=WHY, **lower,
            **case.said,
        )  # fmt: skip
        settle()
        (undoing,) = queries.undoings_of([case.body.pk])
        assert (undoing.kind, undoing.old_end) == ("shrunk", case.end)
        actions.take_back_undoing(undoing=undoing, why="Erreur", by=case.nadia, at=case.now)
        settle()
        (promise,) = queries.promises_in([Convention.objects.get()], on=case.today)[case.convention.pk]
        assert (Convention.objects.get().period.upper, promise.terms.amount) == (case.end, Decimal(120000))


def test_not_renewing_is_said_with_a_reason(case):
    case.hand_over()
    with as_work(case.nadia):
        with pytest.raises(actions.ReasonWanted):
            actions.decline_renewal(convention=case.convention, reason=actions.Reason("x"), **case.said)
        row = actions.decline_renewal(convention=case.convention, reason=WHY, **case.said)
        with pytest.raises(actions.StaysUndone):
            actions.decline_renewal(convention=case.convention, reason=WHY, **case.said)
        actions.take_back_undoing(undoing=row, why="Renouvelée", by=case.nadia, at=case.now)
        settle()


def test_the_database_refuses_to_undo_without_a_reason(case):
    one = case.convention.pk
    with as_work(case.nadia):
        case.hand_over()
        ends = "UPDATE network_convention SET ended_on = %s, ended_reason = 'one_party' WHERE id = %s"
        refused("undone_with_reason", ends, [case.today, one])
        refused(
            "undone_with_reason",
            "UPDATE network_convention SET period = daterange(lower(period), %s) WHERE id = %s",
            [case.today + timedelta(days=1), one],
        )
        amendment = actions.amend_convention(
            convention=case.convention, words="x", signed_on=case.today, **case.said
        )
        refused(
            "undone_with_reason",
            "INSERT INTO network_commitmentchange (id, convention_id, amendment_id, commitment_id, amount, words, created_at)"
            " VALUES (%s, %s, %s, %s, 1, '', now())",
            [new_id(), one, amendment.pk, case.money.pk],
        )
        case.end_it(undoing=WHY)
        settle()
        again = "UPDATE network_convention SET ended_on = NULL, ended_reason = '' WHERE id = %s"
        refused("convention_stays_ended", again, [one])
        for sql in (
            "UPDATE network_conventionundoing SET evidence = 'x'",
            "DELETE FROM network_conventionundoing",
            "DELETE FROM network_conventionhandover",
        ):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)


def by_hand(case, party, writer, agreement=""):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO network_conventioncommitment (id, convention_id, organisation_id, kind, code, currency, words,"
            " created_at, written_by_id, agreement) VALUES (%s, %s, %s, 'staff', '', 'MAD', 'x', now(), %s, %s)",
            [new_id(), case.convention.pk, party.pk, writer and writer.pk, agreement],
        )


def test_nobody_promises_in_the_name_of_another(case):
    said = {"convention": case.convention, "kind": "money", "amount": Decimal(5), "at": case.now}
    with as_work(case.amina):
        with pytest.raises(actions.AgreementWanted, match="by that party"):
            actions.promise(
                party=case.body, agreement="Lettre", organisation=case.association, by=case.amina, **said
            )
        for writer, agreement in ((case.association, "Lettre"), (case.body, ""), (None, "Lettre")):
            with pytest.raises(DatabaseError):
                by_hand(case, case.body, writer, agreement)
        by_hand(case, case.association, case.association)  # the control
    with as_work(case.nadia):
        with pytest.raises(actions.AgreementWanted, match="on which paper"):
            actions.promise(party=case.association, organisation=case.body, by=case.nadia, **said)
        with pytest.raises(DatabaseError):
            by_hand(case, case.association, case.body)
        by_hand(case, case.association, case.body, "PV 12/2026")
        written = actions.promise(
            party=case.association, agreement="PV 12/2026", organisation=case.body, by=case.nadia, **said
        )
        assert (written.written_by, written.agreement) == (case.body, "PV 12/2026")
    with as_work(case.salma), pytest.raises(DatabaseError):
        by_hand(case, case.association, case.association)


def test_the_pages_ask_for_the_reason_show_it_to_both_and_take_it_back(case):
    case.hand_over()
    desk, association = at_desk(case.nadia, "en"), at_desk(case.amina, "en")
    page = reverse("network:show_convention", args=[case.convention.pk])
    assert "handed over" in desk.get(page).content.decode()
    ending = reverse("network:end_convention", args=[case.convention.pk])
    typed = {"on": case.today.isoformat(), "reason": "one_party"}
    assert desk.post(ending, typed).status_code == 422
    assert desk.post(ending, typed | {"evidence": WHY.evidence, "people": WHY.people}).status_code == 302
    for client in (desk, association):
        assert "vingt femmes" in client.get(page).content.decode()
    with as_work(case.nadia):
        (undoing,) = queries.undoings_of([case.body.pk])
    back = reverse("network:take_back_undoing", args=[undoing.pk])
    assert back in desk.get(page).content.decode() and back not in association.get(page).content.decode()
    assert desk.post(back, {"words": "Le centre voisin est plein"}).status_code == 302
    assert "centre voisin est plein" in association.get(page).content.decode()
    decline = reverse("network:decline_renewal", args=[case.convention.pk])
    assert desk.post(decline, {"evidence": WHY.evidence, "people": WHY.people}).status_code == 302
