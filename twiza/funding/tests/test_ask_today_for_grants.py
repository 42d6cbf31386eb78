"""The today page asks each side of a grant for what the other waits for. People as in `given_grants`."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from twiza.funding import actions, queries
from twiza.funding.models import GrantReportLine
from twiza.funding.tests.given_grants import (
    IN_2021,
    Funding,
    charge,
    decide,
    given_call,
    given_funding,
    given_grant,
    given_paid,
    given_signed,
    look,
    prepare,
    report_on,
    score,
)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MAY = datetime(2021, 5, 2, 12, 0, tzinfo=UTC)  # tranches of the tests are due on 1 May


@pytest.fixture
def one() -> Iterator[Funding]:
    with translation.override("en"):
        yield given_funding()


def asked(one: Funding, user: Any, at: datetime = IN_2021) -> list[str]:
    """What the page asks of a person, in words."""
    with one.at_funder(user):
        return [str(line.sentence) for line in queries.grants_waiting_for(user, at=at)]


def test_a_file_is_looked_at_completed_scored_by_two_and_decided(one):
    with one.at_funder():
        call = given_call(one)
    with one.at_grantee():
        grant = given_grant(one, call)
    assert asked(one, one.meriem) == ["Look whether 1 file of a grant is complete"]
    assert asked(one, one.hassan) == []
    with one.at_funder():
        look(one, grant, holder_right=False)
    with one.at_grantee():
        (line,) = queries.grants_waiting_for(one.hassan, at=IN_2021)
        assert str(line.sentence) == "Complete 1 file of a grant"
        assert line.due == IN_2021.date() + timedelta(days=7)
        assert line.url == reverse("funding:show_grant", args=[grant.pk])
    with one.at_funder():
        look(one, grant)
    assert asked(one, one.meriem) == ["Say your links and score 1 file of a grant"]
    assert asked(one, one.aziz) == []  # who decides scores nothing
    score(one, grant, one.meriem)
    assert asked(one, one.meriem) == []
    assert asked(one, one.said) == ["Say your links and score 1 file of a grant"]
    score(one, grant, one.said)
    assert asked(one, one.said) == []
    assert asked(one, one.aziz) == ["Decide 1 file of a grant"]
    with one.at_funder(one.aziz):
        decide(one, grant)
    with one.at_funder():
        prepare(one, grant, ("100000", "60000"))
    assert asked(one, one.aziz) == []
    with one.at_grantee():
        actions.sign_for_association(grant=grant, by=one.hassan, at=IN_2021)
    assert asked(one, one.aziz) == ["Sign 1 convention of a grant that the association has signed"]


def test_who_has_a_link_is_not_asked_to_score(one):
    with one.at_funder():
        call = given_call(one)
    with one.at_grantee():
        grant = given_grant(one, call)
    with one.at_funder():
        look(one, grant)
    score(one, grant, one.meriem, linked=True)
    assert asked(one, one.meriem) == []


def test_money_is_paid_reported_and_answered_for(one):
    with one.at_funder():
        call = given_call(one)
    with one.at_grantee():
        grant = given_grant(one, call)
    with one.at_funder():
        look(one, grant)
    for scorer in (one.meriem, one.said):
        score(one, grant, scorer)
    with one.at_funder(one.aziz):
        decide(one, grant)
    given_signed(one, grant)
    assert asked(one, one.meriem) == []  # due in six weeks
    (pay,) = asked(one, one.meriem, MAY)
    assert pay.startswith("Pay 1 tranche of a grant") and "100" in pay  # the second waits for the report


def test_a_report_is_asked_for_ruled_on_and_its_queries_are_answered(one):
    grant = given_paid(one)
    assert asked(one, one.hassan, MAY) == [f"Report on tranche 1 of the grant ⁨{grant.code}⁩"]
    with one.at_grantee():
        charge(one, grant, "100000")
        report = report_on(one, grant, 1)
    assert asked(one, one.hassan, MAY) == []
    assert asked(one, one.meriem, MAY) == ["Rule on 1 report of a grant"]
    with one.at_funder():
        line = GrantReportLine.objects.get(report=report)
        actions.rule_on_line(line=line, verdict="queried", note="أين التوصيل؟", by=one.meriem, at=MAY)
    assert asked(one, one.meriem, MAY) == []
    assert asked(one, one.hassan, MAY) == ["Answer what the funder asks about 1 expense"]


def test_another_association_is_asked_for_nothing(one):
    given_paid(one)
    other = given_funding("-elsewhere")
    for user in (other.hassan, other.meriem, other.aziz):
        assert asked(other, user, MAY) == []
