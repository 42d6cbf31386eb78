"""Telling a family why it was not selected: its sheet printed, one by one or for a neighbourhood; each print logged."""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twiza.aid import queries
from twiza.aid.actions.campaigns import OutOfOrder
from twiza.aid.models import Campaign
from twiza.aid.queries.decision_words import told
from twiza.aid.queries.decisions import Decision
from twiza.aid.rules import reason_sheet, replay_sealed
from twiza.aid.rules.reason_sheet import ReasonSheet
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.queue import actions as queue

LANGUAGES = ("ar", "fr")


@transaction.atomic
def print_reasons(*, campaign: Campaign, code: str, language: str, by: User, at: datetime) -> bytes:
    """Return the sheet of one household, in the language in which it is read to it.

    Raises:
        NoSuchNomination: no such code. OutOfOrder: the household is selected, or two have not signed the list yet.
    """
    decision = queries.decision_for(by, campaign, code)
    if not decision.aside:
        _check_signed(decision.season.is_signed)
    if not decision.negative:
        raise OutOfOrder(
            gettext_lazy(
                "A sheet is for a household that a frozen list did not select, or that waits off the list."
            )
        )
    tells = queries.may_tell(by, campaign, Permission.DECISION_TELL)
    pdf = _pdf(campaign, [decision], language, slips=tells)
    _record(campaign, 1, language, by, at, codes=[decision.code])
    return pdf


@transaction.atomic
def tell_reasons(*, campaign: Campaign, code: str, by: User, at: datetime) -> Decision:
    """Return the decision on a household, to be read to the family that came with its code; the reading is logged.

    Raises:
        NoSuchNomination: no such code. OutOfOrder: two have not signed the list yet.
    """
    decision = queries.decision_for(by, campaign, code)
    _check_signed(decision.season.is_signed)
    audit.record(
        type="aid.reasons_told",
        target=campaign,
        organisation=campaign.organisation_id,
        by=by,
        at=at,
        codes=[decision.code],
    )
    return decision


@transaction.atomic
def read_decision(*, campaign: Campaign, code: str, by: User, at: datetime) -> Decision:
    """Return the decision on a household for who answers for it or audits it; the reading is logged.

    Raises:
        NoSuchCampaign: it is not for this person. NoSuchNomination: no such code.
    """
    decision = queries.decision_for(by, campaign, code)
    audit.record(
        type="aid.decision_read",
        target=campaign,
        organisation=campaign.organisation_id,
        by=by,
        at=at,
        beside=queries.partners(campaign),
        codes=[decision.code],
    )
    return decision


@transaction.atomic
def request_reasons(*, campaign: Campaign, zone: str, language: str, by: User, at: datetime) -> UUID:
    """Ask a worker for the sheets of everybody not selected, of one neighbourhood when it is named.

    Raises:
        OutOfOrder: no list signed by two, or nobody was turned away there.
    """
    check(by, Permission.DECISION_TELL, campaign)
    _check_signed(queries.list_is_signed(campaign))
    count = queries.codes_to_tell(campaign, zone).count()
    if not count:
        raise OutOfOrder(gettext_lazy("There is no household to print a sheet for."))
    work = queue.start_work(
        kind="aid.print_reasons",
        title=gettext_lazy("Reason sheets of a campaign"),
        by=by,
        organisation=campaign.organisation_id,
        at=at,
        total=count,
    )
    queue.later(
        "aid.print_reasons",
        by=by,
        work_id=work.pk,
        campaign_id=campaign.pk,
        zone=campaign.zones.index(zone) if zone else -1,
        language=language,
    )
    return UUID(str(work.pk))


@transaction.atomic
def print_all_reasons(
    *,
    campaign: Campaign,
    zone: str,
    language: str,
    by: User,
    at: datetime,
    done: Callable[[int], None] = lambda count: None,
) -> bytes:
    """Return the sheets of everybody not selected, one household a page, by code. `done(n)`: pages made.

    Raises:
        OutOfOrder: two have not signed the list yet.
    """
    check(by, Permission.DECISION_TELL, campaign)
    _check_signed(queries.list_is_signed(campaign))
    codes: list[str] = []

    def each() -> Iterable[Decision]:
        for decision in queries.decisions_to_tell(campaign, zone):
            codes.append(decision.code)
            yield decision

    pdf = _pdf(campaign, each(), language, done, slips=True)
    _record(campaign, len(codes), language, by, at, codes=codes if len(codes) <= 200 else [])
    return pdf


def _check_signed(signed: bool) -> None:
    if not signed:
        raise OutOfOrder(gettext_lazy("Nothing is told to a family before two persons have signed the list."))


def _pdf(
    campaign: Campaign,
    decisions: Iterable[Decision],
    language: str,
    done: Callable[[int], None] = lambda count: None,
    *,
    slips: bool,
) -> bytes:
    """`slips`: with what opens each family's own line of the public file, where there is one."""
    pool = queries.pool_of(campaign) if slips else None
    key = queries.pool_key(pool) if pool and pool.published else None
    spoken = language if language in LANGUAGES else "ar"
    with translation.override(spoken):
        return reason_sheet.sheets_pdf(
            (_sheet(one, key) for one in decisions),
            campaign=campaign.title,
            version=campaign.criteria_hash,
            words={
                "title": _("What was decided, and why"),
                "rules": _("What each rule says"),
                "rule": _("Rule"),
                "known": _("What is known"),
                "answer": _("Answer of the rule"),
                "points": _("Points given"),
                "change": _("What would change it"),
                "contest": _("If you disagree"),
                "deciders": _("Who decided"),
                "version": _("Version of the rules:"),
                "slip": _("Your line in the public file"),
                "opens": _(
                    "Anybody can prove the selection again from the public file. The text below, typed as one line, opens the"
                    " line of this family and no other: twiza replay FILE --slip TEXT. Show it to whom you trust only."
                ),
            },
            language=spoken,
            done=done,
        )


def _sheet(decision: Decision, key: bytes | None) -> ReasonSheet:
    words = told(decision)
    return ReasonSheet(
        code=decision.code,
        decision=words.decision,
        because=words.because,
        rules=[(one.sentence, one.known, one.answer, one.points) for one in words.rules],
        change=words.change,
        anew=words.anew,
        contest=words.contest,
        deciders=words.deciders,
        slip=reason_sheet.slip_lines(replay_sealed.slip(key, decision.household))
        if key and decision.household
        else [],
    )


def _record(
    campaign: Campaign, count: int, language: str, by: User, at: datetime, *, codes: list[str]
) -> None:
    audit.record(
        type="aid.reasons_printed",
        target=campaign,
        organisation=campaign.organisation_id,
        by=by,
        at=at,
        beside=queries.partners(campaign),
        count=count,
        language=language,
        codes=codes,
    )
