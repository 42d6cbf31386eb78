"""The log looked at by a browser: fits at both widths, in both languages."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.browsing import Visitor
from tests.journeys.looking import LANGUAGES, fit
from twiza.lib.ids import new_id
from twiza.network.tests.given import NOON, given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.audit import actions as audit


@pytest.fixture(scope="module")
def hind(site: str) -> Any:
    """Auditor of an association in which something was done and somebody was shown."""
    tissaout = given_organisation(name_ar="جمعية تيساوت")
    amina = given_member("Amina", "association_president", tissaout)
    with acting_as(amina.pk, purpose=Purpose.WORK):
        for act in ("registry.household_registered", "aid.list_signed", "aid.handed_over"):
            audit.record(type=act, target=tissaout, organisation=tissaout.pk, by=amina, at=NOON)
        audit.record_access(
            page="registry.households",
            ids=[tissaout.pk, *(new_id() for _ in range(11))],
            organisation=tissaout.pk,
            by=amina,
            at=NOON,
        )
    user = given_member("Hind", "auditor", tissaout)
    user.looked_at = tissaout.pk
    return user


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_log_fits(visit: Callable[..., Visitor], hind: Any, language: str) -> None:
    visitor = visit(hind, language=language)
    pages = (("/log/", "log"), ("/log/looks/", "looks"), (f"/log/record/{hind.looked_at}/", "record"))
    for path, name in pages:
        visitor.go(path)
        assert not fit(visitor, f"log-{name}"), path
