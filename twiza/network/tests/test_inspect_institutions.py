"""Visits: written over until signed, then never; danger acts first; a plan that mends, looked at by the delegation.

Hanane examines files at the delegation of Khénifra, Rachida is its delegate, Nezha directs the home for the
association, Ilyas works at the delegation of Azilal.
"""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from twiza.lib.tests.test_clean_photographs import jpeg_with_place
from twiza.network import actions, queries
from twiza.network.models import Inspection, InspectionFinding, InstitutionFigure, Remedy, RemedyStep
from twiza.network.queries.institutions import lines_of
from twiza.network.rules.inspections import NEXT, Step, can_step, score, stands
from twiza.network.rules.institutions import Light
from twiza.network.rules.regimes import Item
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.network.tests.given_institutions import given_institution, given_licence
from twiza.network.tests.given_life import (
    NOON,
    PNG,
    SOON,
    TODAY,
    desk,
    given_finding,
    given_remedy,
    given_signed,
    given_visit,
    raw,
)
from twiza.platform.accounts.permissions import NoPermission
from twiza.platform.files import queries as files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


class Khenifra:
    """The delegation, the association, the home, and whoever works there."""

    def __init__(self):
        self.delegation = given_organisation("Délégation de Khénifra", kind="provincial_unit")
        self.association = given_organisation("Association du foyer", name_ar="جمعية دار الطالبة")
        self.hanane = given_member("Hanane", "licensing_grants_officer", self.delegation)
        self.rachida = given_member("Rachida", "provincial_delegate", self.delegation)
        self.nezha = given_member("Nezha", "centre_director", self.association)
        self.house = given_institution(self.delegation, self.hanane, association=self.association)
        given_licence(self.house, self.hanane)


@pytest.fixture
def khenifra():
    return Khenifra()


def test_a_visit_is_signed_once_by_who_led_it_and_stays_as_it_is(khenifra):
    visit = given_visit(khenifra.house, khenifra.hanane)
    with as_work(khenifra.rachida), pytest.raises(actions.LeaderSigns, match="Hanane"):
        actions.sign_inspection(inspection=visit, by=khenifra.rachida, at=NOON)
    finding = given_finding(visit, khenifra.hanane)
    with as_work(khenifra.hanane):
        actions.sign_inspection(inspection=visit, by=khenifra.hanane, at=NOON)
        with pytest.raises(actions.VisitOver):
            actions.add_finding(inspection=visit, severity="remark", words="x", by=khenifra.hanane, at=NOON)
        figures = InstitutionFigure.objects.filter(status="verified", subject="present")
        assert sorted(figures.values_list("sex", "value")) == [("f", 31), ("m", 0)]
        for words in (
            "UPDATE network_inspection SET girls = 3",
            "DELETE FROM network_inspectionfinding",
        ):
            with pytest.raises(IntegrityError, match="stays as it is"):
                raw(words)
        with pytest.raises(IntegrityError, match="stays as it is"):
            raw(
                "INSERT INTO network_inspectionfinding (id, inspection_id, institution_id, organisation_id, line,"
                " severity, words, done_today, called, written_at) SELECT gen_random_uuid(), inspection_id,"
                " institution_id, organisation_id, '', 'remark', 'x', '', '', now() FROM network_inspectionfinding"
            )
        with pytest.raises(ProgrammingError, match="permission denied"):
            raw("UPDATE network_inspectionfinding SET words = 'x' WHERE id = %s", finding.pk)


