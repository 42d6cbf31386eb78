"""The log says a reason in words: every reason that a form of the house offers has some."""

from django.forms import RadioSelect

from twiza.aid.forms.lists import AddAddendum
from twiza.aid.forms.points import ReplaceCard, SettleCase
from twiza.aid.forms.sheets import CancelSheet
from twiza.network.forms.conventions import EndConventionForm
from twiza.network.forms.organisations import EndRoleForm
from twiza.registry.forms import AnswerRequest, EraseForm, OrientRequest, PostponeAnswer, SayMistaken
from twiza.reporting.rules import REASONS

FORMS = (
    AddAddendum,
    AnswerRequest,
    CancelSheet,
    EndConventionForm,
    EndRoleForm,
    EraseForm,
    OrientRequest,
    PostponeAnswer,
    ReplaceCard,
    SayMistaken,
    SettleCase,
)


def test_there_are_words_for_every_reason_a_form_offers() -> None:
    offered = {
        code
        for form in FORMS
        for name, field in form.base_fields.items()
        if name in ("reason", "reason_code", "outcome")
        for code, _words in field.choices
        if code
    }
    assert len(offered) > 15
    assert offered <= set(REASONS)


def test_no_reason_is_chosen_beforehand() -> None:
    """A list opens on "Choose": whoever is in a hurry does not sign for a fire that there was not."""
    for form in FORMS:
        for name, field in form.base_fields.items():
            if name in ("reason", "reason_code", "outcome"):
                drops_down = not isinstance(field.widget, RadioSelect)
                assert field.required and field.initial is None
                assert not drops_down or field.choices[0][0] == ""
