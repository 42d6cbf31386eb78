"""The way back to the family: a small form for each step."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.forms import shapes
from twiza.cases.forms.child import _FEW, _OFF, _Part
from twiza.platform.web.fields import DayField

PARTIES = 3  # of the family, beside the person


def _one_of(label: Any, codes: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=lambda: shapes.choices(codes), widget=forms.RadioSelect, **options
    )


def _few(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=_FEW, max_length=2000, **options)


class WriteWish(_Part):
    part = "wish"
    words = _few(_("Their wish, in their own words"))


class ScreenReturn(_Part):
    part = "screening"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        asked = {code: _one_of(_(words), rules.ANSWERS) for code, words in rules.SCREENED.items()}
        self.fields = asked | {
            "level": _one_of(_("How much danger there is"), rules.RISKS),
            "words": _few(_("Why you see it so")),
            "other": _few(
                _("Another solution, if it is red"),
                required=False,
                help_text=_("A room, a relative elsewhere, a home: what they would like instead."),
            ),
        }

    def screened(self) -> dict[str, Any]:
        """What was typed: answers by question, and the rest."""
        typed = dict(self.cleaned_data)
        return {"answers": {code: typed.pop(code) for code in rules.SCREENED}, **typed}


class FirstContact(_Part):
    part = "contact"
    attitude = _one_of(_("The family"), rules.ATTITUDES)
    words = _few(_("What the worker near them says"), required=False)


class HoldMediation(_Part):
    part = "session"
    day = DayField(label=_("Day of the session"))
    she = forms.CharField(label=_("The person, as they want to be called"), widget=_OFF, max_length=80)
    she_agrees = forms.BooleanField(label=_("Asked alone, says yes"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in range(1, PARTIES + 1):
            self.fields[f"party_{number}"] = forms.CharField(
                label=_("Of the family: who (%(number)s)") % {"number": number}, widget=_OFF, max_length=80,
                required=number == 1,
            )  # fmt: skip
            self.fields[f"party_{number}_agrees"] = forms.BooleanField(
                label=_("Asked alone, says yes"), required=False
            )
        self.fields["points"] = _few(_("What they agreed on"))
        self.fields["support"] = _few(_("Which support it needs"), required=False)

    def session(self) -> dict[str, Any]:
        """What was typed: the parties, and the rest."""
        typed = self.cleaned_data
        names = ["she", *(f"party_{number}" for number in range(1, PARTIES + 1))]
        parties = [(typed.get(name, ""), typed.get(f"{name}_agrees", False)) for name in names]
        return {"parties": parties, **{name: typed[name] for name in ("day", "points", "support")}}


class PlanReturn(_Part):
    part = "return"
    day = DayField(label=_("On which day they leave"))
    transport = forms.CharField(label=_("How they travel"), widget=_OFF, max_length=400)
    companion = _one_of(_("With whom"), rules.COMPANIONS)
    medicine = forms.CharField(
        label=_("Medicine, and for how many days"), widget=_OFF, max_length=400, help_text=_("Or: none.")
    )
    arrival_contact = forms.CharField(
        label=_("Who receives them, and who confirms it"), widget=_OFF, max_length=400
    )
    kit = forms.CharField(label=_("What they carry: papers, clothes, food"), widget=_OFF, max_length=400)


class ConfirmArrival(_Part):
    part = "arrival"
    day = DayField(label=_("Day of the arrival"))
    words = forms.CharField(label=_("Who said so"), widget=_OFF, max_length=400)


class VisitHome(_Part):
    part = "visit"
    code = forms.ChoiceField(label=_("Which follow-up"))
    there = _one_of(_("Still there?"), rules.STANDS)
    safe = _one_of(_("Safe?"), rules.STANDS)
    needs = _few(_("What is needed"), required=False)

    def __init__(self, *args: Any, still_open: dict[Any, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].choices = shapes.choices(still_open)  # type: ignore[attr-defined]


class BackAgain(_Part):
    part = "back"
    words = _few(_("What they say, if they say something"), required=False)


class EndReturn(_Part):
    part = "end"
    end = _one_of(_("How it ended"), rules.ENDS)


HOME_FORMS = (
    WriteWish, ScreenReturn, FirstContact, HoldMediation, PlanReturn, ConfirmArrival, VisitHome, BackAgain, EndReturn,
)  # fmt: skip
