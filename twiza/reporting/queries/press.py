"""The sentence for the press: what the register says, with its source and its day, in Arabic and in French."""

from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from twiza.lib.text import isolated
from twiza.network.rules.figures import Figure
from twiza.network.rules.kinds import FIGURE_STATUSES, SUBJECTS
from twiza.platform.web import formats
from twiza.reporting.queries.province import SAID, Picture
from twiza.reporting.rules.province import Sum, is_small


def press_words(picture: Picture, language: str, *, least: int) -> str:
    """Return what may be told to the press, in one language ("ar" or "fr").

    Args:
        least: a number of people below it is not said.
    """
    with translation.override(language):
        whole = picture.whole
        said = [
            _("According to the register of %(owner)s, on %(day)s:")
            % {"owner": named(picture.organisation, language), "day": formats.day(picture.today)},
            ngettext(
                "%(count)s social-protection institution has a licence.",
                "%(count)s social-protection institutions have a licence.",
                whole.licensed,
            )
            % {"count": formats.number(whole.licensed)},
            ngettext(
                "%(count)s is being licensed.",
                "%(count)s are being licensed.",
                whole.asked,
            )
            % {"count": formats.number(whole.asked)},
        ]
        said += _people(whole.capacity, whole.present, least)
        said += _money(picture)
        said += _stated(picture)
        return " ".join(said)


def _people(capacity: Sum, present: Sum, least: int) -> list[str]:
    said = []
    if capacity.figure is not None and not is_small(capacity.value, least):
        said.append(_("Places: %(count)s.") % {"count": figure_words(capacity.figure)})
    if present.figure is not None and not is_small(present.value, least):
        said.append(
            _("People received: %(count)s (%(status)s).")
            % {
                "count": figure_words(present.figure),
                "status": _(FIGURE_STATUSES[present.figure.status]),
            }
        )
    return said


def _money(picture: Picture) -> list[str]:
    year = picture.line_of_year
    if year is None:
        return []
    return [
        _("Grants of %(year)s: budget %(budget)s, granted %(granted)s, paid %(paid)s.")
        % {
            "year": year.year,
            "budget": isolated(formats.money(year.amount)),
            "granted": isolated(formats.money(year.granted)),
            "paid": isolated(formats.money(year.paid)),
        }
    ]


def _stated(picture: Picture) -> list[str]:
    """What somebody said of the network and the register does not count; its source goes along."""
    rows = [one for one in picture.said if one.said is not None and one.subject in SAID]
    comma = "، " if translation.get_language() == "ar" else ", "
    by_source: dict[str, list[str]] = {}
    for one in rows:
        words = f"{_(SUBJECTS[one.subject])}: {figure_words(_figure(one.said))}"
        by_source.setdefault(one.said.source, []).append(words)
    return [
        _("Said elsewhere (%(source)s): %(figures)s.")
        % {"source": isolated(source), "figures": comma.join(words)}
        for source, words in by_source.items()
    ]


def _figure(row: object) -> Figure:
    return Figure(Decimal(row.value), row.status, row.at_least)  # type: ignore[attr-defined]


def figure_words(figure: Figure | None) -> str:
    """Say a figure as it was said, in the language of the moment: a lower bound stays one."""
    if figure is None:
        return _("not known")
    whole = figure.value == figure.value.to_integral_value()
    count = formats.number(int(figure.value) if whole else figure.value)
    return _("at least %(count)s") % {"count": count} if figure.at_least else count


def named(thing: object, language: str) -> str:
    """Return the name of a body or an institution in a language, else in the other."""
    first, second = ("name_ar", "name_fr") if language == "ar" else ("name_fr", "name_ar")
    return isolated(str(getattr(thing, first) or getattr(thing, second)))
