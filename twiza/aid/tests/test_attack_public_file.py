"""The public file of a campaign as it is really made, joined with itself and with the published figures."""

import json
from collections import Counter

import pytest

from twiza.aid import actions, queries
from twiza.aid.rules import replay
from twiza.aid.tests.given import (
    CRITERIA,
    FIRST_DAY,
    NOON,
    ZONES,
    drawn_list,
    families,
    given_association,
    given_campaign,
)

pytestmark = pytest.mark.django_db
LEAST = 5
CHILDREN = {"code": "has_children", "must": True, "ar": "في الأسرة أطفال", "fr": "Le ménage a des enfants",
            "when": {"fact": "children", "is": "at_least", "value": 1}}  # fmt: skip


@pytest.fixture
def public_file():
    """Four neighbourhoods, one of them tiny, a rule that turns families away, and the file of the draw."""
    story = given_association()
    campaign = given_campaign(story, baskets=44, reserve=6)
    brought = [*families(150, ZONES[:3]), *families(7, ZONES[3:])]
    with story.work():
        criteria = CRITERIA | {"rules": [*CRITERIA["rules"], CHILDREN]}
        campaign = actions.freeze_criteria(campaign=campaign, criteria=criteria, by=story.amina, at=NOON)
        actions.nominate_households(
            campaign=campaign, bringing=story.organisation, households=brought, by=story.amina, at=NOON
        )
    frozen = drawn_list(story, campaign)
    with story.work(story.hassan):
        actions.sign_list(frozen=frozen, by=story.hassan, at=NOON)
    story.campaign = frozen.campaign
    with story.work():
        return story, list(queries.public_lines(story.campaign))


def test_no_class_of_the_real_file_is_under_the_parameter(public_file):
    _story, file = public_file
    replay.replay(file)
    lines = [json.loads(text) for text in file[1:-1]]
    assert len(lines) == 157 and any(line[2] == -1 for line in lines)  # some were turned away
    for columns in ((1,), (2,), (3,), (1, 2), (1, 3), (2, 3), (1, 2, 3)):
        cells = Counter(tuple(line[n] for n in columns) for line in lines)
        assert min(cells.values()) >= LEAST, columns
    for label, need, quota, kept, _classes in json.loads(file[0])["zones"]:
        for figure in (need, quota, need - quota, *([] if kept is None else [kept, need - quota - kept])):
            assert figure == 0 or figure >= LEAST, label


def test_what_the_figures_hide_is_not_found_with_the_file(public_file):
    story, file = public_file
    with story.work():
        figures = queries.public_figures(story.campaign, on=FIRST_DAY)
        cells = queries.cells_of(story.campaign)
    shown = dict(figures["cells"])
    selected = {label: quota for label, _need, quota, *_rest in json.loads(file[0])["zones"]}
    for number, zone in enumerate(figures["zones"]):
        if zone in selected:
            assert shown[f"zone/{number}/selected"] in (None, selected[zone])
            shown[f"zone/{number}/selected"] = selected[zone]
    hidden = {name for name, value in shown.items() if value is None}
    assert hidden, "the tiny neighbourhood"
    for one in cells.sums:
        inside = {one.total, *one.parts} & hidden
        assert len(inside) != 1, f"{inside} is what is left of {one.total}"
