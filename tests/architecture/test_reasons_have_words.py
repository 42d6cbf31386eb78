"""The log says a reason in words: every reason that a form of the house offers has some."""

from twiza.aid.forms.lists import AddAddendum
from twiza.aid.forms.points import ReplaceCard, SettleCase
from twiza.network.forms.conventions import EndConventionForm
from twiza.network.forms.organisations import EndRoleForm
from twiza.registry.forms import EraseForm
from twiza.reporting.rules import REASONS

FORMS = (AddAddendum, ReplaceCard, SettleCase, EndConventionForm, EndRoleForm, EraseForm)


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
