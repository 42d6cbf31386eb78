"""Projects of works: written, financed, built, accepted, equipped, opened; read by their bodies and nobody else."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse

from twiza.funding import actions, queries
from twiza.funding.models import WorksProject, WorksShare, WorksStep
from twiza.funding.tests.given_works import (
    NOON,
    TODAY,
    bring,
    finance,
    given_accepted,
    given_builders,
    given_works,
    reach,
)
from twiza.lib.sheets import read_workbook
from twiza.network import actions as network
from twiza.network import queries as places
from twiza.platform.accounts.permissions import NoPermission

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def one():
    return given_builders()


def test_shares_and_what_is_not_financed_are_the_cost(one):
    with one.at():
        project = given_works(one)
        file = queries.works_file(project, on=TODAY)
        assert [(line.amount, str(line.percent)) for line in file.shares] == [
            (Decimal(500000), "50.0"), (Decimal(300000), "30.0"), (Decimal(200000), "20.0"),
        ]  # fmt: skip
        assert file.shares[-1].share is None
        with pytest.raises(actions.SharesAboveCost):
            actions.share_cost(
                project=project, share=actions.PartnerShare(Decimal(200001), partner_said="Autre"), by=one.meriem, at=NOON
            )  # fmt: skip
        # the same partner again: another amount, not another row
        actions.share_cost(
            project=project, share=actions.PartnerShare(Decimal(450000), partner_said="Commune inventée"), by=one.meriem,
            at=NOON,
        )  # fmt: skip
        project.refresh_from_db()
        assert project.unfinanced == Decimal(250000) and WorksShare.objects.count() == 2
        actions.change_cost(
            project=project, cost=Decimal(750000), reference="Étude 2", by=one.meriem, at=NOON
        )
        project.refresh_from_db()
        assert project.unfinanced == 0
        with pytest.raises(actions.SharesAboveCost):
            actions.change_cost(project=project, cost=Decimal(1), reference="x", by=one.meriem, at=NOON)


def test_a_partner_pays_within_its_share_and_a_mistake_is_corrected(one):
    with one.at():
        project = given_works(one)
        share = WorksShare.objects.get(partner=one.partner)

        def pay(amount, words=""):
            return actions.pay_share(
                share=share, amount=Decimal(amount), on=TODAY, reference="VIR-1", words=words, by=one.meriem, at=NOON
            )  # fmt: skip

        pay("200000")
        with pytest.raises(actions.PaidAboveShare):
            pay("100000.01")
        with pytest.raises(actions.NotWorks):
            pay("-50000")
        pay("-50000", "Écrit deux fois")
        line = next(row for row in queries.works_file(project, on=TODAY).shares if row.share == share)
        assert (line.paid, line.left) == (Decimal(150000), Decimal(150000))
        with pytest.raises(actions.PaidAboveShare):
            actions.share_cost(
                project=project, share=actions.PartnerShare(Decimal(100000), partner=one.partner.pk), by=one.meriem, at=NOON
            )  # fmt: skip
        sums = queries.partner_sums(queries.works_of(one.meriem, on=TODAY))
        assert [(row.promised, row.paid) for row in sums] == [(500000, 0), (300000, 150000)]


@pytest.mark.usefixtures("in_english")
def test_phases_come_one_by_one_each_with_its_paper(one):
    with one.at():
        project = given_works(one)
        with pytest.raises(actions.WorksCannot):
            reach(one, project, "financed")
        reach(one, project, "studied")
        with pytest.raises(actions.WorksCannot, match="promised"):
            reach(one, project, "financed")
        finance(one, project)
        with pytest.raises(actions.NotWorks):
            reach(one, project, "financed", reference=" ")
        reach(one, project, "financed")
        actions.stop_works(
            project=project, on=TODAY, why="عيب في الأساس", reference="PV-2", by=one.meriem, at=NOON
        )
        with pytest.raises(actions.WorksCannot, match="stand still"):
            reach(one, project, "let")
        actions.resume_works(
            project=project, on=TODAY, words="أصلح", reference="PV-3", by=one.meriem, at=NOON
        )
        assert reach(one, project, "let").phase == "let"


@pytest.mark.usefixtures("in_english")
def test_it_opens_as_an_institution_once_accepted_equipped_and_without_reserves(one):
    network.load_regimes(at=NOON)
    with one.at():
        project = given_accepted(one)
        with pytest.raises(actions.WorksCannot, match="inventory"):
            reach(one, project, "equipped")
        bring(one, project)
        reach(one, project, "equipped")

        def open_it(**more):
            said = {"project": project, "on": TODAY, "reference": "PV-12", "by": one.meriem, "at": NOON}
            return actions.open_works(**said | more)

        with pytest.raises(actions.WorksCannot, match="[Rr]eserves"):
            open_it()
        reserve = queries.works_file(project, on=TODAY).reserves[0]
        actions.lift_reserve(reserve=reserve, on=TODAY, reference="PV-11", by=one.meriem, at=NOON)
        opened = open_it()
        assert opened.phase == "opened"
        assert opened.institution.name_ar == "مركز تأهيل" and opened.institution.association == one.operator
        assert (
            opened.institution.opened_on is None
            and places.file_of(opened.institution, {one.keeper.pk}, today=TODAY).line.licence is None
        )
        with pytest.raises(actions.WorksCannot):
            bring(one, project)


def test_its_bodies_read_it_and_only_its_keeper_writes(one):
    with one.at():
        project = given_works(one)
    for person in (one.hassan, one.salma):
        with one.at(person):
            assert queries.works_for(person, project.pk) == project
            assert len(queries.works_file(project, on=TODAY).shares) == 3
            with pytest.raises(NoPermission):
                reach(one, project, "studied", by=person)
            assert WorksProject.objects.filter(pk=project.pk).update(cost=1) == 0
    with one.at(one.idir):
        with pytest.raises(queries.NoSuchThing):
            queries.works_for(one.idir, project.pk)
        assert not WorksShare.objects.exists() and not WorksStep.objects.exists()
        assert queries.works_of(one.idir, on=TODAY) == []
    with one.at(one.salma):
        lines = apps.get_model("audit", "AuditLine").objects.filter(type="funding.works_proposed")
        assert [line.organisation_id for line in lines] == [one.partner.pk]


RAW = {
    "the cost alone": ("UPDATE funding_worksproject SET cost = cost + 1", "works_shares_add_up"),
    "a share alone": ("UPDATE funding_worksshare SET amount = amount + 1", "works_shares_add_up"),
    "a jump": ("UPDATE funding_worksproject SET phase = 'let'", "works_phases_in_order"),
    "a phase without paper": ("UPDATE funding_worksproject SET phase = 'studied'", "works_phase_has_its_paper"),
    "hidden from its operator": (
        "UPDATE funding_worksproject SET readers = ARRAY[organisation_id]",
        "works_read_by_their_bodies",
    ),
    "opened as nothing": (
        "UPDATE funding_worksproject SET institution_id = id",
        "works_opened_as_institution",
    ),
    "a payment beyond the share": (
        'INSERT INTO funding_workspayment (id, amount, "on", reference, words, at, by_id, organisation_id, project_id, share_id)'
        " SELECT gen_random_uuid(), amount + 1, '2026-01-01', 'x', '', at, by_id, organisation_id, project_id, id"
        " FROM funding_worksshare LIMIT 1",
        "works_paid_within_the_share",
    ),
    "a step out of order": (
        'INSERT INTO funding_worksstep (id, what, "on", reference, words, at, by_id, organisation_id, project_id)'
        " SELECT gen_random_uuid(), 'works', '2026-01-01', 'x', '', at, by_id, organisation_id, id"
        " FROM funding_worksproject",
        "works_phases_in_order",
    ),
}  # fmt: skip
DENIED = {
    "another title": "UPDATE funding_worksproject SET title_ar = 'x'",
    "a step changed": "UPDATE funding_worksstep SET reference = 'x'",
    "a share erased": "DELETE FROM funding_worksshare",
    "a payment erased": "DELETE FROM funding_workspayment",
}


@pytest.mark.parametrize("what", [*RAW, *DENIED])
def test_the_database_refuses_it_by_hand(one, what):
    with one.at():
        given_works(one)
        statement, name = RAW.get(what, (DENIED.get(what), ""))
        with (
            pytest.raises(IntegrityError if name else ProgrammingError) as refusal,
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert not name or refusal.value.__cause__.diag.constraint_name == name


def test_the_spelling_of_the_source_finds_the_commune_and_what_was_tried_there(one):
    with one.at():
        network.add_alias(place=one.place, name="أجلموس", organisation=one.keeper, by=one.meriem, at=NOON)
        assert queries.place_asked("أجلموس")[0].place == one.place
        project = given_works(one)
        actions.stop_works(
            project=project, on=TODAY, why="نزاع عقاري", reference="L-4", by=one.meriem, at=NOON
        )
        (tried,) = queries.tried_before(one.place, on=TODAY)
        assert tried.project.stopped_why == "نزاع عقاري" and tried.project.place_said == "أجلموس"
    with one.at(one.idir):
        assert queries.tried_before(one.place, on=TODAY) == []


def test_what_is_planned_later_keeps_the_day_before_and_shows_what_is_late(one):
    with one.at():
        project = given_works(one)
        for day in (date(2026, 3, 1), date(2026, 5, 1)):
            actions.plan_phase(project=project, phase="studied", on=day, by=one.meriem, at=NOON)
        (line,) = queries.works_of(one.meriem, on=date(2026, 5, 11))
        assert (line.planned_on, line.late_days) == (date(2026, 5, 1), 10)
        assert [plan.planned_on for plan in queries.works_file(project, on=TODAY).plans] == [
            date(2026, 3, 1), date(2026, 5, 1),
        ]  # fmt: skip


def at_desk(user, language="fr"):
    client = Client()
    client.force_login(user)
    client.cookies["twiza_language"] = language
    return client


def test_the_pages_ask_where_first_then_read_amounts_in_words(one):
    network.load_regimes(at=NOON)
    desk = at_desk(one.meriem)
    new = reverse("funding:propose_works")
    found = desk.get(new, {"where": "Aguelmous"}).content.decode()
    assert f"place={one.place.pk}" in found
    typed = {
        "title_ar": "فضاء للنساء", "category": "women", "place_said": "أجلموس", "programme": "indh-2",
        "cost": "1.000.000,00", "source": "Lettre", "on": "10/01/2026", "reference": "L-1",
        "partner_said_1": "Commune inventée", "amount_1": "400.000,00",
    }  # fmt: skip
    page = f"{new}?place={one.place.pk}&said=أجلموس"
    assert desk.post(page, typed).status_code == 422  # both amounts are read in words first
    meant = typed | {"cost_meant": "1000000.00", "amount_1_meant": "400000.00"}
    address = desk.post(page, meant)["Location"]
    shown = desk.get(address).content.decode()
    assert "أجلموس" in shown and "Pas encore financé" in shown and re.search("600.000,00", shown)
    assert "فضاء للنساء" in desk.get(page).content.decode()  # what was tried here before
    assert desk.post(f"{address}step/", {"on": "11/01/2026", "reference": "PV-1"}).status_code == 302
    assert desk.post(f"{address}step/", {"on": "11/01/2026", "reference": "PV-2"}).status_code == 422
    book = desk.get(reverse("funding:download_works"))
    assert "Commune inventée" in str(
        [sheet.rows for sheet in read_workbook(book.content, "works.xlsx").sheets]
    )
    assert desk.get(f"{address}paper").content.startswith(b"%PDF")
    listed = at_desk(one.meriem, "ar").get(reverse("funding:list_works")).content.decode()
    assert "فضاء للنساء" in listed
    assert at_desk(one.idir).get(address).status_code == 404
    assert at_desk(one.salma).get(reverse("funding:list_works")).status_code == 200
    assert at_desk(one.salma).get(new).status_code == 403


def test_a_day_to_come_is_refused(one):
    with one.at(), pytest.raises(actions.DayToCome):
        reach(one, given_works(one), "studied", on=TODAY + timedelta(days=1))


def test_works_run_under_a_convention_of_their_keeper_shown_both_ways(one):
    with one.at():
        project = given_works(one)
        convention = network.sign_convention(
            organisation=one.keeper, title="Convention du centre", starts_on=TODAY,
            parties=[network.Party(one.keeper, "supervisor"), network.Party(one.operator, "operator")],
            by=one.meriem, at=NOON,
        )  # fmt: skip
        actions.link_works(project=project, convention=convention, by=one.meriem, at=NOON)
    other = given_builders("-2")
    with other.at():
        theirs = given_works(other)
        convention.parties = [other.keeper.pk, one.operator.pk]
        with pytest.raises(IntegrityError), transaction.atomic():
            actions.link_works(project=theirs, convention=convention, by=other.meriem, at=NOON)
    desk = at_desk(one.meriem)
    assert (
        "Convention du centre" in desk.get(reverse("funding:show_works", args=[project.pk])).content.decode()
    )
    listed = f"{reverse('funding:list_works')}?convention={convention.pk}"
    assert listed in desk.get(reverse("network:show_convention", args=[convention.pk])).content.decode()
    assert "Centre de réhabilitation" in desk.get(listed).content.decode()
    page = reverse("funding:link_works", args=[project.pk])
    assert desk.post(page, {"convention": ""}).status_code == 302
    assert "Centre de réhabilitation" not in desk.get(listed).content.decode()
