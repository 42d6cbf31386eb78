"""What is typed of an urgent programme: its template, its opening, needs, offers, tokens, days, its end."""

from collections.abc import Iterable, Sequence
from datetime import time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from twiza.aid.forms.campaigns import HourField, WriteCriteria
from twiza.aid.forms.places import PlaceField
from twiza.aid.forms.planning import WriteContent
from twiza.aid.queries.crisis import HAZARDS, LEVELS, REFUSALS, ROADS, SURE
from twiza.aid.queries.kinds import KINDS
from twiza.aid.rules.kinds import NEEDS_LEGAL_BASIS
from twiza.lib.text import tidy, western_digits
from twiza.platform.web.fields import DayField, MoneyField, NumberField, PhoneField

CHOOSE = ("", _("Choose"))
NEEDS = [
    ("seat", _("A seat")),
    ("wheelchair", _("Room for a wheelchair")),
    ("carry", _("Help to carry")),
    ("home_delivery", _("Brought home")),
    ("quiet", _("A quiet place")),
]
OPENS, CLOSES = time(8), time(18)


class PrepareTemplate(WriteContent):
    """An urgent programme thought through in calm times."""

    FIRST = ("organisation", "title", "hazard", "aid_kind", "services", "roles", "appeal", "points")

    organisation = forms.ChoiceField(label=_("Organisation that leads it"))
    title = forms.CharField(label=_("Name of the template"), max_length=120)
    hazard = forms.ChoiceField(label=_("For what"), choices=[CHOOSE, *HAZARDS.items()])
    aid_kind = forms.ChoiceField(
        label=_("What is given"),
        choices=[(kind.value, words.one) for kind, words in KINDS.items() if kind not in NEEDS_LEGAL_BASIS],
    )
    services = forms.CharField(
        label=_("Services on site"),
        help_text=_("One a line: shelter, water, listening."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    roles = forms.CharField(
        label=_("Who does what"),
        help_text=_("One role a line, never a name. Among them who keeps the desk for women and children."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    appeal = forms.CharField(
        label=_("Steps of the urgent appeal"),
        help_text=_("One a line, in order: who is called, what is deposited, what proof is kept."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    points = forms.CharField(
        label=_("Points"),
        help_text=_("One a line, its capacity a day after a comma: Yard of the school, 60."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, organisations: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, items=(), **options)
        self.fields["organisation"].choices = [(str(one.pk), str(one)) for one in organisations]  # type: ignore[attr-defined]

    def first(self) -> list[Any]:
        """The boxes above the content."""
        return [self[name] for name in self.FIRST]

    def _lines(self, name: str, longest: int) -> list[str]:
        return [tidy(line)[:longest] for line in self.cleaned_data[name].splitlines() if tidy(line)]

    def clean_services(self) -> list[str]:
        return self._lines("services", 120)

    def clean_roles(self) -> list[str]:
        return self._lines("roles", 120)

    def clean_appeal(self) -> list[str]:
        return self._lines("appeal", 200)

    def clean_points(self) -> list[dict[str, Any]]:
        found = []
        for number, line in enumerate(self._lines("points", 200), start=1):
            name, _comma, room = western_digits(line).replace("،", ",").rpartition(",")
            if not name.strip() or not room.strip().isdecimal():
                raise ValidationError(
                    _(
                        "Line %(number)s: “%(line)s”. Write a name, a comma and a figure, as: Yard of the school, 60."
                    ),
                    params={"number": number, "line": line[:60]},
                )
            found.append(
                {
                    "name": name.strip(),
                    "capacity": int(room),
                    "opens_at": f"{OPENS:%H:%M}",
                    "closes_at": f"{CLOSES:%H:%M}",
                }
            )
        return found

    def contents(self) -> list[dict[str, str]]:
        """Return the lines of the content as plain values."""
        return [
            {
                "name": one.name,
                "quantity": str(one.quantity),
                "unit": one.unit,
                "unit_cost": str(one.unit_cost),
            }
            for one in self.items()
        ]

    @staticmethod
    def criteria() -> dict[str, Any]:
        """Return the criteria of an emergency: whoever is there; elders, disability and many children come first."""
        rules: list[dict[str, Any]] = [
            {
                "code": "is_there",
                "must": True,
                "when": {"fact": "size", "is": "at_least", "value": 1},
                "ar": "أسرة توجد في المكان",
                "fr": "Un ménage présent sur place",
            }
        ]
        for code, fact, operator, arabic, french, value in WriteCriteria.OFFERED:
            if code in ("many_children", "elders", "disability"):
                when: dict[str, Any] = {"fact": fact, "is": operator}
                when |= {} if value is None else {"value": value}
                rules.append({"code": code, "points": 2, "when": when, "ar": arabic, "fr": french})
        return {"rules": rules}


class OpenCrisis(forms.Form):
    """An urgent programme to open: where, how many, who leads."""

    title = forms.CharField(label=_("Name of the programme"), max_length=80)
    place = PlaceField(
        label=_("Place"), help_text=_("The commune or the province: its name in any script."), required=False
    )
    zones = forms.CharField(
        label=_("Douars or neighbourhoods"),
        help_text=_("One a line. Others are added while it runs."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    households = NumberField(label=_("How many households, about"), min_value=1, max_value=500_000)
    level = forms.TypedChoiceField(
        label=_("How far it reaches"), coerce=int, choices=list(LEVELS.items()), widget=forms.RadioSelect
    )
    lead = forms.ChoiceField(label=_("Who leads"))

    def __init__(self, *args: Any, leads: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lead"].choices = [(str(one.pk), one.display_name) for one in leads]  # type: ignore[attr-defined]

    def clean_zones(self) -> list[str]:
        lines = [tidy(line)[:80] for line in self.cleaned_data["zones"].splitlines() if tidy(line)]
        return list(dict.fromkeys(lines))


class ReportNeed(forms.Form):
    """What somebody says of a douar."""

    zone = forms.ChoiceField(label=_("Douar"))
    item = forms.CharField(label=_("Of what"), help_text=_("Tents, water, milk for babies."), max_length=80)
    needed = NumberField(label=_("Needed in all"), required=False, min_value=0, max_value=2_000_000)
    sure = forms.ChoiceField(
        label=_("How sure the figure is"), choices=[CHOOSE, *SURE.items()], required=False
    )
    arrived = NumberField(label=_("Arrived in all"), required=False, min_value=0, max_value=2_000_000)
    road = forms.ChoiceField(
        label=_("The road"), choices=[("", _("not said")), *ROADS.items()], required=False
    )
    said_as = forms.CharField(
        label=_("Who says so"),
        help_text=_("A role, never a name: moqaddem, driver, volunteer."),
        max_length=80,
    )

    def __init__(self, *args: Any, zones: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["zone"].choices = [CHOOSE, *((zone, zone) for zone in zones)]  # type: ignore[attr-defined]


class AddZone(forms.Form):
    """A douar that nobody knew of."""

    name = forms.CharField(label=_("Name of the douar"), max_length=80)
    place = PlaceField(label=_("Place"), required=False)
    point = forms.ChoiceField(label=_("Point that serves it"))

    def __init__(self, *args: Any, points: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["point"].choices = [(str(one.pk), one.name) for one in points]  # type: ignore[attr-defined]


class NoteOffer(forms.Form):
    """What somebody offers."""

    who = forms.CharField(label=_("Who offers"), max_length=120)
    reach = PhoneField(label=_("Telephone"), required=False)
    item = forms.CharField(label=_("What"), max_length=80)
    quantity = NumberField(label=_("How much"), min_value=1, max_value=2_000_000)


class AcceptOffer(forms.Form):
    """When the convoy of an offer comes."""

    point = forms.ChoiceField(label=_("To which point"))
    on = DayField(label=_("Day"))
    starts = HourField(label=_("From"))
    ends = HourField(label=_("Until what time"))
    vehicles = NumberField(label=_("How many vehicles"), min_value=1, max_value=99)

    def __init__(self, *args: Any, points: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["point"].choices = [(str(one.pk), one.name) for one in points]  # type: ignore[attr-defined]


class RefuseOffer(forms.Form):
    """Why an offer is refused."""

    reason_code = forms.ChoiceField(label=_("Why"), choices=list(REFUSALS.items()), widget=forms.RadioSelect)


class PrintPads(forms.Form):
    """Pads for days without network."""

    pads = NumberField(label=_("How many pads"), min_value=1, max_value=99, initial=2)
    leaves = NumberField(label=_("Leaves in each"), min_value=1, max_value=200, initial=50)


class RegisterLight(forms.Form):
    """A household by a token: no name."""

    organisation = forms.ChoiceField(label=_("Who brings it"))
    token = forms.CharField(
        label=_("Token of the leaf"),
        help_text=_("Typed later from a pad. Leave it empty when you write it here at once."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "class": "digits"}),
    )
    zone = forms.ChoiceField(label=_("Douar"))
    size = NumberField(label=_("How many people live there"), min_value=1, max_value=60)
    needs = forms.MultipleChoiceField(
        label=_("To prepare at the point"), required=False, choices=NEEDS, widget=forms.CheckboxSelectMultiple
    )
    met_on = DayField(label=_("Day it was met"))

    def __init__(
        self, *args: Any, zones: Sequence[str], organisations: Sequence[Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["zone"].choices = [CHOOSE, *((zone, zone) for zone in zones)]  # type: ignore[attr-defined]
        self.fields["organisation"].choices = [(str(one.pk), str(one)) for one in organisations]  # type: ignore[attr-defined]


class CountCrisisDay(forms.Form):
    """The figures of a day."""

    day = DayField(label=_("Day"))
    households = NumberField(label=_("Households seen"), min_value=0, max_value=500_000)
    persons = NumberField(label=_("Persons"), min_value=0, max_value=5_000_000)
    given = NumberField(label=_("Given out"), min_value=0, max_value=500_000)
    volunteers = NumberField(label=_("Volunteers, briefed and insured"), min_value=0, max_value=100_000)
    protection_desks = NumberField(
        label=_("Sites with a desk apart for women and children"), min_value=0, max_value=1000
    )


class DemobiliseCrisis(forms.Form):
    """The end of an urgent programme."""

    left_over = forms.CharField(
        label=_("What is left, and where"), max_length=600, widget=forms.Textarea(attrs={"rows": 3})
    )
    debts = MoneyField(label=_("Debts, in dirhams"), min_value=Decimal(0), initial=Decimal(0))
    to_follow_up = NumberField(
        label=_("People who need listening, or a way home"),
        help_text=_("A figure only; their files are elsewhere."),
        min_value=0,
        max_value=1_000_000,
        initial=0,
    )
    handed_to = forms.CharField(label=_("Ordinary programme that goes on"), max_length=300, required=False)
