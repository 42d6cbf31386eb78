"""Forms of the money of grants: convention, tranches, expenses, reports."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.funding.forms.books import account_field, project_field
from twiza.funding.forms.choices import RowField
from twiza.funding.rules.tranches import PROOF_WORDS, VERDICT_WORDS, Verdict
from twiza.platform.web.amounts import AmountField, AmountsInWords
from twiza.platform.web.fields import DayField, MoneyField
from twiza.platform.web.lines import InLines

TRANCHES = 4


class GrantConventionForm(InLines, AmountsInWords):
    """Period and tranches of a convention."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "starts_on": DayField(label=_("First day")),
            "ends_on": DayField(label=_("Last day")),
            "cash_ceiling": MoneyField(
                label=_("Ceiling of a purchase without invoice"),
                required=False,
                min_value=Decimal("0.01"),
                help_text=_(
                    "Up to it a voucher of two signatures is enough. Nothing written: every purchase has its invoice."
                ),
            ),
        }
        for n in range(1, TRANCHES + 1):
            number = {"number": n}
            self.fields[f"amount_{n}"] = AmountField(
                label=_("Amount of tranche %(number)s") % number, required=n == 1
            )
            self.fields[f"condition_{n}"] = forms.CharField(
                label=_("On what condition tranche %(number)s is paid") % number,
                max_length=300,
                required=n == 1,
            )
            self.fields[f"due_{n}"] = DayField(label=_("Tranche %(number)s due on") % number, required=n == 1)

    def tranches(self) -> list[tuple[Decimal, str, date]]:
        """Return the tranches that were written; one without a day is due on the first day of the convention."""
        data = self.cleaned_data
        return [
            (data[f"amount_{n}"], data.get(f"condition_{n}") or "", data.get(f"due_{n}") or data["starts_on"])
            for n in range(1, TRANCHES + 1)
            if data.get(f"amount_{n}")
        ]


class PayTrancheForm(forms.Form):
    """A payment of the bank."""

    reference = forms.CharField(label=_("Reference of the bank"), max_length=60)
    on = DayField(label=_("Day the bank says"))


class ReturnForm(AmountsInWords):
    """Money that came back."""

    amount = AmountField(label=_("Amount paid back"))
    reference = forms.CharField(label=_("Reference of the bank"), max_length=60)
    on = DayField(label=_("Day the bank says"))


class ExcuseForm(forms.Form):
    """Why a tranche goes by exception."""

    reason = forms.CharField(
        label=_("Why it goes before the report is accepted"), max_length=300, required=False,
        help_text=_("Written by the delegate; the second person agrees to it."),
    )  # fmt: skip


class ExpenseForm(AmountsInWords):
    """An invoice, or a voucher, charged to a grant. The picture is taken on the next page: a form sent twice would lose it."""

    def __init__(
        self,
        *args: Any,
        headings: Sequence[Any],
        projects: Sequence[Any],
        accounts: Sequence[Any],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "kind": forms.ChoiceField(
                label=_("Proof"), choices=[(code, _(words)) for code, words in PROOF_WORDS.items()]
            ),
            "supplier": forms.CharField(label=_("Supplier"), max_length=200),
            "number": forms.CharField(label=_("Number of the invoice"), max_length=60, required=False),
            "on": DayField(label=_("Date of the invoice")),
            "what": forms.CharField(label=_("What was bought"), max_length=300),
            "amount": AmountField(label=_("Amount of the invoice")),
            "share": AmountField(label=_("Of it charged to this grant")),
            "heading": RowField(headings, lambda one: one.title, label=_("Heading"), empty=_("Choose")),
            "project": project_field(projects),
            "paid_from": account_field(
                accounts, label=_("Paid from"), required=False, empty=_("The bank"),
                help_text=_("The bank, or the cash box for a voucher."),
            ),
            "paid_on": DayField(
                label=_("Day of the payment"), required=False,
                help_text=_("Nothing written: the date of the invoice. Write a later day when the books of that day are closed."),
            ),
        }  # fmt: skip


class PictureForm(forms.Form):
    """The picture of an invoice."""

    photo = forms.FileField(
        label=_("Picture of the invoice"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
    )


class ReportForm(forms.Form):
    """A report on a tranche."""

    words = forms.CharField(
        label=_("What was done, for how many, what differs from the budget and why"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )  # fmt: skip
    hand_over = forms.BooleanField(
        label=_("Hand the pictures of the invoices over with the report"), required=False,
        help_text=_("The funder may then open them, and each opening is written down. It is not taken back; it may also be done later."),
    )  # fmt: skip


class RuleForm(forms.Form):
    """A ruling on a line."""

    verdict = forms.ChoiceField(
        label=_("Ruling"),
        choices=[(code, _(words)) for code, words in VERDICT_WORDS.items() if code != Verdict.PENDING],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Question, or why it is to be paid back"), max_length=300, required=False)


class AnswerForm(forms.Form):
    """An answer to a query."""

    answer = forms.CharField(label=_("Answer"), max_length=300)


class AgreeForm(forms.Form):
    """Nothing to type: the button says it."""
