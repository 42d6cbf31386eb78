"""What the gallery shows: each component empty, filled and in error, with invented words only."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.platform.web.charts import bars
from twiza.platform.web.fields import DayField, MoneyField, NumberField, PhoneField
from twiza.platform.web.icons import PATHS

SAMPLE_DAY = date(2026, 7, 21)
SAMPLE_MOMENT = datetime(2026, 7, 21, 14, 4, tzinfo=UTC)
SAMPLE_CODE = "TZ-7K4M-2Q9X"


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"), help_text=_("As the family says it."))
    members = NumberField(label=_("Household members"), min_value=1)
    born = DayField(label=_("Date of birth"), required=False, past=True)
    phone = PhoneField(label=_("Phone"), required=False, help_text=_("Never required."))
    amount = MoneyField(label=_("Amount"), required=False)
    zone = forms.ChoiceField(
        label=_("Zone"), choices=[("", _("Choose")), ("n", _("North side")), ("s", _("South side"))]
    )
    contact = forms.ChoiceField(
        label=_("May we contact the person?"),
        choices=[("no", _("Do not contact")), ("here", _("Only in person")), ("phone", _("By this phone"))],
        widget=forms.RadioSelect,
        initial="no",
    )
    needs = forms.MultipleChoiceField(
        label=_("Special needs"),
        choices=[("infant", _("Infant milk")), ("diet", _("Diabetic"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = forms.CharField(label=_("Remarks"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    sheet = forms.FileField(label=_("Spreadsheet"), required=False)
    agree = forms.BooleanField(label=_("I have checked this list"))


FILLED = {
    "name": "الأسرة رقم 12",
    "members": "٦",
    "born": "12/03/1987",
    "phone": "06 00 00 00 00",
    "amount": "1.250,50",
    "zone": "n",
    "contact": "no",
    "needs": ["infant"],
    "words": "Dar 14, porte bleue",
    "agree": "on",
}
WRONG = {"name": "", "members": "six", "born": "31/02/2026", "phone": "?", "amount": "12,3456", "zone": "x"}


def gallery_context() -> dict[str, Any]:
    """Everything the gallery's template names."""
    return {
        "empty": SampleForm(prefix="empty"),
        "filled": SampleForm({f"filled-{name}": value for name, value in FILLED.items()}, prefix="filled"),
        "wrong": SampleForm({f"wrong-{name}": value for name, value in WRONG.items()}, prefix="wrong"),
        "day": SAMPLE_DAY,
        "moment": SAMPLE_MOMENT,
        "code": SAMPLE_CODE,
        "amount": Decimal("1234.50"),
        "big": 1_234_567,
        "half_year": (date(2026, 1, 1), date(2026, 7, 1)),
        "months": [date(2026, number, 1) for number in range(1, 13)],
        "icons": sorted(PATHS),
        "chart": bars(
            title=_("Families served by zone"),
            label_heading=_("Zone"),
            value_heading=_("Served"),
            whole_heading=_("On the list"),
            rows=[
                (str(_("North side")), 412, 450),
                (str(_("South side")), 388, 610),
                (str(_("River side")), 0, 95),
            ],
        ),
        "no_chart": bars(title=_("Families served by zone"), label_heading="", value_heading="", rows=[]),
    }
