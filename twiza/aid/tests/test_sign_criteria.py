"""Criteria are frozen and signed by one, signed by another before a pool, printed, and read by anybody once published."""

from contextlib import contextmanager

import pypdfium2
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from twiza.aid import actions, queries
from twiza.aid.actions import CannotSign, OutOfOrder, pools
from twiza.aid.models import Campaign, CriteriaSignature, Pool, PublishedCriteria
from twiza.aid.tests.given import (
    CRITERIA,
    NOON,
    families,
    given_association,
    given_campaign,
    given_relations,
    sign_criteria,
)
from twiza.aid.tests.test_walk_campaign import signed_in
from twiza.lib.errors import NotFound
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import NoPermission

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_english")]


@pytest.fixture(scope="module")
def story(module_database):
    """A campaign with eight households whose criteria are frozen and signed once; each test undoes what it does."""
    story = given_association()
    campaign = given_campaign(story)
    with story.work():
        story.campaign = actions.freeze_criteria(
            campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON
        )
        actions.nominate_households(
            campaign=story.campaign,
            bringing=story.organisation,
            households=families(8),
            by=story.amina,
            at=NOON,
        )
    given_relations(story, story.campaign)
    return story


@pytest.fixture(autouse=True)
def undone(story, django_db_blocker):
    campaign = story.campaign
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
    story.campaign = campaign


@contextmanager
def refused(match):
    with pytest.raises(DatabaseError, match=match), transaction.atomic(), connection.cursor() as cursor:
        yield cursor


def published(story):
    sign_criteria(story, story.campaign)
    with story.work():
        return actions.publish_criteria(campaign=story.campaign, by=story.amina, at=NOON)


def test_no_pool_is_frozen_before_another_person_signed(story):
    with story.work():
        (first,) = queries.criteria_signatures(story.campaign)
        assert (first.signer, first.position, first.hash) == (story.amina, 1, story.campaign.criteria_hash)
        with pytest.raises(OutOfOrder, match="second signature"):
            actions.freeze_pool(campaign=story.campaign, by=story.amina, at=NOON)
        with pytest.raises(CannotSign, match="another person"):
            actions.sign_criteria(campaign=story.campaign, by=story.amina, at=NOON)
    with story.work(story.youssef), pytest.raises(NotFound):
        actions.sign_criteria(campaign=story.campaign, by=story.youssef, at=NOON)
    sign_criteria(story, story.campaign)
    with story.work(story.hassan), pytest.raises(CannotSign, match="both their signatures"):
        actions.sign_criteria(campaign=story.campaign, by=story.hassan, at=NOON)
    with story.work():
        assert actions.freeze_pool(campaign=story.campaign, by=story.amina, at=NOON).households == 8


def test_whoever_signs_second_finds_it_on_their_page(story):
    def asked(user):
        with story.work(user):
            return [
                one for one in queries.waiting_for(user, at=NOON) if "Sign the criteria" in str(one.sentence)
            ]

    (line,) = asked(story.hassan)
    assert line.url == reverse("aid:write_criteria", args=[story.campaign.pk])
    assert asked(story.amina) == asked(story.youssef) == []
    sign_criteria(story, story.campaign)
    assert asked(story.hassan) == []


def test_a_draft_is_not_signed(story):
    draft = given_campaign(story)
    with story.work(story.hassan), pytest.raises(OutOfOrder, match="once they are frozen"):
        actions.sign_criteria(campaign=draft, by=story.hassan, at=NOON)


def test_where_there_is_a_partner_its_president_signs(story):
    partner = given_association("Association Sebou", "-2")
    with story.work():
        actions.invite_partner(campaign=story.campaign, partner=partner.organisation, by=story.amina, at=NOON)
    with story.work(story.hassan), pytest.raises(NoPermission):
        actions.sign_criteria(campaign=story.campaign, by=story.hassan, at=NOON)
    sign_criteria(partner, story.campaign)
    with partner.work():
        assert queries.are_criteria_signed(story.campaign)


