"""Rows of what comes after a list, for two organisations that share a campaign: each on each side."""

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from unittest import mock

from twiza.aid import actions, queries
from twiza.aid.models import PublishedReplay
from twiza.aid.rules import checks
from twiza.network.tests.given import given_member

if TYPE_CHECKING:
    from twiza.aid.tests.given import Story

POSTED, ANSWERED = datetime(2026, 2, 2, 12, 0, tzinfo=UTC), datetime(2026, 2, 9, 12, 0, tzinfo=UTC)
AFTERWARDS = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
DAY = date(2026, 2, 26)


def objected(lead: "Story", partner: "Story", campaign: Any) -> None:
    """The list posted, an objection at the counter of each, both answered by Sanae, then closed."""
    sanae = given_member(f"Sanae-{campaign.pk.hex[-8:]}", "centre_director", lead.organisation)
    with lead.work():
        actions.post_list(campaign=campaign, by=lead.amina, at=POSTED)
        code = queries.nominations_of(campaign)[0].code
    for side, about, of in ((lead, "own_code", code), (partner, "missing", "")):
        with side.work():
            objection = actions.receive_objection(
                campaign=campaign,
                receiving=side.organisation,
                about=about,
                way="voice",
                code=of,
                by=side.amina,
                at=POSTED,
            )
        with lead.work(sanae):
            actions.answer_objection(
                objection=objection,
                reason_code="same_rule_for_all",
                words="كل الأسر بنفس القاعدة",
                by=sanae,
                at=ANSWERED,
            )
    _set_aside(lead, campaign, sanae)
    with lead.work():
        actions.close_objections(campaign=campaign, by=lead.amina, at=ANSWERED)


def _set_aside(lead: "Story", campaign: Any, sanae: Any) -> None:
    """A code that stands on no list is contested, accepted and signed away: nobody loses a basket by it."""
    with lead.work():
        objection = actions.receive_objection(
            campaign=campaign,
            receiving=lead.organisation,
            about="another_code",
            way="paper",
            code="ZZZZZZZZ",
            words="رمز قديم",
            by=lead.amina,
            at=POSTED,
        )
    with lead.work(sanae):
        actions.answer_objection(
            objection=objection, reason_code="not_meant_for", words="رمز قديم", by=sanae, at=ANSWERED
        )
    with lead.work(lead.hassan):
        actions.sign_set_aside(objection=objection, by=lead.hassan, at=ANSWERED)


def looked_into(lead: "Story", partner: "Story", campaign: Any) -> None:
    """Declared, asked at the exit, counted, drawn, inquired, reported and published."""
    for side in (lead, partner):
        with side.work(side.hassan):
            actions.declare_office(
                organisation=side.organisation, office="none", starts_on=DAY, by=side.hassan, at=POSTED
            )
    with lead.work():
        points = list(queries.points_of(campaign))
    for point in points:
        with lead.work(lead.hassan):
            actions.record_exit(
                point=point,
                day=DAY,
                asked=2,
                answers={"money_no": 2},
                missed={"oil": 1},
                by=lead.hassan,
                at=AFTERWARDS,
            )
            actions.record_team_day(
                point=point, day=DAY, volunteers=3, hours=12, by=lead.hassan, at=AFTERWARDS
            )
    with lead.work(lead.hassan):
        for closing, _inquiry in queries.gaps_of(campaign):
            actions.record_inquiry(
                closing=closing, cause="not_written_down", words="لم تكتب", by=lead.hassan, at=AFTERWARDS
            )
        incident = actions.tell_incident(point=points[0], by=lead.hassan, at=AFTERWARDS)
        actions.follow_incident(
            incident=incident, step="heard_person", words="", by=lead.hassan, at=AFTERWARDS
        )
    with lead.work():
        actions.close_campaign(campaign=campaign, by=lead.amina, at=AFTERWARDS)
        # everybody is in the sample, so that each side has somebody to ask whatever is drawn
        with mock.patch.object(checks, "sample_size", lambda population, percent: population):
            actions.prepare_check(campaign=campaign, by=lead.amina, at=AFTERWARDS)
        actions.draw_check(campaign=campaign, digits="204518", witnesses=2, by=lead.amina, at=AFTERWARDS)
    for side in (lead, partner):
        with side.work(side.hassan):
            for row in queries.to_ask([campaign], [side.organisation.pk]):
                actions.record_check(household=row, way="not_reached", by=side.hassan, at=AFTERWARDS)
    with lead.work():
        actions.report_campaign(campaign=campaign, by=lead.amina, at=AFTERWARDS)
        row = actions.publish_figures(campaign=campaign, by=lead.amina, at=AFTERWARDS)
        PublishedReplay.objects.create(  # so few families have no public file: the row is laid beside
            campaign=campaign, organisation=lead.organisation, key=row.key, content=b"", digest="0" * 64,
            at=AFTERWARDS, by=lead.amina,
        )  # fmt: skip
