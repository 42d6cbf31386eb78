"""What the today page says of what follows a listening: decisions, people who came back. No word of a case."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.cases.models import CaseNote
from twiza.cases.queries.cases import where_allowed
from twiza.cases.queries.follow_up import asks_waiting
from twiza.cases.queries.returning import knocks_for_me
from twiza.lib.today import Due, Level
from twiza.platform.accounts.permissions import Permission


def after_waiting_for(user: Any, at: datetime) -> list[Due]:
    """Return decisions that a case of one's own waits for, who waits at reception, requests of rights that are late."""
    found = []
    for organisation in where_allowed(user, Permission.CASE_WORK, on=at.date()):
        for knock in knocks_for_me(organisation, at=at):
            words = _("Receive her: somebody who was here before waits at reception, number %(number)s")
            if knock.number is None:
                words = _("Receive her: somebody who was here before waits at reception, without a number")
            sentence = words % {"number": knock.number} if knock.number else words
            found.append(Due(sentence, reverse("cases:close_case", args=[knock.case]), level=Level.LATE))
        if asks_waiting(organisation):
            words = (
                _("Decide: a case of yours waits for the supervisor")
                if user.has_perm(Permission.CASE_SUPERVISE, organisation)
                else _("Ask the supervisor: a case of yours waits for a decision")
            )
            found.append(Due(words, reverse("cases:list_cases"), level=Level.WAITING))
        found += _rights_waiting(organisation, at)
    return found


def _rights_waiting(organisation: Any, at: datetime) -> list[Due]:
    """Only the day is known without a key: late from the day after it."""
    late = CaseNote.objects.filter(organisation_id=organisation, due_on__lt=timezone.localdate(at)).count()
    words = _("Requests about their own data whose day of answer passed: %(number)d. Answer today")
    return [Due(words % {"number": late}, reverse("cases:list_cases"), level=Level.LATE)] if late else []
