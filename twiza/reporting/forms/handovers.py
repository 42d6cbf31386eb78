"""What is asked when an office is handed over, and of promises."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.platform.web.fields import DayField, NumberField
from twiza.reporting.rules.handovers import WHY, WORD_KINDS


class HandoverForm(forms.Form):
    """Why and when the office changes, and what only its people know."""

    why = forms.ChoiceField(label=_("Why"), choices=[(code, _(words)) for code, words in WHY.items()])
    ends_on = DayField(label=_("Last day of the mandate"))
    keys = forms.CharField(
        label=_("Where keys and passwords are kept"),
        help_text=_("Only the place: the safe, the envelope and its number. Never a password."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    open_cases = NumberField(
        label=_("Open cases of listening"),
        help_text=_("A number, as the supervisor says it. Nothing else about cases is handed over here."),
        required=False,
        min_value=0,
        max_value=100_000,
    )


class WordForm(forms.Form):
    """One of the ten lines."""

    kind = forms.ChoiceField(
        label=_("Of which kind"), choices=[(code, _(words)) for code, words in WORD_KINDS.items()]
    )
    words = forms.CharField(
        label=_("In one line"),
        help_text=_("Files, bodies and dates; no name of a person."),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    why = forms.CharField(
        label=_("Why"), max_length=300, required=False, widget=forms.TextInput(attrs={"dir": "auto"})
    )


class AnswerForm(forms.Form):
    """What the meeting says of one item."""

    item = forms.CharField(max_length=80, widget=forms.HiddenInput)
    accepted = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda said: said == "1")
    words = forms.CharField(max_length=300, required=False)


class PromiseForm(forms.Form):
    """A promise of the office."""

    what = forms.CharField(
        label=_("What was promised"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    to = forms.CharField(
        label=_("To which body"),
        help_text=_("An association, a commune, an office; not a person."),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    made_on = DayField(label=_("Promised on"))
    due_on = DayField(label=_("By which day"), required=False)


class OutcomeForm(forms.Form):
    """What became of a promise."""

    kept = forms.TypedChoiceField(
        label=_("Was it kept?"),
        choices=[("1", _("Kept")), ("0", _("Not kept"))],
        coerce=lambda said: said == "1",
    )
    words = forms.CharField(
        label=_("What was done, or why not"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    on = DayField(label=_("On which day"))


class TilesForm(forms.Form):
    """Row and column of each commune; empty ones take what is free."""

    def __init__(self, data: Any, *, tiles: list[Any], placed: dict[Any, tuple[int, int]]) -> None:
        super().__init__(data)
        self.places = {str(one.place.pk): one.place for one in tiles}
        for one in tiles:
            row, column = placed.get(one.place.pk, ("", ""))
            for name, start in (("row", row), ("column", column)):
                self.fields[f"{name}_{one.place.pk}"] = NumberField(
                    label=_("Row") if name == "row" else _("Column"),
                    required=False,
                    min_value=1,
                    max_value=24,
                    initial=start,
                )

    def lines(self) -> list[tuple[Any, Any, Any]]:
        """Return each commune with its two boxes."""
        return [(place, self[f"row_{pk}"], self[f"column_{pk}"]) for pk, place in self.places.items()]

    def spots(self) -> dict[Any, tuple[int, int]]:
        """Return the communes of which both numbers are given; call it on a valid form."""
        said = self.cleaned_data
        return {
            place.pk: (int(said[f"row_{pk}"]), int(said[f"column_{pk}"]))
            for pk, place in self.places.items()
            if said.get(f"row_{pk}") and said.get(f"column_{pk}")
        }
