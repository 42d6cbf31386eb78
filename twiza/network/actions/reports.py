"""Reports of an institution: sent, returned with a question, accepted; what is accepted enters the register as claimed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.network import queries
from twiza.network.actions.conventions import NotAParty
from twiza.network.actions.institutions import locked, record
from twiza.network.models import (
    Institution,
    InstitutionFigure,
    InstitutionReport,
    Organisation,
    ReportVerdict,
)
from twiza.network.rules.figures import Status
from twiza.network.rules.institutions import AGES, POSTS, SEXES, Subject
from twiza.network.rules.reports import REPORT_KINDS, Period
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check

MOST = 100_000


class UnfitReport(DomainError):
    code = "network.unfit_report"


@transaction.atomic
def send_report(
    *,
    institution: Institution,
    organisation: Organisation,
    period: Period,
    present: Sequence[tuple[str, str, int]],
    entries: int,
    departures: int,
    filled: Mapping[str, int],
    meetings: int,
    needs: str = "",
    by: User,
    at: datetime,
) -> InstitutionReport:
    """Send the report of a period that is asked for.

    Args:
        present: (sex, age band, how many) on the last day of the period. Never a name.
        filled: post → how many are filled.

    Raises:
        UnfitReport: the period is not asked for, a report of it waits or was accepted, a group or post twice or unknown.
        NotAParty, InstitutionOver, NoPermission.
    """
    check(by, Permission.INSTITUTION_COUNT, organisation)
    if organisation.pk not in (institution.organisation_id, institution.association_id):
        raise NotAParty(_("Only its association and the delegation write about this institution."))
    today = timezone.localdate(at)
    if period not in queries.periods_asked(institution, today=today):
        raise UnfitReport(_("No report of this period is asked for."))
    groups = [(sex, age) for sex, age, _count in present]
    if len(set(groups)) < len(groups) or any(sex not in SEXES or age not in AGES for sex, age in groups):
        raise UnfitReport(_("Count each group once: girls or boys, by age."))
    numbers = [entries, departures, meetings, *(count for _sex, _age, count in present), *filled.values()]
    if set(filled) - set(POSTS) or any(not 0 <= one <= MOST for one in numbers):
        raise UnfitReport(_("People and posts are counted in whole numbers."))
    before = InstitutionReport.objects.filter(
        institution=institution, kind=period.kind, period_end=period.last
    ).count()
    try:
        with transaction.atomic():
            row = InstitutionReport.objects.create(
                institution=institution, organisation=organisation, kind=period.kind, period_end=period.last,
                due_on=period.due, number=before + 1, present=[list(one) for one in present], entries=entries,
                departures=departures, filled=dict(filled), meetings=meetings, needs=needs.strip(), sent_by=by,
                sent_on=today, sent_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise UnfitReport(_("A report of this period is there already: wait for its answer.")) from error
    record(
        "network.report_sent",
        institution,
        organisation,
        by,
        at,
        report=row.pk,
        kind=period.kind,
        late=today > period.due,
    )
    return row


@transaction.atomic
def judge_report(
    *, report: InstitutionReport, accepted: bool, words: str = "", by: User, at: datetime
) -> ReportVerdict:
    """Accept a report, whose figures enter the register as claimed with their source; or return it with a question.

    Raises:
        UnfitReport: returned without a question, or answered already.
    """
    check(by, Permission.LICENCE_EXAMINE, report.institution)
    institution = locked(report.institution)
    if not accepted and not words.strip():
        raise UnfitReport(_("Say what is asked, in one sentence."))
    try:
        with transaction.atomic():
            row = ReportVerdict.objects.create(
                report=report, institution=institution, organisation_id=institution.organisation_id,
                accepted=accepted, words=words.strip(), said_by=by, said_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise UnfitReport(_("This report was answered already.")) from error
    if accepted:
        _into_register(report, institution, by, at)
    record(
        "network.report_judged",
        institution,
        institution.organisation,
        by,
        at,
        report=report.pk,
        accepted=accepted,
    )
    return row


def _into_register(report: InstitutionReport, institution: Institution, by: User, at: datetime) -> None:
    source = f"{REPORT_KINDS[report.kind]} {report.period_end.isoformat()}"
    same = {
        "institution": institution, "organisation_id": institution.organisation_id, "on": report.period_end,
        "status": Status.CLAIMED.value, "source": source, "written_by": by, "written_at": at,
    }  # fmt: skip
    people = [
        InstitutionFigure(subject=Subject.PRESENT.value, sex=sex, age=age, value=count, **same)
        for sex, age, count in report.present
    ]
    posts = [
        InstitutionFigure(subject=Subject.FILLED.value, post=post, value=count, **same)
        for post, count in report.filled.items()
    ]
    InstitutionFigure.objects.bulk_create([*people, *posts])
