"""No page offers what its reader may not open: for each role, every link that is shown leads somewhere."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from twiza.aid import actions
from twiza.aid.tests.given import given_association, given_distribution
from twiza.network.tests.given import given_member
from twiza.platform.accounts.roles import ROLES
from twiza.registry.tests.given import HEADING, given_household, given_upload

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MOST = 120  # pages a role
# One page of each kind is enough: ids are cut out, and the forms of allauth, the gallery and files are other tests'
READERS = ("auditor", "treasurer")  # they change nothing of a campaign
FORM = r'<form method="post" (action="/aid/|\s*novalidate)'
PASSED_OVER = ("/accounts/log", "/accounts/2fa", "/gallery", "/files/", "/static/", "/language")


@pytest.fixture
def story():
    """A campaign that hands out today, families and a list in the registry, a day with baskets."""
    story, day = given_association(), timezone.localdate()
    given_distribution(story, days=(day, day))
    given_upload(story.organisation, story.amina, HEADING, ["زينب الأطلسية", "05/03/1980", "4"])
    given_household(story.organisation, story.amina)
    with story.work():
        actions.record_packed(point=story.points[0], day=day, pieces=5, by=story.amina, at=timezone.now())
    return story


def kind_of(path: str) -> str:
    """A path without its ids, its parameter's name and its question: pages of one kind are looked at once."""
    bare = path.split("?")[0].split("#")[0]
    return re.sub(r"[0-9a-f-]{36}|\d{4}-\d\d-\d\d|(?<=/accounts/parameters/)[a-z0-9_-]+", "…", bare)


@pytest.mark.parametrize("role", ROLES)
def test_every_link_that_is_shown_opens(story, role):
    client = Client()
    client.force_login(given_member("Nadia", role, story.organisation))
    waiting, seen, refused = [("/", "")], set(), []
    while waiting and len(seen) < MOST:
        path, shown_on = waiting.pop(0)
        kind = kind_of(path)
        if kind in seen or path.startswith(PASSED_OVER):
            continue
        seen.add(kind)
        answer = client.get(path)
        if answer.status_code >= 400:
            refused.append(f"{answer.status_code} {kind}, offered on {shown_on or 'the menu'}")
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            if role in READERS and kind.startswith("/aid/"):
                refused += [f"a form on {kind}"] * bool(re.search(FORM, answer.content.decode()))
            links = re.findall(r'<a [^>]*href="(/[^"]*)"', answer.content.decode())
            waiting += [(unescape(link), kind) for link in links]
    assert not refused, "\n".join(refused)
    assert len(seen) > 5
