"""Lines of the today page of which there may be hundreds, by what they are about; each has its own words for the rest."""

from django.utils.translation import ngettext_lazy

from twiza.lib.today import Kind

FILES_LATE = Kind(
    "late_files",
    ngettext_lazy(
        "%(count)s more licence file whose decision is late",
        "%(count)s more licence files whose decision is late",
        "count",
    ),
)
LETTERS = Kind(
    "letters",
    ngettext_lazy(
        "%(count)s more letter that nobody answered", "%(count)s more letters that nobody answered", "count"
    ),
)
CHANGES = Kind(
    "declarations",
    ngettext_lazy("%(count)s more declaration to answer", "%(count)s more declarations to answer", "count"),
)
LICENCES = Kind(
    "licences",
    ngettext_lazy("%(count)s more licence to renew", "%(count)s more licences to renew", "count"),
)
SAFETY_PAPERS = Kind(
    "safety",
    ngettext_lazy(
        "%(count)s more safety paper that runs out", "%(count)s more safety papers that run out", "count"
    ),
)
REPORTS_TO_READ = Kind(
    "reports-sent",
    ngettext_lazy(
        "%(count)s more report of an institution to read",
        "%(count)s more reports of institutions to read",
        "count",
    ),
)
REPORTS_TO_ASK = Kind(
    "reports-late",
    ngettext_lazy(
        "%(count)s more report of an institution to ask for",
        "%(count)s more reports of institutions to ask for",
        "count",
    ),
)
REPORTS_TO_SEND = Kind(
    "reports-due",
    ngettext_lazy(
        "%(count)s more report of an institution to send",
        "%(count)s more reports of institutions to send",
        "count",
    ),
)
INCIDENTS = Kind(
    "incidents",
    ngettext_lazy("%(count)s more incident to follow up", "%(count)s more incidents to follow up", "count"),
)
REMEDIES = Kind(
    "remedies",
    ngettext_lazy(
        "%(count)s more thing to mend after a visit", "%(count)s more things to mend after visits", "count"
    ),
)
CONVENTION_ENDS = Kind(
    "convention-ends",
    ngettext_lazy(
        "%(count)s more convention that ends or is over",
        "%(count)s more conventions that end or are over",
        "count",
    ),
)
OTHERS_OWE = Kind(
    "owed",
    ngettext_lazy(
        "%(count)s more convention under which others owe something",
        "%(count)s more conventions under which others owe something",
        "count",
    ),
)
WE_OWE = Kind(
    "ours",
    ngettext_lazy(
        "%(count)s more convention under which we owe something",
        "%(count)s more conventions under which we owe something",
        "count",
    ),
)
DELIVERIES_TO_SAY = Kind(
    "received",
    ngettext_lazy(
        "%(count)s more convention under which a delivery waits for our word",
        "%(count)s more conventions under which deliveries wait for our word",
        "count",
    ),
)
DISPUTED = Kind(
    "disputed",
    ngettext_lazy(
        "%(count)s more convention with a disputed delivery",
        "%(count)s more conventions with disputed deliveries",
        "count",
    ),
)
