"""Two officers have a day, and the database keeps the hour."""

import pytest
from django.utils import timezone

from tests.architecture.house import superuser
from twiza.cases import actions, queries
from twiza.cases.tests.given import OFFICER_WORDS, given_case, given_key, given_officers, given_recovery
from twiza.network.tests.given import as_work, given_member, given_organisation


def confirmed(officer, ask, words=OFFICER_WORDS):
    with as_work(officer):
        actions.confirm_recovery(
            ask=ask.pk, organisation=ask.organisation_id, passphrase=words, by=officer, at=timezone.now()
        )


def finished(who, ask, room):
    with as_work(who):
        return actions.finish_recovery(ask=ask, room=room, by=who, at=timezone.now())


@pytest.mark.concurrent
@pytest.mark.slow
def test_after_a_day_it_is_over_and_the_database_keeps_the_hour(own_database):
    centre = given_organisation("Centre Tissaout")
    leila, zineb = (given_member(name, "listener", centre) for name in ("Leila", "Zineb"))
    officers, room, hers = given_officers(centre), given_key(leila, centre), given_key(zineb, centre)
    ask = given_recovery(given_case(leila, room), zineb, officers[0])
    with superuser(own_database) as server:
        for change, constraint in (
            ("UPDATE cases_recoveryask SET until = at + interval '25 hours'", "recovery_within_a_day"),
            (
                "INSERT INTO cases_recoveryconfirm (id, ask_id, organisation_id, user_id, part, split, sealed, at)"
                " SELECT gen_random_uuid(), ask_id, organisation_id, user_id, 2, split, sealed, now() + interval '2 days'"
                " FROM cases_recoveryconfirm",
                "confirmed within a day",
            ),
        ):
            with pytest.raises(Exception, match=constraint):
                server.execute(change)
            server.rollback()
        server.execute(
            "UPDATE cases_recoveryask SET at = at - interval '25 hours', until = until - interval '25 hours'"
        )
        server.commit()
    with pytest.raises(actions.NotForYouToConfirm):
        confirmed(officers[1], ask)
    with pytest.raises(actions.NotBothYet):
        finished(zineb, ask, hers)
    with as_work(officers[1]):
        assert queries.recoveries_waiting(centre.pk) == []
