"""Letters of a licence file, in Arabic and in French: words from the file, under the hierarchy of the ministry."""

from collections.abc import Callable
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as translated

from twiza.lib.errors import N_
from twiza.lib.text import isolated
from twiza.network.models import LicenceFile, LicenceMail, Organisation
from twiza.network.queries.files import FilePage, first_due, page_of_file
from twiza.network.rules.institutions import AGES, SEXES
from twiza.platform.web import formats
from twiza.platform.web.papers import Paper, papers_pdf

TITLES = {
    "receipt": N_("Receipt of a licence file"),
    "missing": N_("Papers that are missing in a licence file"),
    "decision": N_("Decision: licence"),
    "refusal": N_("Decision: refusal with its reasons"),
}


def letter_of(file: LicenceFile, mail: LicenceMail, *, today: date) -> bytes:
    """Return a letter as a PDF of two papers, Arabic then French, with its number in the register."""
    page, above = page_of_file(file, today=today), hierarchy(file.organisation)
    return papers_pdf(_paper(page, mail, above, language) for language in ("ar", "fr"))


def hierarchy(organisation: Organisation) -> list[Organisation]:
    """The bodies over a delegation, the highest first: whose hierarchy the letter bears."""
    found: list[Organisation] = []
    up = organisation.parent
    while up is not None and up not in found:
        found.insert(0, up)
        up = up.parent
    return found


def _paper(page: FilePage, mail: LicenceMail, above: list[Organisation], language: str) -> Paper:
    file = page.line.file
    with translation.override(language):
        lines: Callable[[], list[str]] = {
            "receipt": lambda: _receipt(file),
            "missing": lambda: _missing(page, mail, language),
            "decision": lambda: _licence(page, language),
            "refusal": lambda: _refusal(page, language),
        }[mail.kind]
        owner = " · ".join(in_language(one, language) for one in [*above, file.organisation])
        facts = [
            (translated(N_("Sent under number")), isolated(f"{mail.number}/{mail.year}")),
            (translated(N_("On")), formats.day(mail.on)),
            (
                translated(N_("Addressed to")),
                isolated(in_language(file.association or file.organisation, language)),
            ),
            (translated(N_("Institution")), isolated(in_language(file.institution, language))),
        ]
        incoming = next((one for one in page.mails if one.direction == "in"), None)
        if incoming is not None:
            facts.append(
                (translated(N_("Received under number")), isolated(f"{incoming.number}/{incoming.year}"))
            )
        return Paper(
            language,
            translated(TITLES[mail.kind]),
            owner,
            facts=facts,
            paragraphs=[*under(above, language), *lines()],
            boxes=[_signature(page)],
        )


def under(above: list[Organisation], language: str) -> list[str]:
    """The line that says under whom one writes (تحت إشراف), the nearest first."""
    if not above:
        return []
    names = "، " if language == "ar" else ", "
    return [
        translated(N_("Under the supervision of %(above)s"))
        % {"above": names.join(isolated(in_language(one, language)) for one in reversed(above))}
    ]


def _receipt(file: LicenceFile) -> list[str]:
    due = first_due(file)
    regime = file.regime.regime
    said = [
        translated(N_("Your file is complete. It is number %(arrival)s in the order of arrival."))
        % {"arrival": file.arrival}
    ]
    if due is not None and not regime.by_declaration:
        said.append(
            translated(
                N_(
                    "The decision is due by %(day)s at the latest, unless the clock is stopped: we would tell you why."
                )
            )
            % {"day": formats.day(due)}
        )
    return said


def _missing(page: FilePage, mail: LicenceMail, language: str) -> list[str]:
    said = [
        translated(N_("Before the file can be received, everything that is missing is named here, at once:"))
    ]
    named = [page.regime.paper(code) for code in mail.lists] if mail.lists else list(page.missing)
    items = [one for one in named if one is not None]
    return said + [f"{number}. {item.named(language)}" for number, item in enumerate(items, start=1)]


def _licence(page: FilePage, language: str) -> list[str]:
    decision = page.decision
    assert decision is not None and decision.licence is not None  # the action prints it once decided
    licence = decision.licence
    category = next(
        (one.named(language) for one in page.regime.categories if one.code == licence.category), ""
    )
    said = [
        translated(N_("The institution is licensed under number %(number)s: %(category)s."))
        % {"number": isolated(licence.number), "category": category},
        translated(N_("For %(count)s people at most: %(groups)s."))
        % {"count": licence.capacity, "groups": _groups(licence.cells)},
        _validity(licence.valid_from, licence.valid_until),
    ]
    if licence.conditions:
        said.append(translated(N_("Conditions: %(words)s")) % {"words": licence.conditions})
    return said


def _validity(first: date, last: date | None) -> str:
    if last is None:
        return translated(N_("Valid from %(first)s, without end.")) % {"first": formats.day(first)}
    return translated(N_("Valid from %(first)s until %(last)s.")) % {
        "first": formats.day(first),
        "last": formats.day(last),
    }


def _groups(cells: list[list[object]]) -> str:
    parts = [
        f"{translated(SEXES[str(sex)])} ({translated(AGES[str(age)])}) {count}" for sex, age, count in cells
    ]
    return "، ".join(parts) if (translation.get_language() or "").startswith("ar") else ", ".join(parts)


def _refusal(page: FilePage, language: str) -> list[str]:
    decision = page.decision
    assert decision is not None and decision.appeal_until is not None  # the action prints it once refused
    regime = page.regime
    return [
        translated(N_("The licence is refused, for these reasons:")),
        decision.reasons,
        translated(N_("You may appeal until %(day)s to: %(whom)s."))
        % {
            "day": formats.day(decision.appeal_until),
            "whom": regime.appeal_ar if language == "ar" else regime.appeal_fr,
        },
        translated(N_("Nobody who lives there leaves before having a place elsewhere.")),
    ]


def _signature(page: FilePage) -> str:
    decision = page.decision
    if decision is not None and decision.delegation is not None:
        return translated(N_("For the delegate and by delegation (%(act)s): signature and stamp")) % {
            "act": isolated(decision.delegation.reference)
        }
    return translated(N_("The delegate: signature and stamp"))


def in_language(thing: object, language: str) -> str:
    """Return the name of a body or an institution in a language, else in the other."""
    first, second = ("name_ar", "name_fr") if language == "ar" else ("name_fr", "name_ar")
    return str(getattr(thing, first) or getattr(thing, second))
