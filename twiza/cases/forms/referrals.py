"""Passing on: to whom, what for, how urgent; what is told; what is answered."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.forms import shapes
from twiza.cases.forms.consent import OrganisationField
from twiza.platform.web.fields import DayField


class PrepareReferral(forms.Form):
    """To which organisation, for which help, how urgent."""

    receiver = OrganisationField(label=_("To which organisation"))
    kind = forms.ChoiceField(label=_("For which help"), choices=shapes.choices(rules.SECTORS))
    purpose = forms.ChoiceField(
        label=_("What for"), choices=shapes.choices(rules.PURPOSES), widget=forms.RadioSelect, initial="help"
    )
    urgency = forms.ChoiceField(
        label=_("How urgent"),
        choices=shapes.choices(rules.URGENCIES),
        widget=forms.RadioSelect,
        initial=rules.Risk.AMBER,
    )
    service = forms.ChoiceField(
        label=_("Place to sleep, from the directory"),
        required=False,
        help_text=_("Only for a place to sleep."),
    )
    no_violence = forms.BooleanField(
        label=_("Nobody here fled violence: a place where men sleep too may be chosen"), required=False
    )

    def __init__(
        self, *args: Any, organisations: Iterable[Any], shelters: Iterable[Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["receiver"].offer(organisations)  # type: ignore[attr-defined]
        rows = [(str(one.pk), f"{one} · {one.provider or one.organisation}") for one in shelters]
        self.fields["service"].choices = [("", _("None")), *rows]  # type: ignore[attr-defined]


class SendPacket(forms.Form):
    """One tick for each field that she agreed to, beside its exact words; what is typed is typed here."""

    def __init__(self, *args: Any, offers: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offers = list(offers)
        for offer in self.offers:
            if offer.typed:
                self.fields[f"text_{offer.name}"] = forms.CharField(
                    label=_(rules.PACKET_FIELDS[offer.name]),
                    required=False,
                    max_length=rules.LONGEST_FIELD,
                    initial=offer.value,
                )
            self.fields[f"tick_{offer.name}"] = forms.BooleanField(required=False)


class AnswerReferral(forms.Form):
    """What the desk answers."""

    to = forms.ChoiceField(label=_("The answer"))
    reason_code = forms.ChoiceField(label=_("If declined: why"), required=False)
    offered = OrganisationField(label=_("Another organisation instead"), required=False)
    offered_on = DayField(label=_("Or a day on which it would be possible"), required=False)

    def __init__(self, *args: Any, ways: Iterable[str], organisations: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        able = {one: rules.REFERRALS[rules.Referral(one)] for one in ways}
        self.fields["to"].choices = [("", _("Choose")), *shapes.choices(able)]  # type: ignore[attr-defined]
        self.fields["reason_code"].choices = [("", _("None")), *shapes.choices(rules.DECLINES)]  # type: ignore[attr-defined]
        self.fields["offered"].offer(organisations)  # type: ignore[attr-defined]


class ReturnResult(forms.Form):
    """The result for who asked: a code, nothing of the work itself."""

    result_code = forms.ChoiceField(
        label=_("Result for who asked"), choices=shapes.choices(rules.RESULTS), widget=forms.RadioSelect
    )


class WriteAnswer(forms.Form):
    """What an organisation without a desk here answered on the phone."""

    to = forms.ChoiceField(label=_("What they answered on the phone"))
    reason_code = forms.ChoiceField(label=_("If declined: why"), required=False)
    result_code = forms.ChoiceField(label=_("If there is a result: which"), required=False)

    def __init__(self, *args: Any, ways: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        able = {one: rules.REFERRALS[rules.Referral(one)] for one in ways}
        self.fields["to"].choices = [("", _("Choose")), *shapes.choices(able)]  # type: ignore[attr-defined]
        self.fields["reason_code"].choices = [("", _("None")), *shapes.choices(rules.DECLINES)]  # type: ignore[attr-defined]
        self.fields["result_code"].choices = [("", _("None")), *shapes.choices(rules.RESULTS)]  # type: ignore[attr-defined]
