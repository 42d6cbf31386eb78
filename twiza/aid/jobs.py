"""Making thousands of cards, and comparing the families of a campaign: long work, seen while it runs."""

from uuid import UUID

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from twiza.aid import actions, queries
from twiza.aid.actions import IssuedCard
from twiza.aid.rules import printing
from twiza.aid.rules.matching import family_pairs
from twiza.lib.sheets import OutSheet, write_workbook
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import Permission
from twiza.platform.files import actions as files
from twiza.platform.queue import actions as queue

KEPT_DAYS = 7  # cards are printed and given out; then the file goes


@queue.job("aid.make_cards")
def make_cards(*, by_id: UUID, work_id: UUID, campaign_id: UUID, sheet: bool) -> None:
    """Make and keep, sealed, the cards of a campaign and the sheet that says which card is for whom."""
    with acting_as(by_id, purpose=Purpose.WORK):
        by = queries.user_of(by_id)
        with translation.override(by.language):
            campaign = queries.campaign_for(by, campaign_id)
            at = timezone.now()
            issued = actions.issue_cards(
                campaign=campaign, by=by, at=at, done=lambda count: queue.advance(work=work_id, done=count)
            )
            pdf = actions.print_cards(
                issued,
                by.language,
                sheet=sheet,
                done=lambda count: queue.advance(work=work_id, done=len(issued) + count),
            )
            for content, name in ((pdf, "cards.pdf"), (hand_out_sheet(issued), "cards.xlsx")):
                files.store_file(
                    content=content,
                    name=name,
                    kind=f"aid.cards.{campaign_id}",
                    permission=Permission.CARDS_ISSUE,
                    organisation=campaign.organisation_id,
                    by=by,
                    at=at,
                    keep_days=KEPT_DAYS,
                )
        queue.finish_work(
            work=work_id, at=timezone.now(), result=reverse("aid:show_cards", args=[campaign_id])
        )


