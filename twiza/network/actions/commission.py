"""The commission: called, visiting, giving its opinions; and the one decision."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network import queries
from twiza.network.actions.conventions import WrongDates
from twiza.network.actions.licence_files import FileCannot, held, move, note
from twiza.network.actions.licences import grant, stop
from twiza.network.models import (
    Licence,
    LicenceDecision,
    LicenceFile,
    LicenceOpinion,
    LicenceVisit,
    Organisation,
    SignatureDelegation,
)
from twiza.network.rules.licences import LIVE, FileState, LicenceState, Verdict, is_against, last_day
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NewDateNow(DomainError):
    code = "network.new_date_now"


class OpinionMissing(DomainError):
    code = "network.opinion_missing"


class WhoOrderedIt(DomainError):
    code = "network.who_ordered_it"


class NotYourSignature(DomainError):
    code = "network.not_your_signature"


@transaction.atomic
def call_commission(*, file: LicenceFile, on: date, by: User, at: datetime) -> LicenceFile:
    """Call the commission for a visit. Raises FileCannot, WrongDates."""
    file = held(file, by)
    if on < timezone.localdate(at):
        raise WrongDates(_("Call the commission for a day to come."))
    move(file, FileState.UNDER_REVIEW)
    file.visit_on = on
    file.save(update_fields=["visit_on"])
    note("network.commission_called", file, by, at)
    return file


@transaction.atomic
def hold_visit(
    *,
    file: LicenceFile,
    on: date,
    present: Sequence[str],
    answers: Mapping[str, bool],
    measures: Mapping[str, Decimal],
    next_on: date | None = None,
    words: str = "",
    by: User,
    at: datetime,
) -> LicenceVisit:
    """Write a visit: who was there, what the grid says; the capacity is computed from the measured rooms.

    Args:
        present: codes of the bodies that came. Too few: nothing is examined, and `next_on` is fixed at once.

    Raises:
        NewDateNow: no quorum, and no new date after this one.
        FileCannot: the grid is not filled, a body is not of this commission, the commission was not called.
        WrongDates: a day to come.
    """
    file = held(file, by)
    regime = file.regime.regime
    if file.state != FileState.UNDER_REVIEW:
        raise FileCannot(_("Call the commission first."))
    if on > timezone.localdate(at):
        raise WrongDates(_("A visit is written on its day or afterwards."))
    if set(present) - {one.code for one in regime.bodies}:
        raise FileCannot(_("Only bodies of this commission are counted."))
    is_held = len(set(present)) >= regime.quorum
    if not is_held and (next_on is None or next_on <= on):
        raise NewDateNow(
            _("%(count)s came, %(quorum)s are needed: fix the new date now."),
            count=len(set(present)),
            quorum=regime.quorum,
        )
    asked = {one.code for one in regime.grid if not one.number}
    measured = {one.code for one in regime.grid if one.number}
    if is_held and (
        set(answers) != asked or set(measures) != measured or any(one <= 0 for one in measures.values())
    ):
        raise FileCannot(_("Fill every line of the grid: yes or no, and the surface of each measured room."))
    visit = LicenceVisit.objects.create(
        file=file,
        organisation_id=file.organisation_id,
        on=on,
        present=sorted(set(present)),
        held=is_held,
        answers=dict(answers) if is_held else {},
        measures={code: str(one) for code, one in measures.items()} if is_held else {},
        places=regime.places(measures) if is_held else None,
        next_on=None if is_held else next_on,
        words=words.strip(),
    )
    if is_held:
        move(file, FileState.VISITED)
    else:
        file.visit_on = next_on
        file.save(update_fields=["visit_on"])
    note("network.visit_written", file, by, at, held=is_held, present=len(visit.present), places=visit.places)
    return visit


@transaction.atomic
def give_opinion(
    *, file: LicenceFile, body: str, verdict: str, reasons: str, on: date, by: User, at: datetime
) -> LicenceOpinion:
    """Write what a body says and why, once.

    Raises:
        OpinionMissing: no reasons, no such body, or it has spoken already.
        FileCannot: the commission has not visited yet.
    """
    file = held(file, by)
    if file.state != FileState.VISITED:
        raise FileCannot(_("Opinions are given after the visit."))
    if body not in {one.code for one in file.regime.regime.bodies} or verdict not in [*Verdict]:
        raise OpinionMissing(_("Choose a body of the commission, and what it says."))
    if not reasons.strip():
        raise OpinionMissing(_("An opinion has its reasons: write them."))
    if file.opinions.filter(body=body).exists():
        raise OpinionMissing(_("This body has given its opinion: it is kept as it is."))
    row = LicenceOpinion.objects.create(
        file=file,
        organisation_id=file.organisation_id,
        body=body,
        verdict=verdict,
        reasons=reasons.strip(),
        given_on=on,
    )
    note("network.opinion_given", file, by, at, body=body, verdict=verdict)
    return row


@transaction.atomic
def delegate_signature(
    *,
    organisation: Organisation,
    user: User,
    reference: str,
    starts_on: date,
    last_day: date,
    by: User,
    at: datetime,
) -> SignatureDelegation:
    """Let a colleague sign decisions for the delegate, by an act with its number, until a day.

    Raises:
        NotYourSignature: to oneself, to somebody who examines no files here, or without the number of the act.
        WrongDates, NoPermission.
    """
    check(by, Permission.LICENCE_DECIDE, organisation)
    if user.pk == by.pk or not tidy(reference) or not user.has_perm(Permission.LICENCE_EXAMINE, organisation):
        raise NotYourSignature(_("Choose a colleague who examines files, and give the number of the act."))
    if last_day < starts_on:
        raise WrongDates(_("A delegation of signature ends after it begins."))
    row = SignatureDelegation.objects.create(
        organisation=organisation, user=user, reference=tidy(reference), starts_on=starts_on, last_day=last_day,
        given_by=by, given_at=at,
    )  # fmt: skip
    audit.record(
        type="network.signature_delegated",
        target=row,
        organisation=organisation.pk,
        by=by,
        at=at,
        to=user.pk,
    )
    return row


@transaction.atomic
def decide_file(
    *,
    file: LicenceFile,
    granted: bool,
    reasons: str = "",
    number: str = "",
    category: str = "",
    cells: Sequence[tuple[str, str, int]] = (),
    conditions: str = "",
    valid_from: date | None = None,
    ordered_by: str = "",
    ordered_why: str = "",
    by: User,
    at: datetime,
) -> LicenceDecision:
    """Decide a file, once: a licence that the register publishes, or a refusal with its reasons and the appeal.

    A file out of its order of arrival, a decision against the commission or above the places it computed says who
    ordered it and why; both bodies read it.

    Raises:
        NotYourSignature: neither the delegate nor somebody with a live delegation of signature.
        FileOver: decided already, by whoever came first.
        FileCannot: not visited yet, or its clock stands.
        OpinionMissing: fewer opinions than the quorum, or a refusal without reasons.
        WhoOrderedIt: what makes it an exception is named.
        UnfitLicence, LicenceNumberTaken: see `licences.grant`.
    """
    today = timezone.localdate(at)
    delegation = _signature(file, by, today)
    file = held(file, by)
    regime = file.regime.regime
    pause = file.pauses.filter(until__isnull=True).first()
    if pause is not None:
        raise FileCannot(_("The clock stands: %(words)s. Say first what ended it."), words=pause.words)
    if file.state != FileState.VISITED:
        raise FileCannot(_("A file is decided once the commission has visited."))
    verdicts = [one.verdict for one in file.opinions.all()]
    if len(verdicts) < regime.quorum:
        raise OpinionMissing(
            _("%(count)s opinions of %(quorum)s: write the others first."),
            count=len(verdicts),
            quorum=regime.quorum,
        )
    if not granted and not reasons.strip():
        raise OpinionMissing(_("A refusal has its reasons: write them."))
    capacity = sum(count for _sex, _age, count in cells)
    out_of_order, against = exceptions(file, granted, capacity, verdicts)
    if (out_of_order or against) and not (tidy(ordered_by) and tidy(ordered_why)):
        raise WhoOrderedIt(
            _("Files filed earlier wait still: say who ordered this one before them, and why.")
            if out_of_order
            else _("The commission said otherwise: say who ordered it, and why.")
        )
    licence = (
        _licence(file, number, category, cells, conditions, valid_from or today, by, at) if granted else None
    )
    decision = LicenceDecision.objects.create(
        file=file, organisation_id=file.organisation_id, granted=granted, licence=licence, reasons=reasons.strip(),
        appeal_until=None if granted else today + timedelta(days=regime.appeal_days),
        out_of_order=out_of_order, against=against,
        ordered_by=tidy(ordered_by) if out_of_order or against else "",
        ordered_why=tidy(ordered_why) if out_of_order or against else "",
        delegation=delegation, decided_by=by, decided_on=today, decided_at=at,
    )  # fmt: skip
    file.state = (FileState.LICENSED if granted else FileState.REFUSED).value
    file.decided_on = today
    file.save(update_fields=["state", "decided_on"])
    note(
        "network.file_decided", file, by, at, granted=granted, out_of_order=out_of_order, against=against,
        delegated=delegation is not None,
    )  # fmt: skip
    return decision


def exceptions(file: LicenceFile, granted: bool, capacity: int, verdicts: Sequence[str]) -> tuple[bool, bool]:
    """Say whether a decision would be out of the order of arrival, and whether against the commission."""
    visit = file.visits.filter(held=True).first()
    above = granted and visit is not None and visit.places is not None and capacity > visit.places
    return queries.earlier_waiting(file).exists(), is_against(granted, verdicts) or above


def _licence(
    file: LicenceFile,
    number: str,
    category: str,
    cells: Sequence[tuple[str, str, int]],
    conditions: str,
    valid_from: date,
    by: User,
    at: datetime,
) -> Licence:
    months = file.regime.regime.valid_months
    before = Licence.objects.select_for_update().filter(institution=file.institution, state__in=LIVE).first()
    if before is not None:
        stop(before, LicenceState.REPLACED, tidy(number) or "—", timezone.localdate(at))
    return grant(
        institution=file.institution, regime=file.regime, number=number, category=category,
        capacity=sum(count for _sex, _age, count in cells), cells=cells, conditions=conditions,
        valid_from=valid_from, valid_until=last_day(valid_from, months) if months else None,
        source=f"{file.arrival}", by=by, at=at,
    )  # fmt: skip


def _signature(file: LicenceFile, by: User, on: date) -> SignatureDelegation | None:
    """None for the delegate; else the delegation by which somebody signs. Raises NotYourSignature, NoPermission."""
    check(by, Permission.LICENCE_EXAMINE, file)
    if by.has_perm(Permission.LICENCE_DECIDE, file):
        return None
    found = SignatureDelegation.objects.filter(
        organisation_id=file.organisation_id, user=by, starts_on__lte=on, last_day__gte=on
    ).first()
    if found is None:
        raise NotYourSignature(
            _("The delegate signs this, or somebody to whom the signature is delegated today.")
        )
    return found
