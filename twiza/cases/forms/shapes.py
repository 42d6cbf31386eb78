"""What the forms of the closed room share: secrets that no browser keeps, long words, codes with their words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules

SECRET = forms.PasswordInput(attrs={"autocomplete": "off"})
WORDS = forms.Textarea(attrs={"rows": 6, "maxlength": rules.LONGEST_WORDS})


def choices(labels: dict[Any, str]) -> list[tuple[str, Any]]:
    """Return codes with their words, for a list to choose from."""
    return [(str(code), _(label)) for code, label in labels.items()]  # i18n: marked where they stand
