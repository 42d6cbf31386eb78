"""A list of institutions as a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.network import queries
from twiza.network.forms.places import PlaceField
from twiza.platform.web.fields import DayField


def _categories() -> list[tuple[str, Any]]:
    return [("", _("Choose")), *queries.category_words().items()]


class InstitutionListForm(forms.Form):
    """The file, and what it does not say of itself."""

    sheet = forms.FileField(
        label=_("File"),
        help_text=_("A spreadsheet (.xlsx, .ods) or .csv; the first row names the columns: names, capacity, people present by school year."),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Where the list comes from"), max_length=160,
        help_text=_("A letter with its number, a report, a page: it stands beside each figure."),
    )  # fmt: skip
    stated_on = DayField(label=_("Day of the list"), help_text=_("A capacity without a year is of that day."))
    category = forms.ChoiceField(label=_("Category of the new ones"), choices=_categories)
    place = PlaceField(required=False)
