"""Where a person begins when nothing waits for them, by what they may do. No Django."""

from collections.abc import Collection
from dataclasses import dataclass

from twiza.lib.errors import N_


@dataclass(frozen=True)
class FirstStep:
    """A page to begin with: a sentence, the name of its address, and the permission that opens it."""

    sentence: str
    address: str
    permission: str = ""  # empty: everybody


FIRST_STEPS = (
    FirstStep(N_("Hand over baskets at a point"), "aid:list_points", "hand_over.record"),
    FirstStep(N_("Plan a campaign"), "aid:plan_campaign", "campaign.plan"),
    FirstStep(N_("Send a list of families"), "registry:list_uploads", "registry.import"),
    FirstStep(N_("Look for a family, or register one"), "registry:list_households", "registry.read"),
    FirstStep(N_("Read the campaigns and their counts"), "aid:list_campaigns", "campaign.read"),
    FirstStep(N_("Read the log of your organisation"), "reporting:show_log", "audit.read"),
    FirstStep(N_("Check the numbers of the law"), "accounts:list_parameters", "parameters.change"),
    FirstStep(
        N_("Write an organisation into the register"), "network:list_organisations", "organisation.register"
    ),
    FirstStep(N_("See what the conventions promise"), "network:list_conventions"),
    FirstStep(N_("Look for a place or a centre"), "network:list_places"),
)
SHOWN = 3


def first_steps(held: Collection[str]) -> list[FirstStep]:
    """Return the first three steps that this person may take, in the order of the work."""
    return [step for step in FIRST_STEPS if not step.permission or step.permission in held][:SHOWN]
