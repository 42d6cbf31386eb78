"""The shape of what is typed about households, persons and files."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.platform.web.fields import DayField, NumberField, PhoneField
from twiza.registry.rules.categories import CATEGORIES
from twiza.registry.rules.dates import Birth, read_birth
from twiza.registry.rules.people import CONTACTS, RELATIONSHIPS, SAID_BY, SEXES, HouseholdData, PersonData
from twiza.registry.rules.problems import Problem
from twiza.registry.rules.shocks import SHOCKS
from twiza.registry.rules.whereabouts import WHEREABOUTS
from twiza.registry.rules.words import written

MOST_ROWS = 25
ROW = re.compile(r"m-[0-9]{1,2}")


def choices(labels: dict[str, str]) -> list[tuple[str, Any]]:
    return [
        (code, _(label)) for code, label in labels.items()
    ]  # i18n: the labels are marked where they stand


class BirthField(forms.CharField):
    """A day, a month or only a year of birth, in any style; cleaned to a Birth or None."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget", forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "class": "digits"})
        )
        super().__init__(**options)

    def clean(self, value: Any) -> Any:
        if isinstance(value, Birth):
            return value
        found = read_birth(super().clean(value), timezone.localdate())
        if isinstance(found, Problem):
            would_work = str(_(found.would_work)) % found.data
            raise ValidationError(f"{_(found.why)} {would_work}")
        return found

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Birth):
            return value
        style = {"day": "%d/%m/%Y", "month": "%m/%Y"}.get(value.precision.value, "%Y")
        return value.on.strftime(style)


class PersonForm(forms.Form):
    """A person. One form of the name is enough; nothing else is needed."""

    name_arabic = forms.CharField(
        label=_("Name in Arabic letters"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "rtl", "lang": "ar", "autocomplete": "off"}),
    )
    name_latin = forms.CharField(
        label=_("Name in Latin letters"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    name_said = forms.CharField(label=_("As she says it"), required=False, max_length=200)
    relationship = forms.ChoiceField(
        label=_("In the household"), choices=choices(RELATIONSHIPS), required=False
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=choices(SEXES), required=False)
    birth = BirthField(
        label=_("Date or year of birth"), required=False, help_text=_("For example 05/03/1980, or only 1980")
    )
    phone = PhoneField(label=_("Telephone"), required=False)
    second_phone = PhoneField(label=_("Second telephone"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("name_arabic", "name_latin", "name_said"):
            data[name] = written(data.get(name) or "")
        if self.has_changed() and not (data["name_arabic"] or data["name_latin"] or data["name_said"]):
            self.add_error("name_arabic", _("Write at least one form of the name."))
        return data

    def person(self) -> PersonData:
        """Return what was typed, as the actions take it."""
        return self.typed()

    def typed(self) -> PersonData:
        """Return what is well typed so far, of a form that need not be valid."""
        data = getattr(self, "cleaned_data", {})
        birth: Birth | None = data.get("birth")
        return PersonData(
            name_arabic=data.get("name_arabic") or "",
            name_latin=data.get("name_latin") or "",
            name_said=data.get("name_said") or "",
            sex=data.get("sex") or "",
            birth_on=birth.on if birth else None,
            birth_precision=birth.precision.value if birth else "",
            phone=data.get("phone") or "",
            second_phone=data.get("second_phone") or "",
            relationship=data.get("relationship") or "other",
        )


def prefix_typed(text: str) -> str | None:
    """Return the prefix of a row of `MemberRows`, such as m-3; None when it is a form by itself."""
    return text if ROW.fullmatch(text) else None


MemberRows = forms.formset_factory(PersonForm, extra=0, min_num=1, validate_min=False, max_num=MOST_ROWS)


class HouseholdForm(forms.Form):
    """What is known of the household as a whole. Nothing is needed."""

    size = NumberField(label=_("Number of persons"), required=False, min_value=1, max_value=60)
    children = NumberField(label=_("Number of children"), required=False, min_value=0, max_value=40)
    place_words = forms.CharField(
        label=_("Neighbourhood, douar or commune"),
        required=False,
        max_length=300,
        help_text=_("In any script or spelling; a place we do not know is kept as written"),
    )
    address = forms.CharField(label=_("Address"), required=False, max_length=300)

    def household(self, **more: Any) -> HouseholdData:
        """Return what was typed, as the actions take it."""
        data = self.cleaned_data
        return HouseholdData(
            size=data["size"],
            children=data["children"],
            place_words=written(data["place_words"]),
            address=written(data["address"]),
            **more,
        )


class ContactForm(forms.Form):
    """Whether and how the household may be contacted."""

    contact = forms.ChoiceField(label=_("Contact"), choices=choices(CONTACTS), widget=forms.RadioSelect)
    contact_words = forms.CharField(
        label=_("How, and when"),
        required=False,
        max_length=200,
        help_text=_("In her own words, for example: mornings only, say it is the school"),
    )


class SituationForm(forms.Form):
    """A situation of one member, or of the whole household."""

    person = forms.ChoiceField(label=_("Whose situation"), required=False)
    category = forms.ChoiceField(label=_("Situation"), choices=[("", _("Choose")), *choices(CATEGORIES)])
    said_by = forms.ChoiceField(label=_("Who says so"), choices=choices(SAID_BY), widget=forms.RadioSelect)
    on = DayField(label=_("Since when it is known"), past=True)
    until = DayField(label=_("Until"), required=False)

    def __init__(self, *args: Any, members: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["person"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("The whole household"))] + [(str(m.pk), m.name) for m in members]


class ShockForm(forms.Form):
    """Something that happened to a household on one day, and until when it counts."""

    kind = forms.ChoiceField(label=_("What happened"), choices=[("", _("Choose")), *choices(SHOCKS)])
    happened_on = DayField(label=_("When it happened"), past=True)
    until = DayField(label=_("Until when it counts"), help_text=_("Two years after it happened at most."))
    said_by = forms.ChoiceField(label=_("Who says so"), choices=choices(SAID_BY), widget=forms.RadioSelect)


class WhereaboutsForm(forms.Form):
    """Whether a household is still there."""

    said = forms.ChoiceField(
        label=_("What is known of it"), choices=choices(WHEREABOUTS), widget=forms.RadioSelect
    )


class EraseForm(forms.Form):
    """Why somebody is erased: a code, never words."""

    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[
            ("asked", _("The person asked for it")),
            ("mistake", _("It was written by mistake")),
            ("no_purpose", _("It is no longer needed")),
        ],
        widget=forms.RadioSelect,
    )


class UploadForm(forms.Form):
    """A list of families as a file."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx), LibreOffice (.ods) or .csv, as you keep it"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt,.tsv"}),
        allow_empty_file=True,
    )
    said_by = forms.ChoiceField(
        label=_("Who said the situations on this list"),
        choices=choices(SAID_BY),
        widget=forms.RadioSelect,
        initial="self_declared",
    )
