"""What changes the directory of services."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.models import Service, ServiceConfirmation
from twiza.lib.errors import DomainError
from twiza.lib.ids import new_id
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class ServiceNotWhole(DomainError):
    code = "cases.service_not_whole"


class MixedShelter(DomainError):
    """A shelter for men and women was marked safe after violence."""

    code = "cases.mixed_shelter"


@transaction.atomic
def write_service(
    *,
    organisation: UUID,
    by: Any,
    at: datetime,
    service: Service | None = None,
    id: UUID | None = None,
    **words: Any,
) -> Service:
    """Write a service into the directory, or change what is written. Who writes it has just asked: it is confirmed.

    Args:
        organisation: which keeps the entry.
        service: the entry that is changed; None writes a new one.
        id: of the form of a new one: sent twice, it makes one.
        words: the fields of `Service`: kind, name_ar, name_fr, for_whom, place, provider, hours, capacity, phone,
            women_only, safe.

    Raises:
        ServiceNotWhole: no name, or a code that is unknown. MixedShelter.
    """
    check(by, Permission.DIRECTORY_KEEP, service or organisation)
    _check_words(words)
    if service is None:
        sent = Service.objects.filter(pk=id, organisation_id=organisation).first() if id else None
        if sent is not None:
            return sent
        service = Service(id=id or new_id(), organisation_id=organisation, created_at=at)
    for field, value in words.items():
        setattr(service, field, value)
    if service._state.adding:
        service.save(force_insert=True)
    else:
        service.save(update_fields=list(words))  # who keeps an entry and since when never changes
    confirm_service(service=service, by=by, at=at)
    audit.record(
        type="cases.service_written", target=service, organisation=service.organisation_id, by=by, at=at
    )
    return service


@transaction.atomic
def confirm_service(*, service: Service, by: Any, at: datetime) -> ServiceConfirmation:
    """Say that one asked the service today and it is still as written."""
    check(by, Permission.DIRECTORY_KEEP, service)
    audit.record(
        type="cases.service_confirmed", target=service, organisation=service.organisation_id, by=by, at=at
    )
    return ServiceConfirmation.objects.create(
        service=service, organisation_id=service.organisation_id, at=at, by=by
    )


@transaction.atomic
def close_service(*, service: Service, on: date, by: Any, at: datetime) -> Service:
    """Say that a service is open no more: nobody finds it any longer."""
    check(by, Permission.DIRECTORY_KEEP, service)
    service.closed_on = on
    service.save(update_fields=["closed_on"])
    audit.record(
        type="cases.service_closed", target=service, organisation=service.organisation_id, by=by, at=at
    )
    return service


def _check_words(words: dict[str, Any]) -> None:
    if (
        not (words.get("name_ar") or words.get("name_fr"))
        or words.get("kind") not in rules.SERVICE_KINDS
        or words.get("for_whom") not in rules.FOR_WHOM
    ):
        raise ServiceNotWhole(_("Write a name in Arabic or in French, what the service does and for whom."))
    if words["kind"] == "shelter" and words.get("safe") and not words.get("women_only"):
        raise MixedShelter(
            _(
                "A shelter that also takes men is not safe after violence. Take one of the two marks away, or add “women only”."
            )
        )