def test_lines_nobody_answered_are_counted_and_not_seen_is_an_answer(khenifra):
    hanane = khenifra.hanane
    with as_work(hanane):
        visit = actions.plan_inspection(
            institution=khenifra.house, kind="quality", on=TODAY, announced=True, by=hanane, at=NOON
        )
        with pytest.raises(actions.UnfitVisit, match="its day"):
            actions.sign_inspection(inspection=visit, by=hanane, at=NOON)
        actions.write_inspection(
            inspection=visit,
            on=TODAY,
            visitors=["delegation"],
            answers={"exits": ("unseen", "")},
            by=hanane,
            at=NOON,
        )
        with pytest.raises(actions.UnfitVisit, match=f": {len(visit.regime.regime.quality) - 1}."):
            actions.sign_inspection(inspection=visit, by=hanane, at=NOON)
        with pytest.raises(actions.WrongDates):
            actions.write_inspection(
                inspection=visit, on=SOON, visitors=["delegation"], answers={}, by=hanane, at=NOON
            )


def test_a_danger_says_what_is_done_today_and_who_was_called(khenifra):
    visit = given_visit(khenifra.house, khenifra.hanane)
    with as_work(khenifra.hanane):
        with pytest.raises(actions.DangerFirst, match="today"):
            actions.add_finding(
                inspection=visit, severity="danger", words="Fils nus", called="Protection civile",
                by=khenifra.hanane, at=NOON,
            )  # fmt: skip
        with pytest.raises(IntegrityError, match="danger_says"):
            raw(
                "INSERT INTO network_inspectionfinding (id, inspection_id, institution_id, organisation_id, line,"
                " severity, words, done_today, called, written_at) SELECT gen_random_uuid(), id, institution_id,"
                " organisation_id, '', 'danger', 'x', '', '', now() FROM network_inspection"
            )
    assert given_finding(visit, khenifra.hanane, severity="danger").called


def test_premises_only(khenifra):
    visit = given_visit(khenifra.house, khenifra.hanane)
    with as_work(khenifra.hanane):
        with pytest.raises(actions.PremisesOnly):
            actions.keep_photo(
                inspection=visit,
                content=PNG,
                shows="Dortoir",
                nobody_on_it=False,
                by=khenifra.hanane,
                at=NOON,
            )
        with pytest.raises(actions.NotADocument):
            actions.keep_photo(
                inspection=visit, content=b"%PDF-1", shows="x", nobody_on_it=True, by=khenifra.hanane, at=NOON
            )
        photo = actions.keep_photo(
            inspection=visit,
            content=jpeg_with_place(),
            shows="Dortoir",
            nobody_on_it=True,
            by=khenifra.hanane,
            at=NOON,
        )
        kept = files.content_of(files.file_for(khenifra.hanane, photo.file))
        assert b"GPS" in jpeg_with_place() and b"GPS" not in kept  # where the telephone was is not kept


def test_the_association_reads_a_visit_once_it_is_signed_and_another_delegation_never(khenifra):
    azilal = given_organisation("Délégation d'Azilal", kind="provincial_unit")
    ilyas = given_member("Ilyas", "provincial_delegate", azilal)
    visit = given_visit(khenifra.house, khenifra.hanane)
    given_finding(visit, khenifra.hanane)
    page = reverse("network:show_visit", args=[visit.pk])
    assert desk(khenifra.nezha).get(page).status_code == 404
    with as_work(khenifra.nezha):
        assert not Inspection.objects.exists() and not InspectionFinding.objects.exists()
    with as_work(khenifra.hanane):
        actions.sign_inspection(inspection=visit, by=khenifra.hanane, at=NOON)
    given_remedy(visit, khenifra.hanane)
    with as_work(khenifra.nezha):
        assert InspectionFinding.objects.count() == Remedy.objects.count() == 1
        assert raw("UPDATE network_inspection SET words = 'x'") == 0  # no policy lets it reach the row
    assert desk(khenifra.nezha).get(page).status_code == 200
    with as_work(ilyas):
        assert not (
            Inspection.objects.exists() or InspectionFinding.objects.exists() or Remedy.objects.exists()
        )
    assert desk(ilyas).get(page).status_code == 404


