"""Nomination sheets, made through the real doors. Invented people only."""

from typing import Any

from django.utils import timezone

from twiza.aid import actions
from twiza.aid.models import Campaign, NominationSheet
from twiza.aid.rules.sheets import COLUMNS, NEEDED
from twiza.lib.squares import square_png
from twiza.network.tests.given import NOON
from twiza.registry import queries as registry
from twiza.registry.rules.typed import TypedLines

PICTURE = square_png("a page of a notebook")


def given_sheet(story: Any, campaign: Campaign | None = None) -> NominationSheet:
    """A nomination sheet given to a neighbourhood committee."""
    with story.work():
        (sheet,) = actions.print_sheets(
            campaign=campaign or story.campaign,
            bringing=story.organisation,
            nominator_kind="committee",
            nominator="لجنة حي الزهور",
            by=story.amina,
            at=NOON,
        )
    return sheet


def typed(lines: dict[int, dict[str, str]], *, stated: int | None) -> TypedLines:
    """Lines of a sheet as somebody types them."""
    return TypedLines(dict(COLUMNS), lines, stated, NEEDED)


def sheets_of_each(side: Any, campaign: Campaign, zone: str) -> None:
    """Two sheets of a side: one still out, with its picture; one typed in."""
    out, back = given_sheet(side, campaign), given_sheet(side, campaign)
    lines = typed({1: {"name": "رقية الورقية", "near_place": zone, "size": "4"}}, stated=1)
    with side.work():
        actions.add_photo(sheet=out, content=PICTURE, by=side.amina, at=timezone.now())
        seen = registry.typed_preview(side.organisation.pk, lines, at=NOON)
        actions.type_sheet(
            sheet=back,
            typed=lines,
            leave_out_problems=False,
            digest=seen.counts["digest"],
            by=side.amina,
            at=NOON,
        )
