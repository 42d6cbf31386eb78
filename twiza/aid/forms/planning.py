"""What is typed on the pages of a plan: its purposes, places, content, funders, slots, lessons."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from twiza.aid.forms.campaigns import MONTHS, HourField
from twiza.aid.forms.places import PlaceField
from twiza.aid.models import CampaignFunder
from twiza.aid.queries.kinds import KINDS
from twiza.aid.queries.purposes import PURPOSE_ANSWERS, PURPOSES
from twiza.aid.queries.whereabouts import WHEREABOUTS_ANSWERS
from twiza.aid.rules.contents import Item, Measure
from twiza.aid.rules.lessons import Looked
from twiza.platform.web.fields import DayField, MoneyField, NumberField

UNITS = {
    Measure.PIECE: _("piece"),
    Measure.KILO: _("kilo"),
    Measure.LITRE: _("litre"),
    Measure.PACKET: _("packet"),
    Measure.BOX: _("box"),
    Measure.PAIR: _("pair"),
    Measure.DIRHAM: _("dirham"),
}
LOOKED = {
    Looked.KEPT: _("Kept: we do it again"),
    Looked.CHANGED: _("Changed"),
    Looked.LEFT: _("Left, and why"),
}
SHARES = {CampaignFunder.MONEY: _("Money"), CampaignFunder.GOODS: _("Goods")}
EMPTY_LINES = 4
MOST_SLOT_MINUTES = 600


class CloneCampaign(forms.Form):
    """The next campaign, made from this one."""

    title = forms.CharField(label=_("Name of the campaign"), max_length=120)
    hijri_month = forms.TypedChoiceField(label=_("Hijri month"), coerce=int, choices=list(MONTHS.items()))
    hijri_year = NumberField(label=_("Hijri year"), min_value=1440, max_value=1500)


class StatePurposes(forms.Form):
    """What a campaign is for, and in which season."""

    purposes = forms.MultipleChoiceField(
        label=_("What it is for"), choices=list(PURPOSES.items()), widget=forms.CheckboxSelectMultiple
    )
    cycle = forms.CharField(
        label=_("Name of the season"),
        help_text=_("Leave empty when its Hijri month is its season."),
        max_length=80,
        required=False,
    )


class PlaceZones(forms.Form):
    """In which place each zone lies. Left empty, nothing is said of that zone."""

    def __init__(self, *args: Any, lines: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.names = {f"zone{n}": line.name for n, line in enumerate(lines)}
        for n, line in enumerate(lines):
            self.fields[f"zone{n}"] = PlaceField(
                label=line.name, required=False, initial=line.placed.place if line.placed else None
            )

    def places(self) -> dict[str, Any]:
        """Return zone → place, of those that were said."""
        return {name: self.cleaned_data[key] for key, name in self.names.items() if self.cleaned_data[key]}


class QuantityField(MoneyField):
    """How much of something: up to three digits after the comma."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=9, decimal_places=3, **options)


