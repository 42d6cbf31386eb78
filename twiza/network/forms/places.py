"""Choosing a place, and adding one."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from twiza.network import queries
from twiza.network.rules.kinds import PLACE_LEVELS
from twiza.network.rules.levels import ADDED

_SURE = 96  # from here on two spellings are one name


class PlaceInput(forms.TextInput):
    """A box to write a place in, and below it the places it may be: filled by htmx, or by the next page."""

    template_name = "network/place_input.html"
    candidates: Sequence[queries.FoundPlace] = ()
    levels: Sequence[str] = ()
    chosen: Any = None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(f"{name}_chosen") or data.get(name)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        address = reverse("network:find_places")
        context |= {
            "find": f"{address}?field={name}&levels={','.join(self.levels)}",
            "field": name,
            "found": self.candidates,
            "chosen": self.chosen,
        }
        return context


class PlaceField(forms.Field):
    """A place by any of its names. Several that fit, or none: the person chooses; nothing is guessed."""

    widget = PlaceInput
    default_error_messages = {
        "several": _("Several places have a name like this. Choose one below."),
        "none": _("No place has a name like this. Try another spelling."),
    }

    def __init__(self, *, levels: Sequence[str] = (), **options: Any) -> None:
        options.setdefault("label", _("Place"))
        options.setdefault("help_text", _("Write its name in Arabic, in French or in Tifinagh."))
        super().__init__(**options)
        self.levels = levels
        self.widget.levels = levels

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) and _uuid(value):
            self.widget.chosen = queries.place_for(UUID(value))
            return str(self.widget.chosen)
        if value is not None and not isinstance(value, str):
            self.widget.chosen = value
            return str(value)
        return value

    def clean(self, value: Any) -> Any:
        text = str(value or "").strip()
        if not text:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if _uuid(text):
            return queries.place_for(UUID(text))
        found = queries.places_like(text, levels=self.levels)
        sure = [one for one in found if one.score >= _SURE]
        if len(sure) == 1:
            return sure[0].place
        self.widget.candidates = found
        code = "several" if found else "none"
        raise ValidationError(self.error_messages[code], code=code)


class AddPlaceForm(forms.Form):
    """A place below a commune or an arrondissement."""

    level = forms.ChoiceField(
        label=_("What it is"),
        choices=[(one, _(PLACE_LEVELS[one])) for one in ADDED],
        widget=forms.RadioSelect,
    )
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=120, required=False)
    name_fr = forms.CharField(label=_("Name in French"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("name_ar") and not data.get("name_fr"):
            raise ValidationError(_("Write a name in Arabic or in French."), code="no_name")
        return data


class AliasForm(forms.Form):
    """Another spelling of a place."""

    name = forms.CharField(label=_("Another spelling"), max_length=120, help_text=_("As people write it."))


def _uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
