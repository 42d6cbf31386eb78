"""A closed room with people in it, made through the real doors. Invented, all of them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from twiza.cases import actions, queries
from twiza.cases.models import Case
from twiza.cases.queries import OpenRoom
from twiza.lib.closed_room import Cost
from twiza.network import actions as network
from twiza.network.tests.given import LONG_AGO, NOON, given_member
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

WORDS = "خمس كلمات لا يعرفها أحد"
CHEAP = Cost(passes=1, kibibytes=64)  # one guess costs little here; its strength is not what is tried
CANARY = "كناري-الأطلس-7391"


def given_key(by: Any, organisation: Any) -> OpenRoom:
    """Make this person's key of the room; return the room, open."""
    with acting_as(by.pk, purpose=Purpose.WORK):
        return actions.take_key(organisation=organisation.pk, passphrase=WORDS, by=by, at=NOON, cost=CHEAP)


def heard(**said: Any) -> actions.Listening:
    """What was said in a listening: the canary, unless other words are given."""
    return actions.Listening(**({"told": True, "language": "darija", "words": CANARY} | said))


def given_case(by: Any, room: OpenRoom, *, at: datetime = NOON, **said: Any) -> Case:
    """Listen to somebody who agrees that a case is opened."""
    with acting_as(by.pk, purpose=Purpose.WORK):
        case = actions.listen(room=room, said=heard(**said), age_band="adult", by=by, at=at)
        return actions.move_case(case=case, to="opened", next_on=date(2026, 12, 1), by=by, at=at)


def given_in_team(case: Case, user: Any, *, room: OpenRoom, by: Any) -> None:
    """Ask a colleague with a key into the team."""
    with acting_as(by.pk, purpose=Purpose.WORK):
        worker = queries.worker_of(user.pk, case.organisation_id)
        assert worker is not None
        actions.ask_into_team(case=case, worker=worker, room=room, by=by, at=NOON)


def given_role_too(user: Any, organisation: Any, role: str) -> None:
    """Somebody who holds one role more, as in a small association."""
    with acting_as(None, purpose=Purpose.SETUP):
        network.give_role(
            organisation=organisation,
            user=user,
            role=role,
            starts_on=LONG_AGO,
            ends_on=None,
            by=None,
            at=NOON,
        )


def one_of_each(organisation: Any, by: Any) -> None:
    """Make a row of each table for an organisation in which `by` is president, and here listens too."""
    given_role_too(by, organisation, "listener")
    leila = given_member(f"Leila-{str(organisation.pk)[-6:]}", "listener", organisation)
    room, hers = given_key(by, organisation), given_key(leila, organisation)
    case = given_case(by, room)
    asked = given_case(leila, hers)
    given_in_team(asked, by, room=hers, by=leila)
    given_in_team(case, leila, room=room, by=by)
    with acting_as(by.pk, purpose=Purpose.WORK):
        actions.write_note(case=case, room=room, words="موعد عند المحامية", by=by, at=NOON)
        about: UUID = organisation.pk
        actions.keep_draft(room=room, about=about, said={"words": "مسودة"}, by=by, at=timezone.now())