def test_an_announced_visit_tells_its_day_and_no_line_of_its_grid(khenifra):
    with as_work(khenifra.hanane):
        visit = actions.plan_inspection(
            institution=khenifra.house, kind="quality", on=SOON, announced=True, by=khenifra.hanane, at=NOON
        )
    with as_work(khenifra.nezha):
        assert Inspection.objects.get().planned_on == SOON
    with as_work(khenifra.hanane):
        actions.write_inspection(
            inspection=visit, on=TODAY, visitors=["delegation"], answers={}, by=khenifra.hanane, at=NOON
        )
    with as_work(khenifra.nezha):
        assert not Inspection.objects.exists()


def test_a_remedy_is_said_to_be_done_then_looked_at_and_late_ones_shine(khenifra):
    hanane, nezha = khenifra.hanane, khenifra.nezha
    visit = given_signed(khenifra.house, hanane)
    remedy = given_remedy(visit, hanane)
    with as_work(nezha):
        (line,) = lines_of([khenifra.house], {khenifra.association.pk}, today=SOON + timedelta(days=1))
        assert Light.REMEDY_LATE in line.lights
        with pytest.raises(actions.UnfitRemedy, match="proves"):
            actions.remedy_done(
                remedy=remedy, organisation=khenifra.association, on=TODAY, proof=" ", by=nezha, at=NOON
            )
        with pytest.raises(NoPermission):
            actions.check_remedy(remedy=remedy, accepted=True, words="x", on=TODAY, by=nezha, at=NOON)
        actions.remedy_done(
            remedy=remedy, organisation=khenifra.association, on=TODAY, proof="Facture 8", content=b"%PDF-1",
            by=nezha, at=NOON,
        )  # fmt: skip
        (line,) = lines_of([khenifra.house], {khenifra.association.pk}, today=SOON + timedelta(days=1))
        assert Light.REMEDY_LATE not in line.lights
        with pytest.raises(IntegrityError, match="the delegation looks"):
            raw(
                "INSERT INTO network_remedystep (id, remedy_id, institution_id, organisation_id, step, \"on\", proof,"
                " written_by_id, written_at) VALUES (gen_random_uuid(), %s, %s, %s, 'accepted', now(), 'x', %s, now())",
                remedy.pk, khenifra.house.pk, khenifra.association.pk, nezha.pk,
            )  # fmt: skip
    later = given_visit(khenifra.house, hanane)
    with as_work(hanane):
        with pytest.raises(actions.WrongDates):
            actions.check_remedy(remedy=remedy, accepted=False, words="Bloquée", on=TODAY, by=hanane, at=NOON)
        actions.check_remedy(
            remedy=remedy,
            accepted=False,
            words="Bloquée",
            on=TODAY,
            due_on=SOON,
            visit=later,
            by=hanane,
            at=NOON,
        )
        with pytest.raises(actions.UnfitRemedy):
            actions.check_remedy(remedy=remedy, accepted=True, words="x", on=TODAY, by=hanane, at=NOON)
        with pytest.raises(ProgrammingError, match="permission denied"):
            raw("DELETE FROM network_remedystep")
        assert [one.step for one in RemedyStep.objects.order_by("written_at", "pk")] == ["done", "back"]


def test_quality_is_a_line_over_time_of_one_institution(khenifra):
    given_signed(
        khenifra.house, khenifra.hanane, kind="quality", on=TODAY - timedelta(days=300), but={"exits": "no"}
    )
    given_signed(khenifra.house, khenifra.hanane, kind="quality", but={"exits": "partly", "food": "unseen"})
    given_signed(khenifra.house, khenifra.hanane, kind="inspection")
    with as_work(khenifra.nezha):
        trend = queries.quality_of(khenifra.house)
        regime = queries.regime_of_visit(khenifra.house, on=TODAY).regime
    grid = {one.code: one.number for one in regime.quality}
    total, exits, food = sum(grid.values()), grid["exits"], grid.get("food", 0)
    assert [(points.met, points.asked) for _day, points in trend] == [
        (total - exits, total),
        (total - food - Decimal(exits) / 2, total - food),
    ]


