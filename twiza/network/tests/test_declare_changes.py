"""Changes that an association declares: received, accepted or refused; corrected mandates; sites that are left.

Hanane examines files at the delegation of Khénifra, Nezha directs the home for the association, Ilyas works at the
delegation of Azilal.
"""

from datetime import timedelta

import pytest
from django.db import DataError, IntegrityError, ProgrammingError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from twiza.network import actions, queries
from twiza.network.models import ChangeAnswer, InstitutionChange, InstitutionMandate, LicenceFile
from twiza.network.rules.changes import NEXT, ChangeStep, needs, state_of
from twiza.network.tests.given import as_work, given_member, given_organisation, given_place
from twiza.network.tests.given_institutions import given_institution, given_licence, given_regime
from twiza.network.tests.given_life import NOON, TODAY, desk, given_change, raw
from twiza.network.tests.given_work import LONG_AGO
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db


class Khenifra:
    """The delegation, the association, the home in one wing of a complex, and whoever works there."""

    def __init__(self):
        self.delegation = given_organisation(
            "Délégation de Khénifra", kind="provincial_unit", name_ar="مندوبية خنيفرة"
        )
        self.association = given_organisation("Association du foyer", name_ar="جمعية دار الطالبة")
        self.hanane = given_member("Hanane", "licensing_grants_officer", self.delegation)
        self.nezha = given_member("Nezha", "centre_director", self.association)
        self.house = given_institution(
            self.delegation, self.hanane, association=self.association, name_fr="Foyer d'Aguelmous"
        )
        with as_work(self.hanane):
            director = given_member("Rachida", "provincial_delegate", self.delegation)
        with as_work(director):
            said = {"organisation": self.delegation, "by": director, "at": NOON}
            complex_ = actions.open_site(
                kind="social_complex", name_ar="مركب", name_fr="Complexe", place=given_place(), **said
            )
            self.wings = [
                actions.open_site(kind="dar_taliba", name_ar=name, name_fr=name, part_of=complex_, **said)
                for name in ("Aile A", "Aile B")
            ]
        with as_work(self.hanane):
            actions.place_institution(institution=self.house, site=self.wings[0], by=self.hanane, at=NOON)

    def declare(self, kind="capacity", **more):
        return given_change(self.house, self.association, self.nezha, kind, **more)

    def accept(self, change, words=""):
        with as_work(self.hanane):
            actions.receive_change(change=change, by=self.hanane, at=NOON)
            return actions.accept_change(change=change, words=words, by=self.hanane, at=NOON)


@pytest.fixture
def khenifra():
    return Khenifra()


@given(st.lists(st.sampled_from([*ChangeStep]), max_size=4))
def test_a_declaration_is_received_once_then_answered_once(steps):
    fits = [step.value for step in steps] in (
        [], ["received"], ["received", "accepted"], ["received", "refused"],
    )  # fmt: skip
    if fits:
        assert state_of(steps) in NEXT
    else:
        with pytest.raises(ValueError):
            state_of(steps)


@pytest.mark.parametrize(
    ("kind", "licensed", "moves", "licence", "visit"),
    [
        ("director", True, False, False, False),
        ("capacity", True, False, True, True),
        ("capacity", False, False, False, False),
        ("premises", True, True, True, True),
        ("premises", False, True, False, True),
        ("premises", False, False, False, False),
    ],
)
def test_a_change_says_whether_it_needs_a_licence_or_a_visit(kind, licensed, moves, licence, visit):
    found = needs(kind, licensed=licensed, moves=moves)
    assert (found.licence, found.visit) == (licence, visit)


