"""The last lines of `twiza demo`: how to sign in, one account per role, and what to try."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from twiza.aid import actions as aid
from twiza.aid import queries as campaigns
from twiza.demo.cast import PASSWORD, PLAYERS, ROOM_WORDS
from twiza.demo.days import SERVED_TODAY
from twiza.demo.diary import Diary
from twiza.demo.paper import KeptCard, kept_cards
from twiza.demo.stage import player_of
from twiza.lib.errors import DomainError
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

_SIGN_IN = {
    "en": (
        "How to sign in at http://localhost:{port}",
        "Password of every account: {password}",
        "Passphrase of the closed room (listener, supervisor, psychologist, partner_listener): {room}",
        "Second factor: twiza demo_code ROLE (the volunteer needs none)",
        "Cards to scan: {folder}/cards.pdf; door codes not yet used at {point}: {codes}",
        "Everybody and everything here is invented. This place listens on this machine only.",
    ),
    "fr": (
        "Pour se connecter sur http://localhost:{port}",
        "Mot de passe de tous les comptes : {password}",
        "Phrase de la salle fermée (listener, supervisor, psychologist, partner_listener) : {room}",
        "Second facteur : twiza demo_code ROLE (le volontaire n'en a pas besoin)",
        "Cartes à scanner : {folder}/cards.pdf ; codes pas encore utilisés à {point} : {codes}",
        "Tout est inventé ici, personnes comprises. Ce lieu n'écoute que cette machine.",
    ),
    "ar": (
        "للدخول: http://localhost:{port}",
        "كلمة السر لجميع الحسابات: {password}",
        "عبارة الغرفة المغلقة (listener وsupervisor وpsychologist وpartner_listener): {room}",
        "الرمز الثاني: twiza demo_code ROLE (المتطوع لا يحتاج إليه)",
        "بطائق للمسح: {folder}/cards.pdf؛ رموز لم تُستعمل بعد في {point}: {codes}",
        "كل ما هنا وكل من هنا من نسج الخيال. لا يُفتح هذا المكان إلا من هذا الجهاز.",
    ),
}

_FIELD = {
    "en": (
        "Open the field app: http://localhost:{port}/field/#e={code}",
        "In it, try cards of its lane: {codes}; go offline, serve, come back, and see the point's page move.",
    ),
    "fr": (
        "Ouvrir l'application de terrain : http://localhost:{port}/field/#e={code}",
        "Essayez-y les cartes de sa file : {codes} ; coupez le réseau, servez, revenez : la page du point bouge.",
    ),
    "ar": (
        "لفتح تطبيق الميدان: http://localhost:{port}/field/#e={code}",
        "جربوا فيه بطائق صفه: {codes}؛ اقطعوا الشبكة، اخدموا، ثم عودوا: صفحة النقطة تتحرك.",
    ),
}


def how_to_sign_in(diary: Diary, port: int, language: str) -> list[str]:
    """Return the lines that say how to sign in, one account per role, and which cards are still good."""
    name, codes = _cards_to_try(diary)
    values = {
        "port": port,
        "password": PASSWORD,
        "room": ROOM_WORDS,
        "folder": diary.file.parent,
        "point": name,
        "codes": codes,
    }
    title, *rest = (line.format(**values) for line in _SIGN_IN[language])
    width = max(len(player.username) for player in PLAYERS)
    *middle, last = rest
    return [
        "",
        title,
        *(f"    {player.username:{width}}  {player.role}" for player in PLAYERS),
        *middle,
        *field_app(diary, port, language),
        last,
    ]


def field_app(diary: Diary, port: int, language: str) -> list[str]:
    """Return the lines that open the field app as the phone of a lane, with cards of that lane; none without a lane.

    The code works once: each run of the command makes a new one, for a lane that has no phone yet.
    """
    manager, now = player_of(diary, "manager"), timezone.now()
    today = timezone.localdate(now)
    with acting_as(manager.pk, purpose=Purpose.WORK):
        campaign = campaigns.campaign_for(manager, diary.id("campaign"))
        point = campaigns.points_of(campaign)[0]
        for lane in campaigns.lanes_of(point, today)[:-1]:
            try:
                opened = aid.open_phone(lane=lane, by=manager, at=now)
            except DomainError:
                continue  # it has its phone
            leased = campaigns.leased_on(point, today)
            here = [card for card in kept_cards(diary.file.parent) if card.point == point.pk]
            codes = [
                card.code
                for card in _unused(here, today)[:20]
                if _lane_of(manager, point, card, leased, now) == lane.pk
            ]
            values = {"port": port, "code": opened.code, "codes": ", ".join(codes[:3])}
            return [line.format(**values) for line in _FIELD[language]]
    return []


def _lane_of(manager: Any, point: Any, card: KeptCard, leased: dict[UUID, UUID], at: datetime) -> UUID | None:
    try:
        return leased.get(campaigns.card_for(manager, point, card.code, at=at).entitlement.pk)
    except DomainError:
        return None  # it was replaced since, or is over


def _cards_to_try(diary: Diary) -> tuple[str, str]:
    """Return the name of the first point, and codes of cards that nobody brought there yet."""
    manager = player_of(diary, "manager")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        campaign = campaigns.campaign_for(manager, diary.id("campaign"))
        point = campaigns.points_of(campaign)[0]
    here = [card for card in kept_cards(diary.file.parent) if card.point == point.pk]
    return point.name, ", ".join(card.code for card in _unused(here, timezone.localdate())[-3:])


def _unused(cards: list[KeptCard], today: date) -> list[KeptCard]:
    late = [card for card in cards if card.on > today]
    now = [card for card in cards if card.on == today]
    return now[int(len(now) * SERVED_TODAY) :] + late
