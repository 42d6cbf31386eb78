"""What was done with her, and danger looked at again."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.forms import shapes
from twiza.cases.forms.plans import LINES, acts_left
from twiza.platform.web.fields import DayField

FEW = rules.LONGEST_LINE


class WriteAct(forms.Form):
    """One act; `base` is the version that was read before typing."""

    kind = forms.ChoiceField(label=_("Kind"))
    day = DayField(label=_("Day"))
    where = forms.CharField(label=_("Where"), max_length=FEW, required=False)
    whom = forms.CharField(
        label=_("With whom"),
        max_length=FEW,
        required=False,
        help_text=_("Who was there with her. She is heard alone, never together with him."),
    )
    paper = forms.ChoiceField(
        label=_("Document"), choices=shapes.choices(rules.PAPERS), widget=forms.RadioSelect, initial="none"
    )
    document = forms.CharField(label=_("Which document"), max_length=FEW, required=False)
    result = forms.CharField(
        label=_("What came of it"), widget=LINES, max_length=4 * rules.LONGEST_LINE, required=False
    )
    next = DayField(label=_("The next day"), required=False)
    order_from = DayField(label=_("Order of protection: from"), required=False)
    order_until = DayField(label=_("Order of protection: last day"), required=False)
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, *args: Any, blocked: Collection[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = acts_left(blocked)  # type: ignore[attr-defined]


class LookAgain(forms.Form):
    """The questions about danger, then the level that the listener sees and why."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code, question in rules.DANGER_QUESTIONS.items():
            self.fields[f"danger_{code}"] = forms.ChoiceField(
                label=_(question),
                choices=shapes.choices(rules.ANSWERS),
                widget=forms.RadioSelect,
                initial="not_asked",
            )
        self.fields["risk"] = forms.ChoiceField(
            label=_("How you see the danger now"),
            choices=shapes.choices(rules.RISKS),
            widget=forms.RadioSelect,
            initial="unknown",
        )
        self.fields["words"] = forms.CharField(label=_("Why, in a few words"), widget=shapes.WORDS)

    def answers(self) -> dict[str, str]:
        """Return question → answer."""
        return {code: self.cleaned_data[f"danger_{code}"] for code in rules.DANGER_QUESTIONS}
