"""Contacts after the listening; the closing list; how she comes back."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.forms import shapes
from twiza.lib.errors import N_
from twiza.platform.web.fields import DayField

_FEW = forms.Textarea(attrs={"rows": 3, "maxlength": 1000})


class RecordContact(forms.Form):
    """One contact: which way, what came of it, danger asked again."""

    way = forms.ChoiceField(
        label=_("By which way"), choices=shapes.choices(rules.CONTACT_WAYS), widget=forms.RadioSelect
    )
    result = forms.ChoiceField(
        label=_("What came of it"), choices=shapes.choices(rules.CONTACT_RESULTS), widget=forms.RadioSelect
    )
    risk = forms.ChoiceField(
        label=_("Danger, asked again"),
        choices=shapes.choices(rules.RISKS),
        widget=forms.RadioSelect,
        initial="unknown",
    )
    words = forms.CharField(label=_("In a few words"), widget=_FEW, max_length=1000, required=False)
    next_on = DayField(
        label=_("Next day"),
        required=False,
        help_text=_("Never later than the danger allows: 1, 7 or 30 days"),
    )


class DecideSilence(forms.Form):
    """What the supervisor decides after two attempts without an answer."""

    decision = forms.ChoiceField(
        label=_("What follows"), choices=shapes.choices(rules.DECISIONS), widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("Why, in a few words"), widget=_FEW, max_length=1000)
    next_on = DayField(label=_("Next day"), required=False)


class CloseCase(forms.Form):
    """The closing list: each line yes, or why not; her own scale; the reason."""

    reason = forms.ChoiceField(
        label=_("Why it is closed"), choices=shapes.choices(rules.CLOSING_REASONS), widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("In a few words"), widget=_FEW, max_length=1000, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        faces = [*shapes.choices(rules.FACES), (rules.UNSAID, _("she does not say"))]
        for check in rules.CHECKS:
            self.fields[f"yes_{check.code}"] = forms.BooleanField(label=_(check.words), required=False)
            self.fields[f"why_{check.code}"] = forms.CharField(
                label=_("If not: why"), max_length=1000, required=False
            )
        for code, words in (*rules.OUTCOMES.items(), ("satisfaction", N_("How she was received here"))):
            self.fields[code] = forms.ChoiceField(
                label=_(words), choices=faces, widget=forms.RadioSelect, initial=rules.UNSAID
            )

    @property
    def checks(self) -> list[tuple[Any, Any, str]]:
        """The lines of the list: its two fields, and its code."""
        return [(self[f"yes_{code}"], self[f"why_{code}"], code) for code in rules.CHECK_CODES]

    @property
    def scale(self) -> list[Any]:
        """Her own scale, as fields."""
        return [self[code] for code in (*rules.OUTCOMES, "satisfaction")]

    def mark(self, codes: list[str]) -> None:
        """Say at each line that is neither yes nor explained what is missing."""
        for code in codes:
            if code in rules.CHECK_CODES:
                self.add_error(f"why_{code}", _("Say yes, or explain in a few words."))


_UNKEPT = forms.TextInput(attrs={"autocomplete": "off"})


class WayBack(forms.Form):
    """By what she is found again: her word, or a number and two facts. The same questions at reception."""

    word = forms.CharField(label=_("Her word"), max_length=60, required=False, widget=_UNKEPT)
    number = forms.IntegerField(
        label=_("Or: a number that she was given at reception"), min_value=1, max_value=9999, required=False
    )
    first = forms.CharField(
        label=_("and a first fact that she chose"), max_length=60, required=False, widget=_UNKEPT
    )
    second = forms.CharField(label=_("and a second one"), max_length=60, required=False, widget=_UNKEPT)


class Knock(WayBack):
    """She says that she was here before: what reception types."""

    ticket = forms.ChoiceField(label=_("Her number of today"), required=False)

    def __init__(self, *args: Any, waiting: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "knock_%s"} | options)
        able = [(str(one.pk), str(one.number)) for one in waiting]
        self.fields["ticket"].choices = [("", _("no number")), *able]  # type: ignore[attr-defined]


class ReopenCase(forms.Form):
    """Why a case is opened again."""

    reason = forms.CharField(label=_("Why it is opened again, in a few words"), max_length=1000)