def hand_out_sheet(issued: list[IssuedCard]) -> bytes:
    """Return a workbook: where each card lies in the print, and the list code of the household it is for.

    It holds no code of any card: card and list meet only on paper, in the hands of who gives cards out.
    """
    rows = (
        (1 + n // printing.PER_SHEET, 1 + n % printing.PER_SHEET, card.list_code, card.point.name)
        for n, card in enumerate(issued)
    )
    heading = (_("Sheet"), _("Place on the sheet"), _("List code"), _("Point"))
    return write_workbook([OutSheet(_("Who gets which card"), heading, rows)])


@queue.job("aid.print_reasons")
def print_reasons(*, by_id: UUID, work_id: UUID, campaign_id: UUID, zone: int, language: str) -> None:
    """Make and keep, sealed, the reason sheets of who was not selected. `zone`: its place in the campaign, -1 for all."""
    with acting_as(by_id, purpose=Purpose.WORK):
        by = queries.user_of(by_id)
        campaign = queries.campaign_told(by, campaign_id)
        at = timezone.now()
        pdf = actions.print_all_reasons(
            campaign=campaign,
            zone=campaign.zones[zone] if zone >= 0 else "",
            language=language,
            by=by,
            at=at,
            done=lambda count: queue.advance(work=work_id, done=count),
        )
        files.store_file(
            content=pdf,
            name=f"reasons-{language}.pdf",
            kind=f"aid.reasons.{campaign_id}",
            permission=Permission.DECISION_TELL,
            organisation=campaign.organisation_id,
            by=by,
            at=at,
            keep_days=KEPT_DAYS,
        )
        queue.finish_work(
            work=work_id, at=timezone.now(), result=reverse("aid:print_sheets", args=[campaign_id])
        )


@queue.job("aid.match_campaign")
def match_campaign(*, by_id: UUID, work_id: UUID, run_id: UUID) -> None:
    """Compare the families of two organisations: read once, compared in memory, kept as codes and words.

    No transaction is open while it compares. Begun again after a crash it is refused: a ticket is good once.
    """
    with acting_as(by_id, purpose=Purpose.MATCHING):
        people = actions.rows_to_match(run_id)
    queue.advance(work=work_id, done=1)
    compared = family_pairs(people)
    families = len({one.nomination for one in people})
    with acting_as(by_id, purpose=Purpose.WORK):
        by = queries.user_of(by_id)
        run = queries.run_for(by, run_id)
        at = timezone.now()
        actions.keep_pairs(run=run, compared=compared, families=families, by=by, at=at)
        queue.finish_work(work=work_id, at=at, result=reverse("aid:list_pairs", args=[run.campaign_id]))


@queue.job("aid.freeze_pool")
def freeze_pool(*, by_id: UUID, work_id: UUID, campaign_id: UUID) -> None:
    """Freeze a large pool: all of it and that the work is over, or nothing."""
    with acting_as(by_id, purpose=Purpose.WORK):
        by = queries.user_of(by_id)
        campaign = queries.campaign_for(by, campaign_id)
        at = timezone.now()
        actions.freeze_pool(
            campaign=campaign, by=by, at=at, done=lambda count: queue.advance(work=work_id, done=count)
        )
        queue.finish_work(work=work_id, at=at, result=reverse("aid:show_pool", args=[campaign_id]))


@queue.job("aid.freeze_list")
def freeze_list(*, by_id: UUID, work_id: UUID, campaign_id: UUID) -> None:
    """Freeze the list of a large pool: all of it and that the work is over, or nothing."""
    with acting_as(by_id, purpose=Purpose.WORK):
        by = queries.user_of(by_id)
        campaign = queries.campaign_for(by, campaign_id)
        at = timezone.now()
        frozen = actions.freeze_list(
            campaign=campaign, by=by, at=at, done=lambda count: queue.advance(work=work_id, done=count)
        )
        queue.finish_work(work=work_id, at=at, result=reverse("aid:show_list", args=[frozen.pk]))


@queue.job("aid.make_public_file")
def make_public_file(*, by_id: UUID, work_id: UUID, campaign_id: UUID) -> None:
    """Make the public file of a large pool and keep it for a day."""
    with acting_as(by_id, purpose=Purpose.WORK):
        by = queries.user_of(by_id)
        campaign = queries.replay_campaign(by, campaign_id)
        queue.advance(work=work_id, done=1)
        kept = actions.keep_public_file(campaign=campaign, by=by, at=timezone.now())
        queue.finish_work(work=work_id, at=timezone.now(), result=reverse("files:download_file", args=[kept]))


@queue.job("aid.publish_replay")
def publish_replay(*, by_id: UUID, campaign_id: UUID) -> None:
    """Put the public file of a large selection beside its published figures."""
    with acting_as(by_id, purpose=Purpose.WORK):
        by = queries.user_of(by_id)
        campaign = queries.replay_campaign(by, campaign_id)
        actions.publish_replay(campaign=campaign, by=by, at=timezone.now())


@queue.job("aid.make_sealed_file")
def make_sealed_file(*, by_id: UUID, work_id: UUID, campaign_id: UUID, recipient: str) -> None:
    """Make the auditor's file of a large pool, sealed to their key before anything is kept."""
    with acting_as(by_id, purpose=Purpose.WORK):
        by = queries.user_of(by_id)
        campaign = queries.campaign_for(by, campaign_id)
        queue.advance(work=work_id, done=1)
        kept = actions.keep_sealed_file(campaign=campaign, recipient=recipient, by=by, at=timezone.now())
        queue.finish_work(work=work_id, at=timezone.now(), result=reverse("files:download_file", args=[kept]))


@queue.job("aid.end_old_campaigns", every="37 2 * * *")
def end_old_campaigns(by_id: UUID | None = None) -> None:
    """Every night: campaigns whose time of keeping is over forget their families."""
    with acting_as(None, purpose=Purpose.UPKEEP):
        actions.end_old_campaigns(at=timezone.now())
