"""What is typed when a request of the counter is put forward for a campaign."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.platform.web.fields import NumberField


class NominateRequest(forms.Form):
    """Which campaign and neighbourhood, and of whom: by code, by a name, or by neither."""

    where = forms.ChoiceField(label=_("Campaign and neighbourhood"))
    size = NumberField(label=_("How many people live there"), min_value=1, max_value=60, required=False)
    code = forms.CharField(
        label=_("Code of the household, if it is in the register"),
        max_length=20,
        required=False,
        help_text=_("“Families” finds it by name or telephone"),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Or a name to register, as it is said"),
        max_length=200,
        required=False,
        help_text=_("Empty when the person gives none: the list code on the slip is enough"),
    )

    def __init__(self, *args: Any, campaigns: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["where"].choices = [("", _("Choose"))] + [  # type: ignore[attr-defined]
            (f"{campaign.pk}:{place}", f"{campaign.title} · {zone}")
            for campaign in campaigns
            for place, zone in enumerate(campaign.zones)
        ]

    def chosen(self, campaigns: list[Any]) -> tuple[Any, str]:
        """Return the campaign and the zone that were chosen."""
        key, _colon, place = self.cleaned_data["where"].partition(":")
        campaign = next(one for one in campaigns if str(one.pk) == key)
        return campaign, campaign.zones[int(place)]