@pytest.mark.usefixtures("in_english")
def test_the_register_changes_only_when_a_declared_director_is_accepted(khenifra):
    with as_work(khenifra.hanane):
        actions.open_mandate(
            institution=khenifra.house, organisation=khenifra.delegation, office="director", holder="Salma",
            paper="PV 1/2024", starts_on=LONG_AGO, last_day=None, by=khenifra.hanane, at=NOON,
        )  # fmt: skip
    change = khenifra.declare("director", holder="Nezha")
    with pytest.raises(actions.ChangeWaits, match="waits for its answer"):
        khenifra.declare("director", holder="Zineb")
    with as_work(khenifra.nezha):
        assert [one.holder for one in InstitutionMandate.objects.all()] == ["Salma"]
        with pytest.raises(NoPermission):
            actions.receive_change(change=change, by=khenifra.nezha, at=NOON)
    with as_work(khenifra.hanane):
        with pytest.raises(actions.ChangeWaits, match="received once"):
            actions.accept_change(change=change, by=khenifra.hanane, at=NOON)
        receipt = actions.receive_change(change=change, by=khenifra.hanane, at=NOON)
        assert (receipt.direction, receipt.number, receipt.year) == ("in", 1, TODAY.year)
        with pytest.raises(actions.ChangeWaits):
            actions.receive_change(change=change, by=khenifra.hanane, at=NOON)
        actions.accept_change(change=change, by=khenifra.hanane, at=NOON)
        rows = InstitutionMandate.objects.order_by("period")
        assert [(one.holder, one.period.lower, one.period.upper) for one in rows] == [
            ("Salma", LONG_AGO, TODAY), ("Nezha", TODAY, None),
        ]  # fmt: skip
        assert rows[1].paper == "PV 9/2026"


@pytest.mark.usefixtures("in_english")
def test_a_refusal_says_why_and_leaves_the_register(khenifra):
    change = khenifra.declare()
    with as_work(khenifra.hanane):
        actions.receive_change(change=change, by=khenifra.hanane, at=NOON)
        with pytest.raises(actions.UnfitChange, match="why it is refused"):
            actions.refuse_change(change=change, words=" ", by=khenifra.hanane, at=NOON)
        actions.refuse_change(change=change, words="Plan manquant", by=khenifra.hanane, at=NOON)
        with pytest.raises(actions.ChangeWaits):
            actions.accept_change(change=change, by=khenifra.hanane, at=NOON)
        file = queries.file_of(khenifra.house, {khenifra.delegation.pk}, today=TODAY)
        assert file.line.capacity is None
    again = khenifra.declare()
    with as_work(khenifra.nezha):
        assert [one.state for one in queries.changes_of(khenifra.house)] == ["declared", "refused"]
        assert queries.change_for(again.pk) == again


def test_a_capacity_of_who_has_no_licence_is_claimed_and_of_who_has_one_opens_a_file(khenifra):
    khenifra.accept(khenifra.declare())
    with as_work(khenifra.hanane):
        line = queries.file_of(khenifra.house, {khenifra.delegation.pk}, today=TODAY).line
        assert (line.capacity.value, line.capacity.status) == (60, "claimed")
        assert "PV 9/2026" in line.capacity.source and not LicenceFile.objects.exists()
    given_licence(khenifra.house, khenifra.hanane)
    answer = khenifra.accept(khenifra.declare(capacity=80))
    with as_work(khenifra.hanane):
        assert (answer.file.kind, answer.file.capacity_asked) == ("change", 80)
        line = queries.file_of(khenifra.house, {khenifra.delegation.pk}, today=TODAY).line
        assert line.capacity.value == 40  # the licence says it, until the file is decided
    other = khenifra.declare("premises", site=khenifra.wings[1])
    with pytest.raises(actions.FileCannot):  # that one needs a file too, and one is under way
        khenifra.accept(other)


def test_other_premises_enter_the_register_and_what_is_left_stays_in_the_history(khenifra):
    first, second = khenifra.wings
    with pytest.raises(actions.UnfitChange):
        khenifra.declare("premises")
    with pytest.raises(actions.UnfitChange):
        khenifra.declare("premises", site=first)  # it is there already
    with pytest.raises(actions.UnfitChange):
        khenifra.declare("premises", leaves=second)  # it is not there
    change = khenifra.declare("premises", site=second, leaves=first)
    with as_work(khenifra.nezha):
        assert [one.site for one in queries.sites_of_institution(khenifra.house)] == [first]
        assert queries.needs_of(change, on=TODAY).visit
    khenifra.accept(change)
    with as_work(khenifra.nezha):
        assert [one.site for one in queries.sites_of_institution(khenifra.house)] == [second]
        (left,) = queries.sites_left(khenifra.house)
        assert (left.name, left.paper, left.left_on) == (str(first), "PV 9/2026", TODAY)
        assert left.inside == str(first.part_of)


