"""Organisations, their names, the end of a role."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from twiza.network import queries
from twiza.network.forms.places import PlaceField
from twiza.network.rules.kinds import ORGANISATIONS, RECEIPTS, ROLE_ENDINGS
from twiza.platform.web.fields import DayField

KINDS = [(code, _(label)) for code, label in ORGANISATIONS.items()]


class SearchForm(forms.Form):
    """Looking through the register."""

    q = forms.CharField(label=_("Name"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All kinds")), *KINDS], required=False)


class OrganisationChoice(forms.ChoiceField):
    """An organisation of the register."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=self.choose, **options)

    def choose(self) -> list[tuple[str, Any]]:
        rows, _more = queries.organisations(all_of_them=True)
        return [("", _("Choose") if self.required else _("None")), *((str(row.pk), str(row)) for row in rows)]

    def clean(self, value: Any) -> Any:
        code = super().clean(value)
        return queries.organisation_for(code) if code else None


class NameFields(forms.Form):
    """A name in one script at least."""

    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=200, required=False)
    name_fr = forms.CharField(label=_("Name in French"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("name_ar") and not data.get("name_fr"):
            raise ValidationError(_("Write a name in Arabic or in French."), code="no_name")
        return data


class NewOrganisationForm(NameFields):
    """A new entry of the register."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    parent = OrganisationChoice(label=_("Unit of"), required=False)
    place = PlaceField(required=False)
    protected = forms.BooleanField(
        label=_("Protected service: it never appears as a partner when families are compared"), required=False
    )
    field_order = ("kind", "name_ar", "name_fr", "parent", "place", "protected")


class RenameForm(NameFields):
    """A new name from a day on."""

    from_day = DayField(label=_("First day of this name"))


class ProfileForm(forms.Form):
    """The page of an organisation."""

    mission_ar = forms.CharField(
        label=_("Mission in Arabic"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    mission_fr = forms.CharField(
        label=_("Mission in French"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    parent = OrganisationChoice(label=_("Unit of"), required=False)
    place = PlaceField(required=False)
    founded_on = DayField(label=_("Founded on"), required=False, past=False)
    receipt = forms.ChoiceField(
        label=_("Receipt of the declaration"),
        choices=[(code, _(label)) for code, label in RECEIPTS.items()],
        required=False,
    )
    receipt_number = forms.CharField(label=_("Number of the receipt"), max_length=60, required=False)
    receipt_on = DayField(label=_("Day of the receipt"), required=False)
    bureau_renewed_on = DayField(label=_("Bureau last renewed on"), required=False)
    bureau_until = DayField(label=_("Bureau to be renewed by"), required=False)


class StatutesForm(forms.Form):
    """The statutes as a file."""

    file = forms.FileField(
        label=_("File of the statutes"),
        help_text=_("A PDF, or a picture (.jpg, .png). It is kept sealed for ten years; earlier ones stay."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        allow_empty_file=True,
    )


class EndRoleForm(forms.Form):
    """The end of a role."""

    from_day = DayField(label=_("First day without access"))
    reason = forms.ChoiceField(
        label=_("Why it ends"),
        choices=[("", _("Choose")), *((code, _(label)) for code, label in ROLE_ENDINGS.items())],
    )


class DeclareForm(forms.Form):
    """A link of one's own to another body."""

    other = OrganisationChoice(label=_("The other body"))
    words = forms.CharField(
        label=_("What links you to it"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: I worked there, a relative directs it, I sit on its board."),
    )
