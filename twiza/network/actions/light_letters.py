"""Letters about what shines in an institution, and their answers: each takes its number in the register, once."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network import queries
from twiza.network.actions.institutions import locked, record
from twiza.network.actions.licence_files import next_number
from twiza.network.models import Institution, InstitutionLetter, SignatureDelegation
from twiza.network.rules.institutions import LAMPS, Light
from twiza.network.rules.reports import ANSWER_DAYS, DANGER_ANSWER_DAYS
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check


class NothingShines(DomainError):
    code = "network.nothing_shines"


class LetterWaits(DomainError):
    code = "network.letter_waits"


@transaction.atomic
def write_light_letter(*, institution: Institution, light: str, by: User, at: datetime) -> InstitutionLetter:
    """Write to who runs an institution about what shines, with a day to answer; the facts of today stay with it.

    Signed by the delegate, or by delegation when the signature is delegated to `by` today. Whoever examines files
    may prepare it for the delegate's hand.

    Raises:
        NothingShines: this light does not shine today.
        LetterWaits: a letter about it waits for its answer: print that one again.
    """
    check(by, Permission.LICENCE_EXAMINE, institution)
    institution = locked(institution)
    today = timezone.localdate(at)
    facts = queries.facts_of_light(institution, light, today=today)
    if facts is None:
        raise NothingShines(_("This does not shine today: there is nothing to write about."))
    waiting = InstitutionLetter.objects.filter(
        institution=institution, light=light, direction="out", reply__isnull=True, answer_until__gte=today
    ).first()
    if waiting is not None:
        raise LetterWaits(
            _("A letter waits for its answer until %(day)s: print it again."), day=waiting.answer_until
        )
    days = DANGER_ANSWER_DAYS if LAMPS[light] == "refusal" else ANSWER_DAYS
    row = _create(
        institution, "out", light, by, at, answer_until=today + timedelta(days=days), facts=facts,
        delegation=_delegation(institution, by, at),
    )  # fmt: skip
    _note("network.light_letter_written", row, by, at)
    return row


@transaction.atomic
def answer_light_letter(
    *, letter: InstitutionLetter, words: str, by: User, at: datetime
) -> InstitutionLetter:
    """Write that the answer to a letter came in, and what it says. Raises NothingShines, LetterWaits."""
    check(by, Permission.LICENCE_EXAMINE, letter)
    if not tidy(words):
        raise NothingShines(_("Write what the answer says."))
    if InstitutionLetter.objects.filter(regards=letter).exists():
        raise LetterWaits(_("The answer to this letter is written already."))
    row = _create(letter.institution, "in", letter.light, by, at, regards=letter, words=tidy(words))
    _note("network.light_letter_answered", row, by, at)
    return row


def _create(
    institution: Institution, direction: str, light: str, by: User, at: datetime, **more: Any
) -> InstitutionLetter:
    today = timezone.localdate(at)
    number = next_number(institution.organisation_id, direction, today.year)
    return InstitutionLetter.objects.create(
        institution=institution, organisation_id=institution.organisation_id, direction=direction,
        light=Light(light).value, year=today.year, number=number, on=today, by=by, at=at, **more,
    )  # fmt: skip


def _delegation(institution: Institution, by: User, at: datetime) -> SignatureDelegation | None:
    if by.has_perm(Permission.LICENCE_DECIDE, institution):
        return None
    today = timezone.localdate(at)
    return SignatureDelegation.objects.filter(
        organisation_id=institution.organisation_id, user=by, starts_on__lte=today, last_day__gte=today
    ).first()


def _note(type: str, row: InstitutionLetter, by: User, at: datetime) -> None:
    record(
        type,
        row.institution,
        row.institution.organisation,
        by,
        at,
        light=row.light,
        number=row.number,
        year=row.year,
    )
