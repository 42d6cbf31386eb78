"""What came of the promises of a convention: said by who promised, confirmed or disputed by another, never erased."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, NoReturn

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network.actions.conventions import NotAParty, record_convention
from twiza.network.models import (
    Convention,
    ConventionCommitment,
    ConventionDelivery,
    ConventionRuling,
    Organisation,
)
from twiza.network.queries.deliveries import terms_now
from twiza.network.rules.deliveries import Verdict
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check


class NotADelivery(DomainError):
    code = "network.not_a_delivery"


class NotYourWord(DomainError):
    """Nobody confirms or disputes what they said themselves."""

    code = "network.not_your_word"


_REFUSALS: dict[str, tuple[type[DomainError], Any]] = {
    "delivery_taken_back": (NotADelivery, _("This delivery was taken back: nothing more is said of it.")),
    "delivery_confirmed_stays": (
        NotADelivery,
        _("The other side confirmed it: it stays. Say what is wrong with it to that side, which may dispute it."),
    ),
    "delivery_confirmed_by_another": (
        NotYourWord,
        _("You wrote this delivery yourself: ask a colleague to confirm it."),
    ),
}  # fmt: skip


@transaction.atomic
def tell_delivery(
    *,
    commitment: ConventionCommitment,
    on: date,
    amount: Decimal | None = None,
    words: str = "",
    whole: bool = False,
    reference: str = "",
    folder: str = "",
    by: User,
    at: datetime,
) -> ConventionDelivery:
    """Say what was delivered of a promise, in the name of the body that promised. It waits for another party's word.

    A convention that has ended still takes deliveries: what was done is a fact, early or late.

    Args:
        amount: for a promise of an amount, in dirhams; what is promised in words is delivered in words.
        whole: with this delivery all that was promised in words is there.
        reference, folder: of the paper that proves it, and where its original was seen.

    Raises:
        NotADelivery: a day that has not come, an amount or words that are missing.
        NoPermission: `by` does not speak for the body that promised.
    """
    check(by, Permission.CONVENTION_TELL, commitment.organisation_id)
    convention = Convention.objects.get(pk=commitment.convention_id)
    terms = terms_now(commitment)
    if on > timezone.localdate(at):
        raise NotADelivery(_("This day has not come: say what was delivered once it is."))
    if terms.amount is not None and (amount is None or amount <= 0):
        raise NotADelivery(_("An amount was promised: write which amount was delivered."))
    if terms.amount is None and (amount is not None or not tidy(words)):
        raise NotADelivery(
            _("This was promised in words: write in words what was delivered, without an amount.")
        )
    delivery = ConventionDelivery.objects.create(
        convention=convention, parties=convention.parties, commitment=commitment,
        organisation_id=commitment.organisation_id, on=on, amount=amount, currency=commitment.currency,
        words=tidy(words), whole=whole and amount is None, reference=tidy(reference), folder=tidy(folder), by=by, at=at,
    )  # fmt: skip
    _record("network.delivery_told", delivery, commitment.organisation_id, by, at)
    return delivery


@transaction.atomic
def rule_on_delivery(
    *,
    delivery: ConventionDelivery,
    verdict: str,
    words: str = "",
    organisation: Organisation,
    by: User,
    at: datetime,
) -> ConventionRuling:
    """Confirm or dispute a delivery, in the name of another party. Its last word holds.

    Raises:
        NotYourWord: `organisation` said it itself. NotAParty: it is no party. NotADelivery: a dispute without words.
    """
    check(by, Permission.CONVENTION_TELL, organisation)
    if organisation.pk not in delivery.parties:
        raise NotAParty(_("Your organisation is not a party of this convention."))
    if organisation.pk == delivery.organisation_id:
        raise NotYourWord(_("Your own organisation said this: another party confirms or disputes it."))
    if verdict not in (Verdict.CONFIRMED, Verdict.DISPUTED) or (
        verdict == Verdict.DISPUTED and not tidy(words)
    ):
        raise NotADelivery(_("Say whether you received it; if you dispute it, write why."))
    ruling = _rule(delivery, organisation.pk, verdict, words, by, at)
    _record("network.delivery_ruled", delivery, organisation.pk, by, at, verdict=verdict)
    return ruling


@transaction.atomic
def take_back_delivery(
    *, delivery: ConventionDelivery, words: str, by: User, at: datetime
) -> ConventionRuling:
    """Take back a delivery that one's own body said by mistake; it stays to be read, and counts no more.

    Raises:
        NotADelivery: no reason, or another party confirmed it.
    """
    check(by, Permission.CONVENTION_TELL, delivery.organisation_id)
    if not tidy(words):
        raise NotADelivery(_("Write why you take it back."))
    ruling = _rule(delivery, delivery.organisation_id, Verdict.WITHDRAWN, words, by, at)
    _record("network.delivery_taken_back", delivery, delivery.organisation_id, by, at)
    return ruling


def tell_coded_delivery(
    *, convention: Convention, code: str, on: date, amount: Decimal | None, words: str, reference: str,
    by: User, at: datetime,
) -> ConventionDelivery | None:  # fmt: skip
    """Say what was delivered of the promise with a code; None when the convention has no such promise."""
    promise = ConventionCommitment.objects.filter(convention=convention, code=code).first()
    if promise is None:
        return None
    return tell_delivery(
        commitment=promise, on=on, amount=amount, words=words, whole=amount is None, reference=reference, by=by, at=at
    )  # fmt: skip


def confirm_coded_delivery(
    *, convention: Convention, code: str, organisation: Organisation, by: User, at: datetime
) -> ConventionRuling | None:
    """Confirm what waits of the promise with a code. None: nothing waits, or the same person wrote it."""
    waits = (
        ConventionDelivery.objects.filter(commitment__convention=convention, commitment__code=code)
        .exclude(pk__in=ConventionRuling.objects.filter(convention=convention).values("delivery"))
        .order_by("-at", "-pk")
        .first()
    )
    if waits is None or waits.by_id == by.pk:
        return None
    return rule_on_delivery(
        delivery=waits, verdict=Verdict.CONFIRMED, organisation=organisation, by=by, at=at
    )


def _rule(
    delivery: ConventionDelivery, organisation: Any, verdict: str, words: str, by: User, at: datetime
) -> ConventionRuling:
    try:
        with transaction.atomic():
            return ConventionRuling.objects.create(
                convention_id=delivery.convention_id, parties=delivery.parties, delivery=delivery,
                said_by_id=delivery.organisation_id, organisation_id=organisation, verdict=verdict, words=tidy(words),
                by=by, at=at,
            )  # fmt: skip
    except IntegrityError as error:
        _refuse(error)


def _refuse(error: IntegrityError) -> NoReturn:
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    found = _REFUSALS.get(name)
    if found is None:
        raise error
    kind, words = found
    raise kind(words) from error


def _record(
    type: str, delivery: ConventionDelivery, organisation: Any, by: User, at: datetime, **data: Any
) -> None:
    record_convention(
        type, delivery.convention, organisation, by, at, delivery=delivery.pk, commitment=delivery.commitment_id, **data
    )  # fmt: skip
