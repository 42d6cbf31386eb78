"""What came of the promises of a convention: said by who promised, confirmed by another, read by every party."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from twiza.network import actions, queries
from twiza.network.models import CommitmentChange, ConventionDelivery, ConventionRuling
from twiza.network.rules.deliveries import Said, Word
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db

START = date(2026, 1, 1)
TODAY = NOON.date()


class Case:
    """A delegation and an association with one convention: money from one, staff from the other."""

    def __init__(self, starts_on=START, ends_on=date(2027, 1, 1)):
        self.body = given_organisation("Délégation", kind="provincial_unit", name_ar="المندوبية")
        self.association = given_organisation("Association Tissaout", name_ar="جمعية تيساوت")
        self.nadia = given_member("Nadia", "provincial_delegate", self.body)
        self.amina = given_member("Amina", "association_president", self.association)
        self.salma = given_member("Salma", "association_president", given_organisation("Association Amal"))
        with as_work(self.amina):
            self.convention = actions.sign_convention(
                organisation=self.association, title="Formation", starts_on=starts_on, ends_on=ends_on,
                parties=[actions.Party(self.body, "funder"), actions.Party(self.association, "project_holder")],
                by=self.amina, at=NOON,
            )  # fmt: skip
            self.money = self.promise(
                self.body, "money", amount=Decimal("160000.00"), due_on=date(2026, 1, 31)
            )
            self.staff = self.promise(self.association, "staff", words="Deux éducatrices")

    def promise(self, party, kind, **more):
        by = self.amina if party == self.association else self.nadia
        with as_work(by):
            return actions.promise(
                convention=self.convention, party=party, kind=kind, organisation=party, by=by, at=NOON, **more
            )

    def pay(self, amount="160000.00", **more):
        return actions.tell_delivery(
            commitment=self.money, on=TODAY, amount=Decimal(amount), reference="VIR-1", by=self.nadia, at=NOON, **more
        )  # fmt: skip

    def rule(self, delivery, verdict="confirmed", words="", by=None, organisation=None):
        return actions.rule_on_delivery(
            delivery=delivery, verdict=verdict, words=words, organisation=organisation or self.association,
            by=by or self.amina, at=NOON,
        )  # fmt: skip

    def sides(self, on=TODAY):
        file = queries.convention_for(self.convention.pk, on=on)
        return {side.organisation.pk: side for side in queries.sides_of(file, on=on)}

    def word(self, body, on=TODAY):
        return self.sides(on)[body.pk].promises[0].tally.word


@pytest.fixture
def case():
    return Case()


def test_the_lateness_of_the_delegation_shows_like_that_of_the_association(case):
    for person in (case.nadia, case.amina):
        with as_work(person):
            assert case.word(case.body) is Word.LATE  # two days after its day
            assert case.word(case.association) is Word.ON_ITS_WAY
            assert case.word(case.association, on=date(2027, 1, 1)) is Word.LATE


def test_a_promise_is_kept_once_the_other_side_confirms_it(case):
    with as_work(case.nadia):
        case.pay("100000.00")
        last = case.pay("60000.00")
        assert case.word(case.body) is Word.ON_ITS_WAY
    with as_work(case.amina):
        first = ConventionDelivery.objects.exclude(pk=last.pk).get()
        case.rule(first)
        assert case.word(case.body) is Word.ON_ITS_WAY
        case.rule(last)
        side = case.sides()[case.body.pk]
        assert side.promises[0].tally.word is Word.KEPT and side.promises[0].tally.late_days == 2
        (total,) = side.totals
        assert (total.kind, total.promised, total.confirmed) == ("money", Decimal(160000), Decimal(160000))


def test_a_dispute_says_why_and_its_last_word_holds(case):
    with as_work(case.nadia):
        delivery = case.pay()
    with as_work(case.amina):
        with pytest.raises(actions.NotADelivery):
            case.rule(delivery, "disputed")
        case.rule(delivery, "disputed", "Rien sur le compte")
        assert case.word(case.body) is Word.DISPUTED
        case.rule(delivery)
        assert case.word(case.body) is Word.KEPT
        (line,) = case.sides()[case.body.pk].promises[0].deliveries
        assert [one.verdict for one in line.rulings] == ["disputed", "confirmed"]


def test_nobody_confirms_their_own_word(case):
    with as_work(case.nadia):
        delivery = case.pay()
        with pytest.raises(actions.NotYourWord):
            case.rule(delivery, by=case.nadia, organisation=case.body)
        with pytest.raises(NoPermission):
            case.rule(delivery, by=case.nadia)
        with pytest.raises(NoPermission):
            actions.tell_delivery(
                commitment=case.staff, on=TODAY, words="x", by=case.nadia, at=NOON
            )  # the other side's promise


def test_a_mistake_is_taken_back_and_stays_to_be_read(case):
    with as_work(case.nadia):
        wrong, right = case.pay("16000.00"), case.pay()
        actions.take_back_delivery(delivery=wrong, words="Un zéro manque", by=case.nadia, at=NOON)
    with as_work(case.amina):
        with pytest.raises(actions.NotADelivery):
            case.rule(wrong)
        case.rule(right)
        states = [line.state for line in case.sides()[case.body.pk].promises[0].deliveries]
        assert sorted(states) == [Said.CONFIRMED, Said.WITHDRAWN]
    with as_work(case.nadia), pytest.raises(actions.NotADelivery):
        actions.take_back_delivery(delivery=right, words="x", by=case.nadia, at=NOON)


def test_it_asks_for_an_amount_where_one_was_promised_and_for_a_day_that_has_come(case):
    with as_work(case.nadia):
        for wrong in ({"amount": None}, {"amount": Decimal(1), "on": TODAY + timedelta(1)}):
            with pytest.raises(actions.NotADelivery):
                actions.tell_delivery(
                    **{"commitment": case.money, "on": TODAY, "by": case.nadia, "at": NOON} | wrong
                )
    with as_work(case.amina), pytest.raises(actions.NotADelivery):
        actions.tell_delivery(commitment=case.staff, on=TODAY, amount=Decimal(5), by=case.amina, at=NOON)


def test_an_amendment_changes_a_promise_and_the_old_one_stays_readable(case):
    with as_work(case.amina):
        amendment = actions.amend_convention(
            convention=case.convention, words="Prolongée", signed_on=TODAY, new_end=date(2028, 1, 1),
            changes=[actions.Change(case.money, Decimal("180000.00"), "", date(2026, 3, 1))],
            signers=[(case.body, "Nadia, déléguée"), (case.association, "Amina, présidente")],
            organisation=case.association, by=case.amina, at=NOON,
        )  # fmt: skip
    with as_work(case.nadia):
        (promise,) = case.sides()[case.body.pk].promises
        assert (promise.terms.amount, promise.terms.due_on) == (Decimal("180000.00"), date(2026, 3, 1))
        assert promise.commitment.amount == Decimal("160000.00")
        assert promise.tally.word is Word.ON_ITS_WAY
        file = queries.convention_for(case.convention.pk, on=TODAY)
        assert file.convention.period.upper == date(2028, 1, 1)
        signed = queries.signers_of(case.convention)[amendment.pk]
        assert {one.words for one in signed} == {"Nadia, déléguée", "Amina, présidente"}


def test_what_is_said_stands_in_the_log_of_every_party(case):
    with as_work(case.nadia):
        case.pay()
    with as_work(case.amina):
        lines = apps.get_model("audit", "AuditLine").objects.filter(type="network.delivery_told")
        assert [one.organisation_id for one in lines] == [case.association.pk]


def test_who_is_no_party_sees_and_writes_nothing(case):
    with as_work(case.nadia):
        delivery = case.pay()
        case.pay("1")
    with as_work(case.salma):
        assert not ConventionDelivery.objects.exists() and not ConventionRuling.objects.exists()
        with pytest.raises(queries.NoSuchDelivery):
            queries.delivery_for(delivery.pk)
        with pytest.raises(NoPermission):
            case.rule(delivery, by=case.salma)


RAW = {
    "in the name of another": "INSERT INTO network_conventiondelivery SELECT gen_random_uuid(), parties, \"on\", 5, 'MAD',"
    " '', false, '', '', at, by_id, commitment_id, convention_id, organisation_id FROM network_conventiondelivery",
    "change": "UPDATE network_conventiondelivery SET amount = 1",
    "erase": "DELETE FROM network_conventiondelivery",
    "change a word": "UPDATE network_conventionruling SET verdict = 'confirmed'",
}


@pytest.mark.parametrize("what", RAW)
def test_the_database_refuses_what_the_action_would(case, what):
    with as_work(case.nadia):
        delivery = case.pay()
    with as_work(case.amina):
        case.rule(delivery, "disputed", "x")
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(RAW[what])


def test_the_database_holds_who_may_say_what(case):
    with as_work(case.nadia):
        delivery = case.pay()

        def ruling(**more):
            said = {
                "convention": case.convention, "parties": case.convention.parties, "delivery": delivery,
                "said_by": case.body, "organisation": case.body, "verdict": "confirmed", "by": case.nadia, "at": NOON,
            } | more  # fmt: skip
            with transaction.atomic():
                ConventionRuling.objects.create(**said)

        with pytest.raises(IntegrityError, match="own word"):
            ruling()
        with pytest.raises(IntegrityError, match="ruling_by_another_body"):
            ruling(verdict="disputed", words="x")
        with pytest.raises(IntegrityError, match="conventionruling_of_its_own"):
            ruling(said_by=case.association, verdict="disputed", words="x")
        with pytest.raises(ProgrammingError):  # row security: in the name of a body one does not work for
            ruling(organisation=case.association, verdict="disputed", words="x")
        with pytest.raises(ProgrammingError):  # or hidden from a party
            ruling(verdict="withdrawn", words="x", parties=[case.body.pk])
    with (
        as_work(case.amina),
        pytest.raises(IntegrityError, match="conventiondelivery_of_its_own"),
        transaction.atomic(),
    ):
        ConventionDelivery.objects.create(
            convention=case.convention, parties=case.convention.parties, commitment=case.money,
            organisation=case.association, on=TODAY, amount=Decimal(5), by=case.amina, at=NOON,
        )  # fmt: skip
    with as_work(case.amina):
        strange = actions.sign_convention(
            organisation=case.association, title="Autre", starts_on=START, by=case.amina, at=NOON,
            parties=[actions.Party(case.body, "funder"), actions.Party(case.association, "partner")],
        )  # fmt: skip
        amendment = actions.amend_convention(
            convention=strange,
            words="x",
            signed_on=TODAY,
            organisation=case.association,
            by=case.amina,
            at=NOON,
        )
        with pytest.raises(IntegrityError, match="another convention"), transaction.atomic():
            CommitmentChange.objects.create(
                convention=strange,
                amendment=amendment,
                commitment=case.money,
                amount=Decimal(1),
                created_at=NOON,
            )


def lines_of(person, at=NOON):
    with as_work(person), translation.override("fr"):
        return [
            str(one.sentence)
            for one in queries.waiting_for(person, at=at)
            if "Formation" in str(one.sentence)
        ]


def test_both_sides_are_told_of_what_is_late_and_of_what_waits_for_their_word(case):
    assert any("Remettez" in one for one in lines_of(case.nadia))
    assert any("doit" in one and "Délégation" in one for one in lines_of(case.amina))
    with as_work(case.nadia):
        delivery = case.pay()
    assert not any("Remettez" in one for one in lines_of(case.nadia))
    assert any("reçu" in one for one in lines_of(case.amina))
    with as_work(case.amina):
        case.rule(delivery, "disputed", "Rien")
    assert any("contest" in one for one in lines_of(case.nadia))


@pytest.mark.parametrize(
    ("left", "said"), [(90, "Décidez de la suite"), (30, "30 jours"), (0, "dernier jour"), (-1, "terminée")]
)
def test_the_end_is_called_ninety_thirty_and_no_day_before_and_once_it_is_over(left, said):
    case = Case(ends_on=TODAY + timedelta(left + 1))
    for person in (case.nadia, case.amina):
        assert any(said in one for one in lines_of(person)), lines_of(person)


def test_an_end_that_is_written_is_news_the_same_day(case):
    with as_work(case.nadia):
        actions.end_convention(
            convention=case.convention, on=TODAY, reason="agreement", organisation=case.body, by=case.nadia, at=NOON
        )  # fmt: skip
    assert any("a pris fin" in one for one in lines_of(case.amina))
    with as_work(case.amina):
        groups = queries.agreements_grouped([case.association], on=TODAY)
        assert [len(groups[name]) for name in ("ending", "now", "over")] == [0, 0, 1]
        assert queries.agreements_over([case.association], on=TODAY) == 1
        assert {case.association, case.body} <= set(queries.bodies_of_conventions([case.association]))


def test_a_long_past_is_counted_and_found_by_its_other_party(case, monkeypatch):
    with as_work(case.nadia):
        actions.end_convention(
            convention=case.convention, on=TODAY, reason="agreement", organisation=case.body, by=case.nadia, at=NOON
        )  # fmt: skip
    desk, page = at_desk(case.amina), reverse("network:list_conventions")
    assert "?group=over" not in desk.get(page).content.decode()
    monkeypatch.setattr("twiza.network.views.conventions.MOST", 0)
    shown = desk.get(page).content.decode()
    assert "?group=over" in shown and str(case.convention.pk) not in shown
    assert str(case.convention.pk) in desk.get(page, {"group": "over"}).content.decode()


def at_desk(user, language="fr"):
    client = Client()
    client.force_login(user)
    client.cookies["twiza_language"] = language
    return client


def test_the_pages_say_confirm_and_print(case):
    today = timezone.localdate()
    desk, other = at_desk(case.nadia), at_desk(case.amina, "ar")
    page = reverse("network:show_convention", args=[case.convention.pk])
    typed = {"promise": str(case.money.pk), "on": f"{today:%d/%m/%Y}", "amount": "160.000,00"}
    asked = desk.post(f"{page}deliver/", typed)
    assert asked.status_code == 422  # the amount is read in words first
    assert desk.post(f"{page}deliver/", typed | {"amount_meant": "160000.00"}).status_code == 302
    with as_work(case.amina):
        delivery = ConventionDelivery.objects.get()
    rule = reverse("network:rule_on_delivery", args=[delivery.pk])
    assert rule in other.get(page).content.decode() and rule not in desk.get(page).content.decode()
    assert other.post(rule, {"verdict": "disputed"}).status_code == 422
    assert other.post(rule, {"verdict": "confirmed"}).status_code == 302
    shown = other.get(page).content.decode()
    assert "تم الوفاء به" in shown and shown.count('class="card" aria-label') == 2
    assert at_desk(case.salma).get(rule).status_code == 404
    paper = desk.get(f"{page}paper")
    assert paper.status_code == 200 and paper.content.startswith(b"%PDF")
    listed = desk.get(reverse("network:list_conventions"), {"party": str(case.association.pk)})
    assert "Formation" in listed.content.decode()
    amended = {
        "words": "Délai", "signed_on": f"{today:%d/%m/%Y}", "promise": str(case.staff.pk), "due_on": "01/12/2026",
        "signer_1": "Nadia, déléguée", "signer_2": "Amina, présidente",
    }  # fmt: skip
    assert desk.post(f"{page}amend/", amended | {"promise": ""}).status_code == 422
    assert desk.post(f"{page}amend/", amended | {"signer_2": ""}).status_code == 422  # the promise is theirs
    assert desk.post(f"{page}amend/", amended).status_code == 302
    shown = desk.get(page).content.decode()
    assert "Nadia, déléguée" in shown and "Deux éducatrices" in shown
