"""A heading that gets more than it costs: told to the funders with whom it is agreed, and to nobody else."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import translation

from twiza.funding import actions, queries
from twiza.funding.models import Grant, GrantHeading, OverfundingConsent, OverfundingNotice
from twiza.funding.tests.given_grants import IN_2021, Funding, given_funding, given_paid
from twiza.lib.errors import NotAllowed
from twiza.network.tests.given import given_member
from twiza.platform.web import formats

DAY = IN_2021.date()
pytestmark = pytest.mark.django_db


@pytest.fixture
def one() -> Iterator[Funding]:
    with translation.override("en"):
        yield given_funding()


@pytest.fixture
def other(one: Funding) -> Funding:
    return given_funding("-b", grantee=one.grantee, hassan=one.hassan)


@pytest.fixture
def both(one: Funding, other: Funding) -> list[Grant]:
    """Two grants of two funders for one project; their equipment costs 160,000 in each budget."""
    return [given_paid(one), given_paid(other)]


def asked(funding: Funding, grant: Grant) -> OverfundingConsent:
    with funding.at_funder(funding.aziz):
        return actions.ask_to_be_told(grant=grant, by=funding.aziz, at=IN_2021)


def agreed(funding: Funding, grant: Grant) -> OverfundingConsent:
    consent = asked(funding, grant)
    with funding.at_grantee():
        return actions.agree_to_tell(consent=consent, by=funding.hassan, at=IN_2021)


def project_of(one: Funding) -> Any:
    with one.at_grantee(one.nadia):
        return actions.open_project(
            organisation=one.grantee.pk, code="P", title="م", starts_on=date(2021, 1, 1), by=one.nadia, at=IN_2021
        )  # fmt: skip


def charge(one: Funding, grant: Grant, amount: str, project: Any, number: str = "F-1") -> Any:
    with one.at_grantee():
        heading = GrantHeading.objects.filter(grant=grant).order_by("place")[0]
        return actions.write_expense(
            grant=grant, heading=heading, kind="invoice", on=DAY, supplier=f"Mobilier {grant.code}", number=number,
            what="أسرة", amount=Decimal(amount), share=Decimal(amount), project=project, by=one.hassan, at=IN_2021,
        )  # fmt: skip


def told_at(funding: Funding, grant: Grant) -> list[tuple[Decimal, Decimal, bool]]:
    """What the funder reads: whole cost, paid by all together, whether it is too much."""
    with funding.at_funder():
        return [(row.cost, row.charged, row.is_over) for row in queries.told_of(grant)]


def test_only_the_funder_with_whom_it_is_agreed_reads_it(
    one: Funding, other: Funding, both: list[Grant]
) -> None:
    first, second = both
    project = project_of(one)
    agreed(one, first)
    asked(other, second)  # asked, not agreed
    charge(one, first, "100000", project)
    assert told_at(one, first) == []
    charge(one, second, "90000", project, "F-2")  # the other grant makes it too much
    assert told_at(one, first) == [(Decimal(160000), Decimal(190000), True)]
    assert told_at(other, second) == []
    with other.at_funder():
        assert not OverfundingNotice.objects.exists()


def test_agreeing_late_tells_at_once_and_what_is_set_right_is_told_too(
    one: Funding, both: list[Grant]
) -> None:
    project = project_of(one)
    charge(one, both[0], "100000", project)
    too_much = charge(one, both[1], "90000", project, "F-2")
    agreed(one, both[0])
    assert told_at(one, both[0]) == [(Decimal(160000), Decimal(190000), True)]
    with one.at_grantee():
        actions.take_out_expense(expense=too_much, by=one.hassan, at=IN_2021)
    assert told_at(one, both[0]) == [(Decimal(160000), Decimal(100000), False)]
    charge(one, both[1], "10000", project, "F-3")  # no news: not too much
    with one.at_funder():
        assert OverfundingNotice.objects.count() == 2


def test_without_a_project_a_grant_stands_alone(one: Funding, both: list[Grant]) -> None:
    agreed(one, both[0])
    charge(one, both[0], "100000", None)
    charge(one, both[1], "90000", None, "F-2")
    assert told_at(one, both[0]) == []
    charge(one, both[0], "70000", None, "F-3")
    assert told_at(one, both[0]) == [(Decimal(160000), Decimal(170000), True)]


def test_what_is_charged_beside_the_project_does_not_set_it_right(one: Funding, both: list[Grant]) -> None:
    project = project_of(one)
    agreed(one, both[0])
    charge(one, both[0], "100000", project)
    charge(one, both[1], "90000", project, "F-2")
    charge(one, both[0], "500", None, "F-3")  # its grant alone is below the cost; the project is not
    assert told_at(one, both[0]) == [(Decimal(160000), Decimal(190000), True)]


def test_nothing_more_is_told_once_either_side_ended_it(one: Funding, both: list[Grant]) -> None:
    consent = agreed(one, both[0])
    with one.at_grantee():
        actions.end_telling(consent=consent, by=one.hassan, at=IN_2021)
    charge(one, both[0], "170000", None)
    assert told_at(one, both[0]) == []
    with one.at_funder(one.aziz), pytest.raises(actions.NotNow):
        actions.end_telling(consent=consent, by=one.aziz, at=IN_2021)
    assert asked(one, both[0]).pk != consent.pk  # it may be asked again


def test_who_asks_and_who_agrees(one: Funding, both: list[Grant]) -> None:
    with one.at_funder(), pytest.raises(NotAllowed):  # an officer does not speak for the delegation
        actions.ask_to_be_told(grant=both[0], by=one.meriem, at=IN_2021)
    consent = asked(one, both[0])
    with one.at_funder(one.aziz), pytest.raises(actions.NotNow):
        actions.ask_to_be_told(grant=both[0], by=one.aziz, at=IN_2021)
    with one.at_funder(one.aziz), pytest.raises(NotAllowed):  # nobody agrees with himself
        actions.agree_to_tell(consent=consent, by=one.aziz, at=IN_2021)
    with one.at_grantee(one.nadia), pytest.raises((NotAllowed, actions.PresidentReplaced)):
        actions.agree_to_tell(consent=consent, by=one.nadia, at=IN_2021)
    with one.at_grantee():
        actions.agree_to_tell(consent=consent, by=one.hassan, at=IN_2021)
    with one.at_grantee(), pytest.raises(actions.NotNow):
        actions.agree_to_tell(consent=consent, by=one.hassan, at=IN_2021)


def test_the_database_keeps_it_too(one: Funding, both: list[Grant]) -> None:
    consent = asked(one, both[0])
    heading = GrantHeading.objects.filter
    notice = (
        "INSERT INTO funding_overfundingnotice (id, organisation_id, grantee_id, grant_id, consent_id, heading_id, cost,"
        " charged, by_id, at) SELECT gen_random_uuid(), c.organisation_id, c.grantee_id, c.grant_id, c.id, h.id, 1, 2,"
        " c.asked_by_id, now() FROM funding_overfundingconsent c JOIN funding_grantheading h ON h.grant_id = {grant}"
        " WHERE c.ended_at IS NULL LIMIT 1"
    )

    def refused(statement: str) -> str:
        with pytest.raises(DatabaseError) as said, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return str(said.value)

    agree = "UPDATE funding_overfundingconsent SET agreed_by_id = asked_by_id, agreed_at = now()"
    with one.at_funder(one.aziz):
        assert "overfunding_agreed_by_the_association" in refused(agree)
        assert "permission denied" in refused("UPDATE funding_overfundingconsent SET grant_id = grant_id")
        assert "permission denied" in refused("DELETE FROM funding_overfundingconsent")
    with one.at_grantee():
        assert "overfunding_told_with_consent" in refused(notice.format(grant="c.grant_id"))
        actions.agree_to_tell(consent=consent, by=one.hassan, at=IN_2021)
        other = f"'{both[1].pk}'"
        assert "overfunding_notice_of_its_heading" in refused(notice.format(grant=other))
        assert "overfunding_one_step" in refused(
            "UPDATE funding_overfundingconsent SET agreed_at = now() - interval '1 day'"
        )
    with one.at_funder(one.aziz):
        assert "row-level security" in refused(notice.format(grant="c.grant_id"))
    charge(one, both[0], "170000", None)
    with one.at_grantee():
        assert heading(grant=both[0]).exists()
        assert "permission denied" in refused("UPDATE funding_overfundingnotice SET charged = 1")
        assert "permission denied" in refused("DELETE FROM funding_overfundingnotice")


def test_somebody_elsewhere_sees_neither(one: Funding, both: list[Grant]) -> None:
    agreed(one, both[0])
    charge(one, both[0], "170000", None)
    salma = given_member("Salma", "provincial_delegate", given_funding("-c").funder)
    with one.at_funder(salma):
        assert not OverfundingConsent.objects.exists() and not OverfundingNotice.objects.exists()


def test_both_sides_do_it_on_the_page_of_the_grant(one: Funding, both: list[Grant], in_english: None) -> None:
    funder, president = Client(), Client()
    funder.force_login(one.aziz)
    president.force_login(one.hassan)
    page = f"/grants/{both[0].pk}/"
    ask_at = f"/grants/{both[0].pk}/overfunding/ask/"
    assert ask_at in funder.get(page).content.decode()
    assert ask_at not in president.get(page).content.decode()
    assert funder.post(ask_at, {"agree": "on"}).status_code == 302
    with one.at_grantee():
        consent = OverfundingConsent.objects.get()
    agree_at = f"/grants/overfunding/{consent.pk}/agree/"
    assert agree_at in president.get(page).content.decode()
    assert funder.get(agree_at).status_code == 403
    assert president.post(agree_at, {"agree": "on"}).status_code == 302
    charge(one, both[0], "170000", None)
    read = funder.get(page).content.decode()
    assert str(formats.money(Decimal(170000))) in read and "tag-warning" in read
    end_at = f"/grants/overfunding/{consent.pk}/end/"
    assert end_at in read and funder.post(end_at, {"agree": "on"}).status_code == 302
    after = funder.get(page).content.decode()
    assert end_at not in after and ask_at in after and "tag-warning" in after  # what was told stays
