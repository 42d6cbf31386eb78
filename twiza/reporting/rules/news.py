"""What colleagues did that is told as news, and to whom. No Django: permissions by their names, which a test compares."""

from collections.abc import Collection

EVERYBODY: frozenset[str] = frozenset()
AUDITORS = frozenset({"audit.read"})
CAMPAIGNS = frozenset({"campaign.read"})
REGISTRY = frozenset({"registry.read"})
WHO_KEEPS_MEMBERS = frozenset({"audit.read", "members.manage"})

# kind of act → the permissions of which one is needed to be told; none: everybody of the organisation is told
NEWS: dict[str, frozenset[str]] = {
    "accounts.account_closed": AUDITORS,
    "accounts.new_password_slip_made": AUDITORS,
    "accounts.parameter_set": EVERYBODY,
    "aid.addendum_frozen": CAMPAIGNS,
    "aid.campaign_dated": CAMPAIGNS,
    "aid.campaign_planned": CAMPAIGNS,
    "aid.campaign_reconciled": CAMPAIGNS,
    "aid.card_not_replaced": AUDITORS,
    "aid.card_replaced": AUDITORS,
    "aid.cards_issued": CAMPAIGNS,
    "aid.distribution_started": CAMPAIGNS,
    "aid.hand_over_ruled": AUDITORS,
    "aid.list_frozen": CAMPAIGNS,
    "aid.list_signed": CAMPAIGNS,
    "aid.partner_invited": CAMPAIGNS,
    "network.convention_amended": EVERYBODY,
    "network.convention_ended": EVERYBODY,
    "network.convention_signed": EVERYBODY,
    "network.figures_imported": EVERYBODY,
    "network.invitation_accepted": WHO_KEEPS_MEMBERS,
    "network.invitation_used_where_made": WHO_KEEPS_MEMBERS,
    "network.invited": WHO_KEEPS_MEMBERS,
    "network.organisation_edited": EVERYBODY,
    "network.organisation_renamed": EVERYBODY,
    "network.password_paper_made": AUDITORS,
    "network.password_paper_without_factor": WHO_KEEPS_MEMBERS,
    "network.role_ended": WHO_KEEPS_MEMBERS,
    "network.role_given": WHO_KEEPS_MEMBERS,
    "network.site_opened": EVERYBODY,
    "registry.household_erased": REGISTRY,
    "registry.household_registered": REGISTRY,
    "registry.upload_accepted": REGISTRY,
    "registry.upload_undone": REGISTRY,
}


def news_told_to(held: Collection[str]) -> list[str]:
    """Return the kinds of acts that are told to whoever holds these permissions."""
    return [kind for kind, any_of in NEWS.items() if not any_of or any_of & set(held)]
