"""A ticket, a listening, a note, where a case goes next."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.forms import shapes
from twiza.platform.web.fields import DayField


class GiveTicket(forms.Form):
    """What reception asks at the door: nothing else."""

    first_time = forms.ChoiceField(
        label=_("Is it the first time?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    company = forms.ChoiceField(
        label=_("Comes"), choices=shapes.choices(rules.COMPANY), widget=forms.RadioSelect, initial="alone"
    )


class Listen(forms.Form):
    """A listening without identity. What is noted is said first."""

    paper_code = forms.CharField(
        label=_("Code of the sheet"),
        max_length=20,
        required=False,
        help_text=_("Only when it was written on paper first"),
    )
    told = forms.BooleanField(
        label=_("I said what is noted, who sees it, and what the law obliges me to when a child is in danger")
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=shapes.choices(rules.LANGUAGES),
        widget=forms.RadioSelect,
        initial="darija",
    )
    age_band = forms.ChoiceField(
        label=_("Age"), choices=shapes.choices(rules.AGE_BANDS), widget=forms.RadioSelect, initial="unknown"
    )
    words = forms.CharField(
        label=_("In her own words"),
        widget=shapes.WORDS,
        required=False,
        help_text=_("Short, no leading questions. No name is needed."),
    )
    needs = forms.MultipleChoiceField(
        label=_("What she needs"),
        choices=shapes.choices(rules.NEEDS),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    wants = forms.CharField(label=_("What she wants"), max_length=1000, required=False)
    risk = forms.ChoiceField(
        label=_("Danger"), choices=shapes.choices(rules.RISKS), widget=forms.RadioSelect, initial="unknown"
    )
    violence = forms.ChoiceField(
        label=_("Violence, when she speaks of it"),
        choices=shapes.choices(rules.VIOLENCE),
        widget=forms.RadioSelect,
        initial="unsaid",
        required=False,
        help_text=_(
            "One only, what weighs most for her. Never ask for it: it is for the numbers of the year."
        ),
    )
    contact = forms.ChoiceField(
        label=_("How she may be contacted"),
        choices=shapes.choices(rules.CONTACTS),
        widget=forms.RadioSelect,
        initial="none",
    )
    code_word = forms.CharField(label=_("Her code word"), max_length=60, required=False)
    trusted = forms.CharField(label=_("Somebody she trusts, in her words"), max_length=120, required=False)

    def clean_violence(self) -> str:
        return self.cleaned_data["violence"] or "unsaid"


class CorrectListening(Listen):
    """A listening, corrected: what was told before stays told; `base` is the version that was read."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["paper_code"], self.fields["told"]


class WriteNote(forms.Form):
    """A note; `base` is the version that was read before typing."""

    kind = forms.ChoiceField(label=_("What it is"), choices=shapes.choices(rules.TYPED_NOTES), initial="note")
    words = forms.CharField(label=_("Words"), widget=shapes.WORDS)
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, *args: Any, new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not new:
            del self.fields["kind"]


class MoveCase(forms.Form):
    """Where the case goes next, and the next day."""

    to = forms.ChoiceField(label=_("The case is now"))
    next_on = DayField(label=_("Next day"), required=False)

    def __init__(self, *args: Any, state: str, **options: Any) -> None:
        super().__init__(*args, **options)
        ways = {one: rules.STATES[one] for one in rules.State if rules.moves_by_hand(state, one)}
        self.fields["to"].choices = [("", _("Choose")), *shapes.choices(ways)]  # type: ignore[attr-defined]
