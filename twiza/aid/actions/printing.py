"""Cards on paper, in words: what a file for the printer says of each."""

from typing import Any

from django.utils.translation import gettext as _

from twiza.aid import queries
from twiza.aid.actions.cards import IssuedCard
from twiza.aid.rules import marks, printing
from twiza.platform.web import formats


def print_cards(
    issued: list[IssuedCard], language: str, *, sheet: bool = True, done: Any = lambda count: None
) -> bytes:
    """Return the cards as a PDF, in the language of whoever gives them out."""
    points = {
        card.point.code: printing.PrintedPoint(
            card.point.name, marks.INK[marks.Colour(card.point.colour)], card.point.shape
        )
        for card in issued
    }
    return printing.cards_pdf(
        [
            printing.PrintedCard(
                point=card.point.code,
                when=_("%(day)s, %(from)s to %(until)s")
                % {
                    "day": formats.weekday(card.collect_on),
                    "from": card.collect_from,
                    "until": card.collect_until,
                },
                code=card.code,
                square=card.square,
            )
            for card in issued
        ],
        points,
        words={
            "card": str(queries.kind_words(issued[0].point.campaign.aid_kind).card),
            "keep": _("Keep this card until that day. Give its code to nobody else."),
        },
        language="ar" if language == "ar" else "fr",
        sheet=sheet,
        done=done,
    )
