"""A licence file from the intention to the decision: papers at once, the clock, the commission, one decision."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, ProgrammingError
from django.utils import translation

from twiza.network import actions, queries
from twiza.network.models import Licence, LicenceDecision, LicenceFile, LicenceOpinion
from twiza.network.tests.given import NOON, as_work, audit_data, given_member, given_organisation
from twiza.network.tests.given_institutions import (
    BODIES,
    TODAY,
    count,
    given_file,
    given_institution,
    given_licence,
    given_papers,
    given_received,
    given_regime,
    given_visited,
    visit,
)
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db
FORTY = [("f", "12-14", 40)]


@pytest.fixture
def delegation():
    return given_organisation("Délégation de Khénifra", kind="provincial_unit")


@pytest.fixture
def association():
    return given_organisation("Association du foyer", name_ar="جمعية دار الطالبة")


@pytest.fixture
def hanane(delegation):
    """Officer: examines, does not decide."""
    return given_member("Hanane", "licensing_grants_officer", delegation)


@pytest.fixture
def rachida(delegation):
    """Delegate: decides."""
    return given_member("Rachida", "provincial_delegate", delegation)


@pytest.fixture
def nezha(association):
    return given_member("Nezha", "centre_director", association)


@pytest.fixture
def house(delegation, association, hanane):
    institution = given_institution(delegation, hanane, association=association)
    given_licence(institution, hanane)
    return institution


def decide(file, by, **said):
    with as_work(by):
        return actions.decide_file(
            file=file, **{"granted": True, "number": "4/2026", "category": "dar_talib", "cells": FORTY} | said,
            by=by, at=NOON,
        )  # fmt: skip


def test_every_missing_paper_is_named_at_once(house, hanane):
    file = given_file(house, hanane)
    with as_work(hanane):
        assert len(actions.check_file(file=file, by=hanane, at=NOON)) == 10
        assert queries.file_for(file.pk).state == "incomplete"
    given_papers(house, hanane, but="safety")
    with as_work(hanane), translation.override("fr"):
        actions.keep_paper(
            institution=house,
            code="hygiene",
            folder="1",
            expires_on=TODAY - timedelta(days=1),
            by=hanane,
            at=NOON,
        )
        with pytest.raises(actions.PapersMissing) as refusal:
            actions.receive_file(file=file, by=hanane, at=NOON)
        assert "sécurité" in str(refusal.value) and "hygiène" in str(refusal.value)
    given_papers(house, hanane)
    with as_work(hanane):
        received = actions.receive_file(file=file, by=hanane, at=NOON)
        assert (received.state, received.arrival, received.missing) == ("receipted", 1, [])
        assert queries.first_due(received) == TODAY + timedelta(days=30)


def test_the_database_takes_no_file_without_its_papers_nor_out_of_step(house, hanane):
    file = given_file(house, hanane)
    with as_work(hanane):
        for changed, why in (
            ({"state": "visited"}, "in no case"),
            ({"state": "receipted"}, "file_filed_complete_with_its_number"),
            (
                {"state": "receipted", "filed_on": TODAY, "arrival": 1, "missing": ["safety"]},
                "file_filed_complete",
            ),
        ):
            with pytest.raises(IntegrityError, match=why), transaction.atomic():
                LicenceFile.objects.filter(pk=file.pk).update(**changed)


def test_people_who_live_there_without_a_licence_are_protected_first(delegation, hanane):
    house = given_institution(delegation, hanane, name_ar="دار بلا ترخيص")
    with as_work(hanane), pytest.raises(actions.FileCannot):
        actions.intend_licence(
            institution=house,
            regime=given_regime(delegation),
            kind="opening",
            capacity=20,
            by=hanane,
            at=NOON,
        )
    file = given_file(house, hanane, kind="regularisation")
    given_papers(house, hanane)
    with as_work(hanane):
        with pytest.raises(actions.ProtectFirst):
            actions.receive_file(file=file, by=hanane, at=NOON)
        with pytest.raises(IntegrityError, match="protected first"), transaction.atomic():
            LicenceFile.objects.filter(pk=file.pk).update(state="receipted", filed_on=TODAY, arrival=1)
        measure = actions.protect(
            file=file, words="Issue de secours ouverte", due_on=TODAY, by=hanane, at=NOON
        )
        actions.protected(measure=measure, on=TODAY, by=hanane, at=NOON)
        assert actions.receive_file(file=file, by=hanane, at=NOON).state == "receipted"


def test_without_quorum_the_new_date_is_fixed_at_once(house, hanane):
    file = given_received(house, hanane)
    with as_work(hanane):
        actions.call_commission(file=file, on=TODAY, by=hanane, at=NOON)
        with pytest.raises(actions.NewDateNow):
            visit(file, hanane, present=BODIES[:3])
        again = TODAY + timedelta(days=7)
        assert not visit(file, hanane, present=BODIES[:3], next_on=again).held
        file = queries.file_for(file.pk)
        assert (file.state, file.visit_on) == ("under_review", again)
        with pytest.raises(IntegrityError, match="with its quorum"), transaction.atomic():
            LicenceFile.objects.filter(pk=file.pk).update(state="visited")
        held = visit(file, hanane)
        assert held.places == 45  # 180 m² at 4 m² a bed; 60 m² at 1,20 m² a seat would allow 50
        assert queries.file_for(file.pk).state == "visited"


def test_a_president_replaced_in_between_waits_for_the_receipt_of_the_bureau(house, hanane, rachida):
    file = given_visited(house, hanane)
    with as_work(hanane):
        said = {"file": file, "on": TODAY, "by": hanane, "at": NOON}
        actions.stop_clock(reason="bureau", words="Nouvelle présidente élue le 30/1", **said)
        assert queries.page_of_file(file, today=TODAY).line.clock.stands
    with pytest.raises(actions.FileCannot):
        decide(file, rachida)
    with as_work(hanane):
        with pytest.raises(actions.FileCannot):
            actions.run_clock(words=" ", **said)
        actions.run_clock(words="Récépissé 88 du 2/2/2026", **said)
        assert not queries.page_of_file(file, today=TODAY).line.clock.stands
    assert decide(file, rachida).granted


def test_the_licence_is_published_and_replaces_the_one_before(house, hanane, rachida):
    file = given_visited(house, hanane, verdicts="yycy")
    decision = decide(file, rachida, conditions="Une infirmière à mi-temps")
    assert (decision.out_of_order, decision.against) == (False, False)
    salma = given_member("Salma", "treasurer", given_organisation("Fondation", kind="foundation"))
    with as_work(salma):  # who funds sees the licence, and nothing of the file
        assert queries.licences_now([house.pk])[house.pk].number == "4/2026"
        assert sorted(Licence.objects.values_list("number", "state")) == [
            ("12/2019", "replaced"), ("4/2026", "in_force"),
        ]  # fmt: skip
        assert not LicenceFile.objects.exists() and not LicenceDecision.objects.exists()
        with pytest.raises(queries.NoSuchFile):
            queries.file_for(file.pk)


def test_a_refusal_has_reasons_and_an_appeal_and_is_not_published(house, hanane, rachida, nezha):
    file = given_visited(house, hanane, verdicts="nnny")
    with pytest.raises(actions.OpinionMissing):
        decide(file, rachida, granted=False)
    decision = decide(file, rachida, granted=False, reasons="Pas d'issue de secours")
    assert decision.appeal_until == TODAY + timedelta(days=60)
    with as_work(nezha):
        assert queries.page_of_file(file, today=TODAY).decision.reasons == "Pas d'issue de secours"
        assert LicenceFile.objects.filter(pk=file.pk).update(state="visited") == 0
    with as_work(rachida), pytest.raises(IntegrityError, match="in no case"), transaction.atomic():
        LicenceFile.objects.filter(pk=file.pk).update(state="visited", decided_on=None)


def test_out_of_order_or_against_the_commission_says_who_ordered_it(
    delegation, house, hanane, rachida, nezha
):
    earlier = given_institution(delegation, hanane, name_ar="دار الطالب مريرت", opened_on=None)
    given_received(earlier, hanane, kind="opening")
    file = given_visited(house, hanane, verdicts="nnny")
    assert file.arrival == 2
    with pytest.raises(actions.WhoOrderedIt):
        decide(file, rachida)
    decision = decide(file, rachida, ordered_by="Le gouverneur", ordered_why="Rentrée scolaire")
    assert decision.out_of_order and decision.against
    with as_work(nezha):
        assert queries.page_of_file(file, today=TODAY).decision.ordered_by == "Le gouverneur"
    with as_work(rachida):
        assert {one["out_of_order"] for one in audit_data("network.file_decided")} == {True}


def test_above_the_places_that_were_computed_is_against_the_commission(house, hanane, rachida):
    file = given_visited(house, hanane)
    with pytest.raises(actions.WhoOrderedIt):
        decide(file, rachida, cells=[("f", "12-14", 46)])
    assert not decide(file, rachida, cells=[("f", "12-14", 45)]).against


def test_a_file_whose_clock_stands_is_not_in_the_way_of_others(delegation, house, hanane, rachida):
    earlier = given_institution(delegation, hanane, name_ar="دار الطالب مريرت", opened_on=None)
    first = given_received(earlier, hanane, kind="opening")
    with as_work(hanane):
        actions.stop_clock(file=first, reason="works", words="Toiture", on=TODAY, by=hanane, at=NOON)
    assert not decide(given_visited(house, hanane), rachida).out_of_order


def test_the_officer_signs_only_by_delegation(delegation, house, hanane, rachida):
    file = given_visited(house, hanane)
    with pytest.raises(actions.NotYourSignature):
        decide(file, hanane)
    said = {
        "organisation": delegation,
        "reference": "Décision 7/2026",
        "starts_on": TODAY,
        "last_day": TODAY,
        "at": NOON,
    }
    with as_work(hanane), pytest.raises(NoPermission):
        actions.delegate_signature(user=rachida, by=hanane, **said)
    with as_work(rachida):
        with pytest.raises(actions.NotYourSignature):
            actions.delegate_signature(user=rachida, by=rachida, **said)
        actions.delegate_signature(user=hanane, by=rachida, **said)
    assert decide(file, hanane).delegation.reference == "Décision 7/2026"


def test_a_second_decision_is_refused_and_the_first_stands(house, hanane, rachida):
    file = given_visited(house, hanane)
    first = decide(file, rachida)
    with pytest.raises(actions.FileOver):
        decide(file, rachida, granted=False, reasons="Trop tard")
    with as_work(rachida), pytest.raises(IntegrityError), transaction.atomic():
        LicenceDecision.objects.create(
            file=file, organisation_id=file.organisation_id, granted=False, reasons="x", appeal_until=TODAY,
            decided_by=rachida, decided_on=TODAY, decided_at=NOON,
        )  # fmt: skip
    with as_work(rachida):
        assert LicenceDecision.objects.get().pk == first.pk


def test_the_association_reads_its_file_and_writes_nothing_in_it(house, hanane, nezha):
    file = given_visited(house, hanane)
    with as_work(nezha):
        assert len(queries.page_of_file(queries.file_for(file.pk), today=TODAY).opinions) == 4
        with pytest.raises(NoPermission):
            actions.check_file(file=file, by=nezha, at=NOON)
        opinion = LicenceOpinion.objects.first()
        opinion.pk, opinion.body, opinion._state.adding = (
            LicenceOpinion._meta.pk.get_default(),
            "commune",
            True,
        )
        opinion.organisation = house.association
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            opinion.save(force_insert=True)
    with (
        as_work(hanane),
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        cursor.execute("UPDATE network_licenceopinion SET verdict = 'yes'")


def test_it_closes_only_behind_its_last_resident(house, association, hanane, rachida, nezha):
    count(house, association, nezha, "present", "2")
    said = {
        "institution": house,
        "closes_on": TODAY,
        "reasons": "Bâtiment dangereux",
        "residents": 2,
        "at": NOON,
    }
    with as_work(rachida):
        with pytest.raises(actions.ResidentsFirst):
            actions.close_institution(institution=house, on=TODAY, by=rachida, at=NOON)
        with pytest.raises(actions.ResidentsFirst):
            actions.plan_closure(places=[("f", "12-14", "Foyer de M'rirt")], by=rachida, **said)
        places = [("f", "12-14", "Foyer de M'rirt"), ("f", "15-17", "Chez sa tante, suivi mensuel")]
        plan = actions.plan_closure(places=places, by=rachida, **said)
        first, second = plan.places.order_by("number")
        actions.write_move(place=first, on=TODAY, by=rachida, at=NOON)
        with pytest.raises(actions.ResidentsFirst):
            actions.close_institution(institution=house, on=TODAY, by=rachida, at=NOON)
        with pytest.raises(IntegrityError, match="last resident"), transaction.atomic():
            type(house).objects.filter(pk=house.pk).update(closed_on=TODAY)
        actions.write_move(place=second, on=TODAY, by=rachida, at=NOON)
        assert actions.close_institution(institution=house, on=TODAY, by=rachida, at=NOON).closed_on == TODAY
        assert Licence.objects.get().state == "closed"


def test_nobody_whom_the_register_counts_is_left_out_of_a_closing(house, association, hanane, rachida, nezha):
    count(house, association, nezha, "present", "2", on=TODAY - timedelta(days=1))
    said = {
        "institution": house,
        "closes_on": TODAY,
        "reasons": "Bâtiment dangereux",
        "by": rachida,
        "at": NOON,
    }
    with as_work(rachida):
        with pytest.raises(actions.ResidentsFirst, match="2"):
            actions.plan_closure(places=[], residents=0, **said)
        places = [("f", "12-14", "Foyer de M'rirt"), ("f", "15-17", "Chez sa tante")]
        plan = actions.plan_closure(places=places, residents=2, **said)
        for place in plan.places.all():
            actions.write_move(place=place, on=TODAY - timedelta(days=1), by=rachida, at=NOON)
    count(house, association, nezha, "present", "1")
    with as_work(rachida), pytest.raises(actions.ResidentsFirst, match="1"):
        actions.close_institution(institution=house, on=TODAY, by=rachida, at=NOON)
    with as_work(hanane):
        with pytest.raises(actions.ResidentsFirst):
            actions.add_resident(plan=plan, sex="f", age="", destination="Foyer", by=hanane, at=NOON)
        more = actions.add_resident(
            plan=plan, sex="f", age="6-11", destination="Foyer de M'rirt", by=hanane, at=NOON
        )
    with as_work(rachida):
        with pytest.raises(IntegrityError, match="last resident"), transaction.atomic():
            type(house).objects.filter(pk=house.pk).update(closed_on=TODAY)
        actions.write_move(place=more, on=TODAY, by=rachida, at=NOON)
        assert actions.close_institution(institution=house, on=TODAY, by=rachida, at=NOON).closed_on == TODAY


def test_services_outside_the_premises_are_declared_by_a_licensed_institution(delegation, house, hanane):
    regime = given_regime(delegation, "off_premises")
    bare = given_institution(delegation, hanane, name_ar="دار جديدة", opened_on=None)
    with as_work(hanane):
        said = {"regime": regime, "kind": "off_premises", "capacity": 10, "by": hanane, "at": NOON}
        with pytest.raises(actions.FileCannot):
            actions.intend_licence(institution=bare, **said)
        file = actions.begin_file(file=actions.intend_licence(institution=house, **said), by=hanane, at=NOON)
        for paper in regime.regime.papers:
            actions.keep_paper(institution=house, code=paper.code, folder="3", by=hanane, at=NOON)
        file = actions.receive_file(file=file, by=hanane, at=NOON)
        with pytest.raises(actions.FileCannot):  # a declaration is done once it is received
            actions.call_commission(file=file, on=TODAY, by=hanane, at=NOON)


def test_numbers_of_the_registers_follow_one_another(delegation, house, hanane):
    other = given_institution(delegation, hanane, name_ar="دار الطالب", opened_on=None)
    first, second = given_received(house, hanane), given_received(other, hanane, kind="opening")
    with as_work(hanane):
        for file in (first, second, first):
            actions.print_letter(file=file, kind="receipt", by=hanane, at=NOON)
        assert [(m.direction, m.number) for m in queries.page_of_file(first, today=TODAY).mails] == [
            ("in", 1),
            ("out", 1),
        ]
        assert [(m.direction, m.number) for m in queries.page_of_file(second, today=TODAY).mails] == [
            ("in", 2),
            ("out", 2),
        ]
        with pytest.raises(actions.FileCannot):
            actions.print_letter(file=first, kind="decision", by=hanane, at=NOON)
