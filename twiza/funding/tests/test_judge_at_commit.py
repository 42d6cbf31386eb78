"""The books judged at COMMIT and not before: by row security, by its absence."""

from datetime import date

import pytest
from django.db import IntegrityError, connection

from twiza.funding import queries
from twiza.funding.models import Account, Entry
from twiza.funding.tests.by_hand import add_line, by_hand
from twiza.funding.tests.given import NOON, TODAY, Desk, given_desk, given_gift
from twiza.lib.ids import new_id
from twiza.network import actions as network
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

pytestmark = [pytest.mark.slow, pytest.mark.concurrent]


def test_what_row_security_hides_from_the_check_is_refused(module_database):
    """Hard point 17: an entry written here, and the context gone before COMMIT. Not seen is not balanced."""
    desk = given_desk("Association Sebou", "-hidden")
    with desk.work(desk.zineb):
        given_gift(desk, 10)
    for amounts in (["5", "-5"], ["5", "-4"]):
        with pytest.raises(IntegrityError), desk.work():
            by_hand(desk, amounts)
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('twiza.organisations', '', true)")
    with pytest.raises(IntegrityError), desk.work():  # through acting_as, at COMMIT and not before
        by_hand(desk, ["5", "-4"])
    with desk.work():
        assert Entry.objects.count() == 1


def test_one_entry_belongs_to_one_association(module_database):
    """Lines of two associations, by somebody of both: each would hide half of it from the other."""
    here, elsewhere = given_desk("Association Tissaout", "-one"), given_organisation("Association Ouergha")
    idir = given_member("Idir", "treasurer", here.organisation)
    with acting_as(None, purpose=Purpose.SETUP):
        network.give_role(
            organisation=elsewhere, user=idir, role="treasurer", starts_on=date(2020, 1, 1), by=None, at=NOON
        )
    theirs = Desk(elsewhere, idir, idir, idir)
    with here.work(idir):
        given_gift(Desk(here.organisation, idir, idir, idir), 100)
        given_gift(theirs, 100)
    with pytest.raises(IntegrityError), here.work(idir):
        account = Account.objects.get(organisation=elsewhere, role="gifts")
        none = queries.restrictions_of(here.organisation.pk)[0]
        bank = Account.objects.get(organisation=here.organisation, role="bank")
        with connection.cursor() as cursor:
            entry = new_id()
            cursor.execute(
                'INSERT INTO funding_entry (id, organisation_id, number, "on", kind, line_count, reason_code, by_id, at)'
                " VALUES (%s, %s, 0, %s, 'gift', 2, '', %s, %s)",
                [entry, here.organisation.pk, TODAY, idir.pk, NOON],
            )
            add_line(cursor, entry, here.organisation.pk, bank.pk, none.pk, "5")
            add_line(cursor, entry, elsewhere.pk, account.pk, none.pk, "-5")
