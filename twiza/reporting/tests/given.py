"""An office that is handed over, made through the real doors. Invented people.

Aziz is the delegate who leaves, Rachida the one who comes, Hanane their deputy. Salma works elsewhere.
"""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from twiza.network.tests.given import as_work, given_member, given_place
from twiza.platform.accounts.models import User
from twiza.reporting import actions, queries
from twiza.reporting.models import Handover

NOW = timezone.now()  # roles are asked of the real day: the pack is made today
ENDS_ON = timezone.localdate(NOW) + timedelta(days=20)


def given_handover(
    organisation: Any, by: User, *, why: str = "term", ends_on: date = ENDS_ON, **more: Any
) -> Handover:
    """A pack, made today."""
    with as_work(by):
        return actions.make_handover(
            organisation=organisation, why=why, ends_on=ends_on, keys="Coffre du bureau, enveloppe 4", by=by,
            at=NOW, **more,
        )  # fmt: skip


def take_over(handover: Handover, by: User) -> None:
    """Take over every item that has no answer yet."""
    with as_work(by):
        answered = queries.answers_of(handover)
        for section in queries.sections_of(handover):
            for item in section.items:
                if item.key not in answered:
                    actions.answer_item(handover=handover, item=item.key, accepted=True, by=by, at=NOW)


def one_of_each(organisation: Any, by: User) -> None:
    """Rows of each table for an organisation in which `by` is president."""
    leaves = given_member(f"{by.username}-leaves", "provincial_delegate", organisation)
    comes = given_member(f"{by.username}-comes", "provincial_delegate", organisation)
    with as_work(leaves):
        promise = actions.write_promise(
            organisation=organisation, what="Un bus pour l'internat", to="Commune", made_on=timezone.localdate(NOW), by=leaves,
            at=NOW,
        )  # fmt: skip
        actions.settle_promise(
            promise=promise, kept=True, words="Livré", on=timezone.localdate(NOW), by=leaves, at=NOW
        )
        actions.place_tiles(organisation=organisation, spots={given_place().pk: (2, 3)}, by=leaves, at=NOW)
    handover = given_handover(organisation, leaves)
    with as_work(leaves):
        actions.write_word(handover=handover, kind="do", words="Finir la visite", by=leaves, at=NOW)
    take_over(handover, comes)
    with as_work(leaves):
        actions.sign_handover(handover=handover, by=leaves, at=NOW)
