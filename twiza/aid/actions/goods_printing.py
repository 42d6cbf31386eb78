"""Records and reports of goods on paper, in words. Offices and codes, never a person's name."""

from django.utils import timezone
from django.utils.translation import gettext as _

from twiza.aid.models import CustomsDossier
from twiza.aid.queries import traces
from twiza.aid.queries.goods_words import MARKS
from twiza.aid.queries.traces import Account, RecordPage
from twiza.aid.rules.goods import plain
from twiza.aid.rules.papers import Paper, Table, paper_pdf
from twiza.platform.web import formats


def print_record(page: RecordPage, language: str) -> bytes:
    """Return a record as PDF: its lines and three places to sign, those signed already filled in."""
    record = page.record
    facts = [
        (_("Day"), formats.day(timezone.localdate(record.drafted_at))),
        (_("Place"), str(record.store)),
    ]
    if record.transfer is not None:
        facts.append((_("Transfer"), str(record.transfer.number)))
    if record.dossier is not None:
        facts.append((_("Customs dossier"), f"{record.dossier} · {record.dossier.decision}"))
    if record.note:
        facts.append((_("What happened"), record.note))
    rows = [
        (
            str(line.lot),
            str(line.lot.item),
            plain(line.expected),
            plain(line.counted),
            plain(line.counted - line.expected),
        )
        for line in page.lines
    ]
    heading = (_("Lot"), _("Goods"), _("By the list or the books"), _("Quantity counted"), _("Difference"))
    signed = [(office, f"{how} · {formats.day(at)}") for office, how, at in page.signatures]
    return paper_pdf(
        Paper(
            title=str(page.title),
            number=str(record),
            body=_body(page.body, language),
            facts=facts,
            tables=[Table(heading, rows, (2, 6, 3, 2, 2))],
            boxes=[*signed, *[("", _("Office or part, and signature or mark"))] * (3 - len(signed))],
            box_words=_("Three different persons sign: they saw it themselves."),
        ),
        language,
    )


def print_dossier(dossier: CustomsDossier, language: str) -> bytes:
    """Return the report to customs and to the Entraide nationale: every unit of each lot, or what is missing."""
    accounts, words = traces.accounts_of_dossier(dossier), traces.dossier_words(dossier)
    criteria = dossier.criteria_ar if language == "ar" else dossier.criteria_fr
    state = traces.dossier_state(dossier)
    facts = [
        (_("What it is"), str(words.source)),
        (_("Who offers them"), dossier.giver),
        (_("Opinion of the Entraide nationale"), _opinion(words.opinion, dossier.opinion_reference)),
        (_("Opinion of the line ministry"), _opinion(words.ministry, dossier.ministry_reference)),
        (_("Exemption or decision"), dossier.decision or _("none yet")),
        (_("Criteria, before any name"), criteria or _("not written yet")),
        (_("Accounted for"), f"{plain(state.accounted)} / {plain(state.received)}"),
    ]
    heading = (
        _("Lot"),
        _("Goods"),
        _("Listed"),
        _("Goods received"),
        _("Handed out"),
        _("Left"),
        _("Destroyed"),
        _("Lost"),
    )
    rows = [_figures(one) for one in accounts]
    given = [line for one in accounts for line in _given(one)]
    tables = [Table(heading, rows, (2, 5, 2, 2, 2, 2, 2, 2), title=_("Account"))]
    if given:
        columns = (_("Lot"), _("Day"), _("Given to"), _("Quantity"), _("Signature"))
        tables.append(Table(columns, given, (2, 3, 5, 2, 4), title=_("Handed out")))
    return paper_pdf(
        Paper(
            title=_("Account of customs goods"),
            number=str(dossier),
            body=_body(dossier.organisation, language),
            facts=facts,
            tables=tables,
            lines=_missing(accounts),
        ),
        language,
    )


def _figures(one: Account) -> tuple[str, ...]:
    flow = one.flow
    figures = (flow.received, flow.issued, flow.still_here, flow.destroyed, flow.lost)
    listed = plain(flow.listed) if flow.listed is not None else "–"
    return (str(one.lot), str(one.lot.item), listed, *(plain(figure) for figure in figures))


def _given(one: Account) -> list[tuple[str, ...]]:
    return [
        (
            str(issue.lot),
            formats.day(issue.at),
            issue.code or str(issue.institution),
            plain(issue.quantity),
            str(MARKS[issue.mark]),
        )
        for issue in traces.issues_of(one.lot)
    ]


def _missing(accounts: list[Account]) -> list[str]:
    found = [
        _("%(lot)s: %(words)s (%(count)s)") % {"lot": one.lot, "words": words, "count": plain(quantity)}
        for one in accounts
        for words, quantity in one.missing
    ]
    if not found:
        return [_("Every unit is accounted for: handed out, left, destroyed or lost, each with its paper.")]
    return [_("Not accounted for yet:"), *found]


def _opinion(words: object, reference: str) -> str:
    return f"{words} · {reference}" if reference else str(words)


def _body(organisation: object, language: str) -> str:
    first, second = ("name_ar", "name_fr") if language == "ar" else ("name_fr", "name_ar")
    return str(getattr(organisation, first, "") or getattr(organisation, second, "") or organisation)
