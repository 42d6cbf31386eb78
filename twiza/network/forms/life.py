"""Reports, incidents, answers to letters, bureaus: what is typed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from twiza.network.forms.institutions import choices
from twiza.network.rules.institutions import AGES, POSTS
from twiza.network.rules.reports import INCIDENT_KINDS
from twiza.platform.web.fields import DayField, NumberField

_NO_NAME = _("No name of a person who lives there. A person's story goes to the closed room.")
_AREA = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
GROUPS = [(sex, age) for age in AGES if age for sex in ("f", "m")]


class ReportForm(forms.Form):
    """The report of a period: counts on its last day, entries and departures, posts, meetings, needs."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        words = {"f": _("Girls, women"), "m": _("Boys, men")}
        for sex, age in GROUPS:
            self.fields[f"present_{sex}_{age}"] = NumberField(
                label=_("%(who)s, %(ages)s") % {"who": words[sex], "ages": _(AGES[age])},
                min_value=0,
                max_value=5000,
                required=False,
            )
        self.fields["entries"] = NumberField(
            label=_("How many came in the period"), min_value=0, max_value=5000
        )
        self.fields["departures"] = NumberField(label=_("How many left"), min_value=0, max_value=5000)
        for code, post in POSTS.items():
            self.fields[f"filled_{code}"] = NumberField(
                label=_("Posts filled: %(post)s") % {"post": _(post)},
                min_value=0,
                max_value=500,
                required=False,
            )
        self.fields["meetings"] = NumberField(
            label=_("Meetings of the management committee"), min_value=0, max_value=200
        )
        self.fields["needs"] = forms.CharField(
            label=_("What is needed"), max_length=2000, required=False, widget=_AREA, help_text=_NO_NAME
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["present"] = [
            (sex, age, count)
            for sex, age in GROUPS
            if (count := data.pop(f"present_{sex}_{age}", None)) is not None
        ]
        data["filled"] = {
            code: count for code in POSTS if (count := data.pop(f"filled_{code}", None)) is not None
        }
        if not data["present"] and not self.errors:
            raise ValidationError(
                _("Write how many people were there on the last day: 0 where nobody was."), code="nobody"
            )
        return data


class JudgeReportForm(forms.Form):
    """Accepted, or returned with a question."""

    accepted = forms.ChoiceField(
        label=_("Answer to the report"),
        choices=[
            ("yes", _("Accepted: its figures enter the register as claimed")),
            ("no", _("Returned with a question")),
        ],
    )
    words = forms.CharField(label=_("The question"), max_length=1000, required=False, widget=_AREA)

    def clean_accepted(self) -> bool:
        return bool(self.cleaned_data["accepted"] == "yes")


class IncidentForm(forms.Form):
    """Something happened: counts, and what was done first."""

    kind = forms.ChoiceField(label=_("What happened"), choices=choices(INCIDENT_KINDS))
    happened_on = DayField(label=_("On which day"), past=True)
    residents = NumberField(label=_("Residents concerned"), min_value=0, max_value=5000, initial=0)
    staff = NumberField(label=_("Staff concerned"), min_value=0, max_value=500, initial=0)
    others = NumberField(label=_("Others concerned"), min_value=0, max_value=5000, initial=0)
    first_measure = forms.CharField(
        label=_("What was done first"), max_length=1000, widget=_AREA, help_text=_NO_NAME
    )


class FollowIncidentForm(forms.Form):
    """What became of it."""

    words = forms.CharField(
        label=_("What became of it; to close it, what changed"),
        max_length=1000,
        widget=_AREA,
        help_text=_NO_NAME,
    )
    closes = forms.BooleanField(label=_("Close the incident"), required=False)


class LetterAnswerForm(forms.Form):
    """That an answer came, and what it says."""

    words = forms.CharField(
        label=_("What the answer says"), max_length=1000, widget=_AREA, help_text=_NO_NAME
    )


class BureauForm(forms.Form):
    """The bureau that a general assembly elected."""

    assembly_on = DayField(label=_("Day of the general assembly"), past=True)
    minutes = forms.CharField(
        label=_("Minutes of the assembly"), max_length=200, help_text=_("With number and day.")
    )
    president = forms.CharField(label=_("President of the association"), max_length=120)
    treasurer = forms.CharField(label=_("Treasurer of the association"), max_length=120)
    secretary = forms.CharField(label=_("Secretary of the association"), max_length=120)
    last_day = DayField(label=_("Last day of the mandate"))


class ReceiptForm(forms.Form):
    """The receipt of the authority for a new bureau."""

    number = forms.CharField(label=_("Number of the receipt"), max_length=60)
    on = DayField(label=_("Its day"), past=True)
