"""Twelve months after its report nobody stands behind the codes of a campaign; every figure is as before."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid import actions, jobs, queries
from twiza.aid.models import (
    Campaign,
    CampaignReport,
    DeliveryStop,
    Entitlement,
    ListEntry,
    Nomination,
    NominationHousehold,
)
from twiza.aid.rules.retention import months_after
from twiza.aid.tests.given import (
    CRITERIA,
    FIRST_DAY,
    NOON,
    families,
    given_association,
    given_campaign,
    given_distribution,
    hand_over,
)
from twiza.aid.tests.sheets_given import given_sheet, typed
from twiza.aid.tests.test_type_sheet import HALIMA, ZAYNAB
from twiza.lib.erasures import ErasureLedger
from twiza.network.tests.given import audit_data
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry import queries as registry_queries
from twiza.registry.rules.people import PersonData
from twiza.registry.tests.given import given_request

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SECOND = timedelta(seconds=1)

# Personal columns of this app that the erasure empties, and those that stay: why
EMPTIED = {"whereaboutsquestion.cause", "whereaboutsquestion.answer", "nomination.facts", "listentry.facts", "entitlement.needs", "judgement.facts", "judgement.met",
           "objection.words", "objectionanswer.words", "deliverystop.place", "deliverystop.announce", "nominationhousehold.household", "sheetline.nomination", "partnerpair.words", "pairquestion.words"}  # fmt: skip
STAY = {
    "nomination.zone": "a figure by neighbourhood; it is nobody's any more",
    "nomination.size": "how many people were reached; it is nobody's any more",
    "listentry.zone": "a figure by neighbourhood; it is nobody's any more",
    "listentry.size": "how many people were reached; it is nobody's any more",
    "entitlement.size": "how many people were reached; it is nobody's any more",
    "crisisoffer.who": "whoever offered help, not a family",
    "crisisoffer.reach": "whoever offered help, not a family",
    "pool.sealed_key": "sealed; of a draw, not of a family",
    "pool.sealed_secret": "sealed; of a draw, not of a family",
    "nominationrelation.relation": "what a member said of a code; nobody stands behind it any more",
    "objection.zone": "a figure by neighbourhood",
    "aftercheck.sealed_secret": "a drawn number, of nobody",
    "aftercheck.secret": "a drawn number, of nobody",
    "incident.checked": "an inquiry is closed under its own rules; it names nobody",
    "incident.outcome": "an inquiry is closed under its own rules; it names nobody",
    "incident.people": "an inquiry is closed under its own rules; it names nobody",
    "incident.point": "an inquiry is closed under its own rules; it names nobody",
    "incident.source": "an inquiry is closed under its own rules; it names nobody",
    "incident.tally": "an inquiry is closed under its own rules; it names nobody",
    "incidentstep.step": "an inquiry is closed under its own rules; it names nobody",
    "incidentstep.words": "an inquiry is closed under its own rules; it names nobody",
    "card.door_hash": "a keyed hash of a code on a card",
    "card.token_hash": "a keyed hash of a code on a card",
    "card.pack_door": "a keyed hash of a code on a card",
    "card.pack_token": "a keyed hash of a code on a card",
    "lanerelease.code_hash": "a keyed hash of an emergency code, of no family",
}


@pytest.fixture
def story(tmp_path, settings):
    """A campaign that handed out baskets and was reported thirteen months ago; families stand behind its codes."""
    settings.TWIZA_KEYS = tmp_path / "keys"
    story = given_association()
    issued = given_distribution(story, baskets=6)
    with story.work(story.youssef):
        hand_over(story, issued[0])
        hand_over(story, issued[1])
    a_door_left_open(story)
    return story


def a_door_left_open(story):
    """A round of couriers that nobody closed at return: where its door is still stands there."""
    right = Entitlement.objects.filter(state="token_issued")
    with story.work():
        one = right.select_related("point").first()
        Entitlement.objects.filter(pk=one.pk).update(needs=["home_delivery"])
        one.refresh_from_db()
        first, second = queries.couriers_of(one.point, FIRST_DAY)[:2]
        round = actions.plan_round(
            point=one.point, day=FIRST_DAY, first=first, second=second, woman=first, by=story.amina, at=NOON
        )
        actions.add_stop(
            round=round, entitlement=one, place="درب الطويل", announce="دقتان", by=story.amina, at=NOON
        )


def reported(story, months):
    moment = timezone.now() - timedelta(days=months * 31)
    with story.work():
        CampaignReport.objects.create(
            campaign=story.campaign, organisation=story.organisation, figures={}, digest="0" * 64, at=moment,
            by=story.amina,
        )  # fmt: skip
        Campaign.objects.filter(pk=story.campaign.pk).update(state="reported", reported_at=moment)
        story.campaign.refresh_from_db()
    return moment


def figures(story):
    with story.work():
        campaign = queries.campaign_for(story.amina, story.campaign.pk)
        return (
            queries.totals_of(campaign),
            queries.counts_by_zone(campaign),
            [(row.code, row.state) for row in queries.ledger_of(campaign)],
            [(one.code, one.rank, one.points, one.place) for one in ListEntry.objects.order_by("rank")],
            sorted(Nomination.objects.values_list("zone", "size")),
            [(one.hash, one.previous) for one in queries.lists_of(campaign)],
        )


def nothing_personal(story):
    with story.work():
        assert not NominationHousehold.objects.exists()
        for model in (Nomination, ListEntry):
            assert set(map(str, model.objects.values_list("facts", flat=True))) == {"{}"}
        assert set(DeliveryStop.objects.values_list("place", "announce")) == {("", "")}
        assert {tuple(one) for one in Entitlement.objects.values_list("needs", flat=True)} == {()}
        for table, column, empty in (("nomination", "facts", "{}"), ("entitlement", "needs", "{}")):
            with connection.cursor() as cursor:  # what the rows were before is gone too
                cursor.execute(f"SELECT DISTINCT {column}::text FROM aid_{table}event")  # noqa: S608
                assert cursor.fetchall() == [(empty,)]


def test_its_figures_are_as_before_and_nobody_stands_behind_its_codes(story):
    reported(story, 13)
    before = figures(story)
    jobs.end_old_campaigns()
    assert figures(story) == before
    nothing_personal(story)
    with story.work():
        campaign = queries.campaign_for(story.amina, story.campaign.pk)
        assert campaign.people_erased_at is not None
        assert queries.first_broken_list(campaign) is None  # the chain of hashes still holds
        (line,) = audit_data("aid.people_erased")
        assert line["codes"] == Nomination.objects.count() > 0
        assert line["lists_whole"] is True
    assert [one.kind for one in ErasureLedger(settings.TWIZA_KEYS).open()] in ([], ["aid.campaign"])
    with acting_as(None, purpose=Purpose.UPKEEP):
        assert actions.end_old_campaigns(at=timezone.now()) == 0


@pytest.mark.parametrize("months", [None, 11])
def test_nothing_goes_before_its_time(story, months):
    if months:
        reported(story, months)
    with acting_as(None, purpose=Purpose.UPKEEP):
        assert actions.end_old_campaigns(at=timezone.now()) == 0
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT aid_erase_people(%s)", [story.campaign.pk])
    with story.work():
        assert NominationHousehold.objects.exists()


def test_a_campaign_that_is_never_reported_is_said_to_who_plans_it(story):
    """The time of keeping begins with the report: left lying, families would be kept for ever."""
    ended = story.campaign.ends_on
    with story.work():
        assert queries.reports_waiting_for(story.amina, at=timezone.now().replace(year=ended.year)) == []
        year_later = timezone.now().replace(year=ended.year + 1, month=ended.month, day=ended.day)
        (due,) = queries.reports_waiting_for(story.amina, at=year_later + timedelta(days=1))
        assert str(story.campaign.pk) in due.url and due.due == months_after(ended, 12)
    with story.work(story.youssef):
        assert queries.reports_waiting_for(story.youssef, at=year_later + timedelta(days=1)) == []
    reported(story, 1)
    with story.work():
        assert queries.reports_waiting_for(story.amina, at=year_later + timedelta(days=1)) == []


def test_nobody_at_work_erases_a_campaign(story):
    reported(story, 13)
    with story.work(story.hassan), pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute("SELECT aid_erase_people(%s)", [story.campaign.pk])


def test_nobody_comes_back_from_a_code_to_a_family(tmp_path, settings):
    """A family of the door and two of a typed sheet, then a list of forty: whatever is left is joined, and finds nobody."""
    settings.TWIZA_KEYS = tmp_path / "keys"
    story = given_association()
    with story.work():
        story.campaign = actions.freeze_criteria(
            campaign=given_campaign(story), criteria=CRITERIA, by=story.amina, at=NOON
        )
    row = given_request(story.organisation, story.amina)
    person = PersonData(name_said="مّي فاطمة")
    with story.work():
        asked = actions.Asked(zone=story.campaign.zones[0], size=4, person=person)
        actions.nominate_request(
            request=row, campaign=story.campaign, asked=asked, by=story.amina, at=timezone.now()
        )
    typed_in(story, {1: HALIMA, 2: ZAYNAB})
    brought = sorted(families(40), key=lambda one: one.household)
    with story.work():
        actions.nominate_households(
            campaign=story.campaign, bringing=story.organisation, households=brought, by=story.amina, at=NOON
        )
        in_order = [one[0] for one in asked_of("SELECT household FROM aid_nominationhousehold h"
                    " JOIN aid_nominationevent e ON e.id = h.nomination_id ORDER BY e.pgh_id")]  # fmt: skip
        assert in_order != sorted(in_order)  # they do not stand in the order in which they were sent
        assert ways_back()  # before it forgets, the ways are there: what is looked for below can be found
        for cut in (  # at work nobody cuts what a sheet or an answer says
            "UPDATE aid_nominationsheet SET upload_id = NULL WHERE state = 'typed'",
            "UPDATE registry_requestanswer SET list_code = '—'",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                connection.cursor().execute(cut)
    reported(story, 13)
    jobs.end_old_campaigns()
    with story.work(story.hassan):
        assert ways_back() == []
        codes = list(Nomination.objects.values_list("code", flat=True))
        told = str(asked_of("SELECT type, data FROM audit_line"))
        assert len(codes) == 43 and not [code for code in codes if code in told]
        answer = registry_queries.request_for(story.hassan, row.pk).answer
        assert (answer.kind, answer.list_code) == ("nomination", "—")


def ways_back():
    """Which rows of a campaign still lead to a household: by a sheet, a code told at the door, or the same moment."""
    found = asked_of("SELECT 'line', count(*) FROM aid_sheetline HAVING count(*) > 0")
    found += asked_of(
        "SELECT 'file', count(*) FROM aid_nominationsheet WHERE upload_id IS NOT NULL HAVING count(*) > 0"
    )
    found += asked_of(
        "SELECT 'answer', n.code FROM registry_requestanswer a JOIN aid_nomination n ON n.code = a.list_code"
    )
    moments = {one[0] for one in asked_of("SELECT registered_at FROM registry_household"
               " UNION SELECT pgh_created_at FROM registry_householdevent")}  # fmt: skip
    moments |= {born(one[0]) for one in asked_of("SELECT id FROM registry_household")}
    kept = asked_of("SELECT id, created_at, created_at FROM aid_nomination"
                    " UNION ALL SELECT id, created_at, pgh_created_at FROM aid_nominationevent")  # fmt: skip
    for id, *at in kept:
        near = [
            one for one in (*at, born(id)) for other in moments if one and other and abs(one - other) < SECOND
        ]
        found += [("moment", id)] if near else []
    return found


def born(id):
    """The moment in an id of version 7, to the millisecond; None when it holds none."""
    return datetime.fromtimestamp((id.int >> 80) / 1000, tz=UTC) if id.version == 7 else None


def asked_of(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def typed_in(story, lines):
    """A sheet of the campaign, typed in and accepted."""
    sheet = given_sheet(story)
    said = typed(lines, stated=len(lines))
    with story.work():
        digest = registry_queries.typed_preview(story.organisation.pk, said, at=NOON).counts["digest"]
        actions.type_sheet(
            sheet=sheet,
            typed=said,
            leave_out_problems=False,
            digest=digest,
            by=story.amina,
            at=timezone.now(),
        )


def test_a_restored_campaign_is_erased_again(story):
    """A backup from before the erasure brings the families back; the ledger names the campaign by a random id."""
    reported(story, 13)
    with acting_as(None, purpose=Purpose.RESTORE, erasing_in=(story.organisation.pk,)):
        assert queries.campaign_names_people(story.campaign.pk)
        assert actions.erase_people_again(id=story.campaign.pk, at=timezone.now())
        assert not queries.campaign_names_people(story.campaign.pk)
        assert not actions.erase_people_again(id=story.campaign.pk, at=timezone.now())
    nothing_personal(story)


def test_every_personal_column_is_emptied_or_stays_for_a_reason():
    """Whoever adds one to a table of a campaign extends `aid_erase_people`, or says here why it stays."""
    told = {"personal", "identifying", "restricted"}
    found = {
        f"{model._meta.model_name}.{name}"
        for model in apps.get_app_config("aid").get_models()
        for name, said in getattr(model, "PRIVACY", {}).items()
        if said in told
    }
    assert found == EMPTIED | set(STAY)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.integers(0, 60), st.integers(0, 60))
def test_months_are_counted_from_the_report(day, months, more):
    later = months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1
    assert months_after(day, months + more) >= later
    with pytest.raises(ValueError, match="below zero"):
        months_after(day, -1)
