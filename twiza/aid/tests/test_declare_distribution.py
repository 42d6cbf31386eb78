"""Nothing opens undeclared and nothing is published unauthorised: by the actions, and by the database alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from twiza.aid import actions, queries
from twiza.aid.models import Appeal
from twiza.aid.tests.given import (
    NOON,
    given_association,
    given_campaign,
    given_declaration,
    given_signed_list,
)
from twiza.aid.tests.test_walk_campaign import signed_in
from twiza.lib.errors import DomainError
from twiza.network.tests.given import given_member, given_organisation, given_place
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import actions as accounts
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db

MEMBERS = actions.Exempted("members_only", "المادة 2")
DEPOSIT = actions.Deposit("عمالة فاس", "two_witnesses", date(2026, 1, 28), "محضر 4")
RECEIPT = actions.Receipt("عمالة فاس", "12/2026", date(2026, 2, 1))
DAY = timedelta(days=1)
AUTHORISED = actions.Authorisation("77/2026", date(2026, 1, 10), "ولاية جهة فاس مكناس", "فاس، رمضان 1447")


@pytest.fixture
def story():
    """A list signed by two, its cards made, nothing declared."""
    story = given_association()
    given_signed_list(story, households=4)
    with story.work():
        actions.issue_cards(campaign=story.campaign, by=story.amina, at=NOON)
    return story


def opened(story, at=NOON):
    with story.work():
        return actions.start_distribution(campaign=story.campaign, by=story.amina, at=at)


def place(story, *zones, code="03.231.01.11"):
    """Say where these zones lie, or all of them: in Fez when nothing is said."""
    where = given_place(code)
    with story.work():
        actions.place_zones(
            campaign=story.campaign,
            places=dict.fromkeys(zones or story.campaign.zones, where),
            by=story.amina,
            at=NOON,
        )


def declare(story, paper, by=None, code="03.231"):
    by = by or story.amina
    province = given_place(code)
    with story.work(by):
        return actions.record_declaration(
            campaign=story.campaign, province=province, paper=paper, by=by, at=NOON
        )


def refused_by_the_database(name, statement, values=()):
    with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
    assert name in (caught.value.__cause__.diag.constraint_name or "")


def switch(value, since, confidence="M"):
    place = given_organisation("Plateforme", kind="other")
    admin = given_member("Idriss", "platform_administrator", place)
    with acting_as(admin.pk, purpose=Purpose.WORK):
        accounts.set_parameter(
            name="election_freeze", value=value, valid_from=since, source="Calendrier officiel",
            confidence=confidence, by=admin, at=timezone.now(),
        )  # fmt: skip
    return admin


def test_it_opens_with_a_receipt_in_each_province(story):
    place(story)
    with pytest.raises(actions.NotDeclared):
        opened(story)
    given_declaration(story)
    assert opened(story).state == "distributing"


OPEN = "UPDATE aid_campaign SET state = 'distributing' WHERE id = %s"


def test_the_database_opens_nothing_undeclared(story):
    change = (OPEN, [story.campaign.pk])
    with story.work():
        refused_by_the_database("distribution_is_declared", *change)
    place(story)
    declare(story, DEPOSIT)
    with story.work():
        refused_by_the_database("distribution_is_declared", *change)


def test_each_province_of_its_zones_is_declared(story):
    given_declaration(story)
    place(story, story.campaign.zones[0], code="05.301.07.03")
    with story.work():
        assert len(queries.province_lines(story.campaign, on=NOON.date())) == 2
        refused_by_the_database(
            "distribution_is_declared",
            "UPDATE aid_campaign SET state = 'distributing' WHERE id = %s",
            [story.campaign.pk],
        )
    with pytest.raises(actions.NotDeclared, match="خنيفرة|Kh"):
        opened(story)
    given_declaration(story, code="05.301")
    assert opened(story).state == "distributing"


def test_a_proof_of_deposit_waits_for_another_person(story):
    place(story)
    made = declare(story, DEPOSIT)
    with pytest.raises(actions.NotDeclared):
        opened(story)
    with story.work(), pytest.raises(actions.CannotSignDeposit):
        actions.sign_deposit(declaration=made, by=story.amina, at=NOON)
    with story.work(story.youssef), pytest.raises(NoPermission):
        actions.sign_deposit(declaration=made, by=story.youssef, at=NOON)
    with story.work():  # nobody signs for another, and nobody signs what they wrote, whatever a program asks
        sign = "UPDATE aid_declaration SET signed_at = now(), signed_by_id = %s WHERE id = %s"
        refused_by_the_database("deposit_signed_by_who_acts", sign, [story.hassan.pk, made.pk])
        refused_by_the_database("deposit_signed_by_another", sign, [story.amina.pk, made.pk])
    page = reverse("aid:sign_deposit", args=[made.pk])
    browser = Client()
    browser.force_login(story.hassan)
    assert "sign" in browser.get(page)["Location"]  # signs in again first
    with story.work(story.hassan):
        assert [line.url for line in queries.legal_waiting_for(story.hassan, at=NOON)][0] == page
    assert signed_in(story.hassan).post(page).status_code == 302
    assert opened(story).state == "distributing"


def test_another_paper_replaces_the_first(story):
    place(story)
    first = declare(story, DEPOSIT)
    second = declare(story, RECEIPT)
    with story.work():
        assert [one.pk for one in queries.distribution_declarations(story.campaign)] == [second.pk]
        first.refresh_from_db()
        assert first.replaced_at == NOON
    with story.work(story.hassan), pytest.raises(actions.CannotSignDeposit):  # another person, and too late
        actions.sign_deposit(declaration=first, by=story.hassan, at=NOON)
    opened(story)
    with pytest.raises(actions.UnfitPaper):  # a deposit would close what is open
        declare(story, DEPOSIT)


@pytest.mark.parametrize(
    "paper",
    [
        actions.Receipt("", "1", date(2026, 1, 1)),
        actions.Receipt("عمالة", "1", date(2026, 2, 3)),
        actions.Deposit("عمالة", "bailiff", date(2026, 1, 1), " "),
        actions.Exempted("other", ""),
    ],
)
def test_a_paper_says_all_it_must(story, paper):
    with pytest.raises(actions.UnfitPaper):
        declare(story, paper)


def test_only_a_province_is_declared(story):
    commune = given_place()
    with story.work(), pytest.raises(actions.UnfitPaper):
        actions.record_declaration(
            campaign=story.campaign, province=commune, paper=MEMBERS, by=story.amina, at=NOON
        )
    with story.work():
        refused_by_the_database(
            "declaration_of_a_province",
            "INSERT INTO aid_declaration (id, campaign_id, organisation_id, province_id, basis, authority, number, proof,"
            " reference, exemption, legal_basis, recorded_at, recorded_by_id) VALUES (uuidv7(), %s, %s, %s, 'exemption',"
            " '', '', '', '', 'other', 'x', now(), %s)",
            [story.campaign.pk, story.organisation.pk, commune.pk, story.amina.pk],
        )


def test_late_is_a_warning_until_the_delay_is_certain(story):
    place(story)
    province = given_place("03.231")
    today = timezone.localdate()
    days = {"starts_on": today, "ends_on": today + timedelta(days=1)}
    in_time = declare(story, replace(RECEIPT, received_on=date(2026, 2, 1), **days))
    with story.work():
        story.campaign.starts_on, story.campaign.ends_on = days.values()
        story.campaign.save(update_fields=["starts_on", "ends_on"])
        (line,) = queries.province_lines(story.campaign, on=today)
        assert not line.late and line.declaration.pk == in_time.pk
    declare(story, MEMBERS)
    with acting_as(None, purpose=Purpose.SETUP):
        admin = given_member(
            "Idriss", "platform_administrator", given_organisation("Plateforme", kind="other")
        )
    with story.work():
        left = actions.Receipt("عمالة فاس", "2", today - timedelta(days=3), **days)
        actions.record_declaration(
            campaign=story.campaign, province=province, paper=left, by=story.amina, at=timezone.now()
        )
        assert queries.province_lines(story.campaign, on=today)[0].late
        assert not queries.declaration_window(story.campaign, on=today)[0].binding
        assert not queries.declaration_window(story.campaign, on=today)[0].working
        actions.opening.check_may_open(story.campaign, at=timezone.now())  # M: it warns
    with acting_as(admin.pk, purpose=Purpose.WORK):
        accounts.set_parameter(
            name="distribution_declaration_days_before", value="10", valid_from=today, source="Décret 2-25-152, art. 5",
            confidence="H", unit="working days", by=admin, at=timezone.now(),
        )  # fmt: skip
    with story.work():
        assert queries.declaration_window(story.campaign, on=today)[0].working
        with pytest.raises(actions.DeclaredLate):
            actions.start_distribution(campaign=story.campaign, by=story.amina, at=timezone.now())


def test_an_appeal_is_published_with_its_authorisation_only():
    story = given_association()
    campaign = given_campaign(story)
    with story.work():
        with pytest.raises(actions.NotPublished):
            actions.publish_appeal(campaign=campaign, by=story.amina, at=NOON)
        asked = actions.ask_urgent_appeal(campaign=campaign, asked_at=NOON, by=story.amina, at=NOON)
        publish = "UPDATE aid_appeal SET published_at = now(), published_by_id = %s WHERE id = %s"
        refused_by_the_database("appeal_published_with_a_basis", publish, [story.amina.pk, asked.pk])
        window = queries.legal_window(story.amina, campaign, at=NOON)
        assert window.answer_due == NOON + timedelta(hours=24)
        private = actions.record_appeal(campaign=campaign, paper=MEMBERS, by=story.amina, at=NOON)
        with pytest.raises(actions.NotPublished):
            actions.publish_appeal(campaign=campaign, by=story.amina, at=NOON)
        refused_by_the_database("appeal_to_members_is_not_public", publish, [story.amina.pk, private.pk])
        appeal = actions.record_appeal(campaign=campaign, paper=AUTHORISED, by=story.amina, at=NOON)
        assert appeal.urgent_asked_at == NOON  # what was asked for stays with what came
        actions.publish_appeal(campaign=campaign, by=story.amina, at=NOON)
        with pytest.raises(actions.NotPublished):
            actions.record_appeal(campaign=campaign, paper=MEMBERS, by=story.amina, at=NOON)
        refused_by_the_database(
            "appeal_published_once", "UPDATE aid_appeal SET published_at = NULL, published_by_id = NULL"
        )
        actions.end_appeal(campaign=campaign, on=NOON.date(), by=story.amina, at=NOON)
        assert queries.legal_window(story.amina, campaign, at=NOON).report_due == date(2026, 3, 4)
        (report,) = [
            line for line in queries.legal_waiting_for(story.amina, at=NOON) if line.due == date(2026, 3, 4)
        ]
        assert report.url == reverse("aid:show_legal", args=[campaign.pk])
        actions.report_appeal(campaign=campaign, on=NOON.date(), reference="R-3", by=story.amina, at=NOON)
        assert queries.legal_window(story.amina, campaign, at=NOON).report_due is None
        assert Appeal.objects.filter(campaign=campaign).count() == 3


def test_the_database_writes_and_publishes_an_appeal_in_nobody_elses_name():
    story = given_association()
    campaign = given_campaign(story)
    with story.work():
        refused_by_the_database(
            "appeal_of_who_acts",
            "INSERT INTO aid_appeal (id, campaign_id, organisation_id, basis, number, authority, scope, exemption,"
            " legal_basis, report_reference, recorded_at, recorded_by_id) VALUES (uuidv7(), %s, %s, 'exemption', '', '',"
            " '', 'other', 'x', '', now(), %s)",
            [campaign.pk, story.organisation.pk, story.hassan.pk],
        )
        actions.record_appeal(campaign=campaign, paper=AUTHORISED, by=story.amina, at=NOON)
        refused_by_the_database(
            "appeal_of_who_acts",
            "UPDATE aid_appeal SET published_at = now(), published_by_id = %s WHERE campaign_id = %s",
            [story.hassan.pk, campaign.pk],
        )


@pytest.mark.parametrize(
    "paper", [actions.Authorisation("", date(2026, 1, 1), "a", "b"), actions.Exempted("other", " ")]
)
def test_an_appeal_says_its_basis(paper):
    story = given_association()
    campaign = given_campaign(story)
    with story.work(), pytest.raises(actions.UnfitPaper):
        actions.record_appeal(campaign=campaign, paper=paper, by=story.amina, at=NOON)


def test_nothing_opens_and_nothing_is_published_in_an_election_period(story):
    given_declaration(story)
    with story.work():
        appeal = actions.record_appeal(campaign=story.campaign, paper=AUTHORISED, by=story.amina, at=NOON)
    switch("on", timezone.localdate())
    now = timezone.now()
    with story.work():
        for act in (actions.start_distribution, actions.publish_appeal):
            with pytest.raises(actions.ElectionFreeze):
                act(campaign=story.campaign, by=story.amina, at=now)
        # a program that claims another day does not get past the database
        refused_by_the_database(
            "distribution_outside_elections",
            "UPDATE aid_campaign SET state = 'distributing' WHERE id = %s",
            [story.campaign.pk],
        )
        refused_by_the_database(
            "appeal_outside_elections",
            "UPDATE aid_appeal SET published_at = now(), published_by_id = %s WHERE id = %s",
            [story.amina.pk, appeal.pk],
        )
    browser = signed_in(story.amina)
    shown = browser.post(reverse("aid:start_distribution", args=[story.campaign.pk]), follow=True)
    assert shown.redirect_chain[-1][0] == reverse("aid:election_freeze")
    assert "notice-warning" in shown.content.decode()
    with story.work():
        story.campaign.refresh_from_db()
        assert story.campaign.state == "list_frozen"


def test_a_colleague_without_the_task_writes_nothing(story):
    province = given_place("03.231")
    with story.work(story.youssef), pytest.raises(DomainError):
        actions.record_declaration(
            campaign=story.campaign, province=province, paper=MEMBERS, by=story.youssef, at=NOON
        )


def test_the_pages_of_the_window_keep_what_was_typed(story):
    browser = signed_in(story.amina)
    page = reverse("aid:record_declaration", args=[story.campaign.pk])
    province = given_place("03.231")
    typed = {"province": str(province.pk), "basis": "deposit", "authority": "عمالة فاس", "proof": "bailiff"}
    wrong = browser.post(page, typed).content.decode()
    assert "عمالة فاس" in wrong and "error-summary" in wrong
    typed |= {"deposited_on": "01/02/2026", "reference": "٧/2026"}
    answer = browser.post(page, typed, follow=True)
    shown = answer.content.decode()
    assert answer.redirect_chain == [(reverse("aid:show_legal", args=[story.campaign.pk]), 302)]
    assert "notice-warning" in shown  # it warns: a second person signs first
    assert "٧/2026" in shown or "7/2026" in shown
    appeal = reverse("aid:record_appeal", args=[story.campaign.pk])
    private = {"basis": "exemption", "exemption": "members_only", "legal_basis": "المادة 2"}
    assert browser.post(appeal, private).status_code == 302
    urgent = {"basis": "urgent", "asked_on": "01/02/2026", "asked_at": "٩:٣٠"}
    assert browser.post(appeal, urgent).status_code == 302
    with story.work():
        assert queries.appeal_of(story.campaign).urgent_asked_at.hour in (8, 9)
    given = {
        "basis": "authorisation",
        "number": "7",
        "issued_on": "01/02/2026",
        "authority": "ولاية",
        "scope": "فاس",
    }
    assert browser.post(appeal, given).status_code == 302
    at = lambda name: reverse(f"aid:{name}", args=[story.campaign.pk])  # noqa: E731
    assert browser.post(at("publish_appeal")).status_code == 302
    assert browser.post(at("end_appeal"), {"on": f"{timezone.localdate():%d/%m/%Y}"}).status_code == 302
    done = {"on": f"{timezone.localdate():%d/%m/%Y}", "reference": "R-1"}
    assert "R-1" in browser.post(at("report_appeal"), done, follow=True).content.decode()
