"""What is written about an institution day by day: counts, mandates, papers."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network.actions.conventions import WrongDates
from twiza.network.actions.figures import NoSource
from twiza.network.actions.institutions import check_writes_of, record
from twiza.network.actions.statutes import NotADocument
from twiza.network.models import (
    Institution,
    InstitutionFigure,
    InstitutionMandate,
    InstitutionPaper,
    Organisation,
)
from twiza.network.rules import statutes
from twiza.network.rules.figures import Figure
from twiza.network.rules.institutions import AGES, OF_PEOPLE, POSTS, SAFETY, SEXES, Office, Subject
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.files import actions as files

SCAN = "network.institution_paper"
SCAN_DAYS = 3650  # as for statutes: a licence file is a public archive


class UnfitFigure(DomainError):
    code = "network.unfit_figure"


class OneAtATime(DomainError):
    code = "network.one_at_a_time"


class UnfitPaper(DomainError):
    code = "network.unfit_paper"


@transaction.atomic
def count_institution(
    *,
    institution: Institution,
    organisation: Organisation,
    subject: str,
    figure: Figure,
    on: date,
    sex: str = "",
    age: str = "",
    post: str = "",
    by: User,
    at: datetime,
) -> InstitutionFigure:
    """Write places, people present or posts of a day. Nothing is overwritten: the newest day holds.

    Args:
        organisation: the body in whose name it is said: the delegation or the association.
        figure: its source and whether it is claimed, estimated, counted or verified; "more than" stays so.

    Raises:
        UnfitFigure: sex or age of posts, a post of people, a broken number, a day to come.
        NoSource, NotAParty, InstitutionOver, NoPermission.
    """
    check_writes_of(institution, organisation, by)
    people = subject in OF_PEOPLE
    if subject not in [*Subject] or (people and (post or sex not in SEXES or age not in AGES)):
        raise UnfitFigure(_("Say of whom: girls or boys, and which ages. Posts are counted by post."))
    if not people and (sex or age or post not in POSTS):
        raise UnfitFigure(_("Say of whom: girls or boys, and which ages. Posts are counted by post."))
    if figure.value != figure.value.to_integral_value() or not 0 <= figure.value <= 100_000:
        raise UnfitFigure(_("People and places are counted in whole numbers."))
    if on > timezone.localdate(at):
        raise UnfitFigure(_("This day is still to come: write what was counted."))
    if not tidy(figure.source):
        raise NoSource(_("Say where the figure comes from."))
    row = InstitutionFigure.objects.create(
        institution=institution,
        organisation=organisation,
        subject=subject,
        sex=sex,
        age=age,
        post=post,
        on=on,
        value=int(figure.value),
        at_least=figure.at_least,
        status=figure.status.value,
        source=tidy(figure.source),
        written_by=by,
        written_at=at,
    )
    record(
        "network.institution_counted",
        institution,
        organisation,
        by,
        at,
        subject=subject,
        status=figure.status.value,
        figure=row.pk,
    )
    return row


@transaction.atomic
def open_mandate(
    *,
    institution: Institution,
    organisation: Organisation,
    office: str,
    holder: str,
    paper: str,
    starts_on: date,
    last_day: date | None,
    by: User,
    at: datetime,
) -> InstitutionMandate:
    """Write who presides over the management committee, or who directs; the one before ends the day before.

    Raises:
        UnfitFigure: no name, or not the paper that says so.
        WrongDates: it ends before it begins. OneAtATime: it begins before the one that is written.
    """
    check_writes_of(institution, organisation, by)
    if office not in [*Office] or not tidy(holder) or not tidy(paper):
        raise UnfitFigure(
            _("Write the name, and the minutes or the letter that say so, with number and day.")
        )
    if last_day is not None and last_day < starts_on:
        raise WrongDates(_("A mandate ends after it begins."))
    rows = InstitutionMandate.objects.select_for_update().filter(institution=institution, office=office)
    for row in rows:
        if row.period.isempty or (row.period.upper is not None and row.period.upper <= starts_on):
            continue
        if row.period.lower >= starts_on:
            raise OneAtATime(
                _("Somebody is written from %(day)s on: a new mandate begins after that day."),
                day=row.period.lower,
            )
        row.period = DateRange(row.period.lower, starts_on)
        row.save(update_fields=["period"])
    mandate = InstitutionMandate.objects.create(
        institution=institution,
        organisation=organisation,
        office=office,
        holder=tidy(holder),
        paper=tidy(paper),
        period=DateRange(starts_on, None if last_day is None else last_day + timedelta(days=1)),
        created_at=at,
    )
    record(
        "network.institution_mandate", institution, organisation, by, at, office=office, mandate=mandate.pk
    )
    return mandate


@transaction.atomic
def keep_paper(
    *,
    institution: Institution,
    code: str,
    reference: str = "",
    issued_on: date | None = None,
    expires_on: date | None = None,
    content: bytes = b"",
    folder: str = "",
    by: User,
    at: datetime,
) -> InstitutionPaper:
    """Keep a paper of an institution: a scan, or the folder in which the original was seen. Earlier ones stay.

    Raises:
        UnfitPaper: neither a scan nor a folder, or a safety paper without its last day.
        NotADocument: the scan is neither a PDF nor a picture.
        NoPermission: `by` may not examine licences where the register is kept.
    """
    check(by, Permission.LICENCE_EXAMINE, institution)
    if not content and not tidy(folder):
        raise UnfitPaper(_("Send a scan, or say in which folder the original was seen."))
    if code in SAFETY and expires_on is None:
        raise UnfitPaper(_("A safety or hygiene report has a last day: write it."))
    if issued_on and expires_on and expires_on < issued_on:
        raise WrongDates(_("A paper expires after it was issued."))
    row = InstitutionPaper.objects.create(
        institution=institution,
        organisation=institution.organisation,
        code=code,
        reference=tidy(reference),
        issued_on=issued_on,
        expires_on=expires_on,
        scan=_scan(institution, code, content, by, at) if content else None,
        folder=tidy(folder),
        written_by=by,
        written_at=at,
    )
    record(
        "network.institution_paper", institution, institution.organisation, by, at, code=code, paper=row.pk
    )
    return row


def _scan(institution: Institution, code: str, content: bytes, by: User, at: datetime) -> UUID:
    ending = statutes.ending_of(content)
    if ending is None:
        raise NotADocument(_("Send the paper as a PDF, or as a picture (.jpg, .png) of each page."))
    file = files.store_file(
        content=content,
        name=f"{code}-{timezone.localdate(at)}{ending}",
        kind=SCAN,
        permission=Permission.LICENCE_EXAMINE,
        organisation=institution.organisation_id,
        by=by,
        at=at,
        keep_days=SCAN_DAYS,
    )
    return UUID(str(file.pk))
