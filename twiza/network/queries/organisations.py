"""The register of organisations."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.linkage.normalise import fold
from twiza.network.models import Organisation, OrganisationName
from twiza.network.rules import statutes
from twiza.platform.access import queries as access
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission
from twiza.platform.files import queries as files

PAGE = 50


class NoSuchOrganisation(NotFound):
    code = "network.no_such_organisation"


def organisation_for(id: UUID) -> Organisation:
    """Return an organisation of the register. Raises NoSuchOrganisation."""
    row = Organisation.objects.select_related("parent", "place", "kept_by").filter(pk=id).first()
    if row is None:
        raise NoSuchOrganisation(_("There is no such organisation."))
    return row


def organisations(
    *, text: str = "", kind: str = "", after: UUID | None = None, all_of_them: bool = False
) -> tuple[list[Organisation], UUID | None]:
    """Return a page of the register in the order of writing, and where the next page begins (None: the end).

    `all_of_them`: the whole register by name, to choose from; `text` is looked for in every name an organisation has or had, whatever the spelling.
    """
    rows = Organisation.objects.select_related("parent", "place").order_by("pk")
    if kind:
        rows = rows.filter(kind=kind)
    if text.strip():
        rows = rows.filter(pk__in=_named_like(text))
    if after is not None:
        rows = rows.filter(pk__gt=after)
    if all_of_them:
        return sorted(rows, key=str), None
    page = list(rows[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None


def names_of(organisation: Organisation) -> QuerySet[OrganisationName]:
    """Return the names of an organisation by period, the present one first."""
    return OrganisationName.objects.filter(organisation=organisation).order_by(
        F("period__startswith").desc(nulls_last=True)
    )


def name_on(organisation: Organisation, day: date) -> OrganisationName | Organisation:
    """Return the name an organisation had on a day; today's when no other is known."""
    row = OrganisationName.objects.filter(organisation=organisation, period__contains=day).first()
    return row or organisation


def units_of(organisation: Organisation) -> QuerySet[Organisation]:
    """Return the units directly below a body (central, regional, provincial: 000-06)."""
    return Organisation.objects.filter(parent=organisation).order_by("kind", "name_ar", "name_fr")


def may_edit(user: User, organisation: Organisation) -> bool:
    """Whether this user may change the page of an organisation: one of its own, or who keeps its entry."""
    kept_by = organisation.kept_by_id
    return user.has_perm(Permission.ORGANISATION_EDIT, organisation) or (
        kept_by is not None and user.has_perm(Permission.ORGANISATION_EDIT, kept_by)
    )


def works_here(organisation: Organisation) -> bool:
    """Whether the reader works in an organisation."""
    return organisation.pk in access.current().organisations


def statutes_of(user: User, organisation: Organisation) -> list[Any]:
    """Return the files of the statutes, newest first, for whoever may open them."""
    if not user.has_perm(Permission.ORGANISATION_EDIT, organisation):
        return []
    return [one for one in files.files_of_kind(statutes.KIND) if one.organisation_id == organisation.pk]


def _named_like(text: str) -> list[UUID]:
    """The register has hundreds of bodies, not thousands: all names are folded and compared in memory."""
    wanted = fold(text)
    names = OrganisationName.objects.values_list("organisation_id", "name_ar", "name_fr")
    plain = Organisation.objects.values_list("pk", "name_ar", "name_fr")
    return list({pk for pk, *both in (*names, *plain) for name in both if name and wanted in fold(name)})


def is_open_to_matching(id: UUID) -> bool:
    """Say whether persons of this organisation may be compared with others: never those of a protected service."""
    return Organisation.objects.filter(pk=id, protected=False).exists()


def partners_to_choose(*, but: Organisation) -> QuerySet[Organisation]:
    """Return the bodies that may be chosen as another party."""
    return Organisation.objects.filter(~Q(pk=but.pk)).order_by("name_ar", "name_fr")
