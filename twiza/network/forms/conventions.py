"""Conventions: parties, dates, what is promised, changes, the end."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from twiza.network.forms.organisations import OrganisationChoice
from twiza.network.rules.kinds import COMMITMENTS, ENDINGS, PARTY_ROLES
from twiza.platform.web.fields import DayField, MoneyField

ROLES = [(code, _(label)) for code, label in PARTY_ROLES.items()]
OTHERS = 3


class ConventionForm(forms.Form):
    """A convention between our organisation and up to three others."""

    title = forms.CharField(label=_("Title"), max_length=300)
    number = forms.CharField(label=_("Number"), max_length=60, required=False)
    subject = forms.CharField(
        label=_("Object"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    our_role = forms.ChoiceField(label=_("Our part"), choices=ROLES, initial="project_holder")
    party_1 = OrganisationChoice(label=_("First partner"))
    role_1 = forms.ChoiceField(label=_("Part of the first partner"), choices=ROLES, initial="partner")
    party_2 = OrganisationChoice(label=_("Second partner"), required=False)
    role_2 = forms.ChoiceField(
        label=_("Part of the second partner"), choices=ROLES, initial="partner", required=False
    )
    party_3 = OrganisationChoice(label=_("Third partner"), required=False)
    role_3 = forms.ChoiceField(
        label=_("Part of the third partner"), choices=ROLES, initial="partner", required=False
    )
    signed_on = DayField(label=_("Signed on"), required=False)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Day from which it no longer holds"), required=False)

    def others(self) -> list[tuple[Any, str]]:
        """Return the other parties with their parts."""
        data = self.cleaned_data
        return [
            (data[f"party_{n}"], data[f"role_{n}"] or "partner")
            for n in range(1, OTHERS + 1)
            if data.get(f"party_{n}")
        ]


class CommitmentForm(forms.Form):
    """What one party promises."""

    party = forms.ChoiceField(label=_("Who promises"))
    kind = forms.ChoiceField(
        label=_("What"), choices=[(code, _(label)) for code, label in COMMITMENTS.items()]
    )
    amount = MoneyField(label=_("Amount in dirhams"), required=False)
    words = forms.CharField(label=_("In words"), max_length=500, required=False)
    due_on = DayField(label=_("By"), required=False)

    def __init__(self, *args: Any, parties: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.parties = {str(party.organisation_id): party.organisation for party in parties}
        self.fields["party"].choices = [  # type: ignore[attr-defined]
            (code, str(organisation)) for code, organisation in self.parties.items()
        ]

    def clean_party(self) -> Any:
        return self.parties[self.cleaned_data["party"]]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("amount") and not data.get("words") and "amount" not in self.errors:
            raise ValidationError(_("Say what is promised: an amount above zero, or words."), code="nothing")
        return data


class AmendForm(forms.Form):
    """A change to a convention."""

    words = forms.CharField(
        label=_("What changes"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    signed_on = DayField(label=_("Signed on"))
    new_end = DayField(label=_("New day from which it no longer holds"), required=False)


class EndConventionForm(forms.Form):
    """The end of a convention."""

    on = DayField(label=_("Ended on"))
    reason = forms.ChoiceField(
        label=_("Why it ended"),
        choices=[("", _("Choose")), *((code, _(label)) for code, label in ENDINGS.items())],
    )
