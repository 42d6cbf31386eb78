"""Conventions: parties, dates, what is promised, changes, the end."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from twiza.network.actions import Change, Reason
from twiza.network.forms.organisations import OrganisationChoice
from twiza.network.rules.deliveries import VERDICTS
from twiza.network.rules.kinds import COMMITMENTS, ENDINGS, PARTY_ROLES
from twiza.platform.web import formats
from twiza.platform.web.amounts import AmountField, AmountsInWords
from twiza.platform.web.fields import DayField

ROLES = [(code, _(label)) for code, label in PARTY_ROLES.items()]
OTHERS = 3


class ConventionForm(forms.Form):
    """A convention between our organisation and up to three others."""

    title = forms.CharField(label=_("Title"), max_length=300)
    number = forms.CharField(label=_("Reference number"), max_length=60, required=False)
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


class CommitmentForm(AmountsInWords):
    """What one party promises."""

    party = forms.ChoiceField(label=_("Who promises"))
    kind = forms.ChoiceField(
        label=_("What"), choices=[(code, _(label)) for code, label in COMMITMENTS.items()]
    )
    amount = AmountField(label=_("Amount in dirhams"), required=False)
    words = forms.CharField(label=_("In words"), max_length=500, required=False)
    due_on = DayField(label=_("By"), required=False)
    agreement = forms.CharField(
        label=_("Paper on which this party agreed"), max_length=200, required=False,
        help_text=_("When you write for another party: letter or minutes, with number and day."),
    )  # fmt: skip

    def __init__(self, *args: Any, parties: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.parties = {str(party.organisation_id): party.organisation for party in parties}
        self.fields["party"].choices = [  # type: ignore[attr-defined]
            (code, str(organisation)) for code, organisation in self.parties.items()
        ]

    def clean_party(self) -> Any:
        return self.parties[self.cleaned_data["party"]]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("amount") and not data.get("words") and not self.errors:
            raise ValidationError(_("Say what is promised: an amount above zero, or words."), code="nothing")
        return data


class AmendForm(AmountsInWords):
    """A change to a convention, of its term or of one promise, with who signed it for each party."""

    words = forms.CharField(
        label=_("What changes"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    signed_on = DayField(label=_("Signed on"))
    new_end = DayField(label=_("New day from which it no longer holds"), required=False)
    promise = forms.ChoiceField(
        label=_("Promise that changes"),
        required=False,
        help_text=_("As it was signed, it stays to be read beside the new one."),
    )
    amount = AmountField(label=_("New amount in dirhams"), required=False)
    promised = forms.CharField(
        label=_("What is promised from now on, in words"), max_length=500, required=False
    )
    due_on = DayField(label=_("New day by which"), required=False)

    def __init__(
        self,
        *args: Any,
        parties: list[Any],
        promises: list[Any],
        handed_over: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        if handed_over:
            for name, field in ReasonForm().fields.items():
                field.required = False
                self.fields[name] = field
            self.fields["evidence"].help_text = _(
                "Wanted when this brings the end forward or lowers a promise: the convention was handed over."
            )
        self.bodies = list({party.organisation_id: party.organisation for party in parties}.values())
        self.promises = {str(one.commitment.pk): one for one in promises}
        self.fields["promise"].choices = [  # type: ignore[attr-defined]
            ("", _("None")),
            *((code, promise_words(one)) for code, one in self.promises.items()),
        ]
        for number, body in enumerate(self.bodies, start=1):
            self.fields[f"signer_{number}"] = forms.CharField(
                label=_("Who signed for %(name)s") % {"name": body}, max_length=200, required=False,
                help_text=_("Name and office, as on the paper.") if number == 1 else "",
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        said = data.get("amount") or data.get("promised") or data.get("due_on")
        if said and not data.get("promise") and not self.errors:
            self.add_error("promise", ValidationError(_("Choose the promise that changes."), code="which"))
        return data

    def changes(self) -> list[Change]:
        """Return the promise that changes, with what it says from now on; what is not written stays."""
        data = self.cleaned_data
        promise = self.promises.get(data.get("promise") or "")
        if promise is None:
            return []
        terms = promise.terms
        return [
            Change(
                promise.commitment,
                data["amount"] or terms.amount,
                data["promised"] or terms.words,
                data["due_on"] or terms.due_on,
            )
        ]

    def reason(self) -> Reason | None:
        """Return why the convention becomes smaller, if it was said."""
        data = self.cleaned_data
        return (
            Reason(data["evidence"], data["people"]) if data.get("evidence") or data.get("people") else None
        )

    def signers(self) -> list[tuple[Any, str]]:
        """Return the parties for which somebody is named, with the name and the office."""
        named = ((body, self.cleaned_data[f"signer_{n}"]) for n, body in enumerate(self.bodies, start=1))
        return [(body, said) for body, said in named if said]


class DeliveryForm(AmountsInWords):
    """What was delivered of a promise."""

    promise = forms.ChoiceField(label=_("Of which promise"))
    on = DayField(label=_("On which day"), past=True)
    amount = AmountField(
        label=_("Amount delivered, in dirhams"),
        required=False,
        help_text=_("When an amount was promised."),
    )
    words = forms.CharField(
        label=_("What was delivered, in words"),
        max_length=500,
        required=False,
        help_text=_("When it was promised in words."),
    )
    whole = forms.BooleanField(label=_("With this, all that was promised in words is there"), required=False)
    reference = forms.CharField(
        label=_("Reference of the paper"),
        max_length=120,
        required=False,
        help_text=_("Of the bank, of a delivery slip, of minutes."),
    )
    folder = forms.CharField(label=_("Original seen: in which folder"), max_length=60, required=False)

    def __init__(self, *args: Any, promises: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.promises = {str(one.commitment.pk): one for one in promises}
        self.fields["promise"].choices = [  # type: ignore[attr-defined]
            (code, promise_words(one)) for code, one in self.promises.items()
        ]

    def clean_promise(self) -> Any:
        return self.promises[self.cleaned_data["promise"]]


class RuleForm(forms.Form):
    """What another party says of a delivery."""

    verdict = forms.ChoiceField(
        label=_("Your word"),
        choices=[(code, _(label)) for code, label in VERDICTS.items()],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("In words"), max_length=500, required=False, help_text=_("Needed when you dispute it.")
    )


class TakeBackForm(forms.Form):
    """Why a delivery is taken back."""

    words = forms.CharField(label=_("Why"), max_length=500)


class FilterForm(forms.Form):
    """Which conventions are shown."""

    party = forms.ChoiceField(label=_("Party"), required=False)

    def __init__(self, *args: Any, bodies: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.bodies = {str(one.pk): one for one in bodies}
        self.fields["party"].choices = [  # type: ignore[attr-defined]
            ("", _("All parties")),
            *((code, str(one)) for code, one in self.bodies.items()),
        ]


def promise_words(one: Any) -> str:
    """Say a promise in a line: what, how much, by when."""
    parts = [
        gettext(COMMITMENTS[one.commitment.kind]),
        formats.money(one.terms.amount) if one.terms.amount is not None else "",
        one.terms.words,
        formats.day(one.terms.due_on) if one.terms.due_on else "",
    ]
    return " · ".join(part for part in parts if part)


class ReasonForm(forms.Form):
    """Why what was handed over is undone: on what evidence, and what becomes of the people in it."""

    evidence = forms.CharField(
        label=_("On what evidence"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A report, figures, minutes. All parties read it. No person is named."),
    )  # fmt: skip
    people = forms.CharField(
        label=_("What becomes of the people in it"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def why(self) -> Reason:
        """Return what was said."""
        return Reason(self.cleaned_data["evidence"], self.cleaned_data["people"])


class EndConventionForm(ReasonForm):
    """The end of a convention; the reason in full when it was handed over with its office."""

    field_order = ("on", "reason", "evidence", "people")

    def __init__(self, *args: Any, handed_over: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if not handed_over:
            del self.fields["evidence"], self.fields["people"]

    def said(self) -> Reason | None:
        """Return the reason, if it was asked for."""
        return self.why() if "evidence" in self.fields else None

    on = DayField(label=_("Ended on"))
    reason = forms.ChoiceField(
        label=_("Why it ended"),
        choices=[("", _("Choose")), *((code, _(label)) for code, label in ENDINGS.items())],
    )
