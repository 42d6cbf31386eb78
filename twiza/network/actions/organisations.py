"""Everything that changes the register of organisations."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network.models import Organisation, OrganisationName, Place
from twiza.network.rules.kinds import ORGANISATIONS
from twiza.platform.access import queries as access
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit

_PROFILE = (
    "mission_ar",
    "mission_fr",
    "founded_on",
    "receipt",
    "receipt_number",
    "receipt_on",
    "bureau_renewed_on",
    "bureau_until",
    "place",
)


class UnknownKind(DomainError):
    code = "network.unknown_kind"


class NoName(DomainError):
    code = "network.no_name"


class NameBeforeAnother(DomainError):
    code = "network.name_before_another"


class Circle(DomainError):
    code = "network.circle"


@transaction.atomic
def register_organisation(
    *,
    kind: str,
    name_ar: str,
    name_fr: str = "",
    parent: Organisation | None = None,
    protected: bool = False,
    place: Place | None = None,
    kept_by: Organisation | None = None,
    by: User | None,
    at: datetime,
) -> Organisation:
    """Write an organisation into the register. At first set-up nobody has a role yet, so none is asked.

    Args:
        parent: the body this one is a unit of (a provincial delegation of its central body).
        kept_by: who keeps this entry, as long as the body has no member here (a ministry, a partner
            abroad) or beside them; without it, the organisation in which `by` may register.

    Raises:
        UnknownKind: the kind is not in the list.
        NoName: neither an Arabic nor a French name.
        NoPermission: `by` may not register organisations.
    """
    check_unless_setting_up(by, Permission.ORGANISATION_REGISTER, None)
    if kind not in ORGANISATIONS:
        raise UnknownKind(_("There is no kind of organisation “%(kind)s”."), kind=kind)
    name_ar, name_fr = named(name_ar, name_fr)
    keeper = kept_by.pk if kept_by else _where_allowed(by, Permission.ORGANISATION_REGISTER)
    organisation = Organisation.objects.create(
        kind=kind,
        name_ar=name_ar,
        name_fr=name_fr,
        parent=parent,
        protected=protected,
        place=place,
        kept_by_id=keeper,
        created_at=at,
    )
    OrganisationName.objects.create(
        organisation=organisation,
        name_ar=name_ar,
        name_fr=name_fr,
        period=DateRange(None, None),
        created_at=at,
    )
    audit.record(
        type="network.organisation_registered",
        target=organisation,
        organisation=_log_of(by, organisation, Permission.ORGANISATION_REGISTER),
        by=by,
        at=at,
        beside=[organisation.pk],
        kind=kind,
    )
    return organisation


@transaction.atomic
def rename_organisation(
    *, organisation: Organisation, name_ar: str, name_fr: str = "", from_day: date, by: User, at: datetime
) -> OrganisationName:
    """Give an organisation another name from a day on; the earlier names keep their periods.

    Raises:
        NameBeforeAnother: a later name is written already.
        NoName: neither an Arabic nor a French name.
        NoPermission: `by` neither works there nor keeps this entry.
    """
    check_keeper(by, organisation)
    name_ar, name_fr = named(name_ar, name_fr)
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    last = OrganisationName.objects.filter(organisation=organisation, period__endswith__isnull=True).first()
    if last is None:
        last = OrganisationName(
            organisation=organisation,
            name_ar=organisation.name_ar,
            name_fr=organisation.name_fr,
            period=DateRange(None, None),
            created_at=at,
        )
    if last.period.lower is not None and from_day <= last.period.lower:
        raise NameBeforeAnother(
            _("A name that begins on %(day)s is written already. A new name begins after it."),
            day=last.period.lower,
        )
    last.period = DateRange(last.period.lower, from_day)
    last.save()
    name = OrganisationName.objects.create(
        organisation=organisation,
        name_ar=name_ar,
        name_fr=name_fr,
        period=DateRange(from_day, None),
        created_at=at,
    )
    organisation.name_ar, organisation.name_fr = name_ar, name_fr
    organisation.save(update_fields=["name_ar", "name_fr"])
    audit.record(
        type="network.organisation_renamed",
        target=organisation,
        organisation=_log_of(by, organisation, Permission.ORGANISATION_EDIT),
        by=by,
        at=at,
        beside=[organisation.pk],
        from_day=from_day,
        name=name.pk,
    )
    return name


@transaction.atomic
def edit_organisation(
    *,
    organisation: Organisation,
    parent: Organisation | None,
    by: User,
    at: datetime,
    **profile: Any,
) -> Organisation:
    """Change the profile of an organisation: mission, place, receipt, bureau, the body it is a unit of.

    Args:
        profile: values of mission_ar, mission_fr, founded_on, receipt, receipt_number, receipt_on,
            bureau_renewed_on, bureau_until, place; those not given stay.

    Raises:
        Circle: the parent is a unit of this very organisation.
        NoPermission: `by` neither works there nor keeps this entry.
    """
    check_keeper(by, organisation)
    unknown = set(profile) - set(_PROFILE)
    if unknown:
        raise TypeError(f"not in a profile: {', '.join(sorted(unknown))}")
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if parent is not None and organisation.pk in _chain(parent):
        raise Circle(_("An organisation cannot be a unit of its own unit."))
    before = {field: getattr(organisation, field) for field in (*_PROFILE, "parent")}
    for field, value in {**profile, "parent": parent}.items():
        setattr(organisation, field, value)
    changed = sorted(field for field, value in before.items() if getattr(organisation, field) != value)
    if changed:
        organisation.save()
        audit.record(
            type="network.organisation_edited",
            target=organisation,
            organisation=_log_of(by, organisation, Permission.ORGANISATION_EDIT),
            by=by,
            at=at,
            beside=[organisation.pk],
            fields=changed,
        )
    return organisation


def named(name_ar: str, name_fr: str) -> tuple[str, str]:
    """Return both names on one line. Raises NoName when both are empty."""
    name_ar, name_fr = tidy(name_ar), tidy(name_fr)
    if not name_ar and not name_fr:
        raise NoName(_("Write a name in Arabic or in French."))
    return name_ar, name_fr


def check_keeper(by: User, organisation: Organisation) -> None:
    """Refuse unless this user may edit the organisation, as one of its own or as who keeps its entry."""
    kept_by = organisation.kept_by_id
    if kept_by is not None and by.has_perm(Permission.ORGANISATION_EDIT, kept_by):
        return
    check(by, Permission.ORGANISATION_EDIT, organisation)


def check_unless_setting_up(by: User | None, permission: Permission, thing: Organisation | None) -> None:
    """Refuse unless allowed; at first set-up nobody has a role yet and none is asked."""
    if access.current().purpose != Purpose.SETUP:
        check(by, permission, thing)


def _chain(organisation: Organisation) -> list[UUID]:
    chain: list[UUID] = []
    up: Organisation | None = organisation
    while up is not None and up.pk not in chain:
        chain.append(up.pk)
        up = up.parent
    return chain


def _where_allowed(by: User | None, permission: Permission) -> UUID | None:
    mine = access.current().organisations
    return next((one for one in mine if by is not None and by.has_perm(permission, one)), None)


def _log_of(by: User | None, organisation: Organisation, permission: Permission) -> UUID:
    """Return whose log a line belongs to: the organisation's own, else that of the body that wrote the entry."""
    if organisation.pk in access.current().organisations:
        return organisation.pk
    return _where_allowed(by, permission) or organisation.pk
