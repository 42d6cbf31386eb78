"""Declarations of change, corrected mandates and sites that were left, as the two bodies of an institution read them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import NotFound
from twiza.network.models import (
    ChangeAnswer,
    Institution,
    InstitutionChange,
    InstitutionMandate,
    InstitutionSite,
    MandateCorrection,
    SiteLeft,
)
from twiza.network.queries.licences import licences_now
from twiza.network.rules.changes import CHANGE_STATES, Needs, needs, state_of
from twiza.network.rules.licences import holds


class NoSuchChange(NotFound):
    code = "network.no_such_change"


@dataclass(frozen=True)
class ChangeLine:
    """A declaration, where it stands, and what the delegation answered."""

    change: InstitutionChange
    state: str
    answers: list[ChangeAnswer]

    @property
    def words(self) -> str:
        return CHANGE_STATES[self.state]

    @property
    def waits(self) -> bool:
        return self.state in ("declared", "received")


def change_for(id: UUID) -> InstitutionChange:
    """Return a declaration. Raises NoSuchChange."""
    row = (
        InstitutionChange.objects.select_related(
            "institution__organisation", "institution__association", "organisation", "site", "leaves", "declared_by"
        )
        .filter(pk=id)
        .first()
    )  # fmt: skip
    if row is None:
        raise NoSuchChange(_("There is no such declaration."))
    return row


def line_of_change(change: InstitutionChange) -> ChangeLine:
    """Return a declaration with its answers, in their order."""
    return _lines([change])[0]


def _lines(changes: list[InstitutionChange]) -> list[ChangeLine]:
    """Each declaration with its answers, which are asked for once for all of them."""
    found: dict[UUID, list[ChangeAnswer]] = {one.pk: [] for one in changes}
    rows = ChangeAnswer.objects.filter(change__in=changes).select_related("by", "file")
    for row in sorted(rows, key=lambda one: (one.step != "received", one.at, one.pk)):
        found[row.change_id].append(row)
    return [ChangeLine(one, state_of(row.step for row in found[one.pk]), found[one.pk]) for one in changes]


def state_of_change(change: InstitutionChange) -> str:
    """Return where a declaration stands: declared, received, accepted, refused."""
    return line_of_change(change).state


def changes_of(institution: Institution) -> list[ChangeLine]:
    """Return the declarations of an institution, the newest first."""
    rows = InstitutionChange.objects.filter(institution=institution).order_by("-declared_at", "-pk")
    return _lines(list(rows))


def changes_waiting(bodies: Collection[UUID]) -> list[ChangeLine]:
    """Return what was declared to these delegations and waits for its receipt or its answer, the oldest first."""
    rows = (
        InstitutionChange.objects.filter(
            institution__organisation_id__in=bodies, institution__closed_on__isnull=True
        )
        .exclude(answers__step__in=["accepted", "refused"])
        .select_related("institution")
        .order_by("declared_at", "pk")
    )
    return _lines(list(rows))


def needs_of(change: InstitutionChange, *, on: date) -> Needs:
    """Return what a declared change asks for, as the institution is licensed on a day."""
    licence = licences_now([change.institution_id]).get(change.institution_id)
    licensed = licence is not None and holds(licence.state, licence.valid_from, licence.valid_until, on=on)
    return needs(change.kind, licensed=licensed, moves=change.site_id is not None)


def sites_of_institution(institution: Institution) -> list[InstitutionSite]:
    """Return where an institution receives people."""
    rows = InstitutionSite.objects.filter(institution=institution)
    return list(rows.select_related("site", "site__part_of").order_by("created_at", "pk"))


def sites_left(institution: Institution) -> list[SiteLeft]:
    """Return the sites that an institution left, the newest first."""
    return list(SiteLeft.objects.filter(institution=institution).order_by("-left_on", "-pk"))


def mandate_for(id: UUID) -> InstitutionMandate:
    """Return a mandate. Raises NoSuchChange."""
    row = InstitutionMandate.objects.select_related(
        "institution__organisation", "institution__association"
    ).filter(pk=id).first()  # fmt: skip
    if row is None:
        raise NoSuchChange(_("There is no such mandate."))
    return row


def corrections_of(institution: Institution) -> list[MandateCorrection]:
    """Return the mandates that were corrected, with what they said, the newest first."""
    rows = MandateCorrection.objects.filter(institution=institution).select_related("wrong", "right")
    return list(rows.order_by("-written_at", "-pk"))
