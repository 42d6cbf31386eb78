"""The report of a year of a delegation: each figure with its source and how sure it is; what is not known says so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from twiza.funding import queries as funding
from twiza.funding.rules.grants import THEMES
from twiza.funding.rules.works import PHASE_WORDS
from twiza.lib import typeset
from twiza.lib.text import isolated
from twiza.network import queries as network
from twiza.network.rules.deliveries import WORDS
from twiza.network.rules.figures import Figure
from twiza.network.rules.kinds import FIGURE_STATUSES, SUBJECTS
from twiza.platform.web import formats
from twiza.reporting.queries.press import figure_words, named
from twiza.reporting.queries.province import Picture, picture_of
from twiza.reporting.rules.province import Sum, is_small
from twiza.shelter.rules.papers import FiguresPaper, PaperTable, Told, figures_pdf

LANGUAGES = ("ar", "fr")
MOST = 400


@dataclass(frozen=True)
class Yearly:
    """All that the report of a year says. `last`: its last day, or today while it runs."""

    year: int
    first: date
    last: date
    picture: Picture
    decided: list[Any]
    given: list[Any]
    not_granted: list[Any]
    conventions: list[Any]
    commitments: list[Any]
    works: list[Any]
    least: int

    @property
    def runs(self) -> bool:
        return self.last < date(self.year, 12, 31)


def yearly_of(organisation: Any, year: int, *, today: date, least: int) -> Yearly:
    """Return the report of a year, as it is known today.

    Args:
        least: a number of people below it is not told.
    """
    first, last = date(year, 1, 1), min(date(year, 12, 31), today)
    picture = picture_of(organisation, today=last, since=date(year - 1, 12, 31), year=year)
    running = list(network.running_conventions(organisation, on=last)[:MOST])
    return Yearly(
        year, first, last, picture,
        network.decided_between(organisation, first=first, last=last),
        funding.given_in(organisation.pk, year, first=MOST),
        funding.not_granted_in(organisation.pk, year),
        running,
        network.commitments_due(organisation, first=first, last=last, covered_too=True),
        funding.works_kept_by(organisation.pk, on=last),
        least,
    )  # fmt: skip


def yearly_pdf(report: Yearly, *, done: Callable[[int], None] = lambda _count: None) -> bytes:
    """Return the report as one PDF, Arabic then French. `done` is called after each language."""
    made = []
    for count, language in enumerate(LANGUAGES, start=1):
        with translation.override(language):
            made.append(figures_pdf(_paper(report, language)))
        done(count)
    return typeset.joined(made)


def _paper(report: Yearly, language: str) -> FiguresPaper:
    picture = report.picture
    return FiguresPaper(
        language,
        title=_("Report of the year %(year)s") % {"year": report.year},
        owner=named(picture.organisation, language),
        lines=[
            _("From %(first)s to %(last)s")
            % {"first": formats.day(report.first), "last": formats.day(report.last)},
            _("Source of every figure without another one: the register of the delegation, as it stood on the last day."),
            *([_("The year is not over: these figures are as of today.")] if report.runs else []),
        ],
        told=_told(report),
        tables=[one for one in _tables(report, language) if one.rows],
        notes=[
            _("A sum with a figure that is only “at least”, or with an institution of which nothing is known, is itself only “at least”."),
            _("Numbers of people below %(least)s are not told.") % {"least": report.least},
        ],
    )  # fmt: skip


def _told(report: Yearly) -> list[Told]:
    whole, year = report.picture.whole, report.picture.line_of_year
    unknown = _("not known")
    given = year if year is not None and year.year == report.year else None
    return [
        Told(_("Licensed institutions"), formats.number(whole.licensed)),
        Told(_("Being licensed"), formats.number(whole.asked)),
        Told(
            _("Work without a licence"),
            formats.number(whole.unlicensed),
            kind="refusal" if whole.unlicensed else "",
        ),
        Told(_("Places for people"), people(whole.capacity, report.least), sure(whole.capacity)),
        Told(_("People present"), people(whole.present, report.least), sure(whole.present)),
        Told(
            _("Sum granted"), isolated(formats.money(given.granted)) if given else unknown,
            _("paid: %(sum)s") % {"sum": isolated(formats.money(given.paid))} if given else "",
        ),
    ]  # fmt: skip


def people(said: Sum, least: int) -> str:
    """Say a number of people as it may be told outside: "not known", "fewer than 5", "at least 23"."""
    if said.figure is not None and is_small(said.value, least):
        return _("fewer than %(least)s") % {"least": least}
    return figure_words(said.figure)


def sure(said: Sum) -> str:
    """Say how sure a sum is, and of how many institutions something is known."""
    if said.status is None:
        return _("known of %(known)s of %(of)s that work") % {"known": said.known, "of": said.of}
    words = _("known of %(known)s of %(of)s that work") % {"known": said.known, "of": said.of}
    return f"{_(FIGURE_STATUSES[said.status])} · {words}"


def _tables(report: Yearly, language: str) -> list[PaperTable]:
    return [
        _categories(report),
        _said(report),
        _decided(report, language),
        _lines(report),
        _given(report, language),
        _refused(report, language),
        _conventions(report),
        _commitments(report, language),
        _works(report, language),
        _undone(report),
    ]


def _categories(report: Yearly) -> PaperTable:
    words = network.category_words()
    groups = report.picture.categories
    small = [one for one in groups if is_small(one.present.value, report.least)]
    # one hidden number could be worked out from the total: the next smallest goes with it
    known = sorted(
        (one for one in groups if one.present.value is not None and one not in small),
        key=lambda one: one.present.value or 0,
    )
    hidden = {one.key for one in small} | ({known[0].key} if len(small) == 1 and known else set())
    return PaperTable(
        _("Institutions by category of the law"),
        [_("Category of the law"), _("Institutions"), _("Licensed"), _("Being licensed"), _("Places for people"), _("People present"), _("How sure")],
        [
            (
                words.get(one.key, one.key), formats.number(one.all), formats.number(one.licensed), formats.number(one.asked),
                figure_words(one.capacity.figure),
                _("not told") if one.key in hidden else figure_words(one.present.figure), sure(one.present),
            )
            for one in groups
        ],
    )  # fmt: skip


def _said(report: Yearly) -> PaperTable:
    subjects = [one for one in report.picture.said if one.said is not None]
    return PaperTable(
        _("What is said of the network, beside what the register counts"),
        [_("What"), _("What is said"), _("The register counts"), _("Who says it"), _("How sure")],
        [
            (
                _(SUBJECTS[one.subject]), figure_words(Figure(one.said.value, one.said.status, one.said.at_least)),
                formats.number(one.counted), isolated(one.said.source), _(FIGURE_STATUSES[one.said.status]),
            )
            for one in subjects
        ],
    )  # fmt: skip


def _decided(report: Yearly, language: str) -> PaperTable:
    days = [one.days for one in report.decided if one.days is not None]
    note = _("Days from filing to decision: at most %(most)s.") % {"most": max(days)} if days else ""
    return PaperTable(
        _("Licence files decided"),
        [_("Institution"), _("Decision"), _("On which day"), _("Days from filing")],
        [
            (
                named(one.decision.file.institution, language),
                _("Licensed") if one.decision.granted else _("Refused: %(reasons)s") % {"reasons": isolated(one.decision.reasons)},
                formats.day(one.decision.decided_on),
                formats.number(one.days) if one.days is not None else _("not known"),
            )
            for one in report.decided[:MOST]
        ],
        note,
    )  # fmt: skip


def _lines(report: Yearly) -> PaperTable:
    year = report.picture.line_of_year
    lines = year.lines if year is not None and year.year == report.year else ()
    return PaperTable(
        _("Budget lines of %(year)s") % {"year": report.year},
        [_("Budget line"), _("Purpose"), _("By which text"), _("Budget"), _("Sum granted"), _("Promised by conventions"), _("Sum paid"), _("Files")],
        [
            (
                isolated(one.title), _(THEMES.get(one.theme, one.theme)), isolated(one.legal_basis),
                formats.money(one.amount), formats.money(one.granted), formats.money(one.promised), formats.money(one.paid),
                f"{formats.number(one.granted_files)} / {formats.number(one.files)}",
            )
            for one in lines
        ],
    )  # fmt: skip


def _given(report: Yearly, language: str) -> PaperTable:
    share = {one.given.grant.pk: one.share for one in report.picture.given}
    comma = "، " if language == "ar" else ", "

    def whom(grant: Any) -> str:
        found = share.get(grant.pk)
        if found is None:
            return _("no institution of the register is known to belong to it")
        return comma.join(named(one, language) for one in found.institutions)

    return PaperTable(
        _("Grants by association, through its convention"),
        [_("Association"), _("For"), _("Sum granted"), _("Promised by conventions"), _("Sum paid"), _("Why")],
        [
            (
                named(one.grant.grantee, language), whom(one.grant), formats.money(one.amount), formats.money(one.promised),
                formats.money(one.paid), isolated(one.grant.decision.reasons_for),
            )
            for one in report.given
        ],
        _("A grant is for the institutions of its convention together: it is never divided among them, for nobody decided such a share."),
    )  # fmt: skip


def _refused(report: Yearly, language: str) -> PaperTable:
    return PaperTable(
        _("Grants that were asked for and not given"),
        [_("Association"), _("Budget line"), _("Why not")],
        [
            (
                named(one.grant.grantee, language),
                isolated(one.grant.line.title),
                isolated(one.reasons_against),
            )
            for one in report.not_granted
        ],
    )


def _conventions(report: Yearly) -> PaperTable:
    return PaperTable(
        _("Conventions that run at the end of the year"),
        [_("Convention"), _("Signed on"), _("Until")],
        [
            (
                isolated(one.title), formats.day(one.signed_on) or _("not known"),
                formats.day(one.period.upper) if one.period.upper else _("without end"),
            )
            for one in report.conventions
        ],
    )  # fmt: skip


def _commitments(report: Yearly, language: str) -> PaperTable:
    return PaperTable(
        _("What both sides promised for this year in running conventions"),
        [_("Who promised"), _("What"), _("By which day"), _("What became of it"), _("Convention")],
        [
            (
                named(one.commitment.organisation, language),
                isolated(one.commitment.words) if one.commitment.words else formats.money(one.commitment.amount),
                formats.day(one.commitment.due_on), _(WORDS[one.word]), isolated(one.commitment.convention.title),
            )
            for one in report.commitments
        ],
    )  # fmt: skip


def _works(report: Yearly, language: str) -> PaperTable:
    def stands(one: Any) -> str:
        if one.project.stopped_on:
            return _("stands still since %(day)s") % {"day": formats.day(one.project.stopped_on)}
        return _("%(count)s days late") % {"count": one.late_days} if one.late_days else ""

    return PaperTable(
        _("Works as they stand today: what is built, and what is promised and paid"),
        [_("Project"), _("Place"), _("Phase"), _("Cost"), _("Sum promised"), _("Sum paid"), _("Not financed yet"), _("Where it stands")],
        [
            (
                isolated(_titled(one.project, language)), named(one.project.place, language), _(PHASE_WORDS[one.project.phase]),
                formats.money(one.project.cost), formats.money(one.promised), formats.money(one.paid),
                formats.money(one.project.unfinanced), stands(one),
            )
            for one in report.works
        ],
    )  # fmt: skip


def _titled(project: Any, language: str) -> str:
    ar, fr = project.title_ar, project.title_fr
    return str((ar or fr) if language == "ar" else (fr or ar))


def _undone(report: Yearly) -> PaperTable:
    late = report.picture.late
    said = [
        (_("Licence files past their day"), len(late.files)),
        (_("Tranches past their day"), late.tranches.count),
        (_("Reports that were not sent"), late.reports.count),
        (_("Promises of the delegation itself past their day"), len(late.own) + len(late.promises)),
        (_("Commitments of partners past their day"), len(late.commitments)),
        (_("Works past their day"), len(late.works)),
        (_("Reserves of works past their day"), len(late.reserves)),
        (_("Institutions over their capacity"), late.over_capacity),
        (_("Institutions whose safety paper has expired"), late.expired),
        (_("Institutions where nobody has counted who is there"), report.picture.whole.present.of - report.picture.whole.present.known),
    ]  # fmt: skip
    return PaperTable(
        _("What was not done"),
        [_("What"), _("How many")],
        [(what, formats.number(count)) for what, count in said],
    )