def test_the_database_keeps_what_was_signed(story, monkeypatch):
    monkeypatch.setattr(pools, "check_criteria_signed", lambda campaign: None)
    row = (
        "INSERT INTO aid_criteriasignature (id, campaign_id, organisation_id, signing_id, position, signer_id, role,"
        " hash, signed_at) VALUES (%s, %s, %s, %s, 2, %s, '', %s, now())"
    )
    ids = [story.campaign.pk, story.organisation.pk, story.organisation.pk]
    with story.work(), refused("once its criteria are signed by two"):
        actions.freeze_pool(campaign=story.campaign, by=story.amina, at=NOON)
    with story.work():
        assert not Pool.objects.exists()
        with refused("row-level security") as cursor:  # in the name of another
            cursor.execute(row, [new_id(), *ids, story.hassan.pk, story.campaign.criteria_hash])
        with refused("frozen criteria do not change") as cursor:
            cursor.execute("UPDATE aid_campaign SET criteria = '{}' WHERE id = %s", [story.campaign.pk])
        with refused("permission denied") as cursor:
            cursor.execute("DELETE FROM aid_criteriasignature")
    with story.work(story.hassan), refused("as they stand") as cursor:
        cursor.execute(row, [new_id(), *ids, story.hassan.pk, "0" * 64])


def test_only_signed_criteria_are_published_and_as_they_were_signed(story):
    with story.work(), pytest.raises(OutOfOrder, match="second signature"):
        actions.publish_criteria(campaign=story.campaign, by=story.amina, at=NOON)
    row = published(story)
    with story.work():
        with pytest.raises(OutOfOrder, match="published already"):
            actions.publish_criteria(campaign=story.campaign, by=story.amina, at=NOON)
        with refused("permission denied") as cursor:
            cursor.execute("UPDATE aid_publishedcriteria SET criteria = '{}'")
        with refused("as they were signed"):
            PublishedCriteria.objects.create(
                **{
                    name: getattr(row, name)
                    for name in (
                        "campaign",
                        "organisation",
                        "title",
                        "lead",
                        "hash",
                        "frozen_at",
                        "signed",
                        "at",
                        "by",
                    )
                },
                key="another",
                criteria={"rules": CRITERIA["rules"][:1]},
            )


def test_anybody_reads_and_prints_them_and_no_name_stands_in_them(story):
    row = published(story)
    reader = Client()
    reader.cookies["twiza_language"] = "fr"
    page = reader.get(reverse("aid:show_published_criteria", args=[row.key])).content.decode()
    assert "Trois enfants ou plus" in page and row.hash in page
    assert not any(name in page for name in (story.hassan.display_name, story.amina.display_name))
    assert row.key in Client().get(reverse("aid:list_published")).content.decode()
    assert Client().get(reverse("aid:show_published_criteria", args=["nothing"])).status_code == 404
    for language in ("fr", "ar"):
        paper = Client().get(reverse("aid:print_published_criteria", args=[row.key]), {"language": language})
        text = "".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(paper.content))
        if language == "fr":  # Arabic is taken out of a paper in another order than it was put in
            assert "Trois enfants ou plus" in text and row.hash in text.replace("\r\n", "").replace(" ", "")
        else:
            assert any("\u0600" <= sign <= "\u06ff" for sign in text)


def test_they_are_signed_and_published_from_their_page(story):
    hassan, amina = signed_in(story.hassan), signed_in(story.amina)
    at = lambda name: reverse(f"aid:{name}", args=[story.campaign.pk])  # noqa: E731
    assert at("sign_criteria") in hassan.get(at("write_criteria")).content.decode()
    assert at("publish_criteria") not in amina.get(at("write_criteria")).content.decode()
    assert hassan.post(at("sign_criteria"))["Location"] == at("write_criteria")
    assert at("publish_criteria") in amina.get(at("write_criteria")).content.decode()
    shown = amina.post(at("publish_criteria"))["Location"]
    assert Client().get(shown).status_code == 200
    assert amina.get(at("print_criteria"), {"language": "ar"}).content.startswith(b"%PDF")
    with story.work():
        assert CriteriaSignature.objects.count() == 2


def test_what_is_typed_waits_while_who_freezes_signs_in_again(story):
    draft = given_campaign(story)
    client = Client()
    client.force_login(story.amina)
    answer = client.post(
        reverse("aid:write_criteria", args=[draft.pk]), {"many_children": "4", "disability": "3"}
    )
    assert "next=" in answer["Location"]
    with story.work():
        kept = Campaign.objects.get(pk=draft.pk)
        assert kept.criteria and not kept.criteria_hash
