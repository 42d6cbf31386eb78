"""Projects of works: what is proposed where, what it costs, who promised and paid what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NoReturn
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from twiza.funding.actions.books import check_day
from twiza.funding.models import WorksPayment, WorksProgramme, WorksProject, WorksShare, WorksStep
from twiza.funding.rules.works import PROGRAMMES, Phase, fits, left_to_finance
from twiza.lib.errors import DomainError
from twiza.lib.text import tidy
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NotWorks(DomainError):
    """What is written of a project does not hold."""

    code = "funding.not_works"


class SharesAboveCost(DomainError):
    code = "funding.shares_above_cost"


class PaidAboveShare(DomainError):
    code = "funding.paid_above_share"


@dataclass(frozen=True, slots=True)
class PartnerShare:
    """What one partner promises: a body of the register, or one that is only named; `reference` of the paper."""

    amount: Decimal
    partner: UUID | None = None
    partner_said: str = ""
    reference: str = ""


_REFUSALS: dict[str, tuple[type[DomainError], Any]] = {
    "works_share_once": (NotWorks, _("This partner has a share already: change its amount.")),
    "works_named_share_once": (NotWorks, _("This partner has a share already: change its amount.")),
    "programme_written_once": (NotWorks, _("This programme is written already.")),
    "works_paid_within_the_share": (
        PaidAboveShare,
        _("What a partner paid stays between nothing and its share. Change the share first, or write the amount again."),
    ),
}  # fmt: skip


@transaction.atomic
def write_programme(
    *, organisation: UUID, name_ar: str, name_fr: str, by: User, at: datetime
) -> WorksProgramme:
    """Write a programme beside the given ones. Raises NotWorks: no name, or it is there already."""
    check(by, Permission.WORKS_KEEP, organisation)
    if not (tidy(name_ar) or tidy(name_fr)):
        raise NotWorks(_("Write the name of the programme, in Arabic or in French."))
    try:
        with transaction.atomic():
            row = WorksProgramme.objects.create(
                organisation_id=organisation, name_ar=tidy(name_ar), name_fr=tidy(name_fr), by=by, at=at
            )
    except IntegrityError as error:
        refuse_works(error)
    audit.record(type="funding.works_programme_written", target=row, organisation=organisation, by=by, at=at)
    return row


@transaction.atomic
def propose_works(
    *,
    organisation: UUID,
    title_ar: str,
    title_fr: str,
    category: str,
    place: UUID,
    place_said: str = "",
    programme: str = "",
    own_programme: WorksProgramme | None = None,
    cost: Decimal,
    shares: Sequence[PartnerShare] = (),
    operator: UUID | None = None,
    operator_said: str = "",
    owner: UUID | None = None,
    owner_said: str = "",
    supervisor_said: str = "",
    source: str,
    on: date,
    reference: str,
    by: User,
    at: datetime,
) -> WorksProject:
    """Write a project down as an idea, with what it costs and who promised which share.

    Args:
        place_said: the place as the source spells it, when that differs.
        programme: a key of PROGRAMMES, or "" with `own_programme` or none.
        operator, owner: bodies of the register, which then read the file; or their names only.
        on, reference: the day and the paper of the idea.

    Raises:
        NotWorks: a title, a source, a paper or a cost is missing.
        SharesAboveCost: more is promised than it costs.
    """
    check(by, Permission.WORKS_KEEP, organisation)
    if not (tidy(title_ar) or tidy(title_fr)) or not tidy(source) or not tidy(reference) or cost <= 0:
        raise NotWorks(_("Write a title, what it costs, where this comes from, and the paper of the idea."))
    if programme and (programme not in PROGRAMMES or own_programme is not None):
        raise NotWorks(_("Choose one programme of the list, or none."))
    check_day(on, at)
    bodies = [organisation, operator, owner, *(one.partner for one in shares)]
    project = WorksProject.objects.create(
        organisation_id=organisation, operator_id=operator, operator_said=tidy(operator_said) if not operator else "",
        readers=list(dict.fromkeys(one for one in bodies if one is not None)),
        title_ar=tidy(title_ar), title_fr=tidy(title_fr), category=category, place_id=place,
        place_said=tidy(place_said), programme=programme, own_programme=own_programme,
        owner_id=owner, owner_said=tidy(owner_said) if not owner else "", supervisor_said=tidy(supervisor_said),
        cost=cost, unfinanced=_left(cost, [one.amount for one in shares]), source=tidy(source), by=by, at=at,
    )  # fmt: skip
    WorksStep.objects.create(
        organisation_id=organisation, project=project, what=Phase.IDEA, on=on, reference=tidy(reference), by=by, at=at
    )  # fmt: skip
    for one in shares:
        _write_share(project, one, by, at)
    _settle()
    record_works("works_proposed", project, by, at, cost=cost)
    return project


@transaction.atomic
def share_cost(*, project: WorksProject, share: PartnerShare, by: User, at: datetime) -> WorksShare:
    """Write what a partner promises, or another amount than before; what is not financed shrinks or grows by as much.

    Raises:
        SharesAboveCost: all shares together are more than it costs. PaidAboveShare: more was paid already.
    """
    check(by, Permission.WORKS_KEEP, project.organisation_id)
    project = held_works(project)
    if share.amount <= 0 or bool(share.partner) == bool(tidy(share.partner_said)):
        raise NotWorks(_("Name one partner, and an amount above zero."))
    known = WorksShare.objects.select_for_update().filter(
        project=project, partner_id=share.partner, partner_said=tidy(share.partner_said)
    )
    row = known.first()
    others = WorksShare.objects.filter(project=project)
    if row is not None:
        others = others.exclude(pk=row.pk)
    project.unfinanced = _left(project.cost, [*others.values_list("amount", flat=True), share.amount])
    if share.partner and share.partner not in project.readers:
        project.readers = [*project.readers, share.partner]
    project.save(update_fields=["unfinanced", "readers"])
    if row is None:
        row = _write_share(project, share, by, at)
    else:
        row.amount, row.reference = share.amount, tidy(share.reference) or row.reference
        try:
            with transaction.atomic():
                row.save(update_fields=["amount", "reference"])
        except IntegrityError as error:
            refuse_works(error)
    _settle()
    record_works("works_shared", project, by, at, share=row.pk, amount=share.amount)
    return row


@transaction.atomic
def change_cost(
    *, project: WorksProject, cost: Decimal, reference: str, by: User, at: datetime
) -> WorksProject:
    """Write another cost: a study, a contract. What is not financed follows; nothing that was promised changes.

    Raises:
        SharesAboveCost: the shares are more than the new cost: lower one first.
    """
    check(by, Permission.WORKS_KEEP, project.organisation_id)
    project = held_works(project)
    if cost <= 0 or not tidy(reference):
        raise NotWorks(_("Write the new cost, and the paper that says it."))
    shares = WorksShare.objects.filter(project=project).values_list("amount", flat=True)
    before, project.cost = project.cost, cost
    project.unfinanced = _left(cost, list(shares))
    project.save(update_fields=["cost", "unfinanced"])
    _settle()
    record_works("works_cost_changed", project, by, at, cost=cost, before=before)
    return project


@transaction.atomic
def pay_share(
    *, share: WorksShare, amount: Decimal, on: date, reference: str, words: str = "", by: User, at: datetime
) -> WorksPayment:
    """Write that a partner paid, by day and reference; below zero, a correction that says why.

    Raises:
        NotWorks: no amount, no reference, a correction without its reason. PaidAboveShare: more than the share.
    """
    check(by, Permission.WORKS_KEEP, share.organisation_id)
    share = WorksShare.objects.select_for_update().select_related("project").get(pk=share.pk)
    if not amount or not tidy(reference) or (amount < 0 and not tidy(words)):
        raise NotWorks(_("Write the amount and the reference of the paper; for a correction, why."))
    check_day(on, at)
    paid = WorksPayment.objects.filter(share=share).aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
    if not fits([paid, amount], share.amount):
        kind, said = _REFUSALS["works_paid_within_the_share"]
        raise kind(said)
    row = WorksPayment.objects.create(
        organisation_id=share.organisation_id, project=share.project, share=share, amount=amount, on=on,
        reference=tidy(reference), words=tidy(words), by=by, at=at,
    )  # fmt: skip
    record_works("works_paid", share.project, by, at, share=share.pk, amount=amount)
    return row


@transaction.atomic
def name_bodies(
    *, project: WorksProject, operator: UUID | None, operator_said: str, owner: UUID | None, owner_said: str,
    supervisor_said: str, by: User, at: datetime,
) -> WorksProject:  # fmt: skip
    """Write who will run it, who owns it, who supervises the site. Bodies of the register read the file from then on."""
    check(by, Permission.WORKS_KEEP, project.organisation_id)
    project = held_works(project)
    project.operator_id, project.operator_said = operator, "" if operator else tidy(operator_said)
    project.owner_id, project.owner_said = owner, "" if owner else tidy(owner_said)
    project.supervisor_said = tidy(supervisor_said)
    project.readers = list(dict.fromkeys([*project.readers, *(one for one in (operator, owner) if one)]))
    project.save(
        update_fields=["operator", "operator_said", "owner", "owner_said", "supervisor_said", "readers"]
    )
    record_works("works_bodies_named", project, by, at)
    return project


@transaction.atomic
def link_works(*, project: WorksProject, convention: Any, by: User, at: datetime) -> WorksProject:
    """Write under which convention works run; None: under none. Raises NotWorks: the keeper is no party of it."""
    check(by, Permission.WORKS_KEEP, project.organisation_id)
    project = held_works(project)
    if convention is not None and project.organisation_id not in convention.parties:
        raise NotWorks(_("Choose a convention to which the body that keeps this file is a party."))
    project.convention = convention
    project.save(update_fields=["convention"])
    record_works("works_linked", project, by, at, convention=convention.pk if convention else None)
    return project


def held_works(project: WorksProject) -> WorksProject:
    """Return the project as it is now, kept from others to the end of the transaction."""
    return WorksProject.objects.select_for_update().get(pk=project.pk)


def record_works(type: str, project: WorksProject, by: User, at: datetime, **data: Any) -> None:
    """One line in the log of the keeper and of each body that reads the project."""
    audit.record(
        type=f"funding.{type}", target=project, organisation=project.organisation_id, by=by, at=at,
        beside=[one for one in project.readers if one != project.organisation_id], **data,
    )  # fmt: skip


def refuse_works(error: IntegrityError) -> NoReturn:
    """Say in words what the database refused; what has no words is a fault of ours and stays an error."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    found = _REFUSALS.get(name)
    if found is None:
        raise error
    kind, words = found
    raise kind(words) from error


def _left(cost: Decimal, shares: list[Decimal]) -> Decimal:
    left = left_to_finance(cost, shares)
    if left < 0:
        raise SharesAboveCost(
            _("The shares are %(over)s dirhams more than it costs. Lower a share, or write the new cost first."),
            over=-left,
        )  # fmt: skip
    return left


def _write_share(project: WorksProject, share: PartnerShare, by: User, at: datetime) -> WorksShare:
    if share.amount <= 0 or bool(share.partner) == bool(tidy(share.partner_said)):
        raise NotWorks(_("Name one partner, and an amount above zero."))
    try:
        with transaction.atomic():
            return WorksShare.objects.create(
                organisation_id=project.organisation_id, project=project, partner_id=share.partner,
                partner_said=tidy(share.partner_said), amount=share.amount, reference=tidy(share.reference), by=by, at=at,
            )  # fmt: skip
    except IntegrityError as error:
        refuse_works(error)


def _settle() -> None:
    """Have the sum judged now, where its words can be said, and not at COMMIT."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS works_add_up, share_adds_up IMMEDIATE")
        cursor.execute("SET CONSTRAINTS works_add_up, share_adds_up DEFERRED")