class WriteContent(forms.Form):
    """The lines of one basket; a line without a name is none."""

    def __init__(self, *args: Any, items: Sequence[Item], **options: Any) -> None:
        super().__init__(*args, **options)
        self.count = len(items) + EMPTY_LINES
        for n in range(self.count):
            one = items[n] if n < len(items) else None
            for name, field in (
                ("name", forms.CharField(label=_("Item"), max_length=120, required=False)),
                ("quantity", QuantityField(label=_("Quantity"), required=False)),
                ("unit", forms.ChoiceField(label=_("Unit"), choices=list(UNITS.items()), required=False)),
                ("unit_cost", MoneyField(label=_("Cost of one unit"), required=False)),
            ):
                field.initial = _plain(getattr(one, name)) if one else None
                self.fields[f"{name}{n}"] = field

    def lines(self) -> Iterator[list[Any]]:
        """The boxes of each line, to be shown side by side."""
        for n in range(self.count):
            yield [self[f"{name}{n}"] for name in ("name", "quantity", "unit", "unit_cost")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for n in range(self.count):
            if data.get(f"name{n}"):
                for name in ("quantity", "unit_cost"):
                    if data.get(f"{name}{n}") is None and f"{name}{n}" not in self.errors:
                        self.add_error(f"{name}{n}", _("Write a figure, or empty the whole line."))
        return data

    def items(self) -> list[Item]:
        """Return what was written."""
        data = self.cleaned_data
        return [
            Item(data[f"name{n}"], data[f"quantity{n}"], data[f"unit{n}"], data[f"unit_cost{n}"])
            for n in range(self.count)
            if data[f"name{n}"]
        ]


class SubstituteItem(forms.Form):
    """An item that is replaced in every basket."""

    position = forms.TypedChoiceField(label=_("Item that was not found"), coerce=int)
    name = forms.CharField(label=_("What replaces it"), max_length=120)
    quantity = QuantityField(label=_("Quantity"))
    unit = forms.ChoiceField(label=_("Unit"), choices=list(UNITS.items()))
    unit_cost = MoneyField(label=_("Cost of one unit"))
    words = forms.CharField(
        label=_("Why"), help_text=_("It is the same for every household."), max_length=300
    )

    def __init__(self, *args: Any, items: Sequence[Item], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["position"].choices = [(n, one.name) for n, one in enumerate(items, start=1)]  # type: ignore[attr-defined]

    def item(self) -> Item:
        """Return what replaces it."""
        data = self.cleaned_data
        return Item(data["name"], data["quantity"], data["unit"], data["unit_cost"])


class AddFunder(forms.Form):
    """Who pays, how much, and what it may be used for."""

    funder = forms.ChoiceField(
        label=_("Organisation"),
        help_text=_("Leave it empty for donors without a name."),
        required=False,
    )
    label = forms.CharField(
        label=_("How it is called here"),
        help_text=_("For donors without a name: donors of the quarter, box of the feast."),
        max_length=120,
        required=False,
    )
    share = forms.ChoiceField(
        label=_("What is given"), choices=list(SHARES.items()), widget=forms.RadioSelect
    )
    amount = MoneyField(label=_("How much, in dirhams"), min_value=Decimal("0.01"))
    restricted_zones = forms.MultipleChoiceField(
        label=_("Only for these neighbourhoods"), required=False, widget=forms.CheckboxSelectMultiple
    )
    restriction = forms.CharField(label=_("Kept for something else"), max_length=300, required=False)
    bound_to = forms.ChoiceField(
        label=_("Where its money is kept"),
        help_text=_("Its statement is the report to this funder."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        organisations: Iterable[Any],
        zones: list[str],
        money: Iterable[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        kept = list(money)
        self.fields["bound_to"].choices = [("", _("Not said")), *kept]  # type: ignore[attr-defined]
        if not kept:
            del self.fields["bound_to"]
        self.fields["funder"].choices = [  # type: ignore[attr-defined]
            ("", _("No organisation: donors without a name")),
            *((str(one.pk), str(one)) for one in organisations),
        ]
        self.fields["restricted_zones"].choices = [(zone, zone) for zone in zones]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("funder") and not data.get("label"):
            raise ValidationError(_("Choose an organisation, or write how these donors are called here."))
        return data


class DivideDays(forms.Form):
    """Slots over every day of a point at once."""

    minutes = NumberField(label=_("Minutes of a slot"), min_value=15, max_value=MOST_SLOT_MINUTES, initial=60)


class OpenSlot(forms.Form):
    """One more slot of a point."""

    on = DayField(label=_("Day"))
    starts = HourField(label=_("From"))
    ends = HourField(label=_("Until what time"))
    capacity = NumberField(label=_("Households"), min_value=1, max_value=20_000)


class ChangeSlot(forms.Form):
    """How many households a slot holds; 0 takes it away."""

    capacity = NumberField(label=_("Households"), min_value=0, max_value=20_000)


class WriteLesson(forms.Form):
    """What happened, and what to change."""

    author = forms.ChoiceField(label=_("For which organisation you say it"))
    happened = forms.CharField(
        label=_("What happened"),
        help_text=_("No name of a person."),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    change = forms.CharField(
        label=_("What to change next time"), max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, organisations: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["author"].choices = [(str(one.pk), str(one)) for one in organisations]  # type: ignore[attr-defined]
        if len(organisations) == 1:
            self.fields["author"].initial = str(organisations[0].pk)
            self.fields["author"].widget = forms.HiddenInput()


class LookAtLesson(forms.Form):
    """What the new plan does with a lesson."""

    lesson = forms.UUIDField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=_("What is done with it"), choices=list(LOOKED.items()), widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("A word beside it"), max_length=300)

    def __init__(self, data: Any = None, *, lesson: Any) -> None:
        super().__init__(data, initial={"lesson": lesson.pk}, auto_id=f"id_{lesson.pk.hex[-8:]}_%s")


class AnswerPurpose(forms.Form):
    """What whoever brought a family answers about it."""

    answer = forms.ChoiceField(
        label=_("What you know of it"), choices=list(PURPOSE_ANSWERS.items()), widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, question: Any) -> None:
        super().__init__(data, auto_id=f"id_{question.pk.hex[-8:]}_%s")


class AnswerWhereabouts(forms.Form):
    """Whether a family that one brought is still there."""

    answer = forms.ChoiceField(
        label=_("What you know of it"), choices=list(WHEREABOUTS_ANSWERS.items()), widget=forms.RadioSelect
    )

    def __init__(self, data: Any = None, *, question: Any) -> None:
        super().__init__(data, auto_id=f"id_{question.pk.hex[-8:]}_%s")


KIND_CHOICES = [(kind.value, words.one) for kind, words in KINDS.items()]


def _plain(value: Any) -> Any:
    """A decimal as it is typed: no zeros behind the comma that nobody wrote."""
    if not isinstance(value, Decimal):
        return value
    return value.normalize() if value != value.to_integral_value() else value.quantize(Decimal(1))
