"""The counter with 1,000,000 persons: the search and the check while a person is typed, for names drawn from the register.

Asked of the application in this process: the time is the whole page, with what it leaves in the log. Part of `lists`,
which fills the database.
"""

import time
from collections.abc import Callable
from random import Random
from typing import Any
from uuid import UUID

from bench.report import Result, percentile

TARGET_SECONDS = 0.050
NAMES, WARM = 200, 20


def measure(user: Any, organisation: UUID, floor: float, quick: bool) -> list[Result]:
    """Ask for as many names, each one once: whole, turned round, begun, with a slip, with a date of birth."""
    import twiza.config.wsgi  # noqa: F401 - its care for memory: what was loaded is not looked through again
    from twiza.registry.actions import attempts

    attempts.MOST_IN_A_MINUTE = attempts.MOST_IN_AN_HOUR = 1_000_000  # this is not somebody who fishes
    client = signed_in(user)
    typed = _typed(user, organisation, 20 if quick else NAMES)
    rows: tuple[tuple[str, Callable[[dict[str, str]], Any]], ...] = (
        ("Search", lambda one: client.post("/registry/", {"q": one["sought"]})),
        (
            "Counter check",
            lambda one: client.post("/registry/possible/", _form(one), headers={"hx-request": "true"}),
        ),
    )
    results = []
    for what, ask in rows:
        for one in typed[:WARM]:
            ask(one)
        taken, used, found = [], time.process_time(), 0
        for one in typed:
            start = time.perf_counter()
            answer = ask(one)
            taken.append(time.perf_counter() - start)
            found += b"found-one" in answer.content
        used = (time.process_time() - used) / len(typed)
        p95, median = percentile(taken, 0.95), percentile(taken, 0.5)
        results.append(
            Result(
                f"{what} of {len(typed)} names under row security, whole page",
                f"p95 {p95 * 1000:.0f} ms, median {median * 1000:.0f} ms, {used * 1000:.0f} ms of Python's processor;"
                f" somebody found for {found}",
                f"p95 under {TARGET_SECONDS * 1000:.0f} ms",
                met=None if quick else p95 < TARGET_SECONDS,
                floor=f"{floor * 1000:.1f} ms: 30 holders of one key with their households, by the owner",
                ratio=median / floor,
            )
        )
    return results


def signed_in(user: Any) -> Any:
    """Return a browser without a window in which this user has signed in with both factors."""
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import Client

    client = Client(headers={"accept-language": "ar"})
    client.force_login(user, backend="twiza.config.sign_in.PasswordBackend")
    session = SessionStore(session_key=client.session.session_key)
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time()} for method in ("password", "mfa")
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client


def _typed(user: Any, organisation: UUID, count: int) -> list[dict[str, str]]:
    from django.db import connection

    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    with acting_as(user.pk, purpose=Purpose.WORK), connection.cursor() as cursor:
        cursor.execute(
            "SELECT name_arabic || name_latin, to_char(birth_on, 'DD/MM/YYYY'), phone FROM registry_person"
            " TABLESAMPLE BERNOULLI (1) REPEATABLE (7) WHERE organisation_id = %s LIMIT %s",
            [organisation, count * 5],
        )
        people = cursor.fetchall()
    chance = Random(11)
    chance.shuffle(people)
    return [
        {
            "name": name,
            "sought": _sought(name, number, chance),
            "birth": birth if number % 2 else "",
            "phone": phone,
        }
        for number, (name, birth, phone) in enumerate(people[:count])
    ]


def _sought(name: str, number: int, chance: Random) -> str:
    words = name.split()
    if number % 4 == 1:
        return " ".join(reversed(words))
    if number % 4 == 2:
        return chance.choice(words)[:4]
    if number % 4 == 3:
        at = chance.randrange(1, len(name) - 1)
        return name[:at] + name[at + 1 :]
    return name


def _form(one: dict[str, str]) -> dict[str, str]:
    arabic = one["name"][0] > "\u0600"
    return {
        "row": "m-0",
        "m-0-name_arabic" if arabic else "m-0-name_latin": one["name"],
        "m-0-birth": one["birth"],
        "m-0-phone": one["phone"],
        "place_words": "حي السلام",
    }
