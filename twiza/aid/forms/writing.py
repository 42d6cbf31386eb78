"""What is typed to write one rule: a fact, how it is compared, points, one sentence in each language."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.aid.queries.decision_words import FACTS, NEEDS
from twiza.aid.rules.criteria import OPERATORS, WITH_LIST, Kind
from twiza.aid.rules.facts import KNOWN
from twiza.platform.web.fields import NumberField
from twiza.registry.rules.categories import CATEGORIES
from twiza.registry.rules.shocks import SHOCKS

COMPARISONS = {
    "at_least": _("at least this number"),
    "at_most": _("at most this number"),
    "more_than": _("more than this number"),
    "less_than": _("less than this number"),
    "equal_to": _("equal to it"),
    "other_than": _("other than it"),
    "true": _("yes"),
    "false": _("no"),
    "one_of": _("one of those chosen"),
    "none_of": _("none of those chosen"),
    "has": _("the one chosen is noted"),
    "has_not": _("the one chosen is not noted"),
    "has_any": _("one of those chosen is noted"),
}


FLIP_REASONS = {
    "rules_changed": _("The rules are others than last time"),
    "facts_checked": _("Families were visited and their facts corrected"),
    "another_aim": _("The last campaign had another aim"),
}


class ReviewFlips(forms.Form):
    """Why so many are judged otherwise."""

    reason_code = forms.ChoiceField(label=_("Why"), choices=[("", _("Choose")), *FLIP_REASONS.items()])


class AddRule(forms.Form):
    """One rule. The facts offered are those of the program: no belief, origin or opinion is among them."""

    fact = forms.ChoiceField(label=_("What it looks at"), choices=[(name, FACTS[name]) for name in KNOWN])
    comparison = forms.ChoiceField(label=_("Meets the rule when it is"), choices=list(COMPARISONS.items()))
    number = NumberField(label=_("Number"), required=False, min_value=0, max_value=1_000_000)
    words = forms.MultipleChoiceField(
        label=_("Neighbourhoods, situations or needs"),
        help_text=_("For rules on the neighbourhood, on what is noted, or on what to prepare."),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    must = forms.BooleanField(label=_("Everyone must meet it"), required=False)
    points = NumberField(label=_("Points given"), required=False, min_value=-100, max_value=100)
    ar = forms.CharField(
        label=_("The rule in Arabic, in one sentence"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "rtl"}),
    )
    fr = forms.CharField(
        label=_("The rule in French, in one sentence"),
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )

    def __init__(self, *args: Any, zones: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"].choices = [  # type: ignore[attr-defined]
            (_("Neighbourhood"), [(zone, zone) for zone in zones]),
            (_("Situations noted"), list(CATEGORIES_IN_WORDS.items())),
            (_("What befell the household"), list(SHOCKS_IN_WORDS.items())),
            (_("To prepare at the point"), list(NEEDS.items())),
        ]

    def clean(self) -> dict[str, Any]:
        """Say what does not go together before the rule is put among the others."""
        data: dict[str, Any] = super().clean() or {}
        fact, comparison = data.get("fact"), data.get("comparison")
        if not fact or not comparison:
            return data
        kind = KNOWN[fact]
        if comparison not in OPERATORS[kind]:
            offered = ", ".join(str(COMPARISONS[one]) for one in OPERATORS[kind])
            self.add_error("comparison", _("For this, choose one of: %(offered)s.") % {"offered": offered})
        elif kind is Kind.NUMBER and data.get("number") is None:
            self.add_error("number", _("Write the number to compare with."))
        elif kind in (Kind.WORD, Kind.WORDS) and not data.get("words"):
            self.add_error("words", _("Choose at least one."))
        elif kind in (Kind.WORD, Kind.WORDS) and comparison not in WITH_LIST and len(data["words"]) > 1:
            self.add_error("words", _("Choose only one, or a comparison with several."))
        return data

    def rule(self, code: str) -> dict[str, Any]:
        """Return the rule as data, once the form is valid."""
        data = self.cleaned_data
        when: dict[str, Any] = {"fact": data["fact"], "is": data["comparison"]}
        kind = KNOWN[data["fact"]]
        if kind is Kind.NUMBER:
            when["value"] = data["number"]
        elif kind is not Kind.YES_NO:
            when["value"] = data["words"] if data["comparison"] in WITH_LIST else data["words"][0]
        found: dict[str, Any] = {"code": code, "when": when, "ar": data["ar"], "fr": data["fr"]}
        if data["must"]:
            found["must"] = True
        if data["points"]:
            found["points"] = data["points"]
        return found


SHOCKS_IN_WORDS = {code: _(words) for code, words in SHOCKS.items()}
CATEGORIES_IN_WORDS = {code: _(words) for code, words in CATEGORIES.items()}
