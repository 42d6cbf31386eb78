"""A licence file from the intention to the receipt, and its clock."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import isolated, tidy
from twiza.network.actions.conventions import WrongDates
from twiza.network.actions.institutions import locked, record
from twiza.network.models import (
    ChangeAnswer,
    Institution,
    InstitutionLetter,
    InstitutionPaper,
    Licence,
    LicenceFile,
    LicenceMail,
    LicenceMeasure,
    LicencePause,
    RegimeVersion,
)
from twiza.network.rules.licences import DECIDED, WAITING, FileKind, FileState, can_move, holds, paper_holds
from twiza.network.rules.regimes import Item
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check

BUREAU = "bureau"  # the pause of a president replaced in between: it ends with the receipt of the new bureau


class FileOver(DomainError):
    code = "network.file_over"


class FileCannot(DomainError):
    code = "network.file_cannot"


class PapersMissing(DomainError):
    code = "network.papers_missing"


class ProtectFirst(DomainError):
    code = "network.protect_first"


@transaction.atomic
def intend_licence(
    *,
    institution: Institution,
    regime: RegimeVersion,
    kind: str,
    capacity: int,
    audience: str = "",
    by: User,
    at: datetime,
) -> LicenceFile:
    """Write down an intention: which institution, for how many, under which version of the law.

    Raises:
        FileCannot: another file is under way; the kind does not fit the regime, or what the institution is today.
        InstitutionOver, NoPermission.
    """
    check(by, Permission.LICENCE_EXAMINE, institution)
    institution = locked(institution)
    today = timezone.localdate(at)
    if (
        kind not in [*FileKind]
        or (kind == FileKind.OFF_PREMISES) != regime.regime.by_declaration
        or capacity < 1
    ):
        raise FileCannot(
            _("Choose what the file is for, the law that goes with it, and for how many people.")
        )
    works = institution.opened_on is not None and institution.opened_on <= today
    licensed = any(
        holds(one.state, one.valid_from, one.valid_until, on=today)
        for one in Licence.objects.filter(institution=institution)
    )
    if kind == FileKind.OPENING and works and not licensed:
        raise FileCannot(
            _(
                "People live there already without a licence: open a regularisation, which protects them first."
            )
        )
    if kind == FileKind.OFF_PREMISES and not licensed:
        raise FileCannot(_("Only a licensed institution declares services outside its premises."))
    if kind != FileKind.OFF_PREMISES and (
        LicenceFile.objects.filter(institution=institution)
        .exclude(kind=FileKind.OFF_PREMISES)
        .exclude(state__in=DECIDED)
        .exists()
    ):
        raise FileCannot(_("A file of this institution is under way: finish that one."))
    file = LicenceFile.objects.create(
        institution=institution,
        organisation_id=institution.organisation_id,
        association_id=institution.association_id,
        regime=regime,
        kind=kind,
        capacity_asked=capacity,
        audience=tidy(audience),
        opened_by=by,
        opened_at=at,
    )
    note("network.file_intended", file, by, at, kind=kind)
    return file


@transaction.atomic
def begin_file(*, file: LicenceFile, by: User, at: datetime) -> LicenceFile:
    """Make a file of an intention: from now on the complete list of papers holds."""
    file = held(file, by)
    move(file, FileState.FILE_OPEN)
    note("network.file_begun", file, by, at)
    return file


def missing_papers(file: LicenceFile, *, on: date) -> tuple[Item, ...]:
    """Return every paper that is not there or no longer holds on a day, all at once, in the order of the list."""
    regime = file.regime.regime
    rows = (
        InstitutionPaper.objects.filter(institution=file.institution)
        .order_by("code", "-written_at", "-pk")
        .distinct("code")
    )
    held_now = {}
    for row in rows:
        item = regime.paper(row.code)
        if item is not None:
            held_now[row.code] = paper_holds(row.issued_on, row.expires_on, item.number, on=on)
    return regime.missing(held_now)


@transaction.atomic
def check_file(*, file: LicenceFile, by: User, at: datetime) -> tuple[Item, ...]:
    """Look through the papers before filing and say everything that is missing, in one list.

    A letter may be made from it; its number is taken in the register when it is printed.
    """
    file = held(file, by)
    if file.state not in (FileState.FILE_OPEN, FileState.INCOMPLETE):
        raise FileCannot(_("Papers are checked before the file is received."))
    lacking = missing_papers(file, on=timezone.localdate(at))
    file.missing = [one.code for one in lacking]
    file.save(update_fields=["missing"])
    if lacking and file.state == FileState.FILE_OPEN:
        move(file, FileState.INCOMPLETE)
    note("network.file_checked", file, by, at, missing=file.missing)
    return lacking


@transaction.atomic
def receive_file(*, file: LicenceFile, by: User, at: datetime) -> LicenceFile:
    """Receive a complete file: it takes its place in the order of arrival, and the clock runs from today.

    Raises:
        PapersMissing: papers are missing, all named at once.
        ProtectFirst: a regularisation without a dated measure for the people who live there.
        FileCannot: it is not a file yet, or is received already.
    """
    file = held(file, by)
    today = timezone.localdate(at)
    lacking = missing_papers(file, on=today)
    if lacking:
        language = get_language() or "ar"
        raise PapersMissing(
            _("Still missing: %(papers)s."),
            papers="، ".join(isolated(one.named(language)) for one in lacking)
            if language == "ar"
            else ", ".join(one.named(language) for one in lacking),
        )
    if file.kind == FileKind.REGULARISATION and not file.measures.exists():
        raise ProtectFirst(
            _("People live there: write first what protects them, with its day, then receive the file.")
        )
    if not can_move(file.state, FileState.RECEIPTED):
        raise FileCannot(_("This file was received already."))
    _in_turn(file.organisation_id)
    last = LicenceFile.objects.filter(organisation_id=file.organisation_id).order_by("-arrival")
    first = last.filter(arrival__isnull=False).first()
    file.arrival = 1 + ((first.arrival or 0) if first else 0)
    file.filed_on, file.missing, file.state = today, [], FileState.RECEIPTED.value
    file.save(update_fields=["arrival", "filed_on", "missing", "state"])
    number_mail(file=file, direction="in", kind="filing", by=by, at=at)
    note("network.file_received", file, by, at, arrival=file.arrival)
    return file


@transaction.atomic
def protect(*, file: LicenceFile, words: str, due_on: date, by: User, at: datetime) -> LicenceMeasure:
    """Write what protects the people who live there already, by when.

    Raises:
        ProtectFirst: nothing is said.
    """
    file = held(file, by)
    if not tidy(words):
        raise ProtectFirst(_("Say what is done for the people who live there."))
    row = LicenceMeasure.objects.create(
        file=file, organisation_id=file.organisation_id, words=tidy(words), due_on=due_on
    )
    note("network.file_measure", file, by, at, measure=row.pk)
    return row


@transaction.atomic
def protected(*, measure: LicenceMeasure, on: date, by: User, at: datetime) -> LicenceMeasure:
    """Write that a measure was carried out."""
    check(by, Permission.LICENCE_EXAMINE, measure)
    measure.done_on = on
    measure.save(update_fields=["done_on"])
    note("network.file_measure_done", measure.file, by, at, measure=measure.pk)
    return measure


@transaction.atomic
def stop_clock(
    *, file: LicenceFile, reason: str, words: str, on: date, by: User, at: datetime
) -> LicencePause:
    """Stop the clock of a file for a reason that its regime knows; a president replaced in between is one.

    Raises:
        FileCannot: the regime does not know the reason, the clock stands already or does not run yet.
        WrongDates: before the file was received, or a day to come.
    """
    file = held(file, by)
    if file.state not in WAITING or reason not in {one.code for one in file.regime.regime.pauses}:
        raise FileCannot(_("The clock stops only once it runs, and for a reason that the law knows."))
    if not tidy(words):
        raise FileCannot(_("Say what is waited for."))
    if file.pauses.filter(until__isnull=True).exists():
        raise FileCannot(_("The clock stands already: say first what ended it."))
    earlier = file.pauses.order_by("-until").first()
    begins = (earlier and earlier.until) or file.filed_on
    if (begins is not None and on < begins) or on > timezone.localdate(at):
        raise WrongDates(_("The clock stops on a day after it began to run, today at the latest."))
    pause = LicencePause.objects.create(
        file=file, organisation_id=file.organisation_id, reason=reason, words=tidy(words), first=on
    )
    note("network.file_clock_stopped", file, by, at, reason_code=reason, pause=pause.pk)
    return pause


@transaction.atomic
def run_clock(*, file: LicenceFile, words: str, on: date, by: User, at: datetime) -> LicencePause:
    """Let the clock run again, saying what ended the wait: the number of the receipt, the paper that came.

    Raises:
        FileCannot: the clock does not stand, or nothing is said.
        WrongDates: before it stopped, or a day to come.
    """
    file = held(file, by)
    pause = file.pauses.filter(until__isnull=True).first()
    if pause is None or not tidy(words):
        raise FileCannot(_("Say what ended the wait: the number of the receipt, the paper that came."))
    if on < pause.first or on > timezone.localdate(at):
        raise WrongDates(_("The clock runs again on a day after it stopped, today at the latest."))
    pause.until, pause.ended_words = on, tidy(words)
    pause.save(update_fields=["until", "ended_words"])
    note("network.file_clock_runs", file, by, at, reason_code=pause.reason, pause=pause.pk)
    return pause


def number_mail(
    *, file: LicenceFile, direction: str, kind: str, lists: Sequence[str] = (), by: User, at: datetime
) -> LicenceMail:
    """Take the next number of the year in the register of what comes in or goes out."""
    today = timezone.localdate(at)
    return LicenceMail.objects.create(
        file=file,
        organisation_id=file.organisation_id,
        direction=direction,
        kind=kind,
        lists=list(lists),
        year=today.year,
        number=next_number(file.organisation_id, direction, today.year),
        on=today,
        by=by,
        at=at,
    )


def next_number(organisation: UUID, direction: str, year: int) -> int:
    """Return the next number of a year in the one register of a body: letters of files and of institutions."""
    _in_turn(organisation)
    where = {"organisation_id": organisation, "direction": direction, "year": year}
    last = [
        rows.filter(**where).aggregate(last=Max("number"))["last"] or 0
        for rows in (LicenceMail.objects.all(), InstitutionLetter.objects.all(), ChangeAnswer.objects.all())
    ]
    return 1 + max(last)


def held(file: LicenceFile, by: User) -> LicenceFile:
    """Return the file for a change. Raises FileOver once it is decided, NoPermission."""
    check(by, Permission.LICENCE_EXAMINE, file)
    row = (
        LicenceFile.objects.select_for_update(of=("self",))
        .select_related("institution", "regime")
        .get(pk=file.pk)
    )
    if row.state in DECIDED:
        raise FileOver(
            _("This file was decided on %(day)s: nothing more is written in it."), day=row.decided_on
        )
    return row


def move(file: LicenceFile, to: FileState) -> None:
    """Take a file one step on. Raises FileCannot."""
    if not can_move(file.state, to, by_declaration=file.regime.regime.by_declaration):
        raise FileCannot(_("This is not the next step of the file."))
    file.state = to.value
    file.save(update_fields=["state"])


def note(type: str, file: LicenceFile, by: User, at: datetime, reason_code: str = "", **data: object) -> None:
    """One line in the log of the delegation and of the association."""
    record(type, file.institution, file.institution.organisation, by, at, reason_code, file=file.pk, **data)


def _in_turn(organisation: UUID) -> None:
    """Two at one desk take their numbers one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"mail {UUID(str(organisation))}"])
