"""The today page of each role has something true on it, and where to begin when nothing waits."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from twiza.aid import actions as aid
from twiza.aid.tests.given import NOON, Story, given_association, given_distribution
from twiza.lib.keyring import Keyring
from twiza.lib.today import Level
from twiza.network import actions as network
from twiza.network.tests.given import LONG_AGO, as_work, given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.roles import ROLES
from twiza.platform.accounts.tests.given import given_authenticator
from twiza.platform.audit import actions as audit
from twiza.platform.queue import actions as queue
from twiza.reporting import queries
from twiza.reporting.rules import ACTS, NEWS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def home(settings: Any, tmp_path: Any) -> Any:
    """Copies and heads of this test alone."""
    settings.BACKUPS, settings.AUDIT_HEADS = tmp_path / "backups", tmp_path / "heads.jsonl"
    return tmp_path


def said(user: Any, *levels: Level, at: datetime | None = None) -> list[str]:
    """The sentences of a person's page, of these levels or of all."""
    with as_work(user):
        today = queries.today_of(user, at=at or timezone.now())
        lines = (*today.late, *today.waiting, *today.changed)
        sentences = [str(line.sentence) for line in lines if not levels or line.level in levels]
        return [one.replace("\u2068", "").replace("\u2069", "") for one in sentences]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("language", ["ar", "fr"])
def test_every_role_finds_something_true(home: Any, role: str, language: str) -> None:
    client = Client()
    client.force_login(given_member("Amina", role, given_organisation()))
    client.cookies["twiza_language"] = language
    page = client.get("/")
    assert page.status_code == 200
    assert 'class="due"' in page.content.decode()


@pytest.fixture
def story() -> Story:
    """A campaign that hands out today, with five baskets brought to one of its points."""
    story = given_association()
    day = timezone.localdate()
    given_distribution(story, days=(day, day))
    with story.work():
        aid.record_packed(point=story.points[0], day=day, pieces=5, by=story.amina, at=timezone.now())
    return story


def test_a_treasurer_reads_the_baskets_and_the_days_not_counted(story: Story) -> None:
    treasurer = given_member("Nadia", "treasurer", story.organisation)
    found = said(treasurer)
    assert "قفة رمضان: 5 baskets packed, 0 served, 0 brought back" in found
    assert any(line.startswith("Ask for the count of 1 day of") for line in found)
    assert "A list was signed" not in said(story.hassan)  # what one did oneself is no news
    assert not any("baskets packed" in line for line in said(story.amina))  # she plans it: she has its page


def test_an_account_closed_again_or_with_a_gap_is_said(story: Story) -> None:
    auditor = given_member("Nadia", "auditor", story.organisation)
    day = timezone.localdate()
    with story.work():
        count = {"damaged": 0, "lost": 0, "by": story.amina, "at": timezone.now()}
        aid.reconcile_day(point=story.points[0], day=day, returned=4, **count)
        aid.reconcile_day(point=story.points[0], day=day, returned=3, **count)
    found = said(auditor)
    assert any("was corrected" in line for line in found)
    assert any(line.startswith("2 baskets are missing") for line in found)


def test_an_auditor_reads_where_the_log_stands(home: Any, settings: Any) -> None:
    where = given_organisation()
    auditor = given_member("Nadia", "auditor", where)
    amina = given_member("Amina", "campaign_manager", where)
    now = timezone.now()
    with as_work(amina):
        audit.record(type="aid.list_signed", target=None, organisation=where.pk, by=amina, at=now)
    found = said(auditor)
    assert any("not linked yet" in line for line in found)
    assert "A list was signed" in found
    assert "No head of the log has been signed yet: ask the administrator" in found
    audit.link_everything(at=now)
    audit.sign_heads(file=settings.AUDIT_HEADS, keys=Keyring(settings.TWIZA_KEYS), at=now)
    found = said(auditor, Level.CHANGED)
    assert "Every line of the log is linked to the one before it" in found
    assert "The heads of the log were signed" in found
    # nothing happened since: the old head still says everything
    assert not any("were last signed" in line for line in said(auditor, at=now + timedelta(days=3)))
    with as_work(amina):
        audit.record(
            type="aid.list_signed", target=None, organisation=where.pk, by=amina, at=now + timedelta(days=1)
        )
    assert any("were last signed" in line for line in said(auditor, Level.LATE, at=now + timedelta(days=3)))


