"""Form fields that take what people type: digits of three scripts, dates of many styles, dirhams, phones.

All of them are text boxes that run from left to right and ask a phone for its number keys: a browser's own number
and date boxes refuse Arabic digits.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.lib.text import tidy, western_digits
from twiza.platform.web import formats
from twiza.platform.web.months import month_number

CENTURY = 100
HIGHEST_AGE = 115
FEWEST_PHONE_DIGITS = 6


def _digits_box(mode: str, **attributes: str) -> forms.TextInput:
    return forms.TextInput(
        attrs={"inputmode": mode, "dir": "ltr", "autocomplete": "off", "class": "digits", **attributes}
    )


def read_decimal(typed: str) -> Decimal:
    """Read a number as written in Morocco, France or England: 1.234,50 · 1 234,50 · 1,234.50 · 1234.5 · ١٢٣٤٫٥.

    Where both signs stand, the last one is the decimal sign. A single sign followed by exactly three digits groups
    thousands (1.234 is one thousand two hundred and thirty-four), as on a Moroccan invoice.

    Raises:
        ValueError: it is not a number.
    """
    text = tidy(western_digits(typed)).replace(" ", "")
    if not re.fullmatch(r"-?[0-9]+([.,'][0-9]+)*", text):
        raise ValueError(typed)
    text = text.replace("'", "")
    last = max(text.rfind("."), text.rfind(","))
    if last < 0:
        return Decimal(text)
    sign, other = text[last], "," if text[last] == "." else "."
    groups_only = other not in text and all(len(part) == 3 for part in text.split(sign)[1:])
    if groups_only or text.count(sign) > 1:
        if not all(len(part) == 3 for part in re.split("[.,]", text)[1:]):
            raise ValueError(typed)
        return Decimal(re.sub("[.,]", "", text))
    whole, decimals = text[:last], text[last + 1 :]
    if other in whole and not all(len(part) == 3 for part in whole.split(other)[1:]):
        raise ValueError(typed)
    return Decimal(whole.replace(other, "") + "." + decimals)


class NumberField(forms.IntegerField):
    """A whole number in the digits of any script."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write a whole number, for example 25.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", _digits_box("numeric"))
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}  # min and max are for number boxes; here they would be empty promises

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            exact = read_decimal(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if exact != exact.to_integral_value():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(exact)


class MoneyField(forms.DecimalField):
    """An amount in dirhams, two decimals at most."""

    default_error_messages = {
        "invalid": _("Write an amount, for example 1250 or 1.250,50."),
        "turned": _(
            "This amount begins with zeros, as when a text is copied backwards. Write its digits together, for example 160000."
        ),
        "max_decimal_places": _("An amount has two digits after the comma at most."),
        "min_value": _("The amount cannot be below %(limit_value)s."),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", _digits_box("decimal"))
        options.setdefault("max_digits", 14)
        options.setdefault("decimal_places", 2)
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values or isinstance(value, Decimal):
            return value if isinstance(value, Decimal) else None
        if re.match(r"0[0-9 ]", tidy(western_digits(str(value)))):
            raise ValidationError(self.error_messages["turned"], code="turned")
        try:
            return read_decimal(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return str(value).replace(".", ",") if isinstance(value, Decimal) else value


class DayField(forms.DateField):
    """A day: 12/03/2026, 12-3-26, 12.3.2026, 2026-03-12, 12 مارس 2026, in the digits of any script.

    Day first, always. `past=True` (births, deaths) reads 26 and later two-digit years as the last century when
    they would fall in the future, and refuses days to come and ages over 115.
    """

    default_error_messages = {
        "invalid": _("Write the day as day/month/year, for example 12/03/2026."),
        "future": _("This day is still to come."),
        "too_old": _("This day is more than 115 years ago. Check the year."),
    }

    def __init__(self, *, past: bool = False, **options: Any) -> None:
        self.past = past
        options.setdefault("widget", _digits_box("text", placeholder="12/03/2026"))
        options.setdefault("help_text", _("Day/month/year"))
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return formats.local_day(value)
        today = timezone.localdate()
        try:
            day = read_day(str(value), today=today, past=self.past)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if self.past and day > today:
            raise ValidationError(self.error_messages["future"], code="future")
        if self.past and today.year - day.year > HIGHEST_AGE:
            raise ValidationError(self.error_messages["too_old"], code="too_old")
        return day

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


def read_day(typed: str, *, today: date, past: bool = False) -> date:
    """Read a day written by a person, day first; a year of two digits is the nearest that makes sense.

    Raises:
        ValueError: no such day, or not a day at all.
    """
    text = tidy(western_digits(typed))
    iso = re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", text)
    if iso:
        return date(int(iso[1]), int(iso[2]), int(iso[3]))
    found = re.fullmatch(r"([0-9]{1,2}) ?[-/. ] ?([0-9]{1,2}|[^\W\d_]+) ?[-/. ،,] ?([0-9]{4}|[0-9]{2})", text)
    if not found:
        raise ValueError(typed)
    month = int(found[2]) if found[2].isdigit() else month_number(found[2])
    year = int(found[3])
    if year < CENTURY:
        year += today.year - today.year % CENTURY
        if (past and year > today.year) or year > today.year + 20:
            year -= CENTURY
    return date(year, month, int(found[1]))


class PhoneInput(forms.TextInput):
    """A text box for which a phone shows its dialling keys."""

    input_type = "tel"


class PhoneField(forms.CharField):
    """A phone number, kept as +212… when it is one that exists in form, and as it was typed otherwise.

    It never refuses a number for its style: a wrong digit is corrected with the person, not by the program.
    """

    default_error_messages = {"no_digits": _("A phone number has digits, for example 06 12 34 56 78.")}

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget", PhoneInput(attrs={"dir": "ltr", "autocomplete": "off", "class": "digits"})
        )
        options.setdefault("max_length", 40)
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        typed = tidy(western_digits(super().clean(value)))
        if typed and sum(letter.isdigit() for letter in typed) < FEWEST_PHONE_DIGITS:
            raise ValidationError(self.error_messages["no_digits"], code="no_digits")
        return read_phone(typed)

    def prepare_value(self, value: Any) -> Any:
        return shown_phone(value) if isinstance(value, str) and value.startswith("+") else value


def read_phone(typed: str) -> str:
    """Return +212612345678 for a number that could be dialled from Morocco, else the text itself."""
    try:
        number = phonenumbers.parse(tidy(western_digits(typed)), "MA")
    except phonenumbers.NumberParseException:
        return typed
    if not phonenumbers.is_possible_number(number):
        return typed
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def shown_phone(number: str) -> str:
    """Return 06 12 34 56 78 for a Moroccan number, +33 6 … for a foreign one, and anything else as it is."""
    try:
        parsed = phonenumbers.parse(number, "MA")
    except phonenumbers.NumberParseException:
        return number
    if parsed.country_code == phonenumbers.country_code_for_region("MA"):
        digits = f"0{parsed.national_number}"
        return " ".join(digits[place : place + 2] for place in range(0, len(digits), 2))
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
