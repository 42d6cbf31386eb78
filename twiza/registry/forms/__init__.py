"""The shape of what is typed on the pages of the registry."""

from twiza.registry.forms.doubles import DecisionForm, MergeForm
from twiza.registry.forms.families import (
    MOST_ROWS,
    ContactForm,
    EraseForm,
    HouseholdForm,
    MemberRows,
    PersonForm,
    SituationForm,
    UploadForm,
    prefix_typed,
)

__all__ = [
    "MOST_ROWS",
    "ContactForm",
    "DecisionForm",
    "EraseForm",
    "HouseholdForm",
    "MemberRows",
    "MergeForm",
    "PersonForm",
    "SituationForm",
    "UploadForm",
    "prefix_typed",
]
