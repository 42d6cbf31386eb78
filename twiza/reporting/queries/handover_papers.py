"""The pack of a handover and its minutes on paper, in the language of the moment. Offices sign; no name stands in it."""

from django.utils.translation import gettext as _

from twiza.platform.web import formats
from twiza.platform.web.papers import Paper, PaperTable, papers_pdf
from twiza.reporting.models import Handover
from twiza.reporting.queries.handovers import answers_of, sections_of, signatures_of, words_of
from twiza.reporting.queries.press import named
from twiza.reporting.rules.handovers import SECTIONS, WHY, WORD_KINDS


def handover_pdf(handover: Handover, language: str) -> bytes:
    """Return the pack as one PDF: what it is, the ten lines, a table for each section that holds something."""
    owner = named(handover.organisation, language)
    answers = answers_of(handover)
    first = Paper(
        language,
        _("Handover of the office of the delegate"),
        owner,
        facts=[
            (_("Last day of the mandate"), formats.day(handover.ends_on)),
            (_("Why"), _(WHY[handover.why])),
            (_("Made on"), formats.moment(handover.at)),
            (_("Fingerprint of the pack"), handover.digest),
        ],
        paragraphs=[
            f"{one.number}. {_(WORD_KINDS[one.kind])}: {one.words}{' · ' + one.why if one.why else ''}"
            for one in words_of(handover)
        ],
        notes=_signed(handover),
        boxes=[_("Who hands over: signature"), _("Who takes over: signature")],
    )
    papers = [first]
    for section in sections_of(handover):
        if not section.items:
            continue
        rows = []
        for item in section.items:
            answer = answers.get(item.key)
            said = "" if answer is None else _("taken over") if answer.accepted else _("with a reserve")
            words = f"{said}: {answer.words}" if answer is not None and answer.words else said
            day = formats.day(item.due) + (f" · {_('late')}" if item.late and item.due else "")
            rows.append((item.in_language(language), day, words))
        papers.append(
            Paper(
                language,
                _(SECTIONS[section.code]),
                owner,
                table=PaperTable([_("What"), _("By which day"), _("What the meeting said")], rows),
            )
        )
    return papers_pdf(papers)


def _signed(handover: Handover) -> list[str]:
    sides = {"out": _("Signed by the side that leaves"), "in": _("Signed by the side that takes over")}
    return [
        _("%(side)s, %(moment)s. Fingerprint of the minutes: %(hash)s")
        % {"side": sides[one.side], "moment": formats.moment(one.at), "hash": one.digest[:16]}
        for one in signatures_of(handover)
    ]
