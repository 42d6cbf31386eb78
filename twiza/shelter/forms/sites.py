"""Sites of a winter: brought in, and what is written about them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.platform.web.fields import PhoneField
from twiza.shelter.forms.winters import RowField

_LINES = {"rows": 4}


class ChangeSite(forms.Form):
    """What is written about a site."""

    phone = PhoneField(label=_("Phone of the night"), required=False)
    house_rules_ar = forms.CharField(
        label=_("Rules of the house, in Arabic"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs=_LINES),
        help_text=_("They are read aloud when somebody arrives: short and kind."),
    )
    house_rules_fr = forms.CharField(
        label=_("Rules of the house, in French"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs=_LINES),
    )


class PlanSite(ChangeSite):
    """What the committee writes about a site: the bodies around it too."""

    owner = RowField(label=_("Who owns it"), required=False)
    funder = RowField(label=_("Who paid for it"), required=False)
    funder_code = forms.CharField(label=_("Code of the programme that paid"), max_length=60, required=False)
    supervisor = RowField(label=_("Who supervises it"), required=False)
    field_order: tuple[str, ...] = ("owner", "funder", "funder_code", "supervisor", "phone")

    def __init__(self, *args: Any, bodies: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        known = list(bodies)
        for name in ("owner", "funder", "supervisor"):
            self.fields[name].offer(known)  # type: ignore[attr-defined]


class AddSite(PlanSite):
    """A site to bring in, and the association that runs it."""

    site = RowField(
        label=_("Which site"),
        help_text=_("Sites stand in the register of organisations. Write a new one there first."),
    )
    host = RowField(
        label=_("Who runs it"), help_text=_("Its people say which beds are free, and receive whoever comes.")
    )
    field_order: tuple[str, ...] = ("site", "host", "owner", "funder", "funder_code", "supervisor", "phone")

    def __init__(self, *args: Any, sites: Iterable[Any], bodies: Iterable[Any], **options: Any) -> None:
        known = list(bodies)
        super().__init__(*args, bodies=known, **options)
        self.fields["site"].offer(sites)  # type: ignore[attr-defined]
        self.fields["host"].offer(known)  # type: ignore[attr-defined]
