"""Other associations, other delegations × every address of licence files and grants: nothing of a file is met.

A hidden file answers as a missing one. Links and scores never reach the association; an expense never reaches the
funder before a report is sent. Addresses come from the URL table: one that is added here needs its row below.
"""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests.journeys.addresses import Address, every_address
from twiza.funding import actions as funding
from twiza.funding.models import GrantExpense, GrantReport, GrantReportLine, GrantTranche
from twiza.funding.tests import given_grants
from twiza.lib.ids import new_id
from twiza.network import actions, queries
from twiza.network.models import RelocationPlace
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation
from twiza.network.tests.given_institutions import TODAY, given_institution, given_licence, given_visited

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LINK, SCORE, INVOICE, PAPER = "قريب-الرئيس-7713", "تعليل-النقطة-7714", "مورد-لم-يبلغ-7715", "المجلد-7716"
ASKERS = (
    ("association_president", "association"), ("treasurer", "association"), ("auditor", "association"),
    ("licensing_grants_officer", "provincial_unit"), ("provincial_delegate", "provincial_unit"),
)  # fmt: skip
PUBLIC = {"funding:show_call", "funding:ask_for_grant"}
VALUES = {"number": 1, "step": "begin", "kind": "receipt"}


class World:
    """A grant that runs with an expense not reported yet, a licence file, a closing: and who works there."""

    def __init__(self) -> None:
        self.one = one = given_grants.given_funding()
        self.grant = given_grants.given_admissible(one)
        with one.at_funder(one.said):
            funding.declare_interest(
                grant=self.grant, linked=False, words="", by=one.said, at=given_grants.IN_2021
            )
            points = {row.pk: (12, SCORE) for row in given_grants.criteria_of(self.grant.call_id)}
            funding.score_grant(grant=self.grant, points=points, by=one.said, at=given_grants.IN_2021)
        given_grants.score(one, self.grant, one.meriem)
        linked = given_member("Ilham", "licensing_grants_officer", one.funder)
        with as_work(linked):
            funding.declare_interest(
                grant=self.grant, linked=True, words=LINK, by=linked, at=given_grants.IN_2021
            )
        with one.at_funder(one.aziz):
            given_grants.decide(one, self.grant)
        given_grants.given_paid(one, grant=self.grant)
        with one.at_funder(one.aziz):
            consent = funding.ask_to_be_told(grant=self.grant, by=one.aziz, at=given_grants.IN_2021)
        with one.at_grantee():
            given_grants.charge(one, self.grant, "1250.50", number="F-1")
            given_grants.report_on(one, self.grant, 1)
            given_grants.charge(one, self.grant, "300", number="F-2", what=INVOICE)
            self.expense = GrantExpense.objects.get(number="F-2")
        self.house = given_institution(one.funder, one.meriem, association=one.grantee)
        given_licence(self.house, one.meriem)
        self.file = given_visited(self.house, one.meriem)
        with as_work(one.aziz):
            actions.keep_paper(institution=self.house, code="other", folder=PAPER, by=one.aziz, at=NOON)
            measure = actions.protect(file=self.file, words="x", due_on=TODAY, by=one.aziz, at=NOON)
            actions.plan_closure(
                institution=self.house, closes_on=TODAY, reasons="x", places=[("f", "12-14", "x")], residents=1,
                by=one.aziz, at=NOON,
            )  # fmt: skip
            self.rows: dict[str, UUID] = {
                "grants/lines/": self.grant.line_id,
                "grants/tranches/": GrantTranche.objects.filter(grant=self.grant)[0].pk,
                "grants/expenses/": self.expense.pk,
                "grants/reports/": GrantReport.objects.get().pk,
                "grants/reportlines/": GrantReportLine.objects.get().pk,
                "grants/overfunding/": consent.pk,
                "grants/": self.grant.pk,
                "network/licence-files/": self.file.pk,
                "network/licence-measures/": measure.pk,
                "network/relocations/": RelocationPlace.objects.get().pk,
            }

    def addresses(self) -> list[tuple[Address, str]]:
        """Every address that shows or changes one of these rows, with the beginning of its route."""
        starts = tuple(self.rows)
        return [
            (one, next(start for start in starts if one.route.startswith(start)))
            for one in every_address()
            if one.route.startswith(starts) and "id" in one.arguments and one.name not in PUBLIC
        ]


@pytest.fixture
def world() -> World:
    return World()


def answers(client: Client, address: Address, id: Any) -> tuple[int, int]:
    more = {name: VALUES[name] for name in address.arguments if name != "id"}
    path = address.path(id=id, **more)
    return client.get(path).status_code, client.post(path, {}).status_code


def test_a_hidden_file_answers_as_a_missing_one(world: World) -> None:
    wrong = []
    assert len(world.addresses()) > 30
    for number, (role, kind) in enumerate(ASKERS):
        client = Client()
        client.force_login(
            given_member(f"Salma{number}", role, given_organisation(f"Ailleurs {number}", kind=kind))
        )
        for address, start in world.addresses():
            here, nowhere = answers(client, address, world.rows[start]), answers(client, address, new_id())
            if here != nowhere or not set(here) <= {403, 404, 405}:
                wrong.append((role, address.route, here, nowhere))
    assert not wrong, wrong


def test_papers_and_counts_of_an_institution_stay_with_its_two_bodies(world: World) -> None:
    client = Client()
    client.force_login(
        given_member("Salma", "provincial_delegate", given_organisation("Ailleurs", kind="provincial_unit"))
    )
    page = client.get(f"/network/institutions/{world.house.pk}/").content.decode()
    assert "12/2019" in page and PAPER not in page and str(world.file.pk) not in page
    client.force_login(world.one.aziz)
    assert PAPER in client.get(f"/network/institutions/{world.house.pk}/").content.decode()


def test_links_and_scores_never_reach_the_association_nor_expenses_the_funder(world: World) -> None:
    one, client, page = world.one, Client(), f"/grants/{world.grant.pk}/"
    met = {}
    for who in (one.hassan, one.nadia, one.meriem, one.aziz):
        client.force_login(who)
        told = client.get(page).content.decode()
        met[who.display_name] = {sign for sign in (LINK, SCORE, INVOICE) if sign in told}
    assert met == {"Hassan": {INVOICE}, "Nadia": {INVOICE}, "Meriem": {LINK, SCORE}, "Aziz": {LINK, SCORE}}
    with one.at_funder():
        assert not GrantExpense.objects.exists()
        assert queries.file_for(world.file.pk) == world.file
