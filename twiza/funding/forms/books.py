"""Forms of the books: accounts, projects, what came and went back of grants, shared invoices, months that close."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.funding.forms.choices import RowField
from twiza.funding.queries import labelled
from twiza.funding.templatetags.funding import bound_to
from twiza.platform.web import formats
from twiza.platform.web.amounts import AmountField, AmountsInWords
from twiza.platform.web.fields import DayField, MoneyField
from twiza.platform.web.lines import InLines

PAYERS = 4


def project_field(projects: Sequence[Any]) -> RowField:
    """Return the field that names a project, if there is one."""
    return RowField(
        projects, lambda one: f"{one.code} · {one.title}", label=_("Project"), required=False,
        empty=_("No project in particular"),
    )  # fmt: skip


def account_field(accounts: Sequence[Any], **options: Any) -> RowField:
    """Return the field that chooses an account of the chart."""
    return RowField(accounts, lambda one: f"{one.code} · {labelled(one)}", **options)


class AccountForm(forms.Form):
    """An account of the chart."""

    code = forms.CharField(
        label=_("Code"), max_length=8, widget=forms.TextInput(attrs={"dir": "ltr", "class": "digits"}),
        help_text=_("Three to eight digits. The first is the class: 6 for an expense, 7 for income."),
    )  # fmt: skip
    label_ar = forms.CharField(label=_("Name in Arabic"), max_length=120, required=False)
    label_fr = forms.CharField(label=_("Name in French"), max_length=120, required=False)
    closed_on = DayField(
        label=_("Closed after"), required=False,
        help_text=_("The last day that may be written on it. Nothing written: it is open."),
    )  # fmt: skip


class ProjectForm(forms.Form):
    """A project that several may pay for."""

    def __init__(self, *args: Any, institutions: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "code": forms.CharField(
                label=_("Short code"), max_length=20, help_text=_("It stays, and is written on statements.")
            ),
            "title": forms.CharField(label=_("Name of the project"), max_length=200),
            "starts_on": DayField(label=_("First day")),
            "ends_on": DayField(label=_("Last day"), required=False),
            "institution": RowField(
                institutions,
                str,
                label=_("For the institution"),
                required=False,
                empty=_("No institution in particular"),
            ),
        }


class ChangeProjectForm(forms.Form):
    """Name and period of a project."""

    title = forms.CharField(label=_("Name of the project"), max_length=200)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"), required=False)


class ConfirmTrancheForm(forms.Form):
    """What the association's own bank says of a tranche."""

    def __init__(self, *args: Any, projects: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "reference": forms.CharField(label=_("Reference of the bank"), max_length=60),
            "on": DayField(label=_("Day our bank says")),
            "project": project_field(projects),
        }


class GiveBackForm(AmountsInWords):
    """Money that went back to a funder."""

    def __init__(self, *args: Any, projects: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "amount": AmountField(label=_("Amount given back")),
            "reference": forms.CharField(label=_("Reference of the bank"), max_length=60),
            "on": DayField(label=_("Day our bank says")),
            "project": project_field(projects),
        }


