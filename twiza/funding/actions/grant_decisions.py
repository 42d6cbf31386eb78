"""Scoring by two without interest, and the decision with what speaks for it and against it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from twiza.funding.actions.grants import NotNow, held, move, record_grant, refuse_grant
from twiza.funding.models import Grant, GrantCriterion, GrantDecision, GrantInterest, GrantScore
from twiza.funding.queries.grants import score_of_grant
from twiza.funding.rules.grants import MOST_POINTS, GrantState
from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class InterestDeclared(DomainError):
    """Who is linked with who asks neither scores nor decides."""

    code = "funding.interest_declared"


class NotAScore(DomainError):
    code = "funding.not_a_score"


class DecidedAlready(DomainError):
    code = "funding.decided_already"


class NotADecision(DomainError):
    code = "funding.not_a_decision"


_LINKED = _("You declared a link with this association: a colleague without one scores and decides.")
_TWO = _(
    "Two people score each criterion before anything is decided. Ask a second colleague without a link to score."
)
_REFUSALS: dict[str, tuple[type[DomainError], Any]] = {
    "grant_interest_declared_once": (NotAScore, _("You declared this already.")),
    "scored_without_interest": (InterestDeclared, _("Declare first that you have no link with this association.")),
    "grant_score_once": (NotAScore, _("You scored this file already: a score stays.")),
    "decided_without_interest": (InterestDeclared, _LINKED),
    "decided_after_two_scores": (NotADecision, _TWO),
    "granted_within_what_is_asked": (NotADecision, _("This is more than was asked. Grant at most what the file asks for.")),
    "granted_within_the_line": (NotADecision, _("The budget line has not so much left. Grant less, or write the line that pays the rest.")),
}  # fmt: skip


@transaction.atomic
def declare_interest(*, grant: Grant, linked: bool, words: str, by: User, at: datetime) -> GrantInterest:
    """Say whether one has a link with who asks: a seat, family, a debt. A link may be found out later; it stays said.

    Raises:
        NotAScore: a link without words, or said already.
    """
    check(by, Permission.GRANT_EXAMINE, grant.organisation_id)
    if linked and not tidy(words):
        raise NotAScore(_("Say in a few words which link it is."))
    grant = held(grant)
    if grant.state != GrantState.ADMISSIBLE:
        raise NotNow(_("Links are declared while a file is being scored."))
    row = GrantInterest.objects.filter(grant=grant, scorer=by).first()
    if row is None:
        row = GrantInterest.objects.create(
            organisation_id=grant.organisation_id,
            grant=grant,
            scorer=by,
            linked=linked,
            words=tidy(words),
            at=at,
        )
    elif row.linked or not linked:
        raise NotAScore(_("You declared this already."))
    else:
        row.linked, row.words, row.at = True, tidy(words), at
        row.save(update_fields=["linked", "words", "at"])
    record_own(grant, "interest_declared", by, at, linked=linked)
    return row


@transaction.atomic
def score_grant(
    *, grant: Grant, points: Mapping[UUID, tuple[int, str]], by: User, at: datetime
) -> list[GrantScore]:
    """Score a file, every criterion at once: it stays.

    Args:
        points: criterion → (points from 0 to 20, why).

    Raises:
        InterestDeclared: one has a link, or has not said that there is none. NotAScore: a criterion is missing.
    """
    check(by, Permission.GRANT_EXAMINE, grant.organisation_id)
    grant = held(grant)
    if grant.state != GrantState.ADMISSIBLE:
        raise NotNow(_("This file is not being scored: open it to see where it is."))
    declared = GrantInterest.objects.filter(grant=grant, scorer=by).first()
    if declared is not None and declared.linked:
        raise InterestDeclared(_LINKED)
    criteria = set(GrantCriterion.objects.filter(call_id=grant.call_id).values_list("pk", flat=True))
    if set(points) != criteria or any(not 0 <= given <= MOST_POINTS for given, _why in points.values()):
        raise NotAScore(_("Give every criterion from 0 to %(most)s points."), most=MOST_POINTS)
    try:
        with transaction.atomic():
            rows = [
                GrantScore.objects.create(
                    organisation_id=grant.organisation_id, grant=grant, criterion_id=criterion, scorer=by,
                    points=given, reason=tidy(why), at=at,
                )
                for criterion, (given, why) in points.items()
            ]  # fmt: skip
    except IntegrityError as error:
        refuse_grant(error, _REFUSALS)
    record_own(grant, "grant_scored", by, at)
    return rows


@transaction.atomic
def decide_grant(
    *,
    grant: Grant,
    granted: bool,
    amount: Decimal = Decimal(0),
    reasons_for: str,
    reasons_against: str,
    by: User,
    at: datetime,
) -> GrantDecision:
    """Decide about a file, with what speaks for it and what speaks against it, whichever way it goes.

    Raises:
        DecidedAlready: somebody else decided meanwhile; what is typed here is not kept as a decision.
        InterestDeclared, NotADecision: it may not be decided so, and what would work.
    """
    check(by, Permission.GRANT_DECIDE, grant.organisation_id)
    grant = held(grant)
    before = GrantDecision.objects.filter(grant=grant).select_related("by").first()
    if before is not None:
        raise DecidedAlready(
            _("%(name)s decided about this file a moment ago. Read that decision first."),
            name=before.by.display_name,
        )
    if grant.state != GrantState.ADMISSIBLE:
        raise NotNow(_("This file is not ready to be decided: open it to see where it is."))
    if not (reasons_for.strip() and reasons_against.strip()):
        raise NotADecision(
            _("Write what speaks for this file and what speaks against it: both are read later.")
        )
    if granted != (amount > 0):
        raise NotADecision(_("Give the amount that is granted, or none when it is not granted."))
    score = score_of_grant(grant)
    if score is None:
        raise NotADecision(_TWO)
    try:
        with transaction.atomic():
            decision = GrantDecision.objects.create(
                organisation_id=grant.organisation_id, grantee_id=grant.grantee_id, grant=grant, granted=granted,
                amount=amount, score=score, reasons_for=reasons_for.strip(), reasons_against=reasons_against.strip(),
                by=by, at=at,
            )  # fmt: skip
    except IntegrityError as error:
        refuse_grant(error, _REFUSALS)
    move(grant, GrantState.GRANTED if granted else GrantState.NOT_GRANTED, at)
    record_grant("grant_decided", grant, by, at, granted=granted, amount=amount)
    return decision


def record_own(grant: Grant, type: str, by: User, at: datetime, **data: Any) -> None:
    """Write a line in the funder's log alone: how a file is judged is its own."""
    audit.record(
        type=f"funding.{type}", target=grant, organisation=grant.organisation_id, by=by, at=at, **data
    )