@given(st.lists(st.sampled_from([*Step]), max_size=12), st.integers(1, 300))
def test_no_order_of_steps_ends_a_remedy_that_nobody_looked_at(steps, days):
    """What the database, the rule and the page believe is one machine: done, then seen or back."""
    walked, last = [], ""
    for step in steps:
        if can_step(last, step):
            walked.append((step, SOON + timedelta(days=days) if step == Step.BACK else None))
            last = step
        else:
            with pytest.raises(ValueError, match="→"):
                stands(SOON, [*walked, (step, SOON)])
    standing = stands(SOON, walked)
    assert (
        standing.last == last
        and (standing.is_open + standing.waits_for_a_look + (last == Step.ACCEPTED)) == 1
    )
    if last == Step.ACCEPTED:
        assert walked[-2][0] == Step.DONE and not NEXT[last]
    assert standing.due_on == (
        SOON + timedelta(days=days) if any(one == Step.BACK for one, _d in walked) else SOON
    )
    assert not standing.is_late(today=standing.due_on)
    assert standing.is_late(today=standing.due_on + timedelta(days=1)) == standing.is_open


@given(st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["yes", "partly", "no", "unseen"])))
def test_points_met_are_never_more_than_points_asked(said):
    grid = [Item(code, "ا", code, place + 1) for place, code in enumerate("abcd")]
    points = score(grid, {code: (one, "") for code, one in said.items()})
    assert 0 <= points.met <= points.asked <= 10
    assert points.asked == sum(line.number for line in grid if said.get(line.code, "unseen") != "unseen")


def test_a_visit_is_walked_through_its_pages(khenifra):
    today = timezone.localdate()
    officer, director = desk(khenifra.hanane), desk(khenifra.nezha)
    typed = {"kind": "quality", "on": f"{today:%d/%m/%Y}"}
    page = officer.post(reverse("network:plan_visit", args=[khenifra.house.pk]), typed)["Location"]
    with as_work(khenifra.hanane):
        codes = [one.code for one in Inspection.objects.get().regime.regime.quality]
    seen = {"on": typed["on"], "visitors": ["delegation"], "girls": "٣١"} | {
        f"line_{code}": "yes" for code in codes
    }
    assert (
        officer.post(page + "write/", seen | {"line_exits": "no", "words_exits": "Fermée"}).status_code == 302
    )
    danger = {"severity": "danger", "line": "exits", "words": "Issue fermée à clé"}
    refused = officer.post(page + "finding/", danger)
    assert refused.status_code == 422 and "Issue fermée à clé" in refused.content.decode()
    acted = danger | {"done_today": "Porte ouverte", "called": "Protection civile"}
    assert officer.post(page + "finding/", acted).status_code == 302
    officer.post(page + "sign/")
    shown = director.get(page).content.decode()
    assert "Fermée" in shown and "Protection civile" in shown
    assert director.post(page + "answer/", {"words": "La clé est rendue."}).status_code == 302
    with as_work(khenifra.hanane):
        finding = InspectionFinding.objects.get()
    plan = {
        "what": "Barre anti-panique",
        "office": "Direction",
        "due_on": f"{today + timedelta(days=9):%d/%m/%Y}",
    }
    address = reverse("network:plan_remedy", args=[finding.pk])
    assert director.post(address, plan).status_code == 403
    assert officer.post(address, plan).status_code == 302
    with as_work(khenifra.hanane):
        remedy = Remedy.objects.get()
    done = {"on": typed["on"], "proof": "Facture 12"}
    assert director.post(reverse("network:remedy_done", args=[remedy.pk]), done).status_code == 302
    look = {"accepted": "yes", "on": typed["on"], "words": "Vue sur place"}
    assert officer.post(reverse("network:check_remedy", args=[remedy.pk]), look).status_code == 302
    shown = officer.get(page).content.decode()
    assert "La clé est rendue." in shown and "Vue sur place" in shown
    assert "Barre anti-panique" in officer.get(page).content.decode()
