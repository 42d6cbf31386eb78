"""Permissions that go together, by the work they are for. Which role holds them is on the page `page.py`."""

from twiza.platform.accounts.permissions import Permission as P

# What a campaign needs, from its plan to the night of the count
RUNS_CAMPAIGNS = frozenset(
    {
        P.CALENDAR_KEEP,
        P.CAMPAIGN_PLAN,
        P.CAMPAIGN_READ,
        P.CARDS_ISSUE,
        P.DEMANDS_RECORD,
        P.CHECK_DRAW,
        P.CHECK_RECORD,
        P.DAY_RECONCILE,
        P.FIGURES_PUBLISH,
        P.HAND_OVER_RECORD,
        P.HAND_OVER_RULE,
        P.HOUSEHOLD_NOMINATE,
        P.LEGAL_RECORD,
        P.LEGAL_SIGN,
        P.LIST_FREEZE,
        P.MATCHING_DECIDE,
        P.MONTH_ANNOUNCE,
        P.OBJECTION_RECEIVE,
        P.STOCK_DECIDE,
        P.STOCK_KEEP,
        P.STOCK_READ,
    }
)
# Who did not make the list answers what is said against it, and looks into what went wrong at a point
ANSWERS_OBJECTIONS = frozenset({P.OBJECTION_ANSWER, P.INCIDENT_HANDLE})
# A president answers for it: signs second, so may never freeze what they sign
ANSWERS_FOR_CAMPAIGNS = (
    RUNS_CAMPAIGNS | ANSWERS_OBJECTIONS | {P.DEMANDS_ANSWER, P.LIST_SIGN, P.MATCHING_AGREE}
) - {P.LIST_FREEZE}

# Whoever receives people writes down what they ask for, and answers
AT_THE_DOOR = frozenset(
    {P.AWARENESS_KEEP, P.DECISION_TELL, P.DIRECTORY_KEEP, P.REQUEST_ANSWER, P.REQUEST_RECEIVE}
)
LISTENS = frozenset({P.CASE_WORK, P.REFERRAL_DESK, P.TICKET_GIVE})

# Files at the delegation: grants, organisations of the register, places
EXAMINES_FILES = frozenset(
    {
        P.CONVENTION_TELL,
        P.GRANT_EXAMINE,
        P.ORGANISATION_EDIT,
        P.ORGANISATION_REGISTER,
        P.PLACES_EDIT,
        P.WORKS_KEEP,
        P.WORKS_READ,
    }
)

# A delegate decides about what was examined
DECIDES_GRANTS = frozenset({P.CONVENTION_TELL, P.GRANT_DECIDE, P.GRANT_EXAMINE, P.WORKS_KEEP, P.WORKS_READ})
# The money of an association and what it owes its funders
KEEPS_MONEY = frozenset(
    {
        P.CAMPAIGN_READ,
        P.CONVENTION_TELL,
        P.DONORS_KEEP,
        P.GRANT_CLAIM,
        P.MONEY_KEEP,
        P.MONEY_READ,
        P.PAYMENT_MAKE,
        P.STOCK_READ,
        P.WORKS_READ,
    }
)

# Whoever works anywhere may call for help
EVERYBODY = frozenset({P.ALERT_RAISE})

# The delegation keeps the register of institutions and examines their files
EXAMINES_LICENCES = frozenset({P.INSTITUTION_COUNT, P.INSTITUTION_KEEP, P.LICENCE_EXAMINE})
