"""The log in words: what each code of an act, of a page shown, means to a reader. No Django.

A test wants a sentence here for every code that the code of the house writes.
"""

from twiza.lib.errors import N_

ACTS: dict[str, str] = {
    "accounts.account_created": N_("An account was made"),
    "accounts.demo_factor_set": N_("A second factor was given to a demo account"),
    "accounts.parameter_set": N_("A legal number was changed"),
    "accounts.parameters_loaded": N_("The legal numbers were loaded"),
    "accounts.profile_changed": N_("Somebody changed their own profile"),
    "accounts.session_ended": N_("A session was ended"),
    "accounts.signed_in": N_("Somebody signed in"),
    "aid.addendum_frozen": N_("An addendum was frozen"),
    "aid.baskets_packed": N_("Baskets were packed"),
    "aid.campaign_dated": N_("A campaign got its days"),
    "aid.campaign_planned": N_("A campaign was planned"),
    "aid.campaign_reconciled": N_("A campaign was reconciled"),
    "aid.card_replaced": N_("A card was replaced"),
    "aid.cards_issued": N_("Cards were issued"),
    "aid.criteria_frozen": N_("The criteria of a campaign were frozen"),
    "aid.day_reconciled": N_("A day was reconciled"),
    "aid.distribution_started": N_("A distribution was started"),
    "aid.hand_over_ruled": N_("A hand-over was ruled on"),
    "aid.hand_over_undone": N_("A hand-over was undone"),
    "aid.handed_over": N_("A basket was handed over"),
    "aid.households_nominated": N_("Households were nominated"),
    "aid.list_frozen": N_("A list was frozen"),
    "aid.list_signed": N_("A list was signed"),
    "aid.month_announced": N_("The beginning of a month was announced"),
    "aid.nomination_withdrawn": N_("A nomination was withdrawn"),
    "aid.partner_invited": N_("A partner was invited to a campaign"),
    "aid.point_added": N_("A point was added to a campaign"),
    "files.file_erased": N_("A file was erased"),
    "files.file_stored": N_("A file was kept"),
    "network.commitment_written": N_("A promise of a convention was written down"),
    "network.convention_amended": N_("A convention was amended"),
    "network.convention_ended": N_("A convention was ended"),
    "network.convention_signed": N_("A convention was signed"),
    "network.figure_stated": N_("A published figure was written down"),
    "network.figures_imported": N_("Published figures were imported"),
    "network.interest_declared": N_("A link to another body was declared"),
    "network.organisation_edited": N_("An organisation's page was changed"),
    "network.organisation_registered": N_("An organisation was registered"),
    "network.organisation_renamed": N_("An organisation got another name"),
    "network.place_added": N_("A place was added"),
    "network.place_alias_added": N_("Another spelling of a place was added"),
    "network.role_ended": N_("A role was ended"),
    "network.role_given": N_("A role was given"),
    "network.site_address_written": N_("A site's address was written down"),
    "network.site_made_refuge": N_("A site was made a refuge"),
    "network.site_opened": N_("A site was opened"),
    "network.site_staff_added": N_("Somebody was added to a site's staff"),
    "network.site_staff_ended": N_("Somebody left a site's staff"),
    "network.territory_loaded": N_("The territory was loaded"),
    "registry.household_corrected": N_("A household was corrected"),
    "registry.household_erased": N_("A household was erased"),
    "registry.household_registered": N_("A household was registered"),
    "registry.member_added": N_("A member was added to a household"),
    "registry.member_corrected": N_("A member of a household was corrected"),
    "registry.person_erased": N_("A person was erased"),
    "registry.safe_contact_set": N_("It was said how a household may be reached"),
    "registry.vulnerability_ended": N_("A vulnerability was ended"),
    "registry.vulnerability_marked": N_("A vulnerability was marked"),
}

PAGES: dict[str, str] = {
    "files.download": N_("A file was downloaded"),
    "reporting.record_history": N_("The history of a record was read"),
}

SUBJECTS: dict[str, str] = {
    "accounts": N_("Accounts and legal numbers"),
    "aid": N_("Campaigns and hand-overs"),
    "files": N_("Files"),
    "network": N_("Places and organisations"),
    "registry": N_("Families and persons"),
    "reporting": N_("The log"),
}


def subjects_of(codes: dict[str, str]) -> list[tuple[str, str]]:
    """Return (subject, its name) for the subjects that these codes speak of, in alphabetical order."""
    return [(one, SUBJECTS[one]) for one in sorted({code.split(".")[0] for code in codes})]
