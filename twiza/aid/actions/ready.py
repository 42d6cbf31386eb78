"""What a plan needs before its criteria are frozen."""

from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.faults import BadPlan, OutOfOrder
from twiza.aid.models import Campaign
from twiza.aid.rules import kinds


def check_ready(campaign: Campaign) -> None:
    """Refuse a plan that cannot leave its draft yet.

    Raises:
        BadPlan: cash is planned and no text that allows it was written down.
        OutOfOrder: a lesson of the campaign it was cloned from was not looked at.
    """
    if kinds.AidKind(campaign.aid_kind) in kinds.NEEDS_LEGAL_BASIS and not campaign.legal_basis:
        raise BadPlan(_("Write down which text or decision lets cash be given, then freeze the criteria."))
    waiting = queries.lessons_waiting(campaign)
    if waiting:
        raise OutOfOrder(
            _("%(count)s lessons of the last campaign wait for a word: kept, changed or left."),
            count=len(waiting),
        )
