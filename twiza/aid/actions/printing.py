"""Cards on paper, in words: what a file for the printer says of each."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from twiza.aid import queries
from twiza.aid.actions.cards import IssuedCard
from twiza.aid.models import Pool
from twiza.aid.rules import draw_sheet as sheets
from twiza.aid.rules import marks, printing
from twiza.aid.rules import sheets as nomination
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


def draw_sheet(pool: Pool, language: str) -> bytes:
    """Return the sheet of a draw as a PDF, in Arabic or in French."""
    spoken = "fr" if language.startswith("fr") else "ar"
    with translation.override(spoken):
        return sheets.sheet_pdf(
            sheets.DrawSheet(
                title=_("Draw before witnesses"),
                campaign=pool.campaign.title,
                pool_hash=pool.hash,
                secret_hash=pool.secret_hash,
                zones=[
                    (one.zone, str(one.need), str(one.quota), str(one.reserve))
                    for one in queries.pool_zones(pool)
                ],
            ),
            {
                "about": _(
                    "Two persons signed the pool whose fingerprint stands here. Among families with equal points of"
                    " one neighbourhood, the order comes out of these digits and of a secret whose fingerprint was"
                    " written before. Nobody knows both beforehand."
                ),
                "pool": _("Fingerprint of the pool"),
                "secret": _("Fingerprint of the secret"),
                "zone": _("Neighbourhood"),
                "need": _("Eligible"),
                "baskets": str(queries.kind_words(pool.campaign.aid_kind).many),
                "reserve": _("Reserve"),
                "digits": _("Digits drawn by hand."),
                "how": _(
                    "Ten equal papers, 0 to 9, folded, in one vessel; each is put back after it is read aloud."
                ),
                "witnesses": _("Witnesses, at least two"),
                "name": _("Name, written by the witness"),
                "mark": _("Signature or fingerprint"),
                "place": _("Place, day and hour: ………………………………"),
            },
            spoken,
        )


def print_sheets_pdf(made: list[Any], language: str) -> bytes:
    """Return nomination sheets as a PDF in a language, with the notice that is read aloud before anything is written."""
    with translation.override(language):
        return nomination.sheets_pdf(
            [
                nomination.PrintedSheet(
                    one.number,
                    one.code,
                    one.campaign.title,
                    _(nomination.NOMINATORS[one.nominator_kind]),  # i18n: marked where they stand
                    one.nominator,
                    one.zone,
                )
                for one in made
            ],
            columns=[
                _(label) for label in (*nomination.COLUMNS.values(), nomination.RELATION)
            ],  # i18n: marked where they stand
            words={
                "title": _("Nomination sheet"),
                "sheet": _("Sheet"),
                "of": _("Given to"),
                "zone": _("Neighbourhood:"),
                "line": _("Line"),
                "read": _("Read aloud before writing:"),
                "written": _("Lines written:"),
                "keep": _(
                    "Bring this sheet back to whoever gave it. Nobody is selected by being written here."
                ),
            },
            notice=queries.notice_of(made[0].campaign, language),
            language=language,
        )
