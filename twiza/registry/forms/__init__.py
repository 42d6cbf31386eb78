"""The shape of what is typed on the pages of the registry."""

from twiza.registry.forms.doubles import DecisionForm, MergeForm
from twiza.registry.forms.families import (
    MOST_ROWS,
    ContactForm,
    EraseForm,
    HouseholdForm,
    MemberRows,
    PersonForm,
    ShockForm,
    SituationForm,
    UploadForm,
    WhereaboutsForm,
    prefix_typed,
)
from twiza.registry.forms.requests import (
    AnswerRequest,
    GiveTicket,
    OrientRequest,
    PostponeAnswer,
    ReceiveRequest,
    SayMistaken,
    StatusOfCode,
)

__all__ = [
    "AnswerRequest",
    "GiveTicket",
    "OrientRequest",
    "PostponeAnswer",
    "ReceiveRequest",
    "SayMistaken",
    "StatusOfCode",
    "MOST_ROWS",
    "ContactForm",
    "DecisionForm",
    "EraseForm",
    "HouseholdForm",
    "MemberRows",
    "MergeForm",
    "PersonForm",
    "ShockForm",
    "WhereaboutsForm",
    "SituationForm",
    "UploadForm",
    "prefix_typed",
]
