"""Licences of the register: those granted on paper before, and what becomes of a licence."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network.actions.conventions import WrongDates
from twiza.network.actions.figures import NoSource
from twiza.network.actions.institutions import check_category, locked, record
from twiza.network.models import Institution, Licence, RegimeVersion
from twiza.network.rules.institutions import AGES, SEXES
from twiza.network.rules.licences import LIVE, LicenceState, licence_can
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check


class UnfitLicence(DomainError):
    code = "network.unfit_licence"


class LicenceNumberTaken(DomainError):
    code = "network.licence_number_taken"


class LicenceCannot(DomainError):
    code = "network.licence_cannot"


@transaction.atomic
def register_licence(
    *,
    institution: Institution,
    regime: RegimeVersion,
    number: str,
    category: str,
    capacity: int,
    cells: Sequence[tuple[str, str, int]] = (),
    conditions: str = "",
    valid_from: date,
    valid_until: date | None = None,
    source: str,
    by: User,
    at: datetime,
) -> Licence:
    """Write a licence that was granted on paper, under the regime of its time; the register publishes it.

    Args:
        cells: (sex, age, places) as the licence says; they add up to `capacity`.

    Raises:
        UnfitLicence: no number, no place, or parts that do not add up to the whole.
        LicenceNumberTaken: another licence here has this number.
        LicenceCannot: the institution has a licence that still holds.
        NoSource, WrongDates, UnknownKind, InstitutionOver, NoPermission.
    """
    check(by, Permission.INSTITUTION_KEEP, institution)
    institution = locked(institution)
    if not tidy(source):
        raise NoSource(_("Say which paper the licence was read on."))
    if Licence.objects.filter(institution=institution, state__in=LIVE).exists():
        raise LicenceCannot(
            _("This institution has a licence already: withdraw it first, or open a renewal.")
        )
    licence = grant(
        institution=institution, regime=regime, number=number, category=category, capacity=capacity,
        cells=cells, conditions=conditions, valid_from=valid_from, valid_until=valid_until,
        source=source, by=by, at=at,
    )  # fmt: skip
    record("network.licence_registered", institution, institution.organisation, by, at, licence=licence.pk)
    return licence


def grant(
    *,
    institution: Institution,
    regime: RegimeVersion,
    number: str,
    category: str,
    capacity: int,
    cells: Sequence[tuple[str, str, int]],
    conditions: str,
    valid_from: date,
    valid_until: date | None,
    source: str,
    by: User,
    at: datetime,
) -> Licence:
    """Write the row of a licence, once what it says fits. Raises as `register_licence`."""
    check_category(category, institution.organisation)
    if not tidy(number) or capacity < 1:
        raise UnfitLicence(_("A licence has a number, and places for at least one person."))
    if any(sex not in SEXES or age not in AGES or count < 1 for sex, age, count in cells):
        raise UnfitLicence(_("Write the places of each group, at least one, by sex and age."))
    if cells and sum(count for _sex, _age, count in cells) != capacity:
        raise UnfitLicence(_("The places by sex and age do not add up to the whole capacity."))
    if valid_until is not None and valid_until < valid_from:
        raise WrongDates(_("A licence ends after it begins."))
    if Licence.objects.filter(organisation=institution.organisation, number=tidy(number)).exists():
        raise LicenceNumberTaken(_("The number %(number)s is that of another licence."), number=tidy(number))
    return Licence.objects.create(
        institution=institution,
        organisation_id=institution.organisation_id,
        association_id=institution.association_id,
        regime=regime,
        number=tidy(number),
        category=category,
        capacity=capacity,
        cells=[list(cell) for cell in cells],
        conditions=conditions.strip(),
        valid_from=valid_from,
        valid_until=valid_until,
        source=tidy(source),
        created_by=by,
        created_at=at,
    )


@transaction.atomic
def move_licence(*, licence: Licence, to: str, words: str, on: date, by: User, at: datetime) -> Licence:
    """Suspend or withdraw a licence, or let it hold again, with the reason that everybody reads.

    Raises:
        LicenceCannot: it is withdrawn, replaced or closed, or no reason is given.
        NoPermission: `by` may not decide on licences here.
    """
    check(by, Permission.LICENCE_DECIDE, licence)
    licence = Licence.objects.select_for_update().select_related("institution").get(pk=licence.pk)
    chosen = (LicenceState.SUSPENDED, LicenceState.WITHDRAWN, LicenceState.IN_FORCE)
    if to not in chosen or not licence_can(licence.state, to):
        raise LicenceCannot(_("This licence no longer holds: open a new file."))
    if not tidy(words) or on < licence.valid_from:
        raise LicenceCannot(_("Say why, and from which day, not before the licence began."))
    before = licence.state
    stop(licence, to, words, on)
    record(
        "network.licence_moved",
        licence.institution,
        licence.institution.organisation,
        by,
        at,
        licence=licence.pk,
        before=before,
        after=to,
    )
    return licence


def stop(licence: Licence, to: str, words: str, on: date) -> None:
    """Write where a licence stands now, since when, and why."""
    licence.state, licence.state_words, licence.state_on = to, tidy(words), on
    licence.save(update_fields=["state", "state_words", "state_on"])