def test_an_administrator_reads_of_copies_jobs_papers_and_factors(home: Any) -> None:
    where = given_organisation("Twiza")
    admin = given_member("Karima", "platform_administrator", where)
    now = timezone.now()
    assert "Make the first copy of the platform: twiza backup" in said(admin)
    assert "Help 1 person at Twiza to set up a second factor" in said(admin)
    given_authenticator(admin)
    assert not any("second factor" in line for line in said(admin))
    old = home / "backups" / f"{now - timedelta(days=4):%Y%m%dT%H%M%SZ}"
    old.mkdir(parents=True)
    (home / "backups" / f"{now:%Y%m%dT%H%M%SZ}").mkdir()  # half made: it does not count
    (old / "set.json").write_text("{}")
    assert any("the last one is of that day" in line for line in said(admin, Level.LATE))
    (home / "backups" / f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.dump.age").touch()
    assert "A copy of the platform was made" in said(admin)
    with as_work(admin):
        network.invite(
            organisation=where,
            role="auditor",
            label="Nadia",
            starts_on=LONG_AGO,
            ends_on=None,
            by=admin,
            at=now,
        )
    assert "1 paper of invitation waits to be used" in said(admin)
    assert any("time is over" in line for line in said(admin, at=now + timedelta(days=400)))


def test_who_runs_the_platform_is_told_the_command_and_not_to_ask_themself(home: Any) -> None:
    where = given_organisation("Twiza")
    found = said(given_member("Karima", "platform_administrator", where))
    assert "Sign the heads of the log for the first time: twiza link_audit" in found
    assert not any("ask the administrator" in line for line in found if "signed" in line)


def test_the_news_are_told_by_permissions_that_there_are() -> None:
    assert {name for any_of in NEWS.values() for name in any_of} <= {str(one) for one in Permission}
    assert set(NEWS) <= set(ACTS)


def test_nobody_else_reads_of_copies_or_the_log(home: Any) -> None:
    listener = given_member("Salma", "listener", given_organisation())
    assert not any("copy" in line or "log" in line for line in said(listener))


def test_ones_own_work_that_failed_is_said(home: Any) -> None:
    amina = given_member("Amina", "campaign_manager", given_organisation())
    with as_work(amina):
        work = queue.start_work(
            kind="aid.make_cards", title="Cards of a campaign", by=amina, organisation=None, at=NOON, total=1
        )
        queue.fail_work(work=work.pk, at=NOON)
    assert "Look at your work that did not succeed" in said(amina, at=NOON)


def test_a_corrected_month_is_said_to_whoever_has_days_already(story: Story) -> None:
    elsewhere = given_association("Association Ouergha", "-b")
    with as_work(elsewhere.hassan):
        aid.announce_month(
            year=1447, month=9, begins_on=date(2026, 2, 18), by=elsewhere.hassan, at=timezone.now()
        )
    assert "The announced first day was corrected: look at the days of قفة رمضان" in said(story.amina)
    assert not any("first day was corrected" in line for line in said(elsewhere.amina))


def test_news_never_say_who_or_whom_and_stay_in_their_organisation(home: Any) -> None:
    where, other = given_organisation(), given_organisation("Association Ouergha")
    amina = given_member("Amina", "campaign_manager", where)
    salma, leila = given_member("Salma", "listener", other), given_member("Leila", "listener", where)
    with acting_as(amina.pk, purpose=Purpose.WORK):
        for _ in range(2):
            audit.record(
                type="network.site_opened", target=None, organisation=where.pk, by=amina, at=timezone.now()
            )
    assert said(leila) == ["A site was opened (2 times)"]
    assert said(salma) == said(amina) == []
