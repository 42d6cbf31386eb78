"""What comes after a list, looked at by a browser: the posted list, the check, incidents, the report, public figures."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from tests.journeys.browsing import Visitor
from tests.journeys.looking import LANGUAGES, look, told
from twiza.aid import actions, queries
from twiza.aid.tests.after_given import NEXT_WEEK, given_closed_campaign, given_director, given_drawn_check
from twiza.aid.tests.given import FIRST_DAY, THAT_MORNING, given_association, given_signed_list
from twiza.network.tests.given import given_member


@pytest.fixture(scope="module")
def paths(site: str) -> dict[str, Any]:
    """Two campaigns of one association: a list that is contested now, and a campaign that is over."""
    story = given_association()
    sanae = given_director(story)
    given_closed_campaign(story, gap=2, baskets=24, reserve=2, households=30)
    given_drawn_check(story)
    over, point = story.campaign, story.points[0]
    wafae = given_member("Wafae", "point_volunteer", story.organisation)  # she handed nothing over
    with story.work(wafae):
        actions.record_exit(
            point=point,
            day=FIRST_DAY,
            asked=9,
            answers={"complete_yes": 8, "complete_no": 1, "money_yes": 1, "money_no": 8},
            missed={"oil": 5},
            by=wafae,
            at=THAT_MORNING,
        )
        actions.record_team_day(point=point, day=FIRST_DAY, volunteers=6, hours=30, by=wafae, at=THAT_MORNING)
    with story.work(sanae):
        (incident,) = queries.incidents_of(sanae, over)
        actions.follow_incident(incident=incident, step="heard_team", words="", by=sanae, at=NEXT_WEEK)
        ((closing, _none),) = queries.gaps_of(over)
        asked = queries.sample_lines(sanae, over)[0].row
    with story.work():
        published = actions.publish_figures(campaign=over, by=story.amina, at=NEXT_WEEK)
        criteria = actions.publish_criteria(campaign=over, by=story.amina, at=NEXT_WEEK)
    given_signed_list(story, baskets=4, reserve=2, households=6)
    with story.work():
        actions.post_list(campaign=story.campaign, by=story.amina, at=timezone.now())
        objection = actions.receive_objection(
            campaign=story.campaign,
            receiving=story.organisation,
            about="missing",
            way="voice",
            words="لم يسجلنا أحد",
            by=story.amina,
            at=timezone.now(),
        )
    own, aid = f"/aid/campaigns/{story.campaign.pk}", f"/aid/campaigns/{over.pk}"
    return {
        "amina": story.amina,
        "sanae": sanae,
        "youssef": story.youssef,
        "pages": [
            ("amina", "objections", f"{own}/objections/"),
            ("sanae", "objection", f"/aid/objections/{objection.pk}/"),
            ("amina", "origins", f"{aid}/origins/"),
            ("amina", "distributors", f"{aid}/distributors/"),
            ("sanae", "check", f"{aid}/check/"),
            ("sanae", "ask", f"/aid/checked/{asked.pk}/"),
            ("youssef", "exit", f"/aid/points/{point.pk}/exit/"),
            ("youssef", "declare", "/aid/declare/"),
            ("sanae", "inquiry", f"/aid/inquiries/{closing.pk}/"),
            ("sanae", "incidents", f"{aid}/incidents/"),
            ("sanae", "incident", f"/aid/incidents/{incident.pk}/"),
            ("amina", "report", f"{aid}/report/"),
            ("nobody", "public", "/public/"),
            ("nobody", "figures", f"/public/{published.key}/"),
            ("nobody", "rules", f"/public/criteria/{criteria.key}/"),
            ("amina", "criteria", f"{aid}/criteria/"),
        ],
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_comes_after_a_list_is_read_by_everyone(
    visit: Callable[..., Visitor], paths: dict[str, Any], language: str
) -> None:
    visitors: dict[str, Visitor] = {}
    wrong: dict[str, list[str]] = {}
    for who, name, path in paths["pages"]:
        if who not in visitors:
            visitors[who] = visit(paths.get(who), language=language)
        visitor = visitors[who]
        status = visitor.ask(path)
        if status != 200:
            wrong[name] = [f"answers {status}"]
            continue
        found = look(visitor, f"after-{name}")
        if found:
            wrong[name] = found
    assert not wrong, told(wrong)
