"""Declared changes, corrected mandates, sites that are left: what is typed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.platform.web.fields import DayField, NumberField

_AREA = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
_NO_NAME = _("No name of a person who lives there.")


class _ChangeForm(forms.Form):
    """What every declaration says: since when, by which papers."""

    starts_on = DayField(label=_("From which day"))
    papers = forms.CharField(
        label=_("Papers that say so"), max_length=200, help_text=_("Minutes, lease, plan: with number.")
    )
    papers_on = DayField(label=_("Day of the papers"), past=True)
    words = forms.CharField(
        label=_("In words"), max_length=1000, required=False, widget=_AREA, help_text=_NO_NAME
    )


class DirectorChangeForm(_ChangeForm):
    """Another director."""

    holder = forms.CharField(label=_("Who directs from that day on"), max_length=120)
    last_day = DayField(label=_("Last day of the mandate"), required=False)
    field_order = ("holder", "starts_on", "last_day")


class CapacityChangeForm(_ChangeForm):
    """Another capacity."""

    capacity = NumberField(label=_("For how many people"), min_value=1, max_value=5000)
    field_order = ("capacity", "starts_on")


class PremisesChangeForm(_ChangeForm):
    """Other premises: a site more, a site less, or one for the other."""

    site = forms.ChoiceField(label=_("Where people are received from that day on"), required=False)
    leaves = forms.ChoiceField(label=_("What is left"), required=False)
    field_order = ("site", "leaves", "starts_on")

    def __init__(self, *args: Any, sites: Iterable[Any], here: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.sites = {str(one.pk): one for one in (*sites, *here)}
        for name, rows in (("site", sites), ("leaves", here)):
            field: Any = self.fields[name]
            field.choices = [("", _("None")), *((str(one.pk), str(one)) for one in rows)]

    def clean_site(self) -> Any:
        return self.sites.get(self.cleaned_data["site"])

    def clean_leaves(self) -> Any:
        return self.sites.get(self.cleaned_data["leaves"])


class AnswerChangeForm(forms.Form):
    """Whether a declaration is accepted."""

    accepted = forms.ChoiceField(
        label=_("What you answer"),
        choices=[("", _("Choose")), ("yes", _("Accepted")), ("no", _("Refused"))],
    )
    words = forms.CharField(
        label=_("Reasons; refused: what would be accepted"),
        max_length=1000,
        required=False,
        widget=_AREA,
        help_text=_NO_NAME,
    )

    def clean_accepted(self) -> bool:
        return bool(self.cleaned_data["accepted"] == "yes")


class LeaveSiteForm(forms.Form):
    """Which site is left."""

    site = forms.ChoiceField(label=_("What is left"))
    on = DayField(label=_("Since which day"))
    paper = forms.CharField(
        label=_("Papers that say so"), max_length=200, help_text=_("With number and day.")
    )

    def __init__(self, *args: Any, here: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.sites = {str(one.pk): one for one in here}
        field: Any = self.fields["site"]
        field.choices = [("", _("Choose")), *((code, str(one)) for code, one in self.sites.items())]

    def clean_site(self) -> Any:
        return self.sites[self.cleaned_data["site"]]


class CorrectMandateForm(forms.Form):
    """A mandate as it should have been written, and why."""

    holder = forms.CharField(label=_("Name"), max_length=120)
    paper = forms.CharField(
        label=_("Minutes or letter that say so"), max_length=200, help_text=_("With number and day.")
    )
    starts_on = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), required=False)
    reason = forms.CharField(label=_("Why it is corrected"), max_length=500, widget=_AREA)
