"""A place, chosen as on the pages of the network: written in any script, several that fit are offered."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twiza.network import queries as network

SURE = 96  # from here on two spellings are one name


class PlaceBox(forms.TextInput):
    """A box to write a place in, and below it the places it may be: filled by htmx, or by the next page."""

    template_name = "network/place_input.html"
    found: Sequence[network.FoundPlace] = ()
    chosen: Any = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(f"{name}_chosen") or data.get(name)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        address = f"{reverse('network:find_places')}?field={name}"
        return context | {"find": address, "field": name, "found": self.found, "chosen": self.chosen}


class PlaceField(forms.Field):
    """A place by any of its names; nothing is guessed when several fit."""

    widget = PlaceBox
    default_error_messages = {
        "several": _("Several places are called so. Choose one below."),
        "none": _("No place is called so. Try another spelling."),
    }

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) or value is None:
            return value
        self.widget.chosen = value
        return str(value)

    def clean(self, value: Any) -> Any:
        text = str(value or "").strip()
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        try:
            return network.place_for(UUID(text))
        except ValueError:
            pass
        found = network.places_like(text)
        sure = [one for one in found if one.score >= SURE]
        if len(sure) == 1:
            return sure[0].place
        self.widget.found = found
        raise ValidationError(self.error_messages["several" if found else "none"])
