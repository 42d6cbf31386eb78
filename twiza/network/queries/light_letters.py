"""Letters about what shines, in Arabic and in French, with the facts of their day."""

from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as translated

from twiza.lib.errors import N_
from twiza.lib.text import isolated
from twiza.network.models import InstitutionLetter
from twiza.network.queries.letters import hierarchy, in_language, under
from twiza.network.rules.institutions import LIGHTS, Light
from twiza.platform.web import formats
from twiza.platform.web.papers import Paper, papers_pdf

ASKED: dict[str, str] = {
    Light.PAPER_EXPIRED: N_(
        "A safety or hygiene report of the institution has run out. Ask for a new visit and send us the new report."
    ),
    Light.OVER_CAPACITY: N_(
        "More people are present than there are places. Tell us by which day there are fewer people or more places."
    ),
    Light.UNLICENSED: N_(
        "The institution receives people without a licence. File a regularisation; the people who live there are protected first, and nobody leaves before having a place elsewhere."
    ),
    Light.MANDATE_ENDED: N_(
        "The mandate of the management committee or of the director has ended. Send us the minutes of the new committee or the name of the director."
    ),
    Light.LICENCE_ENDING: N_(
        "The licence ends soon. File its renewal, so that it is decided before the last day."
    ),
    Light.REMEDY_LATE: N_(
        "What was to be mended after our visit is late. Tell us what was done, with its proof, or by which day it will be."
    ),
}


def light_letter_pdf(letter: InstitutionLetter) -> bytes:
    """Return a letter about a light as a PDF of two papers, Arabic then French."""
    return papers_pdf(_paper(letter, language) for language in ("ar", "fr"))


def _paper(letter: InstitutionLetter, language: str) -> Paper:
    institution = letter.institution
    above = hierarchy(letter.organisation)
    to = institution.association or institution.organisation
    with translation.override(language):
        facts = [
            (translated(N_("Sent under number")), isolated(f"{letter.number}/{letter.year}")),
            (translated(N_("On")), formats.day(letter.on)),
            (translated(N_("Addressed to")), isolated(in_language(to, language))),
            (translated(N_("Institution")), isolated(in_language(institution, language))),
            *_figures(letter.facts),
        ]
        until = formats.day(letter.answer_until) if letter.answer_until else ""
        said = [
            *under(above, language),
            translated(ASKED[letter.light]),
            translated(N_("We await your written answer by %(day)s.")) % {"day": until},
        ]
        box = (
            translated(N_("For the delegate and by delegation (%(act)s): signature and stamp"))
            % {"act": isolated(letter.delegation.reference)}
            if letter.delegation is not None
            else translated(N_("The delegate: signature and stamp"))
        )
        owner = " · ".join(in_language(one, language) for one in [*above, letter.organisation])
        return Paper(
            language, translated(LIGHTS[letter.light]), owner, facts=facts, paragraphs=said, boxes=[box]
        )


def _figures(facts: dict[str, Any]) -> list[tuple[str, str]]:
    found = []
    if facts.get("capacity"):
        found.append((translated(N_("Capacity")), isolated(facts["capacity"])))
    if facts.get("present"):
        day = formats.day(date.fromisoformat(facts["present_on"])) if facts.get("present_on") else ""
        found.append((translated(N_("People present")), f"{isolated(facts['present'])} · {day}"))
    if facts.get("licence_until"):
        found.append((translated(N_("Last day")), formats.day(date.fromisoformat(facts["licence_until"]))))
    return found
