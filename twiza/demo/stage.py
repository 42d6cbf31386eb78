"""The stage of the story: organisations, one account per role, neighbourhoods of Fez."""

from datetime import date, datetime
from typing import Any

from twiza.demo.cast import BODIES, OLIVE, PASSWORD, PLAYERS
from twiza.demo.diary import Diary
from twiza.demo.families import NEIGHBOURHOODS
from twiza.network import actions as network
from twiza.network import queries as network_queries
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts import actions as accounts
from twiza.platform.accounts.models import User

SINCE = date(2025, 1, 1)


def set_stage(diary: Diary, at: datetime) -> None:
    """Mark the database as a demonstration; make organisations and accounts with their roles, all or none."""
    with acting_as(None, purpose=Purpose.SETUP):
        accounts.mark_demo(at=at)
        bodies: dict[str, Any] = {}
        for body in BODIES:
            bodies[body.key] = network.register_organisation(
                kind=body.kind, name_ar=body.ar, name_fr=body.fr, by=None, at=at
            )
            diary.keep(body.key, bodies[body.key])
        for player in PLAYERS:
            user = accounts.create_account(
                username=player.username,
                display_name=player.display_name,
                password=PASSWORD,
                language=player.language,
                by=None,
                at=at,
            )
            network.give_role(
                organisation=bodies[player.body], user=user, role=player.role, starts_on=SINCE, by=None, at=at
            )
            accounts.set_up_demo_factor(user=user, at=at)
            diary.keep(player.username, user)


def add_neighbourhoods(diary: Diary, at: datetime) -> None:
    """Add the four neighbourhoods below their arrondissements."""
    manager = player_of(diary, "manager")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        for quarter in NEIGHBOURHOODS:
            place = network.add_place(
                organisation=organisation_of(diary, OLIVE),
                level="neighbourhood",
                parent=network_queries.place_by_code(quarter.arrondissement),
                name_ar=quarter.ar,
                name_fr=quarter.fr,
                source="twiza demo",
                by=manager,
                at=at,
            )
            diary.keep(quarter.fr, place)


def player_of(diary: Diary, username: str) -> User:
    """Return an account of the story, by its user name."""
    return User.objects.get(pk=diary.id(username))


def organisation_of(diary: Diary, key: str) -> Any:
    """Return an organisation of the story."""
    return network_queries.organisation_for(diary.id(key))
