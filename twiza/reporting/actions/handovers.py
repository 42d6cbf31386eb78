"""Handing an office over: the pack as things stand, ten lines, the joint meeting, two signatures."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network import actions as network_actions
from twiza.network import queries as network
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.reporting import queries
from twiza.reporting.models import Handover, HandoverAnswer, HandoverSignature, HandoverWord
from twiza.reporting.rules.handovers import (
    MOST_WORDS,
    OFFICE,
    PROTECTED_DAYS,
    SIDES,
    WHY,
    WORD_KINDS,
    digest_of,
    pack_of,
)


class NotInOffice(DomainError):
    code = "reporting.not_in_office"


class NotYourSide(DomainError):
    code = "reporting.not_your_side"


class MinutesSigned(DomainError):
    code = "reporting.minutes_signed"


class AnsweredAlready(DomainError):
    code = "reporting.answered_already"


class WordsMissing(DomainError):
    code = "reporting.words_missing"


@transaction.atomic
def make_handover(
    *,
    organisation: Any,
    why: str,
    ends_on: date,
    keys: str,
    open_cases: int | None = None,
    by: User,
    at: datetime,
) -> Handover:
    """Freeze how things stand in the office of a delegate, for whoever takes it over.

    Args:
        why: "term", by the office-holder; "sudden", by the deputy who stands in, without the ten lines.
        ends_on: the last day of the mandate.
        keys: where keys and passwords are kept; never one of them.
        open_cases: how many cases are open, as the supervisor of listening says; None: nobody said.

    Raises:
        NotInOffice: the end of a mandate is told by who holds the office; a sudden one by somebody else.
        WordsMissing: no reason of the list, or nothing about the keys.
        NoPermission: `by` keeps no register here.
    """
    check(by, Permission.INSTITUTION_KEEP, organisation)
    if why not in WHY or not tidy(keys):
        raise WordsMissing(_("Say why the office changes, and where keys and passwords are kept."))
    holds = holds_office(by, organisation.pk, on=timezone.localdate(at))
    if (why == "term") != holds:
        raise NotInOffice(
            _("Who holds the office makes the pack at its end; when it ends suddenly, a colleague does.")
        )
    content = pack_of(
        queries.pack_sections(
            organisation, by, keys=tidy(keys), open_cases=open_cases, on=timezone.localdate(at)
        )
    )
    row = Handover.objects.create(
        organisation_id=organisation.pk, office=OFFICE, why=why, ends_on=ends_on, content=content,
        digest=digest_of(OFFICE, why, ends_on.isoformat(), content), hands_over=by, at=at,
    )  # fmt: skip
    _record("reporting.handover_made", row, by, at, reason_code=why)
    return row


@transaction.atomic
def write_word(
    *, handover: Handover, kind: str, words: str, why: str = "", by: User, at: datetime
) -> HandoverWord:
    """Add one of the ten lines of who leaves.

    Raises:
        NotYourSide: only who leaves an office whose end was known writes them.
        WordsMissing: nothing is said, or what is not to be undone without its reason; or ten are written.
        MinutesSigned: somebody has signed.
    """
    check(by, Permission.INSTITUTION_KEEP, handover)
    _lock(handover)
    if handover.why != "term" or by.pk != handover.hands_over_id:
        raise NotYourSide(_("The ten lines are written by who leaves the office."))
    _check_open(handover)
    number = HandoverWord.objects.filter(handover=handover).count() + 1
    if kind not in WORD_KINDS or not tidy(words) or (kind == "keep" and not tidy(why)):
        raise WordsMissing(_("Say what; and of what is not to be undone, why."))
    if number > MOST_WORDS:
        raise WordsMissing(_("Ten lines are written: they are all there are."))
    row = HandoverWord.objects.create(
        organisation_id=handover.organisation_id, handover=handover, number=number, kind=kind,
        words=tidy(words), why=tidy(why), by=by, at=at,
    )  # fmt: skip
    _record("reporting.handover_word", handover, by, at)
    return row


@transaction.atomic
def answer_item(
    *, handover: Handover, item: str, accepted: bool, words: str = "", by: User, at: datetime
) -> HandoverAnswer:
    """Write what the joint meeting says of one item: taken over, or with a reserve.

    Raises:
        WordsMissing: a reserve says what it is; or there is no such item.
        AnsweredAlready: it has its answer.
        MinutesSigned: somebody has signed.
    """
    check(by, Permission.INSTITUTION_KEEP, handover)
    _lock(handover)
    _check_open(handover)
    if not accepted and not tidy(words):
        raise WordsMissing(_("Say in a few words what the reserve is."))
    if item not in {one.key for section in queries.sections_of(handover) for one in section.items}:
        raise WordsMissing(_("There is no such item in this pack."))
    if HandoverAnswer.objects.filter(handover=handover, item=item).exists():
        raise AnsweredAlready(_("This item has its answer: it stays as it was said."))
    row = HandoverAnswer.objects.create(
        organisation_id=handover.organisation_id, handover=handover, item=item, accepted=accepted,
        words=tidy(words), by=by, at=at,
    )  # fmt: skip
    _record(
        "reporting.handover_answered", handover, by, at, reason_code="accepted" if accepted else "reserved"
    )
    return row


@transaction.atomic
def sign_handover(*, handover: Handover, by: User, at: datetime) -> HandoverSignature:
    """Sign the minutes for one's own side: who hands over for the side that leaves, the new office-holder for the other.

    Raises:
        NotYourSide: neither hands over nor holds the office; or has signed already.
        MinutesSigned: an item waits for its answer.
    """
    check(by, Permission.INSTITUTION_KEEP, handover)
    _lock(handover)
    side = "out" if by.pk == handover.hands_over_id else "in"
    if side == "in" and not holds_office(by, handover.organisation_id, on=timezone.localdate(at)):
        raise NotYourSide(_("The minutes are signed by who hands over and by who holds the office now."))
    if HandoverSignature.objects.filter(handover=handover, side=side).exists():
        raise NotYourSide(_("This side has signed."))
    left = queries.items_without_answer(handover)
    if left:
        raise MinutesSigned(
            _("Items without an answer: %(count)s. Each is taken over or reserved first."), count=left
        )
    row = HandoverSignature.objects.create(
        organisation_id=handover.organisation_id, handover=handover, side=side,
        digest=queries.minutes_digest(handover), by=by, at=at,
    )  # fmt: skip
    _record("reporting.handover_signed", handover, by, at, reason_code=side)
    if HandoverSignature.objects.filter(handover=handover).count() == len(SIDES):
        until = timezone.localdate(at) + timedelta(days=PROTECTED_DAYS)
        network_actions.protect_conventions(organisation=handover.organisation, until=until, by=by, at=at)
    return row


def holds_office(user: User, organisation: object, *, on: date) -> bool:
    """Say whether a person holds the office of the delegate there on a day."""
    return (organisation, OFFICE) in network.roles_of(user.pk, on=on)


def _lock(handover: Handover) -> None:
    """The same lock as the triggers': what is counted here stays so until the row is written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('reporting.handover:' || %s::text, 0))",
            [str(handover.pk)],
        )


def _check_open(handover: Handover) -> None:
    if HandoverSignature.objects.filter(handover=handover).exists():
        raise MinutesSigned(_("The minutes are signed: nothing is added to them."))


def _record(type: str, handover: Handover, by: User, at: datetime, reason_code: str = "") -> None:
    audit.record(
        type=type,
        target=handover,
        organisation=handover.organisation_id,
        by=by,
        at=at,
        reason_code=reason_code,
    )
