"""The plan: a goal in her words, a task, whether a paper is safe for her."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.forms import shapes
from twiza.platform.web.fields import DayField

LINES = forms.Textarea(attrs={"rows": 3, "maxlength": rules.LONGEST_LINE})


def acts_left(blocked: Collection[str]) -> list[tuple[str, Any]]:
    """Return the kinds of act that a case does not refuse, for a list to choose from."""
    return shapes.choices(
        {code: label for code, label in rules.ACTS.items() if not rules.is_refused(code, blocked)}
    )


class WriteGoal(forms.Form):
    """A goal; `base` is the version that was read before typing."""

    words = forms.CharField(
        label=_("What she wants, in her own words"), widget=LINES, max_length=rules.LONGEST_LINE
    )
    axis = forms.ChoiceField(
        label=_("It is about"), choices=shapes.choices(rules.AXES), widget=forms.RadioSelect
    )
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)


class WriteTask(forms.Form):
    """A task of a goal."""

    goal = forms.ChoiceField(label=_("For which goal"))
    what = forms.CharField(label=_("What is done"), widget=LINES, max_length=rules.LONGEST_LINE)
    kind = forms.ChoiceField(label=_("Kind"))
    who = forms.ChoiceField(
        label=_("Who does it"),
        choices=shapes.choices(rules.TASK_DOERS),
        widget=forms.RadioSelect,
        initial="listener",
    )
    due = DayField(label=_("Until which day"), required=False)
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(
        self, *args: Any, goals: Iterable[Mapping[str, Any]], blocked: Collection[str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["goal"].choices = [(goal["key"], goal["words"]) for goal in goals]  # type: ignore[attr-defined]
        self.fields["kind"].choices = acts_left(blocked)  # type: ignore[attr-defined]


class AnswerPaper(forms.Form):
    """Whether a paper is safe for her, asked each time."""

    safe = forms.ChoiceField(
        label=_("Is a paper safe for her today? Ask her who may find it."),
        choices=[("yes", _("Yes, she says so")), ("no", _("No, or she is not sure"))],
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("She reads"),
        choices=[("ar", _("Arabic")), ("fr", _("French"))],
        widget=forms.RadioSelect,
        initial="ar",
    )
    goals = forms.BooleanField(label=_("Her goals too, not only what is to be done and when"), required=False)
    code = forms.BooleanField(
        label=_("Her code too, by which she is found again when she comes back"), required=False
    )
