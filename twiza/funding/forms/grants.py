"""Forms of grants up to the decision."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.funding.actions import Heading
from twiza.funding.forms.choices import RowField
from twiza.funding.rules.grants import CALL_WORDS, LICENCES, MOST_POINTS, THEMES
from twiza.platform.web.amounts import AmountField, AmountsInWords
from twiza.platform.web.fields import DayField, MoneyField, NumberField
from twiza.platform.web.lines import InLines

CRITERIA = 5
HEADINGS = 5


def _words(label: Any, *, most: int, rows: int = 4, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}), **options
    )


def _account() -> dict[str, forms.Field]:
    return {
        "rib": forms.CharField(
            label=_("Account number (RIB)"),
            max_length=60,
            widget=forms.TextInput(
                attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off", "class": "digits"}
            ),
            help_text=_("24 digits, as on the bank's certificate. Spaces do not matter."),
        ),
        "rib_holder": forms.CharField(
            label=_("In whose name the account is"),
            max_length=200,
            help_text=_("As on the bank's certificate: the name of the association, not of a person."),
        ),
    }


class BudgetLineForm(AmountsInWords):
    """A sum of a year's budget."""

    year = NumberField(label=_("Year"), min_value=2000, max_value=2100)
    title = forms.CharField(label=_("What it is for"), max_length=200)
    theme = forms.ChoiceField(
        label=_("For whom"), choices=[(code, _(words)) for code, words in THEMES.items()]
    )
    legal_basis = forms.CharField(
        label=_("By what text"),
        max_length=300,
        help_text=_("The law, decree, circular or board decision that allows it, with its date."),
    )
    amount = AmountField(label=_("Amount in dirhams"))


class CallForm(InLines):
    """A call or a programmed list, with its criteria."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "title": forms.CharField(label=_("Title of the call"), max_length=200),
            "kind": forms.ChoiceField(
                label=_("How files come"), choices=[(code, _(words)) for code, words in CALL_WORDS.items()]
            ),
            "opens_on": DayField(label=_("First day")),
            "closes_on": DayField(label=_("Last day")),
        }
        for n in range(1, CRITERIA + 1):
            self.fields[f"criterion_{n}"] = forms.CharField(
                label=_("Criterion %(number)s") % {"number": n}, max_length=200, required=n == 1
            )
            self.fields[f"weight_{n}"] = NumberField(
                label=_("Weight of criterion %(number)s") % {"number": n},
                min_value=1, max_value=100, required=False,
                help_text=_("From 1 to 100; 1 when nothing is written.") if n == 1 else "",
            )  # fmt: skip

    def criteria(self) -> list[tuple[str, int]]:
        """Return the criteria that were written, with their weights."""
        data = self.cleaned_data
        return [
            (data[f"criterion_{n}"], data.get(f"weight_{n}") or 1)
            for n in range(1, CRITERIA + 1)
            if data.get(f"criterion_{n}")
        ]


class GrantForm(InLines, AmountsInWords):
    """A file: the project, its budget by heading, the account."""

    def __init__(self, *args: Any, grantees: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "grantee": RowField(grantees, str, label=_("Association"), empty=_("Choose")),
            "project": forms.CharField(label=_("Project"), max_length=200),
            "summary": _words(
                _("What will be done, for whom, how it is measured"), most=4000, required=False
            ),
            "starts_on": DayField(label=_("First day of the project")),
            "ends_on": DayField(label=_("Last day of the project")),
            "asked": AmountField(label=_("Amount asked of this funder")),
            **_account(),
        }
        for n in range(1, HEADINGS + 1):
            self.fields[f"heading_{n}"] = forms.CharField(
                label=_("Heading %(number)s") % {"number": n}, max_length=120, required=n == 1
            )
            self.fields[f"cost_{n}"] = MoneyField(
                label=_("Whole cost of heading %(number)s") % {"number": n}, required=n == 1
            )
            self.fields[f"part_{n}"] = MoneyField(
                label=_("Of it asked of this funder, heading %(number)s") % {"number": n}, required=n == 1
            )

    def headings(self) -> list[Heading]:
        """Return the headings that were written."""
        data = self.cleaned_data
        return [
            Heading(
                data[f"heading_{n}"], data.get(f"cost_{n}") or Decimal(0), data.get(f"part_{n}") or Decimal(0)
            )
            for n in range(1, HEADINGS + 1)
            if data.get(f"heading_{n}")
        ]


class CompleteGrantForm(forms.Form):
    """What may be put right in a file."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "summary": _words(
                _("What will be done, for whom, how it is measured"), most=4000, required=False
            ),
            **_account(),
        }


class LookForm(forms.Form):
    """Whether a file is admissible."""

    licence = forms.ChoiceField(
        label=_("Licence"),
        choices=[(code, _(words)) for code, words in LICENCES.items()],
        help_text=_("As known today. “Not known” is said plainly and refuses nothing."),
    )
    reports_missing = NumberField(
        label=_("Reports on earlier grants that are late"), min_value=0, max_value=99
    )
    holder_right = forms.BooleanField(
        label=_("The account is in the name of the association"), required=False
    )
    papers_missing = forms.BooleanField(label=_("A paper is missing"), required=False)
    outside = forms.BooleanField(label=_("The project is not what this call is for"), required=False)
    words = forms.CharField(label=_("What to tell the association"), max_length=500, required=False)


class InterestForm(forms.Form):
    """A link with who asks, or none."""

    linked = forms.TypedChoiceField(
        label=_("Have you a link with this association?"),
        choices=[("no", _("No: no seat, no family, no debt, no work")), ("yes", _("Yes"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("Which link"), max_length=300, required=False)


class ScoreForm(forms.Form):
    """Points for each criterion of a call."""

    def __init__(self, *args: Any, criteria: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.criteria = criteria
        for one in criteria:
            self.fields[f"points_{one.place}"] = NumberField(
                label=one.title, min_value=0, max_value=MOST_POINTS,
                help_text=_("From 0 to %(most)s; counts %(weight)s times.") % {"most": MOST_POINTS, "weight": one.weight},
            )  # fmt: skip
            self.fields[f"why_{one.place}"] = forms.CharField(
                label=_("Why: %(criterion)s") % {"criterion": one.title}, max_length=300, required=False
            )

    def points(self) -> dict[Any, tuple[int, str]]:
        """Return criterion → (points, why)."""
        data = self.cleaned_data
        return {one.pk: (data[f"points_{one.place}"], data[f"why_{one.place}"]) for one in self.criteria}


class DecideForm(AmountsInWords):
    """The decision about a file."""

    granted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("Granted")), ("no", _("Not granted"))],
        coerce=lambda said: said == "yes",
        widget=forms.RadioSelect,
    )
    amount = AmountField(label=_("Amount granted"), required=False)
    reasons_for = _words(_("What speaks for it"), most=2000)
    reasons_against = _words(_("What speaks against it"), most=2000)
