"""The chart of accounts and the projects of an association: added, renamed, closed by its treasurer."""

import re
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from twiza.funding.actions.books import accounts_of
from twiza.funding.models import Account, Project
from twiza.funding.rules.chart import CODE, kind_of_code
from twiza.lib.errors import DomainError
from twiza.lib.text import tidy, western_digits
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit


class NotAnAccount(DomainError):
    code = "funding.not_an_account"


class NotAProject(DomainError):
    code = "funding.not_a_project"


_REFUSALS: dict[str, Any] = {
    "account_code_once": _("Another account has this code. Give this one a code of its own."),
    "account_with_lines_stays": _("This account has lines: its code stays. Change its name, or close it and add another one."),
    "account_closed_after_its_lines": _("This account has a line after that day. Close it on the day of its last line or later."),
    "account_of_the_house_stays_open": _("Gifts and grants are written on this account: it stays open. Its name may be changed."),
}  # fmt: skip


def _refused(error: IntegrityError) -> NotAnAccount:
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    if name not in _REFUSALS:
        raise error
    return NotAnAccount(_REFUSALS[name])


def _checked(code: str, label_ar: str, label_fr: str) -> tuple[str, str, str]:
    code = western_digits(tidy(code))
    if not re.match(CODE, code):
        raise NotAnAccount(
            _("A code has three to eight digits and begins with its class, 1 to 7: for example 6131.")
        )
    if not (tidy(label_ar) or tidy(label_fr)):
        raise NotAnAccount(_("Name the account, in Arabic, in French or in both."))
    return code, tidy(label_ar), tidy(label_fr)


@transaction.atomic
def open_chart(*, organisation: UUID, by: User, at: datetime) -> None:
    """Open the books with the chart that is proposed, if they are not open yet."""
    check(by, Permission.MONEY_KEEP, organisation)
    if Account.objects.filter(organisation_id=organisation).exists():
        return
    accounts_of(organisation)
    audit.record(type="funding.chart_opened", organisation=organisation, by=by, at=at)


@transaction.atomic
def add_account(
    *, organisation: UUID, code: str, label_ar: str, label_fr: str, by: User, at: datetime
) -> Account:
    """Add an account to the chart; its code says on which side it stands.

    Raises:
        NotAnAccount: no code of a class, a code that is taken, or no name.
    """
    check(by, Permission.MONEY_KEEP, organisation)
    code, label_ar, label_fr = _checked(code, label_ar, label_fr)
    accounts_of(organisation)
    try:
        with transaction.atomic():
            account = Account.objects.create(
                organisation_id=organisation, code=code, kind=str(kind_of_code(code)), label_ar=label_ar,
                label_fr=label_fr,
            )  # fmt: skip
    except IntegrityError as error:
        raise _refused(error) from error
    _record("account_added", account, by, at)
    return account


@transaction.atomic
def change_account(
    *,
    account: Account,
    code: str,
    label_ar: str,
    label_fr: str,
    closed_on: date | None,
    by: User,
    at: datetime,
) -> Account:
    """Rename an account, give one without lines another code, close it or open it again.

    Args:
        closed_on: the last day on which a line may be dated; None: it is open.

    Raises:
        NotAnAccount: what stands in the way: lines, another account with this code, an account of the house.
    """
    check(by, Permission.MONEY_KEEP, account)
    code, label_ar, label_fr = _checked(code, label_ar, label_fr)
    account = Account.objects.select_for_update().get(pk=account.pk)
    kind = kind_of_code(code)
    if account.role and kind != account.kind:
        raise NotAnAccount(_("Gifts and grants are written on this account: its code stays in its class."))
    account.code, account.kind, account.closed_on = code, str(kind), closed_on
    account.label_ar, account.label_fr = label_ar, label_fr
    try:
        with transaction.atomic():
            account.save(update_fields=["code", "kind", "label_ar", "label_fr", "closed_on"])
    except IntegrityError as error:
        raise _refused(error) from error
    _record("account_changed", account, by, at, closed_on=closed_on)
    return account


@transaction.atomic
def open_project(
    *,
    organisation: UUID,
    code: str,
    title: str,
    starts_on: date,
    ends_on: date | None = None,
    institution: UUID | None = None,
    by: User,
    at: datetime,
) -> Project:
    """Open a project that grants and own money may pay for together.

    Raises:
        NotAProject: no code or name, a code that is taken, a period that ends before it begins, an institution that
            this association does not run.
    """
    check(by, Permission.MONEY_KEEP, organisation)
    _check_project(code, title, starts_on, ends_on)
    try:
        with transaction.atomic():
            project = Project.objects.create(
                organisation_id=organisation, code=tidy(code), title=tidy(title), starts_on=starts_on,
                ends_on=ends_on, institution_id=institution, by=by, at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise NotAProject(
            _("Another project has this code, or this association does not run that institution.")
        ) from error
    _record("project_opened", project, by, at)
    return project


@transaction.atomic
def change_project(
    *, project: Project, title: str, starts_on: date, ends_on: date | None, by: User, at: datetime
) -> Project:
    """Rename a project or change its period; its code and its institution stay. Raises NotAProject."""
    check(by, Permission.MONEY_KEEP, project)
    _check_project(project.code, title, starts_on, ends_on)
    project = Project.objects.select_for_update().get(pk=project.pk)
    project.title, project.starts_on, project.ends_on = tidy(title), starts_on, ends_on
    project.save(update_fields=["title", "starts_on", "ends_on"])
    _record("project_changed", project, by, at)
    return project


def _check_project(code: str, title: str, starts_on: date, ends_on: date | None) -> None:
    if not (tidy(code) and tidy(title)):
        raise NotAProject(_("Give the project a short code and a name."))
    if ends_on is not None and ends_on < starts_on:
        raise NotAProject(_("The project ends after it begins."))


def _record(type: str, target: Any, by: User, at: datetime, **data: Any) -> None:
    audit.record(
        type=f"funding.{type}", target=target, organisation=target.organisation_id, by=by, at=at, code=target.code,
        **data,
    )  # fmt: skip
