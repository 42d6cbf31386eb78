"""What an office promises outside conventions, and whether it was kept."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.reporting.models import Promise, PromiseOutcome
from twiza.reporting.rules.handovers import OFFICE


class PromiseSettled(DomainError):
    code = "reporting.promise_settled"


class NothingPromised(DomainError):
    code = "reporting.nothing_promised"


@transaction.atomic
def write_promise(
    *,
    organisation: Any,
    what: str,
    to: str,
    made_on: date,
    due_on: date | None = None,
    by: User,
    at: datetime,
) -> Promise:
    """Write down what the office promised: to which body, and by when.

    Raises:
        NothingPromised: what or to whom is missing, or the day is before the promise.
        NoPermission: `by` keeps no register here.
    """
    check(by, Permission.INSTITUTION_KEEP, organisation)
    if not tidy(what) or not tidy(to) or (due_on is not None and due_on < made_on):
        raise NothingPromised(
            _("Say what was promised, to which body, and by a day that comes after the promise.")
        )
    row = Promise.objects.create(
        organisation_id=organisation.pk, office=OFFICE, what=tidy(what), to=tidy(to), made_on=made_on,
        due_on=due_on, by=by, at=at,
    )  # fmt: skip
    _record("reporting.promise_written", row, by, at)
    return row


@transaction.atomic
def settle_promise(
    *, promise: Promise, kept: bool, words: str, on: date, by: User, at: datetime
) -> PromiseOutcome:
    """Write whether a promise was kept, and in what way, or why not.

    Raises:
        PromiseSettled: somebody has said it.
        NothingPromised: no words.
    """
    check(by, Permission.INSTITUTION_KEEP, promise)
    if not tidy(words):
        raise NothingPromised(_("Say in a few words what was done, or why it was not."))
    try:
        with transaction.atomic():
            row = PromiseOutcome.objects.create(
                organisation_id=promise.organisation_id, promise=promise, kept=kept, words=tidy(words), on=on,
                by=by, at=at,
            )  # fmt: skip
    except IntegrityError:
        raise PromiseSettled(_("What became of this promise is written already.")) from None
    _record("reporting.promise_settled", promise, by, at, reason_code="kept" if kept else "not_kept")
    return row


def _record(type: str, promise: Promise, by: User, at: datetime, reason_code: str = "") -> None:
    audit.record(
        type=type, target=promise, organisation=promise.organisation_id, by=by, at=at, reason_code=reason_code
    )
