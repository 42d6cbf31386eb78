"""The steps for a child in danger: a small form each."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.forms import shapes
from twiza.platform.web.fields import DayField

_HOUR = forms.TimeInput(attrs={"type": "time", "dir": "ltr"}, format="%H:%M")
_FEW = forms.Textarea(attrs={"rows": 3, "maxlength": 2000, "autocomplete": "off"})
_OFF = forms.TextInput(attrs={"autocomplete": "off"})


class _Part(forms.Form):
    """Each form's boxes have ids of their own: they stand on one page."""

    part = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        options["auto_id"] = f"{self.part}-%s"
        super().__init__(*args, **options)


class ChildSafety(_Part):
    part = "safety"
    who = forms.CharField(label=_("Who called or accompanied"), widget=_OFF, max_length=120)
    number = forms.CharField(label=_("Which number"), widget=_OFF, max_length=40, required=False)
    hour = forms.TimeField(label=_("At what hour"), widget=_HOUR, required=False)
    words = forms.CharField(label=_("What was done for safety"), widget=_FEW, max_length=2000, required=False)


class SayDuty(_Part):
    part = "duty"
    basis = forms.ChoiceField(
        label=_("Which duty of the law"), choices=shapes.choices(rules.DUTY_BASES), widget=forms.RadioSelect
    )
    tell = forms.ChoiceField(
        label=_("Must it be told?"),
        choices=[("yes", _("Yes, it is passed on")), ("no", _("No, it is not passed on"))],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("The least that must be told"),
        widget=_FEW,
        max_length=2000,
        required=False,
        help_text=_("What, where, danger now. Nothing of the rest of the case."),
    )


class InformChild(_Part):
    part = "informed"
    words = forms.CharField(
        label=_("What the child was told, in words of its age"), widget=_FEW, max_length=2000
    )
    opinion = forms.CharField(
        label=_("What the child says to it, in the child's words"),
        widget=_FEW,
        max_length=2000,
        required=False,
    )


class TransmitChild(_Part):
    part = "transmission"
    to = forms.ChoiceField(
        label=_("Passed on to"), choices=shapes.choices(rules.RECEIVERS), widget=forms.RadioSelect
    )
    receipt = forms.CharField(label=_("Number of the receipt"), widget=_OFF, max_length=60, required=False)
    reference = forms.CharField(label=_("Their reference"), widget=_OFF, max_length=60, required=False)
    on = DayField(label=_("On which day"))


class WriteGuardian(_Part):
    part = "guardian"
    who = forms.CharField(label=_("Who is the guardian"), widget=_OFF, max_length=120)
    limits = forms.CharField(
        label=_("Limits: what a court or the child decided"), widget=_FEW, max_length=2000, required=False
    )
    conflict = forms.ChoiceField(
        label=_("Conflict of interest"),
        choices=shapes.choices(rules.CONFLICTS),
        widget=forms.RadioSelect,
        initial="possible",
    )


class ReachChild(_Part):
    part = "own_contact"
    words = forms.CharField(
        label=_("How the child is reached safely, without the guardian"),
        widget=_FEW,
        max_length=2000,
        help_text=_(
            "Whose telephone it is, who answers, at what hours. When the guardian is written anew, ask again."
        ),
    )


class ReviewChild(_Part):
    part = "committee"
    day = DayField(label=_("Day of the provincial committee"))
    words = forms.CharField(label=_("What it decided"), widget=_FEW, max_length=2000)
    tasks = forms.CharField(label=_("Who does what, by when"), widget=_FEW, max_length=2000, required=False)


class PlanFollowUps(_Part):
    part = "follow"
    start = DayField(label=_("Counted from which day"))
    born = DayField(label=_("Day of birth, for the follow-up at 18"), required=False)


class SettleFollowUp(_Part):
    part = "followed"
    code = forms.ChoiceField(label=_("Which follow-up"))
    words = forms.CharField(label=_("What you found"), widget=_FEW, max_length=2000)
    own_consent = forms.ChoiceField(
        label=_("At 18: own consent, asked again"),
        choices=shapes.choices(rules.OWN_CONSENT),
        widget=forms.RadioSelect,
        initial="not_asked",
    )

    def __init__(self, *args: Any, still_open: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].choices = shapes.choices(still_open)  # type: ignore[attr-defined]


class WriteInterview(_Part):
    part = "interview"
    who = forms.CharField(label=_("Who asked the child"), widget=_OFF, max_length=120)
    on = DayField(label=_("On which day"))
    why = forms.CharField(label=_("What for"), widget=_FEW, max_length=2000, required=False)
