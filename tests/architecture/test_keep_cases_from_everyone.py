"""Role × organisation × relation to a case × every address: who meets a word of hers, or a sign that the case exists.

All of it is computed: roles from the page of roles, addresses from the URL table, ids from the rows of the case.
"""

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from django.apps import apps
from django.urls import reverse

from tests.architecture import addresses
from tests.architecture.addresses import Answer
from tests.journeys import addresses as table
from twiza.cases import actions
from twiza.cases.models import Case
from twiza.cases.tests import given
from twiza.cases.tests.given import CANARY, WORDS
from twiza.config.database import superuser_url
from twiza.lib.ids import new_id
from twiza.lib.tests.test_lock_closed_room import leaks
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.roles import ROLES

pytestmark = [pytest.mark.proof, pytest.mark.slow]

LISTENS = {code for code, role in ROLES.items() if Permission.CASE_WORK in role.may}
AT_HOME = ("key", "left", "emergency", "locked", "reception", "team")  # of who may hold a key in that centre
HISTORY = "reporting:show_record_history"
SEES_NOTHING = ("none", "key", "left")  # to them the case does not exist

ASKERS = [
    (role, place, relation)
    for role in ROLES
    for place in ("here", "elsewhere")
    for relation in ("none", *(AT_HOME if role in LISTENS and place == "here" else ()))
]


@dataclass(frozen=True)
class World:
    """A centre with one case, and another centre."""

    places: dict[str, Any]
    leila: Any
    room: Any
    case: Case
    ids: tuple[UUID, ...]  # of every row that belongs to the case
    never: UUID  # an id that never was, asked for as often as that of the case


@pytest.fixture(scope="module")
def world(module_database: str) -> World:
    here, elsewhere = given_organisation("Centre Tissaout"), given_organisation("Centre Sebou")
    leila = given_member("Leila", "listener", here)
    room = given.given_key(leila, here)
    case = given.given_told_case(leila, room)
    return World({"here": here, "elsewhere": elsewhere}, leila, room, case, tuple(_rows_of(case)), new_id())


def _rows_of(case: Case) -> Iterator[UUID]:
    """Ids of all rows that belong to the case, in every table that knows cases."""
    import psycopg

    with psycopg.connect(superuser_url(_database())) as server:
        for model in apps.get_app_config("cases").get_models():
            column = (
                "id"
                if model is Case
                else next(
                    (field.column for field in model._meta.concrete_fields if field.related_model is Case),
                    None,
                )
            )
            if column and model._meta.pk is not None and model._meta.pk.get_internal_type() == "UUIDField":
                asked = (
                    f'SELECT "{model._meta.pk.column}" FROM "{model._meta.db_table}" WHERE "{column}" = %s'
                )
                yield from (id for (id,) in server.execute(asked, [case.pk]))


def _database() -> str:
    from django.db import connection

    return str(connection.settings_dict["NAME"])


def _asker(world: World, role: str, place: str, relation: str) -> Any:
    """Somebody with one role, and a browser in which the room stands as the relation says."""
    where = world.places[place]
    user = given_member(f"{role}-{place}-{relation}", role, where)
    browser = addresses.signed_in(user)
    if role in LISTENS:
        given.given_key(user, where)
    if relation in ("team", "left", "locked", "reception"):
        given.given_in_team(world.case, user, room=world.room, by=world.leila)
    if relation == "left":
        with as_work(user):
            actions.leave_team(case=world.case, by=user, at=NOON)
    if relation == "emergency":
        given.given_emergency(world.case, user)
    if role in LISTENS and relation != "locked":
        assert browser.post(reverse("cases:open_room"), {"passphrase": WORDS}).status_code == 302
    if relation == "reception":
        browser.post(reverse("cases:go_to_reception"))
    return browser


def _asked(world: World) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every address, with the ids of the case wherever one fits: name, method, arguments."""
    for address in table.every_address():
        if address.name.startswith(
            ("account_logout", "web:leave", "cases:lock_room", "cases:go_to_reception")
        ):
            continue  # they end what is tried here
        uuids = [one for one in address.arguments if f"<uuid:{one}>" in address.route]
        others = {one: addresses.VALUES.get(one, "x1") for one in address.arguments if one not in uuids}
        ours = address.name.startswith("cases:")
        # an id of a case opens nothing where another kind is asked for: there it is an id that never was
        first = (world.case.pk,) if not ours or "room/cases/" in address.route else world.ids
        for values in itertools.product(*([first, world.ids][: len(uuids)])):
            arguments = others | dict(zip(uuids, values, strict=True))
            for method in ("get", "post") if ours and uuids else ("get",):
                yield address.name, method, arguments


def _answer(browser: Any, name: str, method: str, arguments: dict[str, Any]) -> tuple[Answer, bytes]:
    """The page without ids and tokens, and everything that came: headers, body, what lies in archives and papers."""
    path = reverse(name, kwargs=arguments)
    words = {"q": CANARY, "text": CANARY, "code": CANARY} if method == "get" else {}
    response = getattr(browser, method)(path, words)
    body = b"".join(response) if response.streaming else response.content
    whole = str(response.headers).encode() + b"\n" + opened(body)
    return addresses.answer_of(response, arguments), whole.replace(path.encode(), b"")


def _plain(answer: Answer, asked: UUID) -> Answer:
    """The answer without hours and without the end of the id, by which a line names what was looked at."""
    return Answer(answer.status, re.sub(r"\d{1,2}:\d{2}", "", answer.page.replace(str(asked)[-8:], "ID")))


def opened(body: bytes) -> bytes:
    """Everything that came, with what lies in archives and papers."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return body + b"".join(opened(archive.read(one)) for one in archive.namelist())
    if body.startswith(b"%PDF"):
        with pypdfium2.PdfDocument(body) as paper:
            return body + "".join(page.get_textpage().get_text_bounded() for page in paper).encode()
    return body


@pytest.mark.parametrize(("role", "place", "relation"), ASKERS)
def test_nobody_but_the_team_meets_a_word_or_a_sign(world, caplog, role, place, relation):
    browser = _asker(world, role, place, relation)
    words, signs, differ, met = [], [], [], set()
    for name, method, arguments in _asked(world):
        answer, whole = _answer(browser, name, method, arguments)
        if leaks(CANARY, whole.replace(f'value="{CANARY}"'.encode(), b"")):  # a search says what was searched
            words.append((name, method))
        if world.case.code.encode() in whole:
            signs.append((name, method))
        met.add(answer.status)
        if name == HISTORY:
            # it says who asked for an id before, whatever is behind it
            never = _answer(browser, name, method, {"id": world.never})[0]
            if relation in SEES_NOTHING and _plain(answer, world.case.pk) != _plain(never, world.never):
                differ.append((name, method))
        elif relation in SEES_NOTHING and any(isinstance(one, UUID) for one in arguments.values()):
            never = {key: new_id() if isinstance(one, UUID) else one for key, one in arguments.items()}
            if answer != _answer(browser, name, method, never)[0]:
                differ.append((name, method))
    assert 200 in met
    assert not leaks(CANARY, caplog.text.encode())
    if relation == "team":
        assert "cases:show_case" in {name for name, _ in words}, "the canary is found where it is read"
    else:
        assert words == []
    if relation in SEES_NOTHING:
        assert (signs, differ) == ([], [])
