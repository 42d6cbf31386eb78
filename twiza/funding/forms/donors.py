"""Donors, pledges, gifts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.funding.forms.choices import (
    above_zero,
    campaign_field,
    donor_field,
    reason_field,
    restriction_field,
)
from twiza.funding.queries import CampaignToFund
from twiza.funding.rules.gifts import (
    CONTACTS,
    CORRECTIONS,
    DONOR_WORDS,
    ERASURES,
    MEANS_WORDS,
    RECEIPT_ENDINGS,
    Means,
)
from twiza.funding.rules.pledges import NOT_KEPT
from twiza.platform.web.fields import DayField, MoneyField, PhoneField


class DonorForm(forms.Form):
    """Who gives."""

    kind = forms.ChoiceField(
        label=_("Who gives"), choices=[(code, _(words)) for code, words in DONOR_WORDS.items()]
    )
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("Leave it empty for a benefactor who stays unnamed: a code stands for them."),
    )
    contact = forms.ChoiceField(
        label=_("May be contacted"), choices=[(code, _(words)) for code, words in CONTACTS.items()]
    )
    phone = PhoneField(
        label=_("Telephone"), required=False, help_text=_("Kept only when they want to be called.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") in ("person", "organisation") and not data.get("name"):
            self.add_error("name", _("Give the name, or choose a benefactor who stays unnamed."))
        if data.get("contact") == "phone" and not data.get("phone"):
            self.add_error("phone", _("Give the number, or choose another way."))
        return data


class PledgeForm(forms.Form):
    """What a donor promises: money or goods."""

    def __init__(
        self,
        *args: Any,
        donors: Sequence[Any],
        restrictions: Sequence[Any],
        campaigns: Sequence[CampaignToFund],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "donor": donor_field(donors),
            "kind": forms.ChoiceField(
                label=_("What is promised"), choices=[("money", _("Money")), ("goods", _("Goods"))]
            ),
            "amount": MoneyField(
                label=_("Amount or count"),
                validators=[above_zero],
                help_text=_("Dirhams of money; of goods, how many in the unit below."),
            ),
            "words": forms.CharField(label=_("Which goods"), max_length=200, required=False),
            "unit": forms.CharField(
                label=_("Counted in"), max_length=40, required=False, help_text=_("For example: bags of 5 kg.")
            ),
            "estimated_value": MoneyField(label=_("Estimated value of the goods in dirhams"), required=False),
            "restriction": restriction_field(restrictions),
            "campaign": campaign_field(campaigns),
            "promised_on": DayField(label=_("Promised by")),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == "goods":
            for name in ("words", "unit"):
                if not data.get(name):
                    self.add_error(name, _("Say which goods, and in what they are counted."))
        return data


class GiftForm(forms.Form):
    """A gift of money that came."""

    def __init__(
        self,
        *args: Any,
        donors: Sequence[Any],
        restrictions: Sequence[Any],
        campaigns: Sequence[CampaignToFund],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "donor": donor_field(donors),
            "amount": MoneyField(label=_("Amount in dirhams"), validators=[above_zero]),
            "means": forms.ChoiceField(
                label=_("Means of the gift"),
                choices=[(code, _(words)) for code, words in MEANS_WORDS.items() if code != Means.GOODS],
            ),
            "restriction": restriction_field(
                restrictions, help_text=_("In the donor's own words: it is kept.")
            ),
            "campaign": campaign_field(campaigns),
            "received_on": DayField(label=_("Received on"), initial=timezone.localdate),
        }  # fmt: skip


class ReceiveMoneyForm(forms.Form):
    """Money that keeps a pledge."""

    amount = MoneyField(label=_("Amount in dirhams"), validators=[above_zero])
    means = forms.ChoiceField(
        label=_("Means of the gift"),
        choices=[(code, _(words)) for code, words in MEANS_WORDS.items() if code != Means.GOODS],
    )
    received_on = DayField(label=_("Received on"), initial=timezone.localdate)


class ReceiveGoodsForm(forms.Form):
    """Goods that keep a pledge."""

    quantity = MoneyField(label=_("How much came"), validators=[above_zero])
    received_on = DayField(label=_("Received on"), initial=timezone.localdate)


class GiveUpForm(forms.Form):
    """Why a pledge is not kept."""

    reason_code = reason_field(NOT_KEPT)


class CorrectGiftForm(forms.Form):
    """Why a gift is taken back."""

    reason_code = reason_field(CORRECTIONS)


class CancelReceiptForm(forms.Form):
    """Why a receipt is cancelled."""

    reason_code = reason_field(RECEIPT_ENDINGS)


class EraseDonorForm(forms.Form):
    """Why a donor is erased."""

    reason_code = reason_field(ERASURES)
