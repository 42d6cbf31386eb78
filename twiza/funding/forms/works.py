"""Forms of projects of works."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from twiza.funding.actions import PartnerShare
from twiza.funding.forms.choices import RowField
from twiza.funding.rules.works import CONDITIONS, PHASE_WORDS, PHASES, PROGRAMMES
from twiza.platform.web.amounts import AmountField, AmountsInWords
from twiza.platform.web.fields import DayField, NumberField

SHARES = 4
RESERVES = 5


def _bodies(rows: Sequence[Any], label: Any) -> RowField:
    return RowField(rows, str, label=label, empty=_("None of the register"), required=False)


def _said(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=200, required=False, **options)


def _paper(label: Any = None) -> forms.CharField:
    return forms.CharField(
        label=label or _("Paper that says it"),
        max_length=120,
        help_text=_("Minutes, letter, contract, with number and day."),
    )


class WhereForm(forms.Form):
    """Where the works are to be."""

    where = forms.CharField(
        label=_("Commune or place"),
        max_length=120,
        help_text=_("Write its name in Arabic, in French or in Tifinagh."),
    )


class WorksForm(AmountsInWords):
    """A new project: what, by which programme, what it costs, who promised what."""

    def __init__(
        self,
        *args: Any,
        bodies: Sequence[Any],
        programmes: Sequence[Any],
        categories: dict[str, str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.own = {str(one.pk): one for one in programmes}
        listed = [
            *((code, _(words)) for code, words in PROGRAMMES.items()),
            *((code, str(one)) for code, one in self.own.items()),
        ]
        self.fields = {
            "title_ar": _said(_("Title in Arabic")),
            "title_fr": _said(_("Title in French")),
            "category": forms.ChoiceField(
                label=_("Kind of institution it will be"), choices=[("", _("Choose")), *categories.items()]
            ),
            "place_said": _said(
                _("The place as the source spells it"), help_text=_("Kept beside the official name.")
            ),
            "programme": forms.ChoiceField(
                label=_("Programme"), choices=[("", _("Another, or none")), *listed], required=False
            ),
            "cost": AmountField(label=_("What it costs, in dirhams")),
            "owner": _bodies(bodies, _("Owner of the works")),
            "owner_said": _said(_("Owner, by name")),
            "operator": _bodies(bodies, _("Operator: who will run it")),
            "operator_said": _said(_("Operator, by name")),
            "supervisor_said": _said(_("Supervisor of the site")),
            "source": forms.CharField(
                label=_("Where this comes from"),
                max_length=200,
                help_text=_("A list, a letter, a visit, with its day."),
            ),
            "on": DayField(label=_("Day of the idea"), past=True),
            "reference": _paper(_("Paper of the idea")),
        }
        for n in range(1, SHARES + 1):
            number = {"number": n}
            self.fields[f"partner_{n}"] = _bodies(bodies, _("Partner %(number)s") % number)
            self.fields[f"partner_said_{n}"] = _said(_("Partner %(number)s, by name") % number)
            self.fields[f"amount_{n}"] = AmountField(
                label=_("Share of partner %(number)s") % number, required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("title_ar") and not data.get("title_fr") and not self.errors:
            self.add_error(
                "title_ar", ValidationError(_("Write a title, in Arabic or in French."), code="title")
            )
        for n in range(1, SHARES + 1):
            named = data.get(f"partner_{n}") or data.get(f"partner_said_{n}")
            if bool(named) != bool(data.get(f"amount_{n}")) and not self.errors:
                self.add_error(
                    f"amount_{n}", ValidationError(_("A share has a partner and an amount."), code="share")
                )
        return data

    def shares(self) -> list[PartnerShare]:
        """Return the shares that were written."""
        data = self.cleaned_data
        return [
            PartnerShare(
                data[f"amount_{n}"],
                data[f"partner_{n}"].pk if data[f"partner_{n}"] else None,
                "" if data[f"partner_{n}"] else data[f"partner_said_{n}"],
            )
            for n in range(1, SHARES + 1)
            if data.get(f"amount_{n}")
        ]

    def written(self) -> dict[str, Any]:
        """Return what the action takes, programme and bodies as ids."""
        data = self.cleaned_data
        names = ("title_ar", "title_fr", "category", "place_said", "cost", "source", "on", "reference")
        said = data["programme"]
        return {
            **{name: data[name] for name in names},
            "programme": "" if said in self.own else said,
            "own_programme": self.own.get(said),
            **bodies_in(data),
        }


def bodies_in(data: dict[str, Any]) -> dict[str, Any]:
    """Return owner and operator as ids, with what is only named."""
    return {
        "owner": data["owner"].pk if data["owner"] else None,
        "operator": data["operator"].pk if data["operator"] else None,
        **{name: data[name] for name in ("owner_said", "operator_said", "supervisor_said")},
    }


class BodiesForm(forms.Form):
    """Who owns it, who runs it, who supervises the site."""

    def __init__(self, *args: Any, bodies: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "owner": _bodies(bodies, _("Owner of the works")),
            "owner_said": _said(_("Owner, by name")),
            "operator": _bodies(bodies, _("Operator: who will run it")),
            "operator_said": _said(_("Operator, by name")),
            "supervisor_said": _said(_("Supervisor of the site")),
        }


class UnderConventionForm(forms.Form):
    """Under which convention works run."""

    def __init__(self, *args: Any, conventions: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "convention": RowField(
                conventions, str, label=_("Convention"), required=False, empty=_("Under no convention")
            )
        }


class ProgrammeForm(forms.Form):
    """A programme beside the given ones."""

    name_ar = _said(_("Name in Arabic"))
    name_fr = _said(_("Name in French"))


class ShareForm(AmountsInWords):
    """What a partner promises."""

    def __init__(self, *args: Any, bodies: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {
            "partner": _bodies(bodies, _("Partner")),
            "partner_said": _said(
                _("Partner, by name"), help_text=_("A commune or another body that is not in the register.")
            ),
            "amount": AmountField(label=_("Share in dirhams")),
            "reference": forms.CharField(label=_("Paper that promises it"), max_length=120, required=False),
        }

    def share(self) -> PartnerShare:
        """Return what was written."""
        data = self.cleaned_data
        partner = data["partner"]
        return PartnerShare(
            data["amount"], partner.pk if partner else None, "" if partner else data["partner_said"], data["reference"]
        )  # fmt: skip


class CostForm(AmountsInWords):
    """Another cost."""

    cost = AmountField(label=_("What it costs, in dirhams"))
    reference = _paper()


class PaymentForm(AmountsInWords):
    """What a partner paid, or a correction of it."""

    amount = AmountField(label=_("Amount in dirhams"))
    correction = forms.BooleanField(label=_("It is a correction: take this amount off"), required=False)
    on = DayField(label=_("On which day"), past=True)
    reference = _paper(_("Reference of the payment"))
    words = _said(_("Why, for a correction"))

    def signed(self) -> Decimal:
        """Return the amount, below zero for a correction."""
        amount: Decimal = self.cleaned_data["amount"]
        return -amount if self.cleaned_data["correction"] else amount


class StepForm(forms.Form):
    """The day and the paper of a phase."""

    on = DayField(label=_("On which day"), past=True)
    reference = _paper()
    words = forms.CharField(
        label=_("In words"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class AcceptForm(StepForm):
    """The provisional acceptance with its reserves."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for n in range(1, RESERVES + 1):
            number = {"number": n}
            self.fields[f"reserve_{n}"] = _said(_("Reserve %(number)s: what is to be mended") % number)
            self.fields[f"due_{n}"] = DayField(
                label=_("Reserve %(number)s: by when") % number, required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(1, RESERVES + 1):
            if data.get(f"reserve_{n}") and not data.get(f"due_{n}") and f"due_{n}" not in self.errors:
                self.add_error(f"due_{n}", ValidationError(_("Say by when it is mended."), code="due"))
        return data

    def reserves(self) -> list[tuple[str, Any]]:
        """Return (what, by when) of those that were written."""
        data = self.cleaned_data
        return [
            (data[f"reserve_{n}"], data[f"due_{n}"])
            for n in range(1, RESERVES + 1)
            if data.get(f"reserve_{n}")
        ]


class OpenForm(StepForm):
    """The opening: a new entry of the register, or one that stands there."""

    def __init__(self, *args: Any, institutions: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["institution"] = RowField(
            institutions, str, label=_("Institution of the register"), required=False,
            empty=_("A new entry, from this project"),
        )  # fmt: skip


class StopForm(forms.Form):
    """Why works stand still, or that they are taken up again."""

    on = DayField(label=_("On which day"), past=True)
    reference = _paper()
    words = forms.CharField(label=_("Why"), max_length=500)


class PlanForm(forms.Form):
    """By when a phase is planned."""

    phase = forms.ChoiceField(
        label=_("Phase"), choices=[(str(one), _(PHASE_WORDS[one])) for one in PHASES[1:]]
    )
    on = DayField(label=_("Planned for"))


class ReserveForm(forms.Form):
    """Something to be mended after the acceptance."""

    words = forms.CharField(label=_("What is to be mended"), max_length=500)
    due_on = DayField(label=_("By when"))


class LiftForm(forms.Form):
    """By which paper a reserve was lifted."""

    on = DayField(label=_("On which day"), past=True)
    reference = _paper()


class ItemForm(forms.Form):
    """A line of the inventory."""

    what = forms.CharField(label=_("What was brought in"), max_length=200)
    count = NumberField(label=_("How many"), min_value=1)
    condition = forms.ChoiceField(
        label=_("Condition"), choices=[(code, _(words)) for code, words in CONDITIONS.items()]
    )
    handed_to = forms.CharField(
        label=_("Handed over to whom"), max_length=200, help_text=_("Name and office of who received it.")
    )
    handed_on = DayField(label=_("On which day"), past=True)
    reference = forms.CharField(label=_("Reference of the paper"), max_length=120, required=False)