class HeadingAccountsForm(forms.Form):
    """To which account each heading of a budget is charged."""

    def __init__(self, *args: Any, headings: Sequence[Any], accounts: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.headings = list(headings)
        self.fields = {
            f"account_{one.place}": account_field(accounts, label=one.title) for one in self.headings
        }

    def chosen(self) -> list[tuple[Any, Any]]:
        """Return (heading, its account)."""
        return [(one, self.cleaned_data[f"account_{one.place}"]) for one in self.headings]


class PeriodForm(forms.Form):
    """The period of a statement."""

    first = DayField(label=_("From"))
    through = DayField(label=_("To, that day included"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("through") and data["through"] < data["first"]:
            self.add_error("through", _("The period ends after it begins."))
        return data


class CloseBooksForm(forms.Form):
    """Up to which day the books are closed: the end of a month, or another day."""

    def __init__(self, *args: Any, months: Sequence[date], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "month": forms.TypedChoiceField(
                label=_("Close up to the end of"), required=False, coerce=date.fromisoformat, empty_value=None,
                choices=[("", _("Choose a month")), *((one.isoformat(), formats.month(one)) for one in months)],
            ),
            "through": DayField(
                label=_("Or up to another day, that day included"), required=False,
            ),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("month") and not data.get("through") and not self.errors:
            self.add_error("month", _("Choose a month, or write a day."))
        if data.get("month") and data.get("through"):
            self.add_error("through", _("Choose a month or write a day, not both."))
        data["through"] = data.get("through") or data.pop("month", None)
        data.pop("month", None)
        return data


class PurchaseForm(InLines, AmountsInWords):
    """An invoice, and who pays which percent of it."""

    def __init__(
        self,
        *args: Any,
        headings: Sequence[Any],
        restrictions: Sequence[Any],
        projects: Sequence[Any],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "photo": forms.FileField(
                label=_("Picture of the invoice"), required=False,
                help_text=_("Taken with the telephone. Place and device are taken out of it."),
                widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png", "capture": "environment"}),
            ),
            "supplier": forms.CharField(label=_("Supplier"), max_length=200),
            "number": forms.CharField(label=_("Number of the invoice"), max_length=60),
            "on": DayField(label=_("Date of the invoice")),
            "what": forms.CharField(label=_("What was bought"), max_length=300),
            "amount": AmountField(label=_("Amount of the invoice")),
            "project": project_field(projects),
            "paid_on": DayField(
                label=_("Day of the payment"), required=False,
                help_text=_("Nothing written: the date of the invoice."),
            ),
        }  # fmt: skip
        for n in range(1, PAYERS + 1):
            self.fields[f"heading_{n}"] = RowField(
                headings,
                lambda one: f"{one.grant.organisation} · {one.grant.project} · {one.title}",
                label=_("Grant and heading (%(n)s)") % {"n": n}, required=False, empty=_("Nobody"),
            )  # fmt: skip
            self.fields[f"percent_{n}"] = _percent(_("Its percent (%(n)s)") % {"n": n})
        self.fields["own"] = RowField(
            restrictions, bound_to, label=_("Our own money"), required=False, empty=_("Nothing of ours"),
            help_text=_("A second person lets our own share go before it is paid."),
        )  # fmt: skip
        self.fields["own_percent"] = _percent(_("Percent of our own money"))

    def shares(self) -> list[tuple[Decimal, Any, Any]]:
        """Return (percent, heading or None, restriction or None) of who pays."""
        data = self.cleaned_data
        shares = [
            (data[f"percent_{n}"], data[f"heading_{n}"], None)
            for n in range(1, PAYERS + 1)
            if data.get(f"percent_{n}")
        ]
        return [*shares, (data["own_percent"], None, data["own"])] if data.get("own_percent") else shares

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        pairs = [(f"heading_{n}", f"percent_{n}") for n in range(1, PAYERS + 1)]
        for payer, percent in [*pairs, ("own", "own_percent")]:
            if payer in self.errors or percent in self.errors:
                continue
            if data.get(payer) and not data.get(percent):
                self.add_error(percent, _("Write the percent."))
            elif data.get(percent) and not data.get(payer):
                self.add_error(payer, _("Choose who pays this percent."))
        total = sum((percent for percent, _heading, _own in self._said(data)), Decimal(0))
        if not self.errors and total != 100:
            raise ValidationError(
                _("The percents add up to %(sum)s, not to 100. Correct one of them."), params={"sum": total}
            )
        return data

    def _said(self, data: dict[str, Any]) -> list[tuple[Decimal, Any, Any]]:
        self.cleaned_data = data
        return self.shares()


def _percent(label: Any) -> MoneyField:
    return MoneyField(
        label=label, required=False, min_value=Decimal("0.01"), max_value=Decimal(100),
        help_text=_("Of 100, with at most two decimals."),
    )  # fmt: skip


def months_to_close(closed: date | None) -> list[date]:
    """Return the last days of the months that are over and not closed, at most 24, the newest last."""
    day = timezone.localdate().replace(day=1)
    ends: list[date] = []
    while len(ends) < 24:
        day = date.fromordinal(day.toordinal() - 1)
        if closed is not None and day <= closed:
            break
        ends.append(day)
        day = day.replace(day=1)
    return ends[::-1]
