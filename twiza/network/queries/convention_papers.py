"""The state of a convention on paper, in Arabic and in French: each side's promises beside what came of them."""

from collections.abc import Iterable
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as translated

from twiza.lib.errors import N_
from twiza.lib.text import isolated
from twiza.network.models import Organisation
from twiza.network.queries.conventions import ConventionFile
from twiza.network.queries.deliveries import Promise, Side
from twiza.network.rules.deliveries import WORDS
from twiza.network.rules.kinds import COMMITMENTS, PARTY_ROLES, STANDINGS
from twiza.platform.web import formats
from twiza.platform.web.papers import Paper, PaperTable, papers_pdf

_HEADING = (N_("Promised"), N_("By"), N_("Delivered"), N_("Confirmed"), N_("Where it stands"))


def paper_of_convention(file: ConventionFile, sides: list[Side], *, on: date) -> bytes:
    """Return the state of a convention on a day as a PDF: a page for each side, Arabic then French."""
    return papers_pdf(_paper(file, side, on, language) for language in ("ar", "fr") for side in sides)


def _paper(file: ConventionFile, side: Side, on: date, language: str) -> Paper:
    with translation.override(language):
        convention = file.convention
        facts = [
            (translated(N_("Convention")), isolated(convention.title)),
            *(
                [(translated(N_("Reference number")), isolated(convention.number))]
                if convention.number
                else []
            ),
            (translated(N_("Period")), formats.period(convention.period.lower, convention.period.upper)),
            (translated(N_("State")), translated(STANDINGS[file.standing])),
            (translated(N_("As it was written on")), formats.day(on)),
            (translated(N_("Parties")), _joined((_named(one, language) for one in _bodies(file)), language)),
        ]
        rows = [_row(one) for one in side.promises]
        return Paper(
            language,
            translated(N_("What %(name)s promised and delivered")) % {"name": isolated(_named(side.organisation, language))},
            _joined((translated(PARTY_ROLES[role]) for role in side.roles), language),
            facts=facts,
            paragraphs=[] if rows else [translated(N_("Nothing is promised yet"))],
            table=PaperTable([translated(word) for word in _HEADING], rows) if rows else None,
            notes=[translated(N_("A delivery is said by who promised and confirmed by another party. Amounts of different kinds are not added together."))],
            boxes=[translated(N_("Signature and stamp"))],
        )  # fmt: skip


def _row(one: Promise) -> list[str]:
    kind = translated(COMMITMENTS[one.commitment.kind])
    has_amount = one.tally.promised is not None
    promised = formats.money(one.terms.amount) if has_amount else ""
    told = [line for line in one.deliveries if line.state not in ("withdrawn", "disputed")]
    in_words = "; ".join(isolated(line.delivery.words) for line in told)
    sure = "; ".join(isolated(line.delivery.words) for line in told if line.state == "confirmed")
    word = translated(WORDS[one.tally.word])
    if one.tally.late_days:
        word += " · " + translated(N_("days after its day: %(count)s")) % {"count": one.tally.late_days}
    return [
        " · ".join(part for part in (kind, promised, isolated(one.terms.words) if one.terms.words else "") if part),
        formats.day(one.terms.due_on) if one.terms.due_on else "–",
        formats.money(one.tally.told) if has_amount else in_words or "–",
        formats.money(one.tally.confirmed) if has_amount else sure or "–",
        word,
    ]  # fmt: skip


def _bodies(file: ConventionFile) -> list[Organisation]:
    return list({party.organisation_id: party.organisation for party in file.parties}.values())


def _joined(words: Iterable[str], language: str) -> str:
    return ("، " if language == "ar" else ", ").join(words)


def _named(thing: Organisation, language: str) -> str:
    return (thing.name_ar or thing.name_fr) if language == "ar" else (thing.name_fr or thing.name_ar)
