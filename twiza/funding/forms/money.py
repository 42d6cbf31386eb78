"""The treasurer's forms: restrictions, deposits, payments, closings, lists of gifts."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.funding.forms.choices import above_zero, campaign_field, reason_field, restriction_field
from twiza.funding.queries import CampaignToFund
from twiza.funding.rules.payments import ORDER_ENDINGS, QUOTES, Quote
from twiza.funding.rules.restrictions import KIND_WORDS, OPENED_BY_HAND
from twiza.platform.web import formats
from twiza.platform.web.fields import DayField, MoneyField, NumberField

SHARES = 3


class RestrictionForm(forms.Form):
    """What gifts may be bound to."""

    def __init__(self, *args: Any, campaigns: Sequence[CampaignToFund], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "kind": forms.ChoiceField(
                label=_("What the donor says"),
                choices=[(str(one), _(KIND_WORDS[one])) for one in OPENED_BY_HAND],
            ),
            "label": forms.CharField(
                label=_("Name"), max_length=200, required=False,
                help_text=_("For example: school bags; or the year, for zakat al-fitr."),
            ),
            "campaign": campaign_field(campaigns, help_text=_("Spent on this campaign only.")),
            "zone": forms.CharField(
                label=_("Neighbourhood or douar"), max_length=120, required=False,
                help_text=_("When it was given for one place only."),
            ),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == "purpose" and not data.get("label"):
            self.add_error("label", _("Name the purpose in the donor's words."))
        return data


class PrayerForm(forms.Form):
    """When the Eid prayer is, from the announcement."""

    day = DayField(label=_("Day of the Eid prayer"))
    hour = forms.TimeField(
        label=_("Hour of the prayer"),
        input_formats=["%H:%M"],
        widget=forms.TextInput(attrs={"dir": "ltr", "class": "digits", "placeholder": "07:00", "autocomplete": "off"}),
        error_messages={"invalid": _("Write the hour like 07:00.")},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("day") and data.get("hour"):
            data["spend_before"] = timezone.make_aware(datetime.combine(data["day"], data["hour"]))
        return data


class YieldForm(forms.Form):
    """What a waqf earned."""

    amount = MoneyField(label=_("Amount in dirhams"), validators=[above_zero])
    on = DayField(label=_("On which day"), initial=timezone.localdate)
    reference = forms.CharField(label=_("Bank's reference"), max_length=60)


class DepositForm(forms.Form):
    """Cash brought to the bank."""

    def __init__(self, *args: Any, gifts: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        by_id = {str(one.pk): one for one in gifts}
        self.fields = {
            "gifts": forms.TypedMultipleChoiceField(
                label=_("Gifts in the envelope"),
                choices=[
                    (key, f"{formats.money(one.amount)} · {formats.day(one.received_on)} · {one.donor.code}")
                    for key, one in by_id.items()
                ],
                coerce=lambda key: by_id[key],
                widget=forms.CheckboxSelectMultiple,
                initial=list(by_id),
            ),
            "reference": forms.CharField(label=_("Reference on the bank's slip"), max_length=60),
            "on": DayField(label=_("Deposited on"), initial=timezone.localdate),
        }


class OrderForm(forms.Form):
    """An invoice to be paid, out of which gifts, and what others asked."""

    def __init__(
        self, *args: Any, restrictions: Sequence[Any], campaigns: Sequence[CampaignToFund], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "supplier": forms.CharField(label=_("Supplier"), max_length=200),
            "what": forms.CharField(label=_("What was bought"), max_length=300),
            "invoice_number": forms.CharField(label=_("Number of the invoice"), max_length=60),
            "invoice_on": DayField(label=_("Date of the invoice"), initial=timezone.localdate),
            "amount": MoneyField(label=_("Amount in dirhams"), validators=[above_zero]),
            "campaign": campaign_field(campaigns),
            "zone": forms.CharField(label=_("Neighbourhood or douar"), max_length=120, required=False),
        }  # fmt: skip
        for n in range(1, SHARES + 1):
            self.fields[f"restriction_{n}"] = restriction_field(
                restrictions, label=_("Paid out of (%(n)s)") % {"n": n}, required=n == 1
            )
            self.fields[f"part_{n}"] = MoneyField(
                label=_("Part in dirhams (%(n)s)") % {"n": n}, required=False, validators=[above_zero],
                help_text=_("Leave it empty when the whole invoice comes out of it.") if n == 1 else "",
            )  # fmt: skip
        for n in range(1, QUOTES + 1):
            self.fields[f"quote_{n}"] = forms.CharField(
                label=_("Quote %(n)s: who") % {"n": n}, max_length=200, required=False
            )
            self.fields[f"asked_{n}"] = MoneyField(
                label=_("Quote %(n)s: dirhams asked") % {"n": n}, required=False
            )
        self.fields["quotes_note"] = forms.CharField(
            label=_("Why this supplier"), max_length=300, required=False,
            help_text=_("Needed with fewer than three quotes, or when one was cheaper."),
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["shares"] = self._shares(data)
        data["quotes"] = [
            Quote(data[f"quote_{n}"], data[f"asked_{n}"])
            for n in range(1, QUOTES + 1)
            if data.get(f"quote_{n}") and data.get(f"asked_{n}") is not None
        ]
        return data

    def _shares(self, data: dict[str, Any]) -> list[tuple[Any, Decimal]]:
        chosen = [
            (data[f"restriction_{n}"], data.get(f"part_{n}"))
            for n in range(1, SHARES + 1)
            if data.get(f"restriction_{n}")
        ]
        if len(chosen) == 1 and chosen[0][1] is None and data.get("amount"):
            return [(chosen[0][0], data["amount"])]
        if any(part is None for _one, part in chosen):
            self.add_error(None, ValidationError(_("Write the part of each kind of gift.")))
        return [(one, part) for one, part in chosen if part is not None]


class PayForm(forms.Form):
    """How an order was paid."""

    reference = forms.CharField(label=_("Reference of the transfer or the cheque"), max_length=60)
    on = DayField(label=_("Paid on"), initial=timezone.localdate)


class CancelOrderForm(forms.Form):
    """Why a payment is cancelled."""

    reason_code = reason_field(ORDER_ENDINGS)


class GiftListForm(forms.Form):
    """A partner's list of gifts."""

    def __init__(self, *args: Any, campaigns: Sequence[CampaignToFund], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "sheet": forms.FileField(
                label=_("File"),
                help_text=_("A spreadsheet (.xlsx, .ods) or .csv with the headings: date, donor, amount, restriction."),
            ),
            "expected": MoneyField(
                label=_("Total that the partner announced"), required=False,
                help_text=_("Compared with the sum of the rows; a difference stops the list."),
            ),
            "campaign": campaign_field(campaigns),
        }  # fmt: skip


class ShortageForm(forms.Form):
    """What baskets are expected and what one costs."""

    def __init__(self, *args: Any, campaigns: Sequence[CampaignToFund], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "campaign": campaign_field(campaigns),
            "target": NumberField(label=_("Baskets to hand out"), min_value=1, max_value=10_000_000),
            "unit_cost": MoneyField(label=_("Cost of one basket in dirhams"), validators=[above_zero]),
        }  # fmt: skip
