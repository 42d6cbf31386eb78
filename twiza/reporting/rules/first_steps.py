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


# What colleagues did, as news: kind of act → the permissions of which one is needed to be told
NEWS: dict[str, str] = {
    "accounts.account_closed": "audit.read",
    "accounts.new_password_slip_made": "audit.read",
    "accounts.parameter_set": "",
    "aid.addendum_frozen": "campaign.read",
    "aid.campaign_dated": "campaign.read",
    "aid.campaign_planned": "campaign.read",
    "aid.campaign_reconciled": "campaign.read",
    "aid.card_not_replaced": "audit.read",
    "aid.card_replaced": "audit.read",
    "aid.cards_issued": "campaign.read",
    "aid.distribution_started": "campaign.read",
    "aid.hand_over_ruled": "audit.read",
    "aid.list_frozen": "campaign.read",
    "aid.list_signed": "campaign.read",
    "aid.partner_invited": "campaign.read",
    "network.convention_amended": "",
    "network.convention_ended": "",
    "network.convention_signed": "",
    "network.figures_imported": "",
    "network.invitation_accepted": "audit.read members.manage",
    "network.invitation_used_where_made": "audit.read members.manage",
    "network.invited": "audit.read members.manage",
    "network.organisation_edited": "",
    "network.organisation_renamed": "",
    "network.password_paper_made": "audit.read",
    "network.password_paper_without_factor": "audit.read members.manage",
    "network.role_ended": "audit.read members.manage",
    "network.role_given": "audit.read members.manage",
    "network.site_opened": "",
    "registry.household_erased": "registry.read",
    "registry.household_registered": "registry.read",
    "registry.upload_accepted": "registry.read",
    "registry.upload_undone": "registry.read",
}


def news_told_to(held: Collection[str]) -> list[str]:
    """Return the kinds of acts that are told to whoever holds these permissions."""
    return [kind for kind, any_of in NEWS.items() if not any_of or set(any_of.split()) & set(held)]
