"""The cards of the story on paper, and kept beside the demonstration: whoever tries it has cards to scan or type."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from twiza.aid import actions as aid
from twiza.aid import queries as campaigns
from twiza.aid.rules import marks, printing
from twiza.demo.campaign import campaign_of
from twiza.demo.diary import Diary
from twiza.demo.stage import player_of
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import Permission
from twiza.platform.files import actions as files

WORDS = {"card": "بطاقة استلام", "keep": "احتفظوا بهذه البطاقة إلى يوم الاستلام."}


@dataclass(frozen=True)
class KeptCard:
    """A card as it was printed: in a real place nobody keeps its codes."""

    point: UUID
    on: date
    code: str
    square: str


def make_cards(diary: Diary, folder: Path, at: datetime) -> int:
    """Issue the cards of the signed list and print them, ten on a sheet. Returns how many."""
    manager = player_of(diary, "manager")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        campaign = campaign_of(diary, manager)
        issued = aid.issue_cards(campaign=campaign, by=manager, at=at)
        points = {str(point.pk): point for point in campaigns.points_of(campaign)}
    pdf = _pdf(issued, points)
    (folder / "cards.pdf").write_bytes(pdf)
    with acting_as(manager.pk, purpose=Purpose.WORK):
        # where the campaign's page of cards looks for them
        files.store_file(
            content=pdf,
            name="cards.pdf",
            kind=f"aid.cards.{campaign.pk}",
            permission=Permission.CARDS_ISSUE,
            organisation=campaign.organisation_id,
            by=manager,
            at=at,
        )
    kept = folder / "cards.json"
    kept.touch(mode=0o600)
    kept.write_text(
        json.dumps(
            [[str(card.point.pk), card.collect_on.isoformat(), card.code, card.square] for card in issued]
        )
    )
    return len(issued)


def kept_cards(folder: Path) -> list[KeptCard]:
    """Return the cards that `make_cards` made."""
    rows = json.loads((folder / "cards.json").read_text())
    return [KeptCard(UUID(point), date.fromisoformat(on), code, square) for point, on, code, square in rows]


def _pdf(issued: Sequence[Any], points: dict[str, Any]) -> bytes:
    cards = [
        printing.PrintedCard(
            point=str(card.point.pk),
            when=f"{card.collect_on:%d/%m/%Y}، {card.collect_from} – {card.collect_until}",
            code=card.code,
            square=card.square,
        )
        for card in issued
    ]
    printed = {
        key: printing.PrintedPoint(point.name, marks.INK[marks.Colour(point.colour)], point.shape)
        for key, point in points.items()
    }
    return printing.cards_pdf(cards, printed, words=WORDS, language="ar")
