"""What may be wrong with a step or a plan: raised by every file of this room."""

from django.utils.translation import gettext_lazy as _

from twiza.aid.rules import states
from twiza.lib.errors import DomainError


class OutOfOrder(DomainError):
    """A step asked for before or after its time."""

    code = "aid.out_of_order"


class BadPlan(DomainError):
    """Something of the plan that cannot be."""

    code = "aid.bad_plan"


class DaysAreSet(DomainError):
    """A month is corrected after campaigns took their days from it: whoever corrects it must know."""

    code = "aid.days_are_set"


class CannotSign(DomainError):
    """This person may not sign this now."""

    code = "aid.cannot_sign"


def out_of_order(state: str) -> OutOfOrder:
    """Return the refusal of a step that is not in order in this state: it says what is."""
    return OutOfOrder(_("This step is not in order now. %(next)s"), next=_(states.what_next(state)))
