"""What is asked on the pages of the roof."""

from twiza.reporting.forms.handovers import (
    AnswerForm,
    HandoverForm,
    OutcomeForm,
    PromiseForm,
    TilesForm,
    WordForm,
)
from twiza.reporting.forms.log import ReadLog
from twiza.reporting.forms.province import LookForm

__all__ = [
    "AnswerForm",
    "HandoverForm",
    "LookForm",
    "OutcomeForm",
    "PromiseForm",
    "ReadLog",
    "TilesForm",
    "WordForm",
]
