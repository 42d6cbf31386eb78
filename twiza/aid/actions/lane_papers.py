"""Papers of lanes in words, in the language of whoever prints them."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _

from twiza.aid.actions.devices import OpenedPhone
from twiza.aid.actions.lanes import PrintedRelease
from twiza.aid.actions.rounds import OpenedRound
from twiza.aid.models import Lane
from twiza.aid.rules import lane_papers
from twiza.aid.rules.lanes import LaneKind
from twiza.platform.web import formats


def print_opening(opened: OpenedPhone, address: str, language: str) -> bytes:
    """Return the sheet that opens a phone. `address`: of the field app, without its code."""
    with translation.override(language):
        return _sheet(lane_title(opened.lane), opened, address, language)


def print_round(opened: OpenedRound, address: str, language: str) -> bytes:
    """Return the sheet that opens the phone of a round's couriers."""
    with translation.override(language):
        round = opened.round
        title = _("Round %(number)s") % {"number": round.number}
        return _sheet(
            f"{round.point.name} · {formats.weekday(round.day)} · {title}", opened, address, language
        )


def _sheet(title: str, opened: OpenedPhone | OpenedRound, address: str, language: str) -> bytes:
    sheet = lane_papers.OpeningSheet(
        title=title,
        address=f"{address}#e={opened.code}",
        code=opened.code,
        until=_("Until %(moment)s.") % {"moment": formats.moment(opened.until)},
    )
    return lane_papers.opening_pdf(
        [sheet],
        words={
            "how": _("Open this with the phone's camera, while it has network."),
            "type": _("Or type this address:"),
            "code": _("and this code:"),
            "once": _("It works once. Keep it in your hand until the phone is open, then tear it up."),
        },
        language=language,
    )


def print_releases(made: Sequence[PrintedRelease], language: str) -> bytes:
    """Return the emergency codes of a day, to be cut apart and folded."""
    with translation.override(language):
        point = made[0].lane.point
        return lane_papers.releases_pdf(
            [(_("Lane %(lane)s") % {"lane": one.lane.number}, one.code) for one in made],
            title=f"{point.name} · {formats.weekday(made[0].lane.day)}",
            words={
                "about": _(
                    "Only when the phone of this lane is dead: type this code on the phones of the other lanes, and they"
                    " serve its cards."
                ),
                "keep": _("Folded, with whoever leads the point."),
            },
            language=language,
        )


def lane_title(lane: Lane) -> str:
    """Return point, day and lane in words, in the language of the moment."""
    kind = _("Welcome table") if lane.kind == LaneKind.DESK else _("Lane %(lane)s") % {"lane": lane.number}
    return f"{lane.point.name} · {formats.weekday(lane.day)} · {kind}"
