"""What she agreed to, opened for the length of one page: each consent with its events."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.models import Case, NoteVersion
from twiza.cases.queries.keys import keys_of
from twiza.cases.queries.notes import NoteSaid, opened
from twiza.cases.queries.room import OpenRoom
from twiza.lib.errors import NotFound
from twiza.network import queries as network


class NoSuchConsent(NotFound):
    code = "cases.no_such_consent"


@dataclass(frozen=True)
class ConsentSaid:
    """One consent as it stands.

    Attributes:
        id: of its note. number: of its last event. said: what the last event says.
        events: each event, the oldest first.
    """

    id: UUID
    number: int
    said: dict[str, Any]
    events: tuple[NoteSaid, ...]

    @property
    def until(self) -> date:
        """Its last day."""
        return date.fromisoformat(self.said["until"])

    @property
    def given_at(self) -> datetime:
        """When its last event was."""
        return self.events[-1].at

    def holds(self, on: date) -> bool:
        """Whether she agrees, and the last day has not passed."""
        return self.said["state"] == rules.Consent.GIVEN and self.until >= on

    @property
    def ways_on(self) -> list[str]:
        """What she may say next."""
        return sorted(rules.NEXT_CONSENT[rules.Consent(self.said["state"])])


def consents_of(case: Case, room: OpenRoom) -> list[ConsentSaid]:
    """Return every consent of a case, the one that was said last first. Raises NoKeyYet."""
    keys = keys_of(case, room)
    rows = NoteVersion.objects.filter(case=case, note__kind="consent").order_by("note_id", "number")
    events: dict[UUID, list[NoteSaid]] = {}
    for row in rows.select_related("note", "by"):
        events.setdefault(row.note_id, []).append(opened(row, keys))
    found = [ConsentSaid(id, said[-1].number, said[-1].said, tuple(said)) for id, said in events.items()]
    return sorted(found, key=lambda one: (one.given_at, one.id), reverse=True)


def consent_in(case: Case, room: OpenRoom, id: UUID) -> ConsentSaid:
    """Return one consent of a case. Raises NoSuchConsent, NoKeyYet."""
    found = next((one for one in consents_of(case, room) if one.id == id), None)
    if found is None:
        raise NoSuchConsent(_("There is no such consent."))
    return found


def covering(
    case: Case, room: OpenRoom, *, purpose: str, sector: str, organisation: UUID, on: date
) -> tuple[ConsentSaid | None, frozenset[str]]:
    """Return the consent that lets something pass to an organisation on a day, and the fields it names.

    One consent at a time: two are never added together, so that taking one back always closes what rests on it.
    """
    for one in consents_of(case, room):
        fields = rules.allowed_fields(
            one.said, purpose=purpose, sector=sector, organisation=str(organisation), on=on
        )
        if fields:
            return one, fields
    return None, frozenset()


def organisations_to_ask() -> list[Any]:
    """Return the organisations of the register, by name: one of them is named in a consent."""
    return network.organisations(all_of_them=True)[0]
