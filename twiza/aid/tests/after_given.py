"""A campaign after its baskets: served, counted, closed. Invented people only.

Sanae directs a centre of the same association: she did not make the list, so she answers and looks into things.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from twiza.aid import actions, queries
from twiza.aid.models import Nomination, Objection
from twiza.aid.tests.given import FIRST_DAY, NOON, THAT_MORNING, Story, given_distribution, hand_over
from twiza.network import actions as network
from twiza.network.tests.given import LONG_AGO, given_member
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User

NEXT_WEEK = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
AFTER_OBJECTIONS = NOON + timedelta(days=6)


def given_director(story: Story, suffix: str = "") -> User:
    """Sanae, who directs the centre."""
    return given_member(f"Sanae{suffix}", "centre_director", story.organisation)


def given_role(user: User, role: str, organisation: Any) -> None:
    """One more role for somebody who works there."""
    with acting_as(None, purpose=Purpose.SETUP):
        network.give_role(
            organisation=organisation, user=user, role=role, starts_on=LONG_AGO, by=None, at=NOON
        )


def given_set_aside(story: Story, nomination: Nomination) -> Objection:
    """A code contested and taken off the list: answered by Sanae, not yet signed by a second person."""
    sanae = given_director(story, f"-aside{story.amina.username[5:]}")
    with story.work():
        objection = given_objection(
            story, nomination, about="another_code", words="They moved to another town."
        )
    with story.work(sanae):
        actions.answer_objection(
            objection=objection,
            reason_code="not_meant_for",
            words="They moved.",
            by=sanae,
            at=AFTER_OBJECTIONS,
        )
    return objection


def given_closed_campaign(story: Story, *, gap: int = 0, **plan: Any) -> list[Any]:
    """A campaign whose every basket was handed over and counted, `gap` baskets missing at the first point."""
    issued = given_distribution(story, **plan)
    for number, point in enumerate(story.points):
        here = [card for card in issued if card.point == point]
        missing = gap if number == 0 else 0
        if not here and not missing:
            continue
        with story.work():
            actions.record_packed(
                point=point, day=FIRST_DAY, pieces=len(here) + missing, by=story.amina, at=THAT_MORNING
            )
        with story.work(story.youssef):
            for minute, card in enumerate(here):
                hand_over(story, card, minutes=minute)
        with story.work():
            actions.reconcile_day(
                point=point, day=FIRST_DAY, returned=0, damaged=0, lost=0, by=story.amina, at=THAT_MORNING
            )
    with story.work():
        story.campaign = actions.close_campaign(campaign=story.campaign, by=story.amina, at=NEXT_WEEK)
    return issued


def given_drawn_check(story: Story) -> None:
    """The sample drawn before two witnesses."""
    with story.work():
        actions.prepare_check(campaign=story.campaign, by=story.amina, at=NEXT_WEEK)
        actions.draw_check(
            campaign=story.campaign, digits="482 913", witnesses=2, by=story.amina, at=NEXT_WEEK
        )


def given_asked_sample(story: Story) -> None:
    """The sample drawn, and nobody of it reached: Sanae wrote so of each."""
    given_drawn_check(story)
    sanae = given_director(story, "-asks")
    with story.work(sanae):
        for row in queries.to_ask([story.campaign], [story.organisation.pk]):
            actions.record_check(household=row, way="not_reached", by=sanae, at=NEXT_WEEK)


def given_objection(story: Story, nomination: Nomination | None = None, **said: Any) -> Objection:
    """An objection at the association's own counter, by voice; call it inside a context."""
    return actions.receive_objection(
        campaign=story.campaign,
        receiving=story.organisation,
        **{"about": "own_code" if nomination else "missing", "way": "voice"}
        | {"code": nomination.code if nomination else ""}
        | said,
        by=story.amina,
        at=NOON,
    )


def own(story: Story) -> list[Nomination]:
    """The households of the campaign by code; call it inside a context."""
    return list(queries.nominations_of(story.campaign).order_by("code"))
