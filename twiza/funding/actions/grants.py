"""Grants up to the look at a file: budget lines, calls, applications, whether they are admissible."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NoReturn
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.funding.models import BudgetLine, Grant, GrantCall, GrantCriterion, GrantHeading, GrantLook
from twiza.funding.rules.grants import (
    COMPLETE_DAYS,
    LICENCES,
    CallKind,
    Fault,
    GrantState,
    can_move,
    state_after_look,
    why_not_headings,
)
from twiza.funding.rules.rib import key_of, rib_digits, why_not_rib
from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network import queries as network
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NotABudgetLine(DomainError):
    code = "funding.not_a_budget_line"


class NotACall(DomainError):
    code = "funding.not_a_call"


class NotAnApplication(DomainError):
    code = "funding.not_an_application"


class WrongAccount(DomainError):
    """The number of the account does not hold."""

    code = "funding.wrong_account"


class LicenceFirst(DomainError):
    """The register says that the institution works without a licence."""

    code = "funding.licence_first"


class NotNow(DomainError):
    """The file is not where this can be done."""

    code = "funding.grant_not_now"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a budget: what it costs in all, and the part asked of the funder."""

    title: str
    cost: Decimal
    asked: Decimal


_HEADINGS = {
    "no_heading": _("Write at least one heading with its whole cost and the part that is asked."),
    "heading_twice": _("A heading stands twice. Put its amounts together in one line."),
    "part_above_cost": _("A part that is asked is more than its heading costs."),
    "parts_differ": _("The parts of the headings do not add up to the amount that is asked."),
}
# What the database refuses, in words
REFUSALS: dict[str, tuple[type[DomainError], Any]] = {
    "budget_line_once": (NotABudgetLine, _("This budget line of this year is written already.")),
    "call_is_open": (NotACall, _("This call is not open today.")),
    "programmed_by_the_funder": (NotACall, _("For a programmed list, the funder writes the files. Bring yours to its counter.")),
    "grant_once_in_a_call": (NotAnApplication, _("Your file in this call is there already. Open it to complete it.")),
    "criteria_are_fixed": (NotACall, _("Files were sent in: the criteria stay as they are. Write another call.")),
}  # fmt: skip


