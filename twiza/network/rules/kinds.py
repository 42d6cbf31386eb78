"""Kinds of organisations, sites, parties and commitments: codes and their words. No Django.

Words are marked for the catalogues and translated where they are shown. Lists come from the glossary.
"""

from twiza.lib.errors import N_

ORGANISATIONS = {
    "association": N_("Association"),
    "charity_association": N_("Muslim charitable association"),
    "cooperative": N_("Cooperative"),
    "foundation": N_("Foundation"),
    "public_body": N_("Public body"),
    "regional_unit": N_("Regional coordination"),
    "provincial_unit": N_("Provincial delegation"),
    "ministry": N_("Ministry"),
    "local_authority": N_("Local authority"),
    "commune": N_("Commune (elected council)"),
    "committee": N_("Committee"),
    "international": N_("International organisation"),
    "womens_centre": N_("Women's centre"),
    "company": N_("Company"),
    "other": N_("Other body"),
}

SITES = {
    "office": N_("Office"),
    "cef": N_("Education and training centre"),
    "cfa": N_("Apprenticeship training centre"),
    "kindergarten": N_("Kindergarten"),
    "social_complex": N_("Social complex"),
    "proximity_centre": N_("Proximity social centre"),
    "emf": N_("Multifunctional space for women"),
    "listening_centre": N_("Listening and orientation centre"),
    "dar_talib": N_("Boys' boarding house (Dar Talib)"),
    "dar_taliba": N_("Girls' boarding house (Dar Taliba)"),
    "dar_talib_mixed": N_("Boarding house for boys and girls"),
    "dar_oumouma": N_("Maternity waiting house"),
    "womens_centre": N_("Women's centre"),
    "elderly_home": N_("Home for elderly people"),
    "homeless_centre": N_("Centre for homeless people"),
    "coaph": N_("Disability orientation and assistance centre"),
    "disability_centre": N_("Disability rehabilitation centre"),
    "child_protection": N_("Child-protection centre"),
    "school": N_("School"),
    "distribution_point": N_("Distribution point"),
    "warehouse": N_("Warehouse"),
    "construction": N_("Construction project"),
    "other": N_("Other site"),
}

# What a body is in one relationship: the same one may be funder here and partner there (000-34).
PARTY_ROLES = {
    "funder": N_("Funder"),
    "project_holder": N_("Project holder"),
    "operator": N_("Operator"),
    "owner": N_("Owner of the premises"),
    "supervisor": N_("Supervisor"),
    "partner": N_("Partner"),
    "local_partner": N_("Local authority informed"),
}

# Who writes what another party promises, when that party has agreed: a public office, or one that is this in the convention.
OFFICES_OF_STATE = ("provincial_unit", "regional_unit", "public_body")
WRITERS = ("funder", "supervisor")

COMMITMENTS = {
    "money": N_("Money"),
    "premises": N_("Premises"),
    "staff": N_("Staff"),
    "equipment": N_("Equipment"),
    "training": N_("Training"),
    "service": N_("Service"),
    "report": N_("Report"),
    "other": N_("Something else"),
}

# Why a convention ended.
ENDINGS = {
    "term": N_("It reached its term"),
    "agreement": N_("The parties agreed to end it"),
    "one_party": N_("One party ended it"),
    "not_carried_out": N_("It was not carried out"),
}

# Why a role ended.
ROLE_ENDINGS = {
    "term": N_("The period was over"),
    "voluntary_departure": N_("Voluntary departure"),
    "retirement": N_("Retirement"),
    "transfer": N_("Moved to other work"),
    "removed": N_("The organisation ended it"),
}

RECEIPTS = {"": N_("None yet"), "provisional": N_("Provisional receipt"), "final": N_("Final receipt")}

PLACE_LEVELS = {
    "region": N_("Region"),
    "province": N_("Province or prefecture"),
    "cercle": N_("Cercle"),
    "commune": N_("Commune"),
    "arrondissement": N_("Arrondissement"),
    "annex": N_("Administrative annex"),
    "neighbourhood": N_("Neighbourhood"),
    "douar": N_("Douar"),
}

FIGURE_STATUSES = {
    "claimed": N_("Claimed"),
    "estimated": N_("Estimated"),
    "counted": N_("Counted"),
    "verified": N_("Verified"),
}

LIGHTS = {
    "free": N_("Places left"),
    "full": N_("Full"),
    "over": N_("Over capacity"),
    "unknown": N_("Not known"),
}

# What a figure counts; an imported column keeps its own header as subject.
SUBJECTS = {
    "capacity": N_("Capacity"),
    "present": N_("Beneficiaries"),
    "eps_licensed": N_("Licensed social-protection institutions"),
    "eps_being_licensed": N_("Institutions being licensed"),
    "cef": N_("Education and training centres"),
    "kindergartens": N_("Kindergartens"),
    "social_complexes": N_("Social complexes"),
    "disability_centres": N_("Disability centres"),
}

# Where a period stands today.
STANDINGS = {"now": N_("Now"), "to_come": N_("To come"), "over": N_("Over")}
