"""Licence files: what is typed at each step."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.network.forms.institutions import LicenceForm, choices
from twiza.network.rules.licences import FILE_KINDS, VERDICTS
from twiza.network.rules.regimes import Regime
from twiza.platform.web.fields import DayField, NumberField

_AREA = forms.Textarea(attrs={"rows": 3, "dir": "auto"})


class IntendForm(forms.Form):
    """An intention: what for, under which law, for how many."""

    kind = forms.ChoiceField(label=_("What the file is for"), choices=choices(FILE_KINDS))
    regime = forms.ChoiceField(label=_("Under which law"))
    capacity = NumberField(label=_("For how many people"), min_value=1, max_value=100000)
    audience = forms.CharField(
        label=_("For whom"),
        max_length=300,
        required=False,
        help_text=_("Girls from the douars around, for example."),
    )

    def __init__(self, *args: Any, regimes: Iterable[tuple[Any, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        regimes = list(regimes)
        self.regimes = {str(one.pk): one for one, _words in regimes}
        self.fields["regime"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), words) for one, words in regimes
        ]

    def clean_regime(self) -> Any:
        return self.regimes[self.cleaned_data["regime"]]


class ProtectForm(forms.Form):
    """What protects the people who live there, by when."""

    words = forms.CharField(label=_("What is done for them"), max_length=300)
    due_on = DayField(label=_("By"))


class StopClockForm(forms.Form):
    """Why the clock stands."""

    reason = forms.ChoiceField(label=_("Why"))
    words = forms.CharField(label=_("What is waited for"), max_length=300)
    on = DayField(label=_("From which day"))

    def __init__(self, *args: Any, reasons: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].choices = reasons  # type: ignore[attr-defined]


class RunClockForm(forms.Form):
    """What ended the wait."""

    words = forms.CharField(
        label=_("What ended the wait"),
        max_length=300,
        help_text=_("The number of the receipt, the paper that came."),
    )
    on = DayField(label=_("From which day"))


class CallForm(forms.Form):
    """The day of a visit."""

    on = DayField(label=_("Day of the visit"))


class VisitForm(forms.Form):
    """A visit: who came, each line of the grid, or the new date."""

    on = DayField(label=_("Day of the visit"))

    def __init__(self, *args: Any, regime: Regime, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.regime = regime
        self.fields["present"] = forms.MultipleChoiceField(
            label=_("Bodies that came"),
            choices=[(one.code, one.named(language)) for one in regime.bodies],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        for one in regime.grid:
            self.fields[f"grid_{one.code}"] = (
                forms.DecimalField(
                    label=one.named(language),
                    min_value=Decimal("0.01"),
                    max_digits=8,
                    decimal_places=2,
                    required=False,
                )
                if one.number
                else forms.ChoiceField(
                    label=one.named(language),
                    choices=[("", _("Not looked at")), ("yes", _("Yes")), ("no", _("No"))],
                    required=False,
                )
            )
        self.fields["next_on"] = DayField(label=_("Without quorum: the new date"), required=False)
        self.fields["words"] = forms.CharField(
            label=_("What was seen"), max_length=2000, required=False, widget=_AREA
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["answers"], data["measures"] = {}, {}
        for one in self.regime.grid:
            said = data.pop(f"grid_{one.code}", None)
            if said in (None, ""):
                continue
            if one.number:
                data["measures"][one.code] = said
            else:
                data["answers"][one.code] = said == "yes"
        return data


class OpinionForm(forms.Form):
    """What a body says, and why."""

    body = forms.ChoiceField(label=_("Body of the commission"))
    verdict = forms.ChoiceField(label=_("What it says"), choices=choices(VERDICTS))
    reasons = forms.CharField(label=_("Why"), max_length=2000, widget=_AREA)
    on = DayField(label=_("On which day"))

    def __init__(self, *args: Any, bodies: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]


class DecideForm(LicenceForm):
    """A decision: a licence, or a refusal with reasons; for an exception, who ordered it."""

    granted = forms.ChoiceField(
        label=_("Decision"), choices=[("yes", _("Licence")), ("no", _("Refusal"))], initial="yes"
    )
    reasons = forms.CharField(label=_("Reasons of a refusal"), max_length=2000, required=False, widget=_AREA)
    ordered_by = forms.CharField(
        label=_("Out of order or against the commission: who ordered it"),
        max_length=200,
        required=False,
        help_text=_("An office, such as the Governor."),
    )
    ordered_why = forms.CharField(label=_("And why"), max_length=500, required=False)
    field_order = ("granted", "number", "category", "girls", "boys", "anyone", "age", "conditions", "valid_from",
                   "reasons", "ordered_by", "ordered_why")  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["valid_until"]  # the regime says how long
        for name in ("number", "category", "valid_from"):
            self.fields[name].required = False

    def needs_places(self, data: dict[str, Any]) -> bool:
        return data.get("granted") == "yes"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["granted"] = data.get("granted") == "yes"
        data.pop("capacity", None)
        return data


class SignatureForm(forms.Form):
    """Who signs for the delegate, by which act, until when."""

    user = forms.ChoiceField(label=_("Who signs"))
    reference = forms.CharField(label=_("Number and day of the act"), max_length=120)
    starts_on = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))

    def __init__(self, *args: Any, people: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(one.pk): one for one in people}
        self.fields["user"].choices = [(code, one.display_name) for code, one in self.people.items()]  # type: ignore[attr-defined]

    def clean_user(self) -> Any:
        return self.people[self.cleaned_data["user"]]
