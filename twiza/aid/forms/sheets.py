"""What is typed on the pages of nomination sheets. The lines themselves are read as the import reads a list."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.aid.rules import sheets as rules
from twiza.platform.web.fields import NumberField


class PrintSheets(forms.Form):
    """To whom sheets are given, and how many."""

    organisation = forms.ChoiceField(label=_("Who gives them out"))
    kind = forms.ChoiceField(
        label=_("Given to"),
        choices=[(code, _(label)) for code, label in rules.NOMINATORS.items()],
        widget=forms.RadioSelect,
    )
    nominator = forms.CharField(
        label=_("Name of the committee, centre or annex"),
        max_length=120,
        help_text=_("The name of a body, not of a person"),
    )
    zone = forms.ChoiceField(label=_("Neighbourhood, when it is the same for all lines"), required=False)
    count = NumberField(label=_("How many sheets"), min_value=1, max_value=rules.MOST_AT_ONCE, initial=1)

    def __init__(self, *args: Any, zones: list[str], organisations: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["zone"].choices = [("", _("Written on each line")), *((one, one) for one in zones)]  # type: ignore[attr-defined]
        self.fields["organisation"].choices = [(str(one.pk), str(one)) for one in organisations]  # type: ignore[attr-defined]


class OpenSheet(forms.Form):
    """The number of a sheet, typed or scanned."""

    code = forms.CharField(
        label=_("Number of a sheet that came back"),
        max_length=40,
        help_text=_("Typed, or scanned from the square"),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )


class CancelSheet(forms.Form):
    """Why a sheet is cancelled."""

    reason_code = forms.ChoiceField(
        label=_("Why"),
        choices=[("", _("Choose")), *((code, _(label)) for code, label in rules.CANCELLED.items())],
    )


class SheetPhoto(forms.Form):
    """A picture of the page."""

    photo = forms.FileField(
        label=_("Picture of the page"),
        help_text=_(
            "JPEG or PNG. Place and device are taken out of it; it is erased when the sheet is accepted."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png"}),
        allow_empty_file=True,
    )
