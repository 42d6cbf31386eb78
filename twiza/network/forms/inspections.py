"""Visits and remedies: what is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.network.forms.institutions import choices
from twiza.network.rules.inspections import ANSWERS, SEVERITIES, VISIT_KINDS
from twiza.network.rules.regimes import Regime
from twiza.platform.web.fields import DayField, NumberField

_NO_NAME = _("No name of a person who lives there. A person's story goes to the closed room.")


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class PlanVisitForm(forms.Form):
    """A visit to come."""

    kind = forms.ChoiceField(label=_("What the visit is for"), choices=choices(VISIT_KINDS))
    on = DayField(label=_("On which day"))
    announced = forms.BooleanField(
        label=_("Tell the institution the day"),
        required=False,
        help_text=_("Without it, nobody outside the delegation sees the visit before it is signed."),
    )


class WriteVisitForm(forms.Form):
    """What was seen: who came, people in numbers, the grid line by line."""

    on = DayField(label=_("Day of the visit"), past=True)
    visitors = forms.MultipleChoiceField(
        label=_("Which offices came"), widget=forms.CheckboxSelectMultiple, required=False
    )
    girls = NumberField(label=_("Girls and women present"), min_value=0, max_value=5000, required=False)
    boys = NumberField(label=_("Boys and men present"), min_value=0, max_value=5000, required=False)
    capacity_found = NumberField(label=_("Places found (beds)"), min_value=0, max_value=5000, required=False)

    def __init__(self, *args: Any, regime: Regime, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.grid = regime.quality
        self.fields["visitors"].choices = [  # type: ignore[attr-defined]
            ("delegation", _("The delegation")),
            *((one.code, one.named(language)) for one in regime.bodies),
        ]
        for line in self.grid:
            self.fields[f"line_{line.code}"] = forms.ChoiceField(
                label=line.named(language),
                choices=[("", _("To be answered")), *((code, _(words)) for code, words in ANSWERS.items())],
                required=False,
            )
            self.fields[f"words_{line.code}"] = forms.CharField(
                label=_("In words: %(line)s") % {"line": line.named(language)}, max_length=500, required=False
            )
        self.fields["words"] = forms.CharField(
            label=_("What was seen"), max_length=4000, required=False, widget=_area(5), help_text=_NO_NAME
        )

    @property
    def head(self) -> list[forms.BoundField]:
        """The boxes above the grid."""
        return [self[name] for name in ("on", "visitors", "girls", "boys", "capacity_found")]

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two boxes of each line of the grid: what was seen, and words for it."""
        return [(self[f"line_{line.code}"], self[f"words_{line.code}"]) for line in self.grid]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["answers"] = {}
        for line in self.grid:
            said, words = data.pop(f"line_{line.code}", ""), data.pop(f"words_{line.code}", "")
            if said:
                data["answers"][line.code] = (said, words)
        return data


class FindingForm(forms.Form):
    """What was found."""

    severity = forms.ChoiceField(label=_("How grave it is"), choices=choices(SEVERITIES), initial="serious")
    line = forms.ChoiceField(label=_("Line of the grid"), required=False)
    words = forms.CharField(label=_("What was found"), max_length=1000, widget=_area(), help_text=_NO_NAME)
    done_today = forms.CharField(
        label=_("Danger: what is done today"), max_length=500, required=False, widget=_area(2)
    )
    called = forms.CharField(
        label=_("Danger: which office was called"),
        max_length=200,
        required=False,
        help_text=_("Civil protection, the prosecutor, the doctor on duty: the office and the hour."),
    )

    def __init__(self, *args: Any, lines: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["line"].choices = [("", _("None")), *lines]  # type: ignore[attr-defined]


class PhotoForm(forms.Form):
    """A picture of the premises."""

    photo = forms.FileField(label=_("Picture of the premises"), help_text=_("A picture (.jpg, .png)."))
    shows = forms.CharField(label=_("What it shows"), max_length=200)
    nobody_on_it = forms.BooleanField(
        label=_("Nobody is on this picture"),
        required=False,
        help_text=_("Premises only: no face, no back, no name on a door or a bed."),
    )


class ReplyForm(forms.Form):
    """The answer of the institution."""

    words = forms.CharField(
        label=_("Answer of the institution"), max_length=4000, widget=_area(6), help_text=_NO_NAME
    )


class RemedyForm(forms.Form):
    """What mends a finding."""

    what = forms.CharField(label=_("What is done"), max_length=500, widget=_area(2))
    office = forms.CharField(
        label=_("Which office does it"), max_length=120, help_text=_("The director, the commune: an office.")
    )
    due_on = DayField(label=_("By which day"))


class RemedyDoneForm(forms.Form):
    """That it is done, and its proof."""

    on = DayField(label=_("Done on"), past=True)
    proof = forms.CharField(
        label=_("What proves it"),
        max_length=500,
        help_text=_("An invoice with its number, a report, where it can be seen."),
    )
    scan = forms.FileField(label=_("Scan"), required=False, help_text=_("A PDF, or a picture (.jpg, .png)."))


class CheckRemedyForm(forms.Form):
    """Whether it is done."""

    accepted = forms.ChoiceField(
        label=_("Is it done?"), choices=[("yes", _("Yes, it is done")), ("no", _("No: a new day"))]
    )
    on = DayField(label=_("Seen on"), past=True)
    visit = forms.ChoiceField(label=_("At which visit"), required=False)
    words = forms.CharField(label=_("What was seen"), max_length=500)
    due_on = DayField(label=_("Not done: the new day"), required=False)

    def __init__(self, *args: Any, visits: dict[str, tuple[Any, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.visits = {code: one for code, (one, _words) in visits.items()}
        self.fields["visit"].choices = [  # type: ignore[attr-defined]
            ("", _("Without a visit: on a paper")),
            *((code, words) for code, (_one, words) in visits.items()),
        ]

    def clean_accepted(self) -> bool:
        return bool(self.cleaned_data["accepted"] == "yes")

    def clean_visit(self) -> Any:
        return self.visits.get(self.cleaned_data["visit"])
