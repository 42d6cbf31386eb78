"""Danger, looked at again: a sealed note at each visit, never changed; the next look is the next version of the truth."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases import queries, rules
from twiza.cases.actions.notes import add_version
from twiza.cases.models import Case, CaseNote, NoteVersion
from twiza.cases.queries import OpenRoom
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class LookNotWhole(DomainError):
    code = "cases.look_not_whole"


@transaction.atomic
def look_again(
    *,
    case: Case,
    room: OpenRoom,
    answers: Mapping[str, str],
    level: str,
    words: str,
    by: Any,
    at: datetime,
    id: UUID | None = None,
) -> NoteVersion:
    """Keep how much danger there is, as the listener judges it and why. No number is made of the answers.

    The next day of the case follows the level, what waits in the case comes first: unknown is amber.

    Args:
        answers: question → answer, of the rules, for each question.
        level: chosen by the listener. words: why.
        id: of the form: sent twice, it makes one.

    Raises:
        LookNotWhole: an unknown code, no word of why, or green where something was not asked. NoKeyYet.
    """
    check(by, Permission.CASE_WORK, case)
    key = queries.held_key(case, room)
    held = Case.objects.select_for_update().get(pk=case.pk)
    sent = CaseNote.objects.filter(pk=id, case=case, kind="risk").first() if id else None
    if sent is not None:
        return sent.versions.get(number=1)
    if not rules.look_is_whole(answers, level):
        raise LookNotWhole(
            _("Green is for when everything was asked. Otherwise say “not known”: it is treated as amber.")
        )
    if not words.strip() or len(words) > rules.LONGEST_WORDS:
        raise LookNotWhole(_("Say in a few words why you see it so."))
    on = timezone.localdate(at)
    note = CaseNote.objects.create(
        id=id or new_id(), case=case, organisation_id=case.organisation_id, kind="risk", at=at
    )
    said = {"risk": str(level), "answers": dict(answers), "words": words.strip()}
    version = add_version(note=note, number=1, said=said, key=key, by=by, at=at)
    if held.state != rules.State.CLOSED:
        waiting = queries.open_days(case, room, on=on)
        held.next_on = rules.day_after_visit(
            rules.next_look(level, on), kept=held.next_on, days=waiting, on=on
        )
        held.save(update_fields=["next_on"])
    audit.record(
        type="cases.note_written", target=note, organisation=case.organisation_id, by=by, at=at,
        case=case.pk, number=1,
    )  # fmt: skip
    return version
