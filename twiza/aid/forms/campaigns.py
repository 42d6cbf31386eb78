"""What is typed on the pages of a campaign."""

from collections.abc import Iterable
from datetime import time
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from twiza.aid.queries.kinds import KINDS
from twiza.aid.queries.pages import COLOURS, SHAPES
from twiza.aid.rules.kinds import AidKind
from twiza.lib.text import isolated, tidy, western_digits
from twiza.platform.web import formats
from twiza.platform.web.fields import DayField, NumberField
from twiza.registry.rules.shocks import SHOCKS

MONTHS = {
    1: _("Muharram"),
    2: _("Safar"),
    3: _("Rabi I"),
    4: _("Rabi II"),
    5: _("Jumada I"),
    6: _("Jumada II"),
    7: _("Rajab"),
    8: _("Shaaban"),
    9: _("Ramadan"),
    10: _("Shawwal"),
    11: _("Dhu al-Qada"),
    12: _("Dhu al-Hijja"),
}


class HourField(forms.TimeField):
    """An hour of the day, in the digits of any script: 9, 9:30, 14h."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget", forms.TextInput(attrs={"dir": "ltr", "class": "digits", "autocomplete": "off"})
        )
        super().__init__(**options)

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values:
            return None
        text = tidy(western_digits(str(value))).lower().replace("h", ":").rstrip(":")
        hour, _colon, minutes = text.partition(":")
        try:
            if len(minutes) == 1:  # 9:3 is a slip of the hand: nobody knows which minutes were meant
                raise ValueError(text)
            return time(int(hour), int(minutes or 0))
        except ValueError:
            raise ValidationError(_("Write an hour, for example 9:30."), code="invalid") from None


class PlanCampaign(forms.Form):
    """A campaign to begin."""

    organisation = forms.ChoiceField(label=_("Organisation that leads it"))
    title = forms.CharField(label=_("Name of the campaign"), max_length=120)
    aid_kind = forms.ChoiceField(
        label=_("Kind of aid"),
        choices=[(kind.value, words.one) for kind, words in KINDS.items()],
        required=False,
    )
    legal_basis = forms.CharField(
        label=_("What allows it"),
        help_text=_("Of money only: the text or the decision that lets it be given."),
        max_length=300,
        required=False,
    )
    hijri_month = forms.TypedChoiceField(
        label=_("Hijri month"), coerce=int, choices=list(MONTHS.items()), initial=9
    )
    hijri_year = NumberField(label=_("Hijri year"), min_value=1440, max_value=1500)
    baskets = NumberField(label=_("How many"), min_value=1, max_value=2_000_000)
    reserve = NumberField(
        label=_("How many households in reserve"),
        help_text=_("From five to ten in a hundred of them."),
        min_value=0,
        max_value=200_000,
    )
    zones = forms.CharField(
        label=_("Neighbourhoods"),
        help_text=_("One a line, in the words people use."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, organisations: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].choices = [(str(one.pk), str(one)) for one in organisations]  # type: ignore[attr-defined]

    def clean_aid_kind(self) -> str:
        return self.cleaned_data["aid_kind"] or AidKind.BASKET.value

    def clean_zones(self) -> list[str]:
        return [tidy(line) for line in self.cleaned_data["zones"].splitlines() if tidy(line)]


class AnnounceMonth(forms.Form):
    """The announced first day of a month."""

    begins_on = DayField(label=_("First day, as announced"))
    aware = forms.BooleanField(
        label=_("I have seen which campaigns have their days already; I tell the others"), required=False
    )

    def __init__(self, *args: Any, asks: bool = False, **options: Any) -> None:
        """`asks`: campaigns have days already, so the person is asked whether they know."""
        super().__init__(*args, **options)
        if not asks:
            del self.fields["aware"]


class PlanMoreBaskets(forms.Form):
    """How many baskets there are in all."""

    baskets = NumberField(label=_("How many in all"), min_value=1, max_value=2_000_000)


class SetDates(forms.Form):
    """The days on which baskets are handed out."""

    starts_on = DayField(label=_("First day of distribution"))
    ends_on = DayField(label=_("Last day of distribution"))


class InvitePartner(forms.Form):
    """An organisation to share the campaign with."""

    partner = forms.ChoiceField(label=_("Organisation"))

    def __init__(self, *args: Any, organisations: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["partner"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((str(one.pk), str(one)) for one in organisations),
        ]


class AddPoint(forms.Form):
    """A distribution point."""

    name = forms.CharField(label=_("Name of the point"), max_length=120)
    zones = forms.MultipleChoiceField(
        label=_("Neighbourhoods it serves"), widget=forms.CheckboxSelectMultiple
    )
    host = forms.ChoiceField(label=_("Who keeps it"))
    colour = forms.ChoiceField(label=_("Colour"), choices=list(COLOURS.items()))
    shape = forms.ChoiceField(label=_("Shape"), choices=list(SHAPES.items()))
    capacity = NumberField(label=_("How many a day"), min_value=1, max_value=20_000)
    opens_at = HourField(label=_("Opens at"))
    closes_at = HourField(label=_("Closes at"))

    def __init__(self, *args: Any, zones: list[str], hosts: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["zones"].choices = [(zone, zone) for zone in zones]  # type: ignore[attr-defined]
        self.fields["host"].choices = [(str(one.pk), str(one)) for one in hosts]  # type: ignore[attr-defined]


class WriteCriteria(forms.Form):
    """Simple criteria: who must be met, and points for each."""

    OFFERED = (
        ("many_children", "children", "at_least", "ثلاثة أطفال أو أكثر", "Trois enfants ou plus", 3),
        ("large_household", "size", "at_least", "ستة أفراد أو أكثر", "Six personnes ou plus", 6),
        ("elders", "elders", "at_least", "شخص مسن في الأسرة", "Une personne âgée dans le ménage", 1),
        (
            "disability",
            "disability",
            "true",
            "شخص في وضعية إعاقة",
            "Une personne en situation de handicap",
            None,
        ),
        (
            "woman_headed",
            "woman_headed",
            "true",
            "أسرة تعيلها امرأة",
            "Ménage dont une femme a la charge",
            None,
        ),
        ("widow", "categories", "has", "أرملة في الأسرة", "Une veuve dans le ménage", "widows"),
        ("lost_income", "categories", "has", "فقدان الدخل", "Perte de revenu", "lost_income_shock"),
        (
            "recent_shock",
            "shocks",
            "has_any",
            "حادث قريب أصاب الأسرة",
            "Un coup dur récent dans le ménage",
            list(SHOCKS),
        ),
    )
    LABELS = {
        "many_children": _("Three children or more"),
        "large_household": _("Six people or more"),
        "elders": _("An elderly person"),
        "disability": _("A person with a disability"),
        "woman_headed": _("A household that a woman provides for"),
        "widow": _("A widow"),
        "lost_income": _("Income lost"),
        "recent_shock": _("Something that befell the household lately"),
    }

    def __init__(
        self, *args: Any, zones: list[str], draft: dict[str, Any] | None = None, **options: Any
    ) -> None:
        """`draft`: the criteria of the last campaign, when this one was made from it."""
        super().__init__(*args, **options)
        self.zones = zones
        last = {rule["code"]: rule.get("points", 0) for rule in (draft or {}).get("rules", [])}
        for code, *_rest in self.OFFERED:
            self.fields[code] = NumberField(
                label=self.LABELS[code], required=False, initial=last.get(code, 0), min_value=0, max_value=20
            )

    def criteria(self) -> dict[str, Any]:
        """Return the criteria as data: the zones decide who may be on the list, each other rule gives points."""
        rules: list[dict[str, Any]] = [
            {
                "code": "in_the_zones",
                "must": True,
                "when": {"fact": "zone", "is": "one_of", "value": self.zones},
                "ar": "تسكن الأسرة في أحد أحياء الحملة",
                "fr": "Le ménage habite un quartier de la campagne",
            }
        ]
        for code, fact, operator, arabic, french, value in self.OFFERED:
            points = self.cleaned_data.get(code) or 0
            if points:
                when: dict[str, Any] = {"fact": fact, "is": operator}
                rules.append(
                    {
                        "code": code,
                        "points": points,
                        "when": when if value is None else {**when, "value": value},
                        "ar": arabic,
                        "fr": french,
                    }
                )
        return {"rules": rules}


class BringHousehold(forms.Form):
    """A household of the registry to bring, by its code or typed."""

    household = forms.UUIDField(widget=forms.HiddenInput)  # sent twice, it is the same household
    organisation = forms.ChoiceField(label=_("Who brings it"))
    zone = forms.ChoiceField(label=_("Neighbourhood"))
    size = NumberField(label=_("How many people live there"), min_value=1, max_value=60)
    children = NumberField(label=_("Children"), required=False, min_value=0, max_value=40)
    elders = NumberField(label=_("Elderly people"), required=False, min_value=0, max_value=20)
    disability = forms.BooleanField(label=_("A person with a disability"), required=False)
    woman_headed = forms.BooleanField(label=_("A household that a woman provides for"), required=False)
    needs = forms.MultipleChoiceField(
        label=_("To prepare at the point"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            ("seat", _("A seat")),
            ("wheelchair", _("Room for a wheelchair")),
            ("carry", _("Help to carry")),
            ("home_delivery", _("Brought home")),
            ("audio", _("Read aloud")),
            ("large_print", _("Large print")),
            ("quiet", _("A quiet place")),
        ],
    )

    def __init__(self, *args: Any, zones: list[str], organisations: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["zone"].choices = [("", _("Choose")), *((zone, zone) for zone in zones)]  # type: ignore[attr-defined]
        self.fields["organisation"].choices = [(str(one.pk), str(one)) for one in organisations]  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """Return what was said; a box left empty says nothing, a box not ticked says nothing either."""
        data = self.cleaned_data
        facts = {name: data[name] for name in ("children", "elders") if data[name] is not None}
        facts |= {name: True for name in ("disability", "woman_headed") if data[name]}
        return facts | {"needs": data["needs"]}


class BringFromRegistry(forms.Form):
    """Which households of one's registry to bring: all, or those of one list. Each choice says how many."""

    ALL, TYPED = "all", "typed"

    organisation = forms.UUIDField(widget=forms.HiddenInput)
    source = forms.ChoiceField(label=_("Which families"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, organisation: Any, lists: list[Any], **options: Any) -> None:
        """`lists`: what the registry says of its lists, see `queries.lists_to_bring`."""
        options.setdefault("initial", {"organisation": organisation.pk})
        options.setdefault("auto_id", f"id_{organisation.pk.hex[-8:]}_%s")
        super().__init__(*args, **options)
        self.total = sum(one.households for one in lists)
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            *((self._key(one), self._words(one)) for one in lists),
            (self.ALL, _many(_("Everything in the registry"), self.total)),
        ]

    def upload(self) -> UUID | None:
        """Return the list that was chosen; None for the typed ones. Ask `everything` first."""
        chosen = self.cleaned_data["source"]
        return None if chosen == self.TYPED else UUID(chosen)

    @property
    def everything(self) -> bool:
        return bool(self.cleaned_data["source"] == self.ALL)

    def _key(self, one: Any) -> str:
        return self.TYPED if one.upload is None else str(one.upload)

    def _words(self, one: Any) -> str:
        if one.upload is None:
            return _many(_("Families typed one by one"), one.households)
        return _many(f"{isolated(one.name)}, {formats.day(one.at)}", one.households)


def _many(name: Any, count: int) -> str:
    households = ngettext("%(count)s household", "%(count)s households", count) % {
        "count": formats.number(count)
    }
    return f"{name} · {households}"