def refuse_grant(
    error: IntegrityError, more: dict[str, tuple[type[DomainError], Any]] | None = None
) -> NoReturn:
    """Say in words what the database refused; what has no words is a fault of ours and stays an error."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    found = {**REFUSALS, **(more or {})}.get(name)
    if found is None:
        raise error
    kind, words = found
    raise kind(words) from error


def record_grant(
    type: str, grant: Grant, by: User, at: datetime, *, reason_code: str = "", **data: Any
) -> None:
    """Write one line in the log of the funder and one in that of the association: it is the file of both."""
    audit.record(
        type=f"funding.{type}",
        target=grant,
        organisation=grant.organisation_id,
        by=by,
        at=at,
        reason_code=reason_code,
        beside=[grant.grantee_id],
        **data,
    )


def held(grant: Grant) -> Grant:
    """Return the file as it is now, kept from others to the end of the transaction."""
    return Grant.objects.select_for_update().get(pk=grant.pk)


def move(grant: Grant, to: GrantState, at: datetime) -> None:
    """Bring a file that is held to another state. Raises NotNow."""
    if not can_move(grant.state, to):
        raise NotNow(_("This file was moved on meanwhile. Open it again to see where it is."))
    grant.state, grant.state_at = to, at
    grant.save(update_fields=["state", "state_at"])


@transaction.atomic
def write_budget_line(
    *,
    organisation: UUID,
    year: int,
    title: str,
    theme: str,
    legal_basis: str,
    amount: Decimal,
    by: User,
    at: datetime,
) -> BudgetLine:
    """Write a sum of a year's budget, with the text that allows it.

    Raises:
        NotABudgetLine: no title, no text, no amount, or it is written already.
    """
    check(by, Permission.GRANT_EXAMINE, organisation)
    if amount <= 0 or not (tidy(title) and tidy(legal_basis)):
        raise NotABudgetLine(_("Write what the line is for, the text that allows it, and its amount."))
    try:
        with transaction.atomic():
            line = BudgetLine.objects.create(
                organisation_id=organisation, year=year, title=tidy(title), theme=theme,
                legal_basis=tidy(legal_basis), amount=amount, by=by, at=at,
            )  # fmt: skip
    except IntegrityError as error:
        refuse_grant(error)
    audit.record(
        type="funding.budget_line_written", target=line, organisation=organisation, by=by, at=at,
        year=year, amount=amount,
    )  # fmt: skip
    return line


@transaction.atomic
def open_call(
    *,
    line: BudgetLine,
    kind: str,
    title: str,
    opens_on: date,
    closes_on: date,
    criteria: Sequence[tuple[str, int]],
    by: User,
    at: datetime,
) -> GrantCall:
    """Open a call, or a programmed list, on a budget line; its criteria with their weights are fixed with it.

    Args:
        closes_on: the last day on which a file is taken.
        criteria: (what is looked at, weight from 1 to 100).

    Raises:
        NotACall: no title, no criterion, a weight outside 1 to 100, or it closes before it opens.
    """
    check(by, Permission.GRANT_EXAMINE, line)
    wanted = [(tidy(words), weight) for words, weight in criteria]
    if not tidy(title) or closes_on < opens_on or kind not in list(CallKind):
        raise NotACall(_("Write a title, and a last day that is not before the first."))
    if not wanted or any(not words or not 1 <= weight <= 100 for words, weight in wanted):
        raise NotACall(_("Write at least one criterion, each with a weight from 1 to 100."))
    call = GrantCall.objects.create(
        organisation_id=line.organisation_id, line=line, kind=kind, title=tidy(title),
        opens_on=opens_on, closes_on=closes_on, by=by, at=at,
    )  # fmt: skip
    GrantCriterion.objects.bulk_create(
        GrantCriterion(
            organisation_id=line.organisation_id, call=call, place=place, title=words, weight=weight
        )
        for place, (words, weight) in enumerate(wanted, start=1)
    )
    audit.record(
        type="funding.call_opened", target=call, organisation=line.organisation_id, by=by, at=at,
        kind=kind, criteria=len(wanted),
    )  # fmt: skip
    return call


@transaction.atomic
def ask_for_grant(
    *,
    call: GrantCall,
    grantee: UUID,
    project: str,
    summary: str,
    asked: Decimal,
    headings: Sequence[Heading],
    starts_on: date,
    ends_on: date,
    rib: str,
    rib_holder: str,
    by: User,
    at: datetime,
) -> Grant:
    """Hand in a file: by the association itself, or by the funder for who brings it on paper.

    Raises:
        NotAnApplication: the project or its budget does not hold. WrongAccount: the account number does not.
        NotACall: the call is not open.
    """
    mine = by.has_perm(Permission.GRANT_CLAIM, grantee)
    if not mine:
        check(by, Permission.GRANT_EXAMINE, call.organisation_id)
    why = why_not_headings([(one.title, one.cost, one.asked) for one in headings], asked)
    if why:
        raise NotAnApplication(_HEADINGS[why])
    if not tidy(project) or ends_on < starts_on:
        raise NotAnApplication(_("Name the project, and let it end after it begins."))
    if grantee == call.organisation_id:
        raise NotAnApplication(_("A funder does not ask itself for a grant. Choose the association."))
    number = checked_account(rib, rib_holder)
    try:
        with transaction.atomic():
            grant = Grant.objects.create(
                organisation_id=call.organisation_id, grantee_id=grantee, call=call, line_id=call.line_id,
                project=tidy(project), summary=summary.strip(), asked=asked, starts_on=starts_on, ends_on=ends_on,
                rib=number, rib_holder=tidy(rib_holder), state_at=at, by=by, at=at,
            )  # fmt: skip
    except IntegrityError as error:
        refuse_grant(error)
    GrantHeading.objects.bulk_create(
        GrantHeading(
            organisation_id=grant.organisation_id, grantee_id=grantee, grant=grant, place=place,
            title=tidy(one.title), cost=one.cost, asked=one.asked,
        )
        for place, one in enumerate(headings, start=1)
    )  # fmt: skip
    record_grant("grant_asked", grant, by, at, amount=asked, on_paper=not mine)
    return grant


def checked_account(rib: str, holder: str) -> str:
    """Return the 24 digits of an account. Raises WrongAccount, with what would work."""
    number, why = rib_digits(rib), why_not_rib(rib)
    if why == "not_digits":
        raise WrongAccount(
            _("The account number (RIB) has digits only. Copy it from the bank's certificate.")
        )
    if why == "not_24":
        raise WrongAccount(
            _("The account number (RIB) has 24 digits; this one has %(count)s. Copy it from the bank's certificate."),
            count=len(number),
        )  # fmt: skip
    if why:
        raise WrongAccount(
            _("This account number (RIB) has a wrong digit: after the first 22, the bank would have printed %(key)s and not %(typed)s. Compare it with the bank's certificate, digit by digit."),
            key=key_of(number), typed=number[22:],
        )  # fmt: skip
    if not tidy(holder):
        raise WrongAccount(_("Write in whose name the account is, as on the bank's certificate."))
    return number


@transaction.atomic
def complete_grant(*, grant: Grant, summary: str, rib: str, rib_holder: str, by: User, at: datetime) -> Grant:
    """Put right what was missing in a file, before or within its days.

    Raises:
        WrongAccount: the account number does not hold. NotNow: it is decided about.
    """
    if not by.has_perm(Permission.GRANT_CLAIM, grant.grantee_id):
        check(by, Permission.GRANT_EXAMINE, grant.organisation_id)
    grant = held(grant)
    if grant.state not in (GrantState.APPLIED, GrantState.INCOMPLETE):
        raise NotNow(_("This file is past its completion: what it says stays."))
    grant.rib = checked_account(rib, rib_holder)
    grant.rib_holder, grant.summary = tidy(rib_holder), summary.strip()
    grant.save(update_fields=["rib", "rib_holder", "summary"])
    record_grant("grant_completed", grant, by, at)
    return grant


@transaction.atomic
def look_at_grant(
    *,
    grant: Grant,
    licence: str,
    reports_missing: int,
    holder_right: bool,
    papers_missing: bool = False,
    outside: bool = False,
    words: str = "",
    by: User,
    at: datetime,
) -> GrantLook:
    """Say whether a file is admissible, as things are known today; what may be mended has seven days.

    Args:
        licence: a key of LICENCES; "unknown" is said plainly and refuses nothing.
        reports_missing: reports on earlier grants of this funder that are due and not there.

    Raises:
        NotNow: it is decided about, or past its look.
        LicenceFirst: the register of the funder knows better: nothing is granted before the file is received.
    """
    check(by, Permission.GRANT_EXAMINE, grant.organisation_id)
    grant = held(grant)
    if licence not in LICENCES:
        raise NotNow(_("Say what is known of the licence."))
    known = network.licences_known(grant.grantee_id, to=grant.organisation_id, on=timezone.localdate(at))
    if "without" in known and licence not in known | {"not_needed"}:
        raise LicenceFirst(
            _("The register says that an institution of this association works without a licence. Receive its regularisation file first, or say that this activity needs no licence.")
        )  # fmt: skip
    said = {
        Fault.LICENCE: licence == "without",
        Fault.REPORTS: reports_missing > 0,
        Fault.HOLDER: not holder_right,
        Fault.PAPERS: papers_missing,
        Fault.OUTSIDE: outside,
    }
    faults = [str(fault) for fault, wrong in said.items() if wrong]
    to = state_after_look(faults)
    if not can_move(grant.state, to):
        raise NotNow(_("This file was looked at already, and is past that step."))
    look = GrantLook.objects.create(
        organisation_id=grant.organisation_id, grantee_id=grant.grantee_id, grant=grant, licence=licence,
        reports_missing=reports_missing, holder_right=holder_right, faults=faults, words=tidy(words),
        complete_by=timezone.localdate(at) + timedelta(days=COMPLETE_DAYS) if to == GrantState.INCOMPLETE else None,
        by=by, at=at,
    )  # fmt: skip
    move(grant, to, at)
    record_grant("grant_looked_at", grant, by, at, state=to, faults=faults, licence=licence)
    return look
