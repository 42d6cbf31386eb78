"""An amount is said in words, in Arabic and in French, before it is kept; one that may be read in several ways is asked."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from twiza.lib.amounts import read_amount
from twiza.lib.money_words import in_words
from twiza.platform.web import formats

LEAST = Decimal("0.01")
READ_IT = _("Read the amount in words, then save once more.")
WHICH_ONE = _("This amount can be read in several ways. Choose the one that is meant, or write it again.")


class AmountField(forms.CharField):
    """An amount in dirhams above zero, as typed. `AmountsInWords` turns it into a Decimal that somebody has read."""

    default_error_messages = {"invalid": _("Write an amount above zero, for example 1250 or 1.250,50.")}

    def __init__(self, **options: Any) -> None:
        box = {"inputmode": "decimal", "dir": "ltr", "autocomplete": "off", "class": "digits"}
        options.setdefault("widget", forms.TextInput(attrs=box))
        options.setdefault("max_length", 60)
        super().__init__(**options)


class AmountsInWords(forms.Form):
    """A form that saves nothing until each of its amounts was shown in words and sent once more as one of its readings."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in [key for key, field in self.fields.items() if isinstance(field, AmountField)]:
            typed = data.get(name)
            data[name] = self._read(name, typed) if typed else None
        return data

    def _read(self, name: str, typed: str) -> Decimal | None:
        """Return the amount that was read and agreed to; else show what it may be and say that it waits."""
        reading = read_amount(typed)
        readings = {f"{one:.2f}": one for one in reading.amounts if one >= LEAST}
        if not readings:
            self.add_error(name, ValidationError(self.fields[name].error_messages["invalid"], code="invalid"))
            return None
        meant_name = f"{name}_meant"
        agreed = readings.get(self.data.get(self.add_prefix(meant_name), ""))
        self._offer(name, meant_name, readings, chosen=reading.sure)
        if agreed is None:
            self.add_error(meant_name, ValidationError(READ_IT if reading.sure else WHICH_ONE, code="read"))
        return agreed

    def _offer(self, name: str, meant_name: str, readings: dict[str, Decimal], *, chosen: bool) -> None:
        """Put the readings below the amount. One that is sure is chosen beforehand, another never."""
        self.fields[meant_name] = forms.ChoiceField(
            label=_("Is it this amount?"),
            choices=[(code, reading_in_words(amount)) for code, amount in readings.items()],
            widget=forms.RadioSelect,
        )
        order = [key for key in self.fields if key != meant_name]
        order.insert(order.index(name) + 1, meant_name)
        self.order_fields(order)
        key = self.add_prefix(meant_name)
        if self.data.get(key) not in readings:
            data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, or a dictionary
            data[key] = next(iter(readings)) if chosen else ""
            self.data = data


def reading_in_words(amount: Decimal) -> SafeString:
    """Return an amount in figures and in words of both languages."""
    return format_html(
        # one piece beside its dot: pieces of a flexible line would stand in columns
        '<span><bdi>{}</bdi> · <span lang="ar" dir="rtl">{}</span> · <span lang="fr" dir="ltr">{}</span></span>',
        formats.money(amount),
        in_words(amount, "ar"),
        in_words(amount, "fr"),
    )
