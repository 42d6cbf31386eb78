"""Published figures: one, or a whole table."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from twiza.network.forms.places import PlaceField
from twiza.network.rules.figures import NotANumber, Status, read_figure
from twiza.network.rules.kinds import FIGURE_STATUSES, SITES, SUBJECTS
from twiza.platform.web.fields import DayField
from twiza.platform.web.sentences import say


class FigureForm(forms.Form):
    """One figure as it was said."""

    subject = forms.ChoiceField(
        label=_("What is counted"), choices=[(code, _(label)) for code, label in SUBJECTS.items()]
    )
    said = forms.CharField(
        label=_("The figure as written"),
        max_length=80,
        help_text=_("For example: 34, or “more than 23”: this is kept as a lower bound."),
    )
    status = forms.ChoiceField(
        label=_("How sure it is"), choices=[(code, _(label)) for code, label in FIGURE_STATUSES.items()]
    )
    source = forms.CharField(label=_("Who says it"), max_length=200)
    stated_on = DayField(
        label=_("Said on"), required=False, help_text=_("Leave it empty when the day is not known.")
    )
    place = PlaceField(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "said" in data and "status" in data:
            try:
                data["figure"] = read_figure(
                    data["said"], status=Status(data["status"]), source=data.get("source", "")
                )
            except NotANumber as refusal:
                self.add_error("said", ValidationError(say(refusal), code=refusal.code))
        return data


class TableForm(forms.Form):
    """A published table as a file."""

    title = forms.CharField(label=_("Title of the table"), max_length=200)
    source = forms.CharField(label=_("Who publishes it"), max_length=200)
    stated_on = DayField(label=_("Published on"), required=False)
    place = PlaceField(required=False)
    sites_of_kind = forms.ChoiceField(
        label=_("Each row is"),
        choices=[("", _("A line of figures")), *((code, _(label)) for code, label in SITES.items())],
        required=False,
        help_text=_("When each row is an institution, it enters the register of sites."),
    )
    sheet = forms.FileField(
        label=_("File"), help_text=_("A spreadsheet (.xlsx, .ods) or .csv; the first row names the columns.")
    )