@pytest.mark.usefixtures("in_english")
def test_a_mandate_is_corrected_for_a_reason_and_the_old_one_is_kept(khenifra):
    said = {"institution": khenifra.house, "organisation": khenifra.association, "office": "committee", "paper": "PV 2/2025",
            "by": khenifra.nezha, "at": NOON}  # fmt: skip
    right = {"organisation": khenifra.association, "holder": "Hassan", "paper": "PV 3/2025", "starts_on": LONG_AGO,
             "last_day": TODAY - timedelta(days=30), "by": khenifra.nezha, "at": NOON}  # fmt: skip
    with as_work(khenifra.nezha):
        wrong = actions.open_mandate(
            holder="Hasan", starts_on=LONG_AGO, last_day=TODAY - timedelta(days=20), **said
        )
        actions.open_mandate(holder="Zineb", starts_on=TODAY - timedelta(days=19), last_day=None, **said)
        with pytest.raises(actions.UnfitFigure, match="why"):
            actions.correct_mandate(mandate=wrong, reason=" ", **right)
        with pytest.raises(actions.OneAtATime):
            actions.correct_mandate(mandate=wrong, reason="Nom", **(right | {"last_day": TODAY}))
        found = actions.correct_mandate(mandate=wrong, reason="Nom mal écrit", **right)
        file = queries.file_of(khenifra.house, {khenifra.association.pk}, today=TODAY)
        assert [one.holder for one in file.mandates] == ["Zineb", "Hassan"]
        (kept,) = queries.corrections_of(khenifra.house)
        assert (kept.wrong.holder, kept.wrong.paper, kept.right) == ("Hasan", "PV 2/2025", found)
        assert kept.period_before.upper == TODAY - timedelta(days=19) and kept.reason == "Nom mal écrit"
        with pytest.raises(actions.UnfitFigure, match="already"):
            actions.correct_mandate(mandate=wrong, reason="Encore", **right)
        with pytest.raises(ProgrammingError, match="permission denied"):
            raw("UPDATE network_mandatecorrection SET reason = 'x'")
        with pytest.raises((IntegrityError, DataError)):
            raw(
                "INSERT INTO network_mandatecorrection (id, institution_id, organisation_id, wrong_id, right_id,"
                " period_before, reason, written_by_id, written_at) SELECT gen_random_uuid(), institution_id,"
                " organisation_id, right_id, wrong_id, period_before, '', written_by_id, written_at"
                " FROM network_mandatecorrection"
            )


COPY = (
    "INSERT INTO network_changeanswer (id, change_id, institution_id, organisation_id, step, direction, year, number, \"on\","
    " words, by_id, at) SELECT gen_random_uuid(), change_id, institution_id, organisation_id, %s, %s, year, %s, \"on\", %s,"
    " by_id, at FROM network_changeanswer WHERE step = 'received'"
)  # fmt: skip


def test_the_database_keeps_declarations_and_their_answers(khenifra):
    change = khenifra.declare()
    with as_work(khenifra.nezha):
        with pytest.raises(ProgrammingError, match="permission denied"):
            raw("UPDATE network_institutionchange SET capacity = 1")
        with pytest.raises(ProgrammingError, match="row-level security"):  # an association answers itself
            raw(
                "INSERT INTO network_changeanswer (id, change_id, institution_id, organisation_id, step, direction, year,"
                " number, \"on\", words, by_id, at) SELECT gen_random_uuid(), id, institution_id, organisation_id,"
                " 'received', 'in', 2026, 7, declared_on, '', declared_by_id, declared_at FROM network_institutionchange"
            )  # fmt: skip
        again = (
            "INSERT INTO network_institutionchange (id, institution_id, organisation_id, kind, starts_on, holder, capacity,"
            " papers, papers_on, words, declared_by_id, declared_on, declared_at) SELECT gen_random_uuid(), institution_id,"
            " organisation_id, %s, starts_on, %s, %s, papers, papers_on, '', declared_by_id, declared_on, declared_at"
            " FROM network_institutionchange"
        )
        with pytest.raises(IntegrityError, match="of this kind waits"):
            raw(again, "capacity", "", 5)
        for said in (("director", "", None), ("premises", "", None), ("director", "x", 5)):
            with pytest.raises(IntegrityError, match="change_says_what"):
                raw(again, *said)
    with as_work(khenifra.hanane):
        actions.receive_change(change=change, by=khenifra.hanane, at=NOON)
        with pytest.raises(IntegrityError, match="received once"):
            raw(COPY, "received", "in", 9, "")
        with pytest.raises(IntegrityError, match="register is taken"):
            raw(COPY, "accepted", "in", 1, "")
        with pytest.raises(IntegrityError, match="change_answer_says_all"):
            raw(COPY, "refused", "out", 9, "")
        with pytest.raises(ProgrammingError, match="permission denied"):
            raw("DELETE FROM network_changeanswer")
        actions.accept_change(change=change, by=khenifra.hanane, at=NOON)
        with pytest.raises(IntegrityError, match="answered once"):
            raw(COPY, "refused", "out", 9, "x")
    ilyas = given_member(
        "Ilyas", "licensing_grants_officer", given_organisation("Azilal", kind="provincial_unit")
    )
    with as_work(ilyas):
        assert not InstitutionChange.objects.exists() and not ChangeAnswer.objects.exists()
        with pytest.raises(queries.NoSuchChange):
            queries.change_for(change.pk)


