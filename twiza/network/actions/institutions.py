"""Everything that changes the register of institutions."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.network.actions.conventions import NotAParty
from twiza.network.actions.figures import NoSource
from twiza.network.actions.organisations import UnknownKind, named
from twiza.network.models import (
    Convention,
    Institution,
    InstitutionSite,
    Organisation,
    Place,
    RegimeVersion,
    Site,
    SiteLeft,
)
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class InstitutionOver(DomainError):
    code = "network.institution_over"


class NotThere(DomainError):
    code = "network.not_there"


class NoRefugeHere(DomainError):
    code = "network.no_refuge_here"


@transaction.atomic
def open_institution(
    *,
    organisation: Organisation,
    category: str,
    name_ar: str,
    name_fr: str = "",
    place: Place | None = None,
    association: Organisation | None = None,
    convention: Convention | None = None,
    opened_on: date | None = None,
    source: str,
    by: User,
    at: datetime,
) -> Institution:
    """Write an institution into the register of a delegation.

    Args:
        association: the body that runs it, and `convention` the agreement by which it does.
        opened_on: since when it receives people; None: not yet.

    Raises:
        UnknownKind: a category that is in no regime here. NoName: no name. NoSource: nobody is named who says it.
        NotAParty: the association is not a party of that convention.
        NoPermission: `by` may not keep the register here.
    """
    check(by, Permission.INSTITUTION_KEEP, organisation)
    name_ar, name_fr = named(name_ar, name_fr)
    check_category(category, organisation)
    _fit(association, convention)
    if not tidy(source):
        raise NoSource(_("Say where the entry comes from: a list, a letter, a visit."))
    institution = Institution.objects.create(
        organisation=organisation,
        association=association,
        convention=convention,
        category=category,
        name_ar=name_ar,
        name_fr=name_fr,
        place=place,
        opened_on=opened_on,
        source=tidy(source),
        created_at=at,
    )
    record("network.institution_opened", institution, organisation, by, at, category=category)
    return institution


@transaction.atomic
def edit_institution(
    *,
    institution: Institution,
    category: str,
    name_ar: str,
    name_fr: str = "",
    place: Place | None,
    association: Organisation | None,
    convention: Convention | None,
    opened_on: date | None,
    by: User,
    at: datetime,
) -> Institution:
    """Change what the register says of an institution. Raises as `open_institution`, and InstitutionOver."""
    check(by, Permission.INSTITUTION_KEEP, institution)
    institution = locked(institution)
    name_ar, name_fr = named(name_ar, name_fr)
    check_category(category, institution.organisation)
    _fit(association, convention)
    before = institution.association_id
    institution.category, institution.name_ar, institution.name_fr = category, name_ar, name_fr
    institution.place, institution.opened_on = place, opened_on
    institution.association, institution.convention = association, convention
    institution.save(
        update_fields=["category", "name_ar", "name_fr", "place", "opened_on", "association", "convention"]
    )
    record(
        "network.institution_changed",
        institution,
        institution.organisation,
        by,
        at,
        association=institution.association_id,
        association_before=before,
    )
    return institution


@transaction.atomic
def place_institution(*, institution: Institution, site: Site, by: User, at: datetime) -> None:
    """Write that an institution receives people at a site; a site inside a complex brings its complex along.

    Raises:
        NoRefugeHere: the site is a refuge; this register is read by everybody.
    """
    check(by, Permission.INSTITUTION_KEEP, institution)
    institution = locked(institution)
    if site.refuge:
        raise NoRefugeHere(
            _(
                "A refuge does not stand in this register: everybody reads it. Write the institution without a site."
            )
        )
    InstitutionSite.objects.get_or_create(
        institution=institution,
        site=site,
        defaults={"organisation_id": institution.organisation_id, "created_at": at},
    )
    record("network.institution_placed", institution, institution.organisation, by, at, site=site.pk)


@transaction.atomic
def leave_site(
    *, institution: Institution, site: Site, on: date, paper: str, by: User, at: datetime
) -> SiteLeft:
    """Write that an institution no longer receives people at a site, of a complex or not; its name stays in the history.

    Raises:
        NotThere: it did not receive people there. NoSource: no paper says so. InstitutionOver, NoPermission.
    """
    check(by, Permission.INSTITUTION_KEEP, institution)
    institution = locked(institution)
    if not tidy(paper):
        raise NoSource(_("Name the paper that says so, with its number and its day."))
    gone, _rows = InstitutionSite.objects.filter(institution=institution, site=site).delete()
    if not gone:
        raise NotThere(_("The institution does not receive people at this site."))
    row = SiteLeft.objects.create(
        institution=institution, organisation_id=institution.organisation_id, name=str(site),
        inside=str(site.part_of or ""), left_on=on, paper=tidy(paper), written_by=by, written_at=at,
    )  # fmt: skip
    record("network.institution_left_site", institution, institution.organisation, by, at, site=site.pk)
    return row


def locked(institution: Institution) -> Institution:
    """Return the institution for a change. Raises InstitutionOver when it has closed."""
    row = Institution.objects.select_for_update().get(pk=institution.pk)
    check_open(row.closed_on)
    return row


def check_open(closed_on: date | None) -> None:
    """Raise InstitutionOver when an institution has closed."""
    if closed_on is not None:
        raise InstitutionOver(
            _("This institution closed on %(day)s: nothing more is written."), day=closed_on
        )


def check_writes_of(institution: Institution, organisation: Organisation, by: User) -> None:
    """Raise NotAParty when somebody writes of an open institution in the name of neither of its two bodies."""
    check(by, Permission.INSTITUTION_COUNT, organisation)
    if organisation.pk not in (institution.organisation_id, institution.association_id):
        raise NotAParty(_("Only its association and the delegation write about this institution."))
    check_open(institution.closed_on)


def check_category(category: str, organisation: Organisation) -> None:
    """Raise UnknownKind for a category that stands in no version of a regime that holds for this delegation."""
    versions = RegimeVersion.objects.filter(Q(organisation=None) | Q(organisation=organisation))
    if not any(category == one[0] for version in versions for one in version.content["categories"]):
        raise UnknownKind(_("Choose a category of the law."))


def _fit(association: Organisation | None, convention: Convention | None) -> None:
    if convention is not None and (association is None or association.pk not in convention.parties):
        raise NotAParty(_("The association that runs it is not a party of this convention."))


def record(
    type: str,
    institution: Institution,
    organisation: Organisation,
    by: User,
    at: datetime,
    reason_code: str = "",
    **data: object,
) -> None:
    """One line in the log of the delegation and of the association: it is both their record."""
    both = [institution.organisation_id, institution.association_id]
    audit.record(
        type=type,
        target=institution,
        organisation=organisation.pk,
        by=by,
        at=at,
        reason_code=reason_code,
        beside=[one for one in both if one is not None],
        **data,
    )
