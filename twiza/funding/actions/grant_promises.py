"""A grant in the register of conventions: what each side promised, and what came of it, told as it happens.

The funder promises tranches, the association reports. A tranche that is paid is told by the funder; a report that is
sent is told by the association, and confirmed by the funder when it is accepted.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from twiza.funding.models import Grant, GrantConvention, GrantReport, GrantTranche
from twiza.network import actions as network
from twiza.platform.accounts.models import User
from twiza.platform.web import formats


def write_promises(grant: Grant, convention: Any, by: User, at: datetime) -> None:
    """Write into the register what both sides promised: each tranche with its day, and the report on it.

    A report is due by the day of the next tranche, the last one by the end of the convention.
    """
    tranches = list(GrantTranche.objects.filter(grant=grant).order_by("number"))
    signed = GrantConvention.objects.get(grant=grant)
    last_day = signed.ends_on
    agreed = _("Signed by the association on %(day)s") % {
        "day": formats.day(timezone.localdate(signed.grantee_signed_at or at))
    }
    for one, following in zip(tranches, [*tranches[1:], None], strict=True):
        said = {"convention": convention, "organisation": grant.organisation, "by": by, "at": at}
        network.promise(
            party=grant.organisation, kind="money", code=f"tranche-{one.number}", amount=one.amount,
            words=one.condition, due_on=one.due_on, **said,
        )  # fmt: skip
        network.promise(
            party=grant.grantee, kind="report", code=f"report-{one.number}", agreement=agreed,
            words=_("Report on tranche %(number)s") % {"number": one.number},
            due_on=following.due_on if following else last_day, **said,
        )  # fmt: skip


def tell_tranche(tranche: GrantTranche, by: User, at: datetime) -> None:
    """Tell the register that a tranche was paid, whole: what was held back settled a debt of the association."""
    convention = _convention_of(tranche.grant_id)
    if convention is None or tranche.paid_on is None:
        return
    held = _("%(amount)s held back for what an earlier report owes") % {
        "amount": formats.money(tranche.held_back)
    }
    network.tell_coded_delivery(
        convention=convention, code=f"tranche-{tranche.number}", on=tranche.paid_on, amount=tranche.amount,
        words=held if tranche.held_back else "", reference=tranche.reference, by=by, at=at,
    )  # fmt: skip


def tell_report(report: GrantReport, by: User, at: datetime) -> None:
    """Tell the register that a report was sent."""
    convention = _convention_of(report.grant_id)
    if convention is not None:
        network.tell_coded_delivery(
            convention=convention, code=f"report-{report.number}", on=timezone.localdate(at), amount=None,
            words=report.words[:500], reference="", by=by, at=at,
        )  # fmt: skip


def confirm_report(report: GrantReport, by: User, at: datetime) -> None:
    """Tell the register that the funder accepted a report."""
    convention = _convention_of(report.grant_id)
    if convention is not None:
        network.confirm_coded_delivery(
            convention=convention, code=f"report-{report.number}", organisation=report.grant.organisation, by=by, at=at
        )  # fmt: skip


def _convention_of(grant: Any) -> Any:
    found = GrantConvention.objects.filter(grant_id=grant).select_related("convention").first()
    return found.convention if found else None
