"""What is read to her, and what she answers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.forms import shapes
from twiza.platform.web.fields import DayField


class OrganisationField(forms.ChoiceField):
    """One organisation of the register, by its name; its id comes out."""

    def offer(self, rows: Iterable[Any]) -> None:
        """Say which organisations may be chosen."""
        self.choices = [("", _("Choose")), *((str(one.pk), str(one)) for one in rows)]


class WriteConsent(forms.Form):
    """One purpose, one kind of help, one organisation, these fields, a last day: nothing else passes."""

    organisation = OrganisationField(label=_("To which organisation"))
    sector = forms.ChoiceField(label=_("For which help"), choices=shapes.choices(rules.SECTORS))
    purpose = forms.ChoiceField(
        label=_("What for"), choices=shapes.choices(rules.PURPOSES), widget=forms.RadioSelect, initial="help"
    )
    fields_named = forms.MultipleChoiceField(
        label=_("What may be told"),
        choices=shapes.choices(rules.PACKET_FIELDS),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Read each one to her. What is not ticked cannot be sent."),
    )
    until = DayField(label=_("Until which day"))
    state = forms.ChoiceField(
        label=_("Her answer"),
        choices=shapes.choices({one: rules.CONSENTS[one] for one in rules.FIRST_WORDS}),
        widget=forms.RadioSelect,
        initial=rules.Consent.GIVEN,
    )
    how = forms.ChoiceField(
        label=_("How she answered"),
        choices=shapes.choices(rules.HOWS),
        widget=forms.RadioSelect,
        initial="spoken",
    )
    language = forms.ChoiceField(
        label=_("In which language it was read to her"),
        choices=shapes.choices(rules.LANGUAGES),
        initial="darija",
    )

    def __init__(self, *args: Any, organisations: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].offer(organisations)  # type: ignore[attr-defined]