@pytest.mark.parametrize(
    ("language", "words"),
    [("ar", ("طاقة استيعابية أخرى", "يلزم ترخيص جديد")), ("fr", ("Une autre capacité", "Il faut une nouvelle autorisation"))],
)  # fmt: skip
def test_it_is_declared_received_and_answered_on_its_pages(khenifra, language, words):
    given_licence(khenifra.house, khenifra.hanane)
    client, officer = desk(khenifra.nezha, language), desk(khenifra.hanane, language)
    here = reverse("network:show_institution", args=[khenifra.house.pk])
    assert words[0] in client.get(here).content.decode()
    typed = {"capacity": "٨٠", "starts_on": "01/03/2026", "papers": "PV 9/2026", "papers_on": "01/02/2026"}
    declare = reverse("network:declare_change", args=[khenifra.house.pk, "capacity"])
    assert client.get(declare).status_code == 200
    assert client.post(declare, typed | {"papers": ""}).status_code == 422
    page = client.post(declare, typed)["Location"]
    assert words[1] in client.get(page).content.decode()
    for what in ("director", "premises"):
        assert (
            client.get(reverse("network:declare_change", args=[khenifra.house.pk, what])).status_code == 200
        )
    assert client.get(reverse("network:declare_change", args=[khenifra.house.pk, "name"])).status_code == 404
    assert page in officer.get("/").content.decode()
    assert client.post(page + "receive/").status_code == 403
    assert officer.post(page + "receive/")["Location"] == page
    assert page in officer.get("/").content.decode()
    assert client.get(page + "answer/").status_code == 403
    assert officer.post(page + "answer/", {"accepted": "no", "words": ""}).status_code == 422
    assert officer.post(page + "answer/", {"accepted": "yes"})["Location"] == page
    shown = client.get(page).content.decode()
    assert f"1/{TODAY.year}" in shown or "1/" in shown
    assert page not in officer.get("/").content.decode()
    leave = reverse("network:leave_site", args=[khenifra.house.pk])
    assert client.get(leave).status_code == 403
    sent = {"site": str(khenifra.wings[0].pk), "on": "01/02/2026", "paper": "PV 5/2026"}
    assert officer.post(leave, sent)["Location"] == here
    assert "PV 5/2026" in client.get(here).content.decode()


def test_a_mandate_is_corrected_on_its_page(khenifra):
    with as_work(khenifra.nezha):
        row = actions.open_mandate(
            institution=khenifra.house, organisation=khenifra.association, office="committee", holder="Hasan",
            paper="PV 2/2025", starts_on=LONG_AGO, last_day=None, by=khenifra.nezha, at=NOON,
        )  # fmt: skip
    client = desk(khenifra.nezha)
    page = reverse("network:correct_mandate", args=[row.pk])
    assert "Hasan" in client.get(page).content.decode()
    typed = {"holder": "Hassan", "paper": "PV 2/2025", "starts_on": "01/09/2019", "reason": ""}
    assert client.post(page, typed).status_code == 422
    assert client.post(page, typed | {"reason": "Nom mal écrit"}).status_code == 302
    shown = client.get(reverse("network:show_institution", args=[khenifra.house.pk])).content.decode()
    assert "Hassan" in shown and "Nom mal écrit" in shown and "Hasan" in shown


def test_the_declaration_outside_the_premises_has_its_own_list(khenifra):
    regime = given_regime(khenifra.delegation, "off_premises").regime
    assert {"services", "supervision", "visit_log", "safe_visit", "consent"} <= {
        one.code for one in regime.papers
    }
    assert regime.by_declaration and not {one.code for one in regime.papers} & {"premises", "committee"}
