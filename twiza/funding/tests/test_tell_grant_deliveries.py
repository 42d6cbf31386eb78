"""A grant in the register of conventions: tranches of the one, reports of the other, told as they happen."""

from datetime import date
from decimal import Decimal

import pytest

from twiza.funding.models import GrantConvention, GrantReport
from twiza.funding.tests.given_grants import charge, given_funding, given_paid, report_on, rule_all
from twiza.network import queries as network
from twiza.network.rules.deliveries import Word

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def sides(one, grant, on):
    convention = GrantConvention.objects.get(grant=grant).convention
    file = network.convention_for(convention.pk, on=on)
    found = {side.organisation.pk: side.promises for side in network.sides_of(file, on=on)}
    return found[one.funder.pk], found[one.grantee.pk]


def test_a_paid_tranche_and_an_accepted_report_stand_beside_what_was_promised():
    one = given_funding()
    grant = given_paid(one)
    with one.at_grantee():
        tranches, reports = sides(one, grant, date(2021, 4, 30))
        assert [row.terms.amount for row in tranches] == [Decimal("100000.00"), Decimal("60000.00")]
        assert [row.tally.told for row in tranches] == [Decimal("100000.00"), Decimal(0)]
        assert tranches[0].deliveries[0].delivery.reference == "VIR-1"
        assert [row.tally.word for row in reports] == [Word.ON_ITS_WAY, Word.ON_ITS_WAY]
        # a year on, both sides are late by the same rule
        tranches, reports = sides(one, grant, date(2022, 5, 1))
        assert tranches[1].tally.word is Word.LATE and reports[0].tally.word is Word.LATE
        charge(one, grant, "100")
        report_on(one, grant, 1)
        _tranches, reports = sides(one, grant, date(2021, 4, 30))
        assert reports[0].tally.word is Word.ON_ITS_WAY and reports[0].deliveries
    with one.at_funder():
        rule_all(one, GrantReport.objects.get(grant=grant))
        _tranches, reports = sides(one, grant, date(2021, 4, 30))
        assert reports[0].tally.word is Word.KEPT
