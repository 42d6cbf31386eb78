"""What is typed about rooms, beds and guests."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from twiza.platform.web.fields import DayField, NumberField
from twiza.shelter import rules

TOGETHER = ("woman", "man", "child")


class DeclareBeds(forms.Form):
    """Free beds of a site for a night, a number for each kind that it has."""

    note = forms.CharField(label=_("Something the teams should know"), max_length=200, required=False)

    def __init__(self, *args: Any, beds: Mapping[str, int], **options: Any) -> None:
        """`beds`: how many there are of each kind; what the site has not is not asked for."""
        super().__init__(*args, **options)
        asked = {
            name: NumberField(
                label=_(rules.DECLARED[name]),
                min_value=0,
                max_value=most,
                help_text=_("of %(most)s") % {"most": most},
            )
            for name, most in beds.items()
            if most
        }
        self.fields = asked | self.fields

    @property
    def free(self) -> dict[str, int]:
        """Each kind that was asked for and its number."""
        return {name: self.cleaned_data[name] for name in rules.DECLARED if name in self.cleaned_data}


class OpenUnit(forms.Form):
    """Rooms of a site."""

    name = forms.CharField(
        label=_("Name of the rooms"), max_length=120, help_text=_("For example: ground floor, room 3")
    )
    group = forms.ChoiceField(label=_("Who sleeps there"), choices=list(rules.GROUPS.items()))
    beds = NumberField(label=_("How many beds"), min_value=1, max_value=200)
    reserve = forms.BooleanField(
        label=_("A reserve: opened for a night only when the committee or a round decides so"), required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["group"].choices = [(code, _(words)) for code, words in rules.GROUPS.items()]  # type: ignore[attr-defined]


class AddBeds(forms.Form):
    """More beds in rooms."""

    beds = NumberField(label=_("How many beds more"), min_value=1, max_value=200)


class CloseBed(forms.Form):
    """A bed out of order."""

    first = DayField(label=_("First night"))
    last = DayField(label=_("Last night"))
    reasons = forms.CharField(label=_("What is broken"), max_length=200)


class OpenReserve(forms.Form):
    """Why a reserve is opened for a night."""

    reasons = forms.CharField(label=_("Why tonight"), max_length=1000)


class StayOn(forms.Form):
    """Until which night somebody stays."""

    last = DayField(label=_("Until which night"))


class OfferBed(forms.Form):
    """Somebody who wants a bed: the code they have, or who comes. No name is asked for."""

    code = forms.CharField(
        label=_("Their code, if they have one"),
        max_length=40,
        required=False,
        help_text=_("It stands on the card they were given. Without it, say who comes."),
    )
    woman = NumberField(label=_("Women"), min_value=0, max_value=12, required=False)
    man = NumberField(label=_("Men"), min_value=0, max_value=12, required=False)
    child = NumberField(label=_("Children with them"), min_value=0, max_value=12, required=False)
    elderly = forms.BooleanField(label=_("Elderly, without anybody"), required=False)
    care = forms.BooleanField(label=_("Needs care"), required=False)

    def __init__(self, *args: Any, sites: Iterable[tuple[str, str]] = (), **options: Any) -> None:
        """`sites`: where they may wish to go; none to choose from asks nothing."""
        super().__init__(*args, **options)
        choices = list(sites)
        if len(choices) > 1:
            self.fields["site"] = forms.ChoiceField(
                label=_("Where they wish to go"),
                choices=[("", _("Wherever there is a bed")), *choices],
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Ask for a code or for people."""
        typed = super().clean() or {}
        if not self.errors and not typed.get("code") and not self.who:
            raise ValidationError(
                _("Write their code, or how many women, men and children come."), code="nobody"
            )
        return typed

    @property
    def who(self) -> list[str]:
        """Each of those who come: woman, man or child."""
        return [one for one in TOGETHER for _one in range(self.cleaned_data.get(one) or 0)]


class GuestCardForm(forms.Form):
    """What the site keeps while somebody stays. Everything may stay empty."""

    nickname = forms.CharField(
        label=_("How they want to be called"),
        max_length=80,
        required=False,
        help_text=_("Only if they say it."),
    )
    belongings = forms.CharField(
        label=_("What they brought"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Written together with them, so that everything is given back."),
    )
    animal = forms.CharField(label=_("An animal"), max_length=80, required=False)
    rules_read = forms.BooleanField(label=_("The rules of the house were read aloud"), required=False)
