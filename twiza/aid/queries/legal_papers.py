"""Papers of the legal window, in Arabic and in French: the sheet for the local authority, the reply to a demand."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Sum
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twiza.aid.models import (
    Campaign,
    DistributionPoint,
    Entitlement,
    ListEntry,
    NameDemand,
    PublishedFigures,
    StockMove,
)
from twiza.aid.queries.campaigns import points_of
from twiza.aid.queries.kinds import kind_words
from twiza.aid.queries.legal import distribution_declarations, provinces_to_declare
from twiza.aid.queries.published import publications_of
from twiza.aid.rules import authority, demands, legal
from twiza.aid.rules.legal import Basis
from twiza.platform.accounts import queries as accounts
from twiza.platform.web import formats
from twiza.platform.web.papers import Paper, PaperTable, papers_pdf

if TYPE_CHECKING:
    from twiza.network.models import Place

LANGUAGES = ("ar", "fr")
_UNDATED = ""


def authority_sheet(
    campaign: Campaign,
    *,
    provinces: "Sequence[Place]",
    points: Sequence[DistributionPoint],
    annex: str = "",
    at: datetime,
) -> bytes:
    """Return the sheet for the local authority: plan and totals by point and day, with a box for its stamp. No person.

    Args:
        points: those of the province or annex; the others of the campaign stay out of the table.
        annex: the name of the annex, in words; empty for the whole province.
    """
    return papers_pdf(sheet_papers(campaign, provinces=provinces, points=points, annex=annex, at=at))


def sheet_papers(
    campaign: Campaign,
    *,
    provinces: "Sequence[Place]",
    points: Sequence[DistributionPoint],
    annex: str = "",
    totals: bool = True,
    at: datetime,
) -> list[Paper]:
    """Return the same as papers, one in each language; without `totals` it is the plan alone."""
    least = int(accounts.parameter_number("small_cell", on=timezone.localdate(at)))
    planned, served = _planned(campaign), _served(campaign) if totals else {}
    rows = sorted({key for key in (*planned, *served) if key[0] in {one.code for one in points}})
    columns = [_shown(cells, rows, least) for cells in ((planned, served) if totals else (planned,))]
    papers = []
    for language in LANGUAGES:
        with translation.override(language):
            papers.append(
                Paper(
                    language=language,
                    title=_("Distribution of aid: plan and totals for the local authority")
                    if totals
                    else _("Distribution of aid: plan for the local authority"),
                    owner=named(campaign.organisation),
                    facts=_sheet_facts(campaign, provinces, annex, len(points), at),
                    table=_sheet_table(points, rows, columns),
                    notes=[
                        _("— : a figure below %(least)s, or one that would tell it, is not shown.")
                        % {"least": least},
                        _("No person stands on this sheet: law 09-08 protects the families."),
                    ],
                    boxes=[_("The association"), _("Stamp of the local authority")],
                )
            )
    return papers


def _sheet_facts(
    campaign: Campaign, provinces: "Sequence[Place]", annex: str, points: int, at: datetime
) -> list[tuple[str, str]]:
    wanted = {one.pk for one in provinces}
    declared = [one for one in distribution_declarations(campaign) if one.province_id in wanted]
    days = _("days to be set")
    if campaign.starts_on and campaign.ends_on:
        days = _("from %(first)s to %(last)s") % {
            "first": formats.day(campaign.starts_on),
            "last": formats.day(campaign.ends_on),
        }
    facts = [(_("Campaign"), campaign.title)]
    facts += [(_("Province or prefecture"), "، ".join(named(one) for one in provinces))] if provinces else []
    facts += [(_("Administrative annex"), annex)] if annex else []
    facts += [(_("Declaration"), declaration_words(one)) for one in declared]
    return [
        *facts,
        (_("Days"), days),
        (_("Points"), formats.number(points)),
        (
            _("Planned in the whole campaign: %(what)s") % {"what": kind_words(campaign.aid_kind).many},
            formats.number(campaign.baskets),
        ),
        (_("Printed on"), formats.day(at)),
    ]


def declaration_words(row: Any) -> str:
    """Say a declaration in a line, in the language of the moment."""
    if row.basis == Basis.RECEIPT:
        return _("receipt %(number)s of %(day)s, %(office)s") % {
            "number": row.number,
            "day": formats.day(row.received_on),
            "office": row.authority,
        }
    if row.basis == Basis.DEPOSIT:
        return _("left with %(office)s on %(day)s, %(proof)s %(reference)s") % {
            "office": row.authority,
            "day": formats.day(row.deposited_on),
            "proof": _(legal.PROOFS[row.proof]).lower(),
            "reference": row.reference,
        }
    return _("exempt: %(basis)s") % {"basis": row.legal_basis}


def _sheet_table(
    points: Sequence[DistributionPoint],
    rows: Sequence[tuple[str, str]],
    columns: Sequence[tuple[dict[str, int | None], int | None]],
) -> PaperTable:
    by_code = {one.code: one for one in points}
    lines = []
    for code, day in rows:
        point = by_code[code]
        hours = f"{point.opens_at:%H:%M} – {point.closes_at:%H:%M}"
        when = formats.weekday(date.fromisoformat(day)) if day else _("day to be set")
        figures = [_figure(shown.get(_key((code, day)), 0)) for shown, _total in columns]
        lines.append([f"{code} · {point.name}", when, hours, *figures])
    lines.append([_("Total"), "", "", *(_figure(total) for _cells, total in columns)])
    heading = (_("Point"), _("Day"), _("Hours"), _("Planned"), _("Served"))[: 3 + len(columns)]
    return PaperTable(heading, lines)


def _figure(value: int | None) -> str:
    return "—" if value is None else formats.number(value)


def _shown(
    cells: dict[tuple[str, str], int], rows: Sequence[tuple[str, str]], least: int
) -> tuple[dict[str, int | None], int | None]:
    return authority.sheet_figures(
        {_key(key): value for key, value in cells.items()}, {_key(key) for key in rows}, least
    )


def _key(key: tuple[str, str]) -> str:
    return "|".join(key)


def _planned(campaign: Campaign) -> dict[tuple[str, str], int]:
    """Baskets planned by point and day: by the cards that were made, before that by the list."""
    rows = Entitlement.objects.filter(campaign=campaign).values_list("point__code", "collect_on")
    found = {(code, _day(on)): count for code, on, count in rows.annotate(count=Count("pk"))}
    if found:
        return found
    listed = ListEntry.objects.filter(
        list__campaign=campaign, place=ListEntry.SELECTED, point__isnull=False
    ).values_list("point__code", flat=True)
    counted = Counter((code, _UNDATED) for code in listed)
    return dict(counted) or {(point.code, _UNDATED): 0 for point in points_of(campaign)}


def _served(campaign: Campaign) -> dict[tuple[str, str], int]:
    rows = StockMove.objects.filter(campaign=campaign, kind="served").values_list("point__code", "day")
    return {(code, _day(on)): max(pieces, 0) for code, on, pieces in rows.annotate(sum=Sum("pieces"))}


def _day(on: date | None) -> str:
    return on.isoformat() if on else _UNDATED


def reply_letter(demand: NameDemand, *, at: datetime) -> bytes:
    """Return the printed reply to a demand for names, a page in each language, then the papers that it gives."""
    papers = [_letter(demand, language) for language in LANGUAGES]
    campaign = demand.campaign
    if campaign is not None and {demands.Given.PLAN, demands.Given.TOTALS} & set(demand.gives):
        papers += sheet_papers(
            campaign,
            provinces=provinces_to_declare(campaign),
            points=list(points_of(campaign)),
            totals=demands.Given.TOTALS in demand.gives,
            at=at,
        )
    if campaign is not None and demands.Given.CRITERIA in demand.gives:
        papers += [_criteria_paper(campaign, language) for language in LANGUAGES]
    if campaign is not None and demands.Given.PUBLIC_SUMMARY in demand.gives:
        latest = publications_of(campaign)[0]  # it may be given once there is one
        papers += [_summary_paper(latest, language) for language in LANGUAGES]
    return papers_pdf(papers)


def may_be_given(campaign: Campaign | None) -> list[str]:
    """Return the papers that a reply may give: of a campaign only, and figures for everybody once they are published."""
    if campaign is None:
        return []
    published = bool(publications_of(campaign))
    return [one.value for one in demands.Given if one != demands.Given.PUBLIC_SUMMARY or published]


def _letter(demand: NameDemand, language: str) -> Paper:
    with translation.override(language):
        how = _("in writing") if demand.written else _("by word of mouth")
        lines = [
            _("On %(day)s your office asked us, %(how)s, for the names of people on a list.")
            % {"day": formats.day(demand.asked_on), "how": how},
            _("We do not give names, for these reasons:"),
            *(f"• {_(demands.REFUSALS[code])}" for code in demand.reasons),
        ]
        if demand.gives:
            lines += [_("We give you, without any person in it:")]
            lines += [f"• {_(demands.GIVEN[code])}" for code in demand.gives]
        lines.append(
            _(
                "If a text of law obliges us otherwise, write to us and cite it: your demand is then examined again."
                " This reply can be contested before the court that is competent."
            )
        )
        facts = [
            (_("To"), demand.office),
            (_("Our number"), formats.number(demand.number)),
            (_("Basis that was cited"), demand.basis or _("none")),
            (_("Replied on"), formats.day(demand.replied_at)),
        ]
        if demand.campaign is not None:
            facts.insert(1, (_("Campaign"), demand.campaign.title))
        return Paper(
            language=language,
            title=_("Reply to a demand for names"),
            owner=named(demand.organisation),
            facts=facts,
            paragraphs=lines,
            boxes=[_("For the association"), _("Received by (office, stamp)")],
        )


def _criteria_paper(campaign: Campaign, language: str) -> Paper:
    with translation.override(language):
        rules = (campaign.criteria or {}).get("rules", [])
        return Paper(
            language=language,
            title=_("Criteria of the campaign, frozen before any name"),
            owner=named(campaign.organisation),
            facts=[(_("Campaign"), campaign.title)],
            paragraphs=[f"• {rule[language]}" for rule in rules],
        )


def _summary_paper(row: PublishedFigures, language: str) -> Paper:
    """What was published of a campaign, by neighbourhood: what anybody may read, small figures taken out."""
    shown, cells = row.figures, row.figures["cells"]
    with translation.override(language):
        lines = [
            [zone, *(_figure(cells.get(f"zone/{n}/{what}")) for what in ("selected", "served"))]
            for n, zone in enumerate(shown["zones"])
        ]
        total = [_("Total"), *(_figure(cells.get(f"all/{what}")) for what in ("selected", "served"))]
        return Paper(
            language=language,
            title=_("Public summary of the campaign"),
            owner=named(row.campaign.organisation),
            facts=[
                (_("Campaign"), shown["title"]),
                (_("Published on"), formats.day(row.at)),
                (_("Fingerprint of these figures"), row.digest),
            ],
            table=PaperTable((_("Neighbourhood"), _("Selected"), _("Served")), [*lines, total]),
            notes=[
                _("— : a figure below %(least)s, or one that would tell it, is not shown.")
                % {"least": shown["least"]}
            ],
        )


def named(thing: Any) -> str:
    """Return the name of an organisation or a place in the language of the moment, else in the other."""
    names = (thing.name_ar, thing.name_fr)
    ordered = names if (get_language() or "ar").startswith("ar") else names[::-1]
    return str(next(name for name in ordered if name))
