"""What is typed once a list is posted and after the baskets: objections, declarations, checks, incidents, reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.rules.checks import Way
from twiza.aid.rules.incidents import MISSED
from twiza.aid.rules.objections import REASONS, About
from twiza.lib.text import western_digits
from twiza.platform.web.fields import NumberField

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
SILENT = [*YES_NO, ("", _("Not answered"))]


def _words(label: Any, *, required: bool, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class ReceiveObjection(forms.Form):
    """What somebody says against a list. No name is asked for."""

    about = forms.ChoiceField(
        label=_("What it is about"), choices=list(queries.ABOUT.items()), widget=forms.RadioSelect
    )
    code = forms.CharField(
        label=_("List code"),
        help_text=_("As it stands on the posted list; none for a family that is missing."),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"}),
    )
    zone = forms.ChoiceField(label=_("Neighbourhood, of a family that is missing"), required=False)
    way = forms.ChoiceField(
        label=_("How it came"), choices=list(queries.WAYS.items()), widget=forms.RadioSelect
    )
    words = _words(
        _("In the words of the person"), required=False, help_text=_("No name, no number of a card.")
    )
    counter = forms.ChoiceField(label=_("Counter"))

    def __init__(self, *args: Any, zones: list[str], counters: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["zone"].choices = [("", _("Not said")), *((zone, zone) for zone in zones)]  # type: ignore[attr-defined]
        self.fields["counter"].choices = [(str(one.pk), str(one)) for one in counters]  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        return western_digits(self.cleaned_data["code"]).upper().strip()


class AnswerObjection(forms.Form):
    """The answer: a reason, plain words, and the code of a family that was missing."""

    reason_code = forms.ChoiceField(label=_("Reason"))
    words = _words(
        _("In plain words, to be read to the family"),
        required=True,
        help_text=_("What was looked at, what was found, what can still be done."),
    )
    found = forms.CharField(
        label=_("Code under which the missing family was brought since"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "autocapitalize": "characters"}),
    )

    def __init__(self, *args: Any, about: str, **options: Any) -> None:
        super().__init__(*args, **options)
        against = about == About.ANOTHER_CODE
        self.fields["reason_code"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *(
                (
                    queries.OUTCOMES[outcome],
                    [
                        (code, queries.ANSWER_REASONS[code])
                        for code in codes
                        if outcome != "accepted_correction" or (code == "not_meant_for") == against
                    ],
                )
                for outcome, codes in REASONS.items()
            ),
        ]
        if about != About.MISSING:
            del self.fields["found"]

    def clean_found(self) -> str:
        return western_digits(self.cleaned_data["found"]).upper().strip()


class DeclareOffice(forms.Form):
    """What who hands over declares of themself."""

    office = forms.ChoiceField(
        label=_("What I hold"), choices=list(queries.OFFICES.items()), widget=forms.RadioSelect
    )
    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(
        label=_("Until (included)"),
        help_text=_("Leave it empty if it has no end yet."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    organisation = forms.ChoiceField(label=_("Where I help"))
    body = forms.ChoiceField(label=_("Council, where it is in the register"), required=False)

    def __init__(self, *args: Any, organisations: list[Any], bodies: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].choices = [(str(one.pk), str(one)) for one in organisations]  # type: ignore[attr-defined]
        self.fields["body"].choices = [("", _("None")), *((str(one.pk), str(one)) for one in bodies)]  # type: ignore[attr-defined]


class DrawCheck(forms.Form):
    """The digits drawn by hand, and before how many witnesses."""

    digits = forms.CharField(
        label=_("Digits drawn by hand, in their order"),
        help_text=_("Six to twelve, drawn from a bag before everybody; each goes back before the next."),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "inputmode": "numeric", "autocomplete": "off"}),
    )
    witnesses = NumberField(label=_("Witnesses present"), min_value=2, max_value=100)


class RecordCheck(forms.Form):
    """What a household of the sample says, or why it was not asked."""

    way = forms.ChoiceField(
        label=_("How it was asked"), choices=list(queries.CHECK_WAYS.items()), widget=forms.RadioSelect
    )
    received = forms.ChoiceField(
        label=queries.QUESTIONS["received"], choices=SILENT, required=False, widget=forms.RadioSelect
    )
    complete = forms.ChoiceField(
        label=queries.QUESTIONS["complete"], choices=SILENT, required=False, widget=forms.RadioSelect
    )
    asked_for_money = forms.ChoiceField(
        label=queries.QUESTIONS["asked_for_money"], choices=SILENT, required=False, widget=forms.RadioSelect
    )
    treated_fairly = forms.ChoiceField(
        label=queries.QUESTIONS["treated_fairly"], choices=SILENT, required=False, widget=forms.RadioSelect
    )

    def answers(self) -> dict[str, Any]:
        """Return what to write down; a household that was not asked has no answers."""
        asked = self.cleaned_data["way"] in (Way.CALL, Way.VISIT)
        read = {"yes": True, "no": False}
        return {"way": self.cleaned_data["way"]} | {
            name: read.get(self.cleaned_data[name]) if asked else None for name in queries.QUESTIONS
        }


class RecordExit(forms.Form):
    """A sheet of strokes from the exit: counts, and nothing else."""

    asked = NumberField(label=_("People who were asked"), min_value=1, max_value=20_000)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, words in queries.EXIT_QUESTIONS.items():
            for answer, said in YES_NO:
                self.fields[f"{name}_{answer}"] = NumberField(
                    label=_("%(question)s %(answer)s") % {"question": words, "answer": said},
                    min_value=0,
                    max_value=20_000,
                    required=False,
                )
        for item in MISSED:
            self.fields[f"missed_{item}"] = NumberField(
                label=_("Was missing: %(what)s") % {"what": queries.MISSING[item]},
                min_value=0,
                max_value=20_000,
                required=False,
            )

    def counts(self) -> dict[str, Any]:
        """Return asked, answers and what was missed."""
        data = {name: value or 0 for name, value in self.cleaned_data.items()}
        return {
            "asked": data["asked"],
            "answers": {
                f"{name}_{answer}": data[f"{name}_{answer}"]
                for name in queries.EXIT_QUESTIONS
                for answer in ("yes", "no")
            },
            "missed": {item: data[f"missed_{item}"] for item in MISSED if data[f"missed_{item}"]},
        }


class RecordTeamDay(forms.Form):
    """Who gave their time: how many, how long."""

    volunteers = NumberField(label=_("People who helped today"), min_value=1, max_value=5_000)
    hours = NumberField(label=_("Hours of all together"), min_value=0, max_value=50_000)


class RecordInquiry(forms.Form):
    """What was found out about missing baskets."""

    cause = forms.ChoiceField(
        label=_("What was found out"), choices=[("", _("Choose")), *queries.CAUSES.items()]
    )
    words = _words(_("In plain words"), required=True)


class FollowIncident(forms.Form):
    """What was done about an incident."""

    step = forms.ChoiceField(label=_("What was done"), choices=[("", _("Choose")), *queries.STEPS.items()])
    words = _words(_("In plain words"), required=False)


class CloseIncident(forms.Form):
    """How an incident ended."""

    outcome = forms.ChoiceField(
        label=_("How it ended"), choices=list(queries.INCIDENT_OUTCOMES.items()), widget=forms.RadioSelect
    )


class TellIncident(forms.Form):
    """At which point, as somebody said at a counter, money was asked for."""

    point = forms.ChoiceField(label=_("At which point"))

    def __init__(self, *args: Any, points: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["point"].choices = [("", _("Choose")), *((str(one.pk), one.name) for one in points)]  # type: ignore[attr-defined]
