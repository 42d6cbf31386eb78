"""A winter to open, its last night, its closing."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.platform.web.fields import DayField

CHOOSE = ("", _("Choose"))


def reasons_field(label: Any, **options: Any) -> forms.CharField:
    """A box for why something is decided."""
    return forms.CharField(label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), **options)


class RowField(forms.ChoiceField):
    """One of some rows, chosen by its words; the row itself comes out, None when nothing is chosen."""

    rows: dict[str, Any]

    def offer(self, rows: Iterable[Any]) -> None:
        """Say which rows may be chosen."""
        self.rows = {str(one.pk): one for one in rows}
        self.choices = [CHOOSE, *((key, str(one)) for key, one in self.rows.items())]

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))


class OpenWinter(forms.Form):
    """A winter: whose, who goes out, where, from which night to which."""

    organisation = RowField(label=_("The committee"))
    crew = RowField(
        label=_("Body whose teams go out"),
        help_text=_("As a rule the provincial delegation. It is never the committee itself."),
    )
    place = RowField(label=_("Province"))
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=200)
    name_fr = forms.CharField(label=_("Name in French"), max_length=200)
    first_night = DayField(label=_("First night"))
    last_night = DayField(label=_("Last night"))
    previous = RowField(label=_("The winter before"), required=False)

    def __init__(
        self,
        *args: Any,
        committees: Iterable[Any],
        crews: Iterable[Any],
        places: Iterable[Any],
        previous: Iterable[Any],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        found = {"organisation": committees, "crew": crews, "place": places, "previous": previous}
        for name, rows in found.items():
            self.fields[name].offer(rows)  # type: ignore[attr-defined]
        if len(self.fields["organisation"].rows) == 1:  # type: ignore[attr-defined]
            self.fields["organisation"].initial = next(iter(self.fields["organisation"].rows))  # type: ignore[attr-defined]

    def clean_organisation(self) -> UUID:
        found: UUID = self.cleaned_data["organisation"].pk
        return found

    def clean_crew(self) -> UUID:
        found: UUID = self.cleaned_data["crew"].pk
        return found


class MoveLastNight(forms.Form):
    """Another last night, and why."""

    last_night = DayField(label=_("Last night"))
    reasons = reasons_field(_("Why"))


class CloseWinter(forms.Form):
    """What the next winter should know."""

    lessons = forms.CharField(
        label=_("What the next winter should know"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6})
    )
