"""The form of opening balances: one row for each account that begins with something."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from twiza.funding.forms.books import account_field
from twiza.funding.forms.choices import restriction_field
from twiza.platform.web.fields import DayField, MoneyField
from twiza.platform.web.lines import InLines

ROWS = 16


class OpeningForm(InLines):
    """The day, and what stands on each account: in debit or in credit."""

    shown_lines = 4

    def __init__(
        self, *args: Any, accounts: Sequence[Any], restrictions: Sequence[Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "on": DayField(
                label=_("Day on which the books begin"),
                help_text=_("No entry is dated before it: the first day of the year, or the day of the first entry."),
            )
        }  # fmt: skip
        for n in range(1, ROWS + 1):
            number = {"n": n}
            self.fields[f"account_{n}"] = account_field(
                accounts, label=_("Account (%(n)s)") % number, required=False, empty=_("None")
            )
            for side, label in (("debit", _("Debit (%(n)s)")), ("credit", _("Credit (%(n)s)"))):
                self.fields[f"{side}_{n}"] = MoneyField(
                    label=label % number, required=False, min_value=Decimal("0.01")
                )
            if restrictions:
                self.fields[f"restriction_{n}"] = restriction_field(
                    restrictions, label=_("Its money is bound to (%(n)s)") % number
                )

    @property
    def sums(self) -> tuple[Decimal, Decimal] | None:
        """What was typed in debit and in credit, added up, once the form was sent."""
        if not self.is_bound:
            return None
        data = getattr(self, "cleaned_data", {})
        debit, credit = (
            sum((data.get(f"{side}_{n}") or Decimal(0) for n in range(1, ROWS + 1)), Decimal(0))
            for side in ("debit", "credit")
        )
        return debit, credit

    def lines(self) -> list[tuple[Any, Decimal, Any]]:
        """Return (account, amount: above zero in debit, restriction or None) of each row that says something."""
        data = self.cleaned_data
        return [
            (
                data[f"account_{n}"],
                (data.get(f"debit_{n}") or Decimal(0)) - (data.get(f"credit_{n}") or Decimal(0)),
                data.get(f"restriction_{n}"),
            )
            for n in range(1, ROWS + 1)
            if data.get(f"account_{n}")
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(1, ROWS + 1):
            account, debit, credit = (data.get(f"{name}_{n}") for name in ("account", "debit", "credit"))
            if {f"account_{n}", f"debit_{n}", f"credit_{n}"} & set(self.errors):
                continue
            if debit and credit:
                self.add_error(f"credit_{n}", _("Write debit or credit, not both."))
            elif account and not (debit or credit):
                self.add_error(f"debit_{n}", _("Write what stood on this account."))
            elif (debit or credit) and not account:
                self.add_error(f"account_{n}", _("Choose the account."))
        if not self.errors and not any(data.get(f"account_{n}") for n in range(1, ROWS + 1)):
            raise ValidationError(_("Write at least what was at the bank, and the association's own means."))
        return data
