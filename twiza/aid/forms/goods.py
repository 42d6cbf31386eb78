"""What is typed in a store: goods in, inspected, packed, sent, counted, handed out."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from twiza.aid.queries.goods_words import CONDITIONS, MARKS, RELEASED, SORTS
from twiza.aid.rules.goods import Seen, plain
from twiza.platform.web.fields import DayField, MoneyField, NumberField

CHOOSE = ("", _("Choose"))


class QuantityField(MoneyField):
    """A quantity, three decimals at most, in the digits of any script."""

    default_error_messages = {
        "invalid": _("Write a number, for example 25 or 2,5."),
        "max_decimal_places": _("A quantity has three digits after the comma at most."),
        "min_value": _("The quantity cannot be below %(limit_value)s."),
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("decimal_places", 3)
        options.setdefault("min_value", Decimal(0))
        super().__init__(**options)


def chosen(label: Any, options: Iterable[tuple[str, Any]], **more: Any) -> forms.ChoiceField:
    """A list to choose from that opens on nothing."""
    return forms.ChoiceField(label=label, choices=[CHOOSE, *options], **more)


class Chooses(forms.Form):
    """A form whose lists are filled when it is made: `lists` is field → [(value, words)]."""

    def __init__(
        self, *args: Any, lists: dict[str, list[tuple[str, Any]]] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        for name, values in (lists or {}).items():
            self.fields[name].choices = [CHOOSE, *values]  # type: ignore[attr-defined]


class OpenStore(Chooses):
    """A place where goods lie."""

    organisation = chosen(_("Organisation"), ())
    kind = chosen(_("What it is"), (("store", _("A store room")), ("vehicle", _("A vehicle, for a round"))))
    name = forms.CharField(label=_("Name"), max_length=120)


class NameItem(forms.Form):
    """A sort of goods."""

    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=80, required=False)
    name_fr = forms.CharField(label=_("Name in French"), max_length=80, required=False)
    unit = forms.CharField(label=_("Unit"), help_text=_("Bag of 5 kg, bottle of 1 l, piece."), max_length=30)
    kind = chosen(_("Sort"), SORTS.items())


class ReceiveGoods(Chooses):
    """Goods that came."""

    item = chosen(_("What came"), ())
    origin = chosen(
        _("Where from"),
        (
            ("purchase", _("Bought")),
            ("donation", _("Given in kind")),
            ("transfer", _("From another organisation")),
        ),
    )
    announced = QuantityField(
        label=_("How many are on the paper that came with them"), min_value=Decimal("0.001")
    )
    counted = QuantityField(label=_("How many were counted"))
    expires_on = DayField(label=_("Expiry date"), required=False)
    condition = chosen(_("Condition"), CONDITIONS.items())
    reference = forms.CharField(
        label=_("Number of the invoice, delivery note or pledge"),
        help_text=_("A number, never a name."),
        max_length=60,
        required=False,
    )
    unit_value = MoneyField(label=_("Value of one, in dirhams"), required=False, min_value=Decimal(0))
    accept_near_expiry = forms.BooleanField(
        label=_("The date is near, and they can still be eaten in time"), required=False
    )


class InspectLot(forms.Form):
    """What an inspection found: each box is ticked when it is as it should be."""

    expiry = forms.BooleanField(label=_("The expiry date is readable and leaves enough days"), required=False)
    packaging = forms.BooleanField(label=_("The packaging is whole and clean"), required=False)
    storage = forms.BooleanField(label=_("It was kept dry, cool and clean"), required=False)
    genuine = forms.BooleanField(label=_("It is genuine: no counterfeit"), required=False)
    safe = forms.BooleanField(label=_("It is safe: nothing spoilt, broken or recalled"), required=False)
    refused = QuantityField(label=_("How many are refused"), help_text=_("0 when all are accepted."))

    def seen(self) -> Seen:
        """Return what was found."""
        return Seen(**self.cleaned_data)


class ReceivePledged(Chooses, InspectLot):
    """Goods that keep a pledge: counted and looked at in one gesture."""

    item = chosen(_("As which goods"), ())
    counted = QuantityField(label=_("How many were counted"), min_value=Decimal("0.001"))
    holds = QuantityField(min_value=Decimal("0.001"), initial=1)
    expires_on = DayField(label=_("Expiry date"), required=False)
    condition = chosen(_("Condition"), CONDITIONS.items(), initial="new")
    accept_near_expiry = forms.BooleanField(
        label=_("The date is near, and they can still be eaten in time"), required=False
    )
    field_order = (
        "item", "counted", "holds", "expires_on", "condition", "expiry", "packaging", "storage", "genuine", "safe",
        "refused", "accept_near_expiry",
    )  # fmt: skip

    def __init__(self, *args: Any, unit: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["holds"].label = _("How many “%(unit)s” of the pledge are in one of them") % {
            "unit": unit
        }
        self.fields["holds"].help_text = _("1 where they are counted as they were promised.")

    def seen(self) -> Seen:
        """Return what was found."""
        names = ("expiry", "packaging", "storage", "genuine", "safe", "refused")
        return Seen(**{name: self.cleaned_data[name] for name in names})


class PerLot(forms.Form):
    """A quantity for each lot of a store, named by the lot; empty boxes say nothing."""

    def __init__(
        self, *args: Any, lots: Sequence[tuple[Any, Decimal]], show: bool = True, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.per_lot = {f"lot_{lot.pk}": (lot, quantity) for lot, quantity in lots}
        for name, (lot, quantity) in self.per_lot.items():
            words = _("%(lot)s · %(item)s") % {"lot": lot, "item": lot.item}
            hint = _("%(quantity)s lie here") % {"quantity": plain(quantity)} if show else ""
            self.fields[name] = QuantityField(label=words, help_text=hint, required=False)

    def quantities(self) -> list[tuple[Any, Decimal]]:
        """Return (lot, quantity) of the boxes that were filled."""
        typed = ((lot, self.cleaned_data.get(name)) for name, (lot, _there) in self.per_lot.items())
        return [(lot, quantity) for lot, quantity in typed if quantity is not None]


class SendGoods(PerLot):
    """What is sent, and where."""

    target = chosen(_("Where it goes"), ())
    day = DayField(label=_("Day it is for"))

    def __init__(self, *args: Any, targets: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["target"].choices = [CHOOSE, *targets]  # type: ignore[attr-defined]

    def quantities(self) -> list[tuple[Any, Decimal]]:
        return [(lot, quantity) for lot, quantity in super().quantities() if quantity]


class CountGoods(PerLot):
    """What was counted, without the figure of the books: it is compared afterwards."""

    note = forms.CharField(
        label=_("What happened"),
        help_text=_("In a few words, without a name."),
        max_length=300,
        required=False,
    )


class ReceiveTransfer(CountGoods):
    """What arrived of each lot; an empty box says that all of it did."""


class WriteLoss(CountGoods):
    """How many of each lot are lost or damaged."""

    field_order = ("kind",)
    kind = chosen(
        _("What happened to them"),
        (
            ("loss", _("Lost or stolen")),
            ("damage", _("Damaged: they are thrown away")),
            ("destruction", _("Destroyed: refused, expired or unsafe")),
        ),
    )


class PackBaskets(Chooses):
    """How many baskets, and what goes into each."""

    campaign = chosen(_("Campaign"), ())
    baskets = NumberField(label=_("How many"), min_value=1, max_value=20_000)

    def __init__(self, *args: Any, items: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.items = {f"item_{item.pk}": item for item in items}
        for name, item in self.items.items():
            self.fields[name] = QuantityField(label=str(item), help_text=_("In each one"), required=False)

    def content(self) -> list[tuple[Any, Decimal]]:
        """Return (item, quantity in each basket) of the boxes that were filled."""
        return [
            (item, self.cleaned_data[name])
            for name, item in self.items.items()
            if self.cleaned_data.get(name)
        ]

    def fills(self) -> dict[UUID, int] | None:
        """Without a plan there is no line to fill."""
        return None


class PackPlanned(Chooses):
    """How many baskets, and which goods fill each line of the plan."""

    campaign = forms.ChoiceField(widget=forms.HiddenInput)
    baskets = NumberField(label=_("How many"), min_value=1, max_value=20_000)

    def __init__(self, *args: Any, plan: Sequence[Any], items: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.plan, self.items = plan, items
        for line in plan:
            asked = _("%(name)s: %(quantity)s") % {
                "name": line.planned.name, "quantity": plain(line.planned.quantity)
            }  # fmt: skip
            self.fields[f"goods_{line.place}"] = forms.ChoiceField(
                label=asked,
                choices=[CHOOSE, *pairs(items)],
                initial=str(line.goods.pk) if line.goods else "",
                required=line.planned.unit != "dirham",
            )
            self.fields[f"each_{line.place}"] = QuantityField(
                label=_("How many of them in each"),
                initial=plain(line.each) if line.each is not None else None,
                required=False,
            )

    def lines(self) -> list[tuple[Any, Any, Any]]:
        """Return (line of the plan, field of its goods, field of how many), for the page."""
        return [(one, self[f"goods_{one.place}"], self[f"each_{one.place}"]) for one in self.plan]

    def content(self) -> list[tuple[Any, Decimal]]:
        """Return (item, quantity in each basket) of the lines that were filled."""
        return [
            (
                by_id(self.items, self.cleaned_data[f"goods_{one.place}"]),
                self.cleaned_data[f"each_{one.place}"],
            )
            for one in self.plan
            if self.cleaned_data.get(f"goods_{one.place}") and self.cleaned_data.get(f"each_{one.place}")
        ]

    def fills(self) -> dict[UUID, int] | None:
        """Return item → the line that it fills."""
        return {UUID(self.cleaned_data[f"goods_{one.place}"]): one.place for one in self.plan
                if self.cleaned_data.get(f"goods_{one.place}")}  # fmt: skip


class Substitute(Chooses):
    """What stands for a missing item, in all baskets."""

    campaign = chosen(_("Campaign"), ())
    item = chosen(_("Missing item"), ())
    instead = chosen(_("Replaced by"), ())
    ratio = QuantityField(label=_("How much of it stands for one"), min_value=Decimal("0.001"))


class CheckBasket(Chooses):
    """One basket, opened, weighed or counted."""

    basket = NumberField(label=_("Number of the one that was opened"), min_value=1)
    result = chosen(_("Is everything in it?"), (("right", _("Yes, all of it")), ("wrong", _("No"))))
    missing = forms.ChoiceField(label=_("What is missing"), required=False)
    grams = NumberField(label=_("Weight in grams"), required=False, min_value=1, max_value=200_000)


class IssueGoods(Chooses):
    """Who receives, how much, and how it was signed."""

    campaign = chosen(_("Campaign, for a household"), (), required=False)
    code = forms.CharField(
        label=_("List code of the household"),
        required=False,
        max_length=16,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"}),
    )
    institution = chosen(_("Or an institution"), (), required=False)
    quantity = QuantityField(label=_("How many"), min_value=Decimal("0.001"))
    mark = chosen(_("Who received it"), MARKS.items())
    at_home = forms.BooleanField(label=_("Brought home"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("code")) != bool(data.get("campaign")):
            raise ValidationError(_("A household is named by its campaign and its code."))
        return data


class KeepGoods(Chooses):
    """How much is kept for which campaign, earliest expiry first."""

    campaign = chosen(_("Campaign"), ())
    quantity = QuantityField(label=_("How many"), min_value=Decimal("0.001"))


class HowMany(forms.Form):
    """How many go back."""

    quantity = QuantityField(label=_("How many"), min_value=Decimal("0.001"))


class TakeBack(HowMany):
    """How many came back, and how they look."""

    condition = chosen(_("Condition"), CONDITIONS.items())


class ReportResale(forms.Form):
    """Goods seen being sold."""

    place = forms.CharField(
        label=_("Where"), help_text=_("A market, a street. No name of anybody."), max_length=120
    )
    seen_on = DayField(label=_("Day"))
    quantity = QuantityField(label=_("How many were seen"), required=False)


class ReleaseLot(forms.Form):
    """Why stopped goods may go on."""

    reason_code = chosen(_("Why"), RELEASED.items())


class EnterSignature(forms.Form):
    """A signature on the printed record, of somebody without an account here."""

    office = forms.CharField(
        label=_("Office or part, as on the paper"),
        help_text=_("Hygiene office, annex, guard. No name."),
        max_length=80,
    )
    how = chosen(
        _("How it was signed"), (("paper", _("Signed on the paper")), ("mark", _("Put a mark on the paper")))
    )


class SignRecord(forms.Form):
    """One's own signature."""

    office = forms.CharField(label=_("Your office or part, as on the paper"), max_length=80)


def pairs(rows: Iterable[Any]) -> list[tuple[str, Any]]:
    """Return (id, words) of rows, to choose from."""
    return [(str(row.pk), str(row)) for row in rows]


def by_id(rows: Iterable[Any], typed: str | UUID) -> Any:
    """Return the row that was chosen, or None."""
    return next((row for row in rows if str(row.pk) == str(typed)), None)
