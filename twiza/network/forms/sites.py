"""Sites, their addresses, who works at them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from twiza.network import queries
from twiza.network.forms.organisations import NameFields
from twiza.network.forms.places import PlaceField
from twiza.network.rules.kinds import SITES
from twiza.platform.web.fields import PhoneField


class SiteForm(NameFields):
    """A new site. A refuge has a discreet name and no place here."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[(code, _(label)) for code, label in SITES.items()])
    place = PlaceField(required=False)
    part_of = forms.ChoiceField(label=_("Inside the complex"), required=False)
    women_only = forms.BooleanField(label=_("For women only"), required=False)
    refuge = forms.BooleanField(
        label=_("Refuge: where it is stays hidden from all but the people who work there"), required=False
    )
    field_order = ("kind", "name_ar", "name_fr", "place", "part_of", "women_only", "refuge")

    def __init__(self, *args: Any, organisation: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sites = {
            str(site.pk): site for site in queries.sites_of(organisation) if site.kind == "social_complex"
        }
        self.fields["part_of"].choices = [  # type: ignore[attr-defined]
            ("", _("None")),
            *((code, str(site)) for code, site in self.sites.items()),
        ]

    def clean_part_of(self) -> Any:
        return self.sites.get(self.cleaned_data["part_of"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("refuge") and (data.get("place") or data.get("part_of")):
            raise ValidationError(
                _("A refuge has no public place. Write where it is in its protected address."), code="refuge"
            )
        return data


class AddressForm(forms.Form):
    """Where a site is."""

    address = forms.CharField(label=_("Address"), max_length=300)
    phone = PhoneField(label=_("Phone"), required=False)


class ProtectedAddressForm(AddressForm):
    """Where a refuge is: read by its own staff only."""

    inner_name = forms.CharField(label=_("Name used inside"), max_length=200, required=False)
    place = PlaceField(required=False)


class RefugeForm(NameFields):
    """The discreet name of a site that becomes a refuge."""


class StaffForm(forms.Form):
    """A colleague who works at a site."""

    user = forms.ChoiceField(label=_("Colleague"))

    def __init__(self, *args: Any, people: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {str(user.pk): user for user in people}
        self.fields["user"].choices = [  # type: ignore[attr-defined]
            (code, user.display_name) for code, user in self.people.items()
        ]

    def clean_user(self) -> Any:
        return self.people[self.cleaned_data["user"]]
