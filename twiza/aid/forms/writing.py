"""What is typed to write one rule: one condition or several, points, one sentence in each language."""

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


CONDITIONS = 4  # of one rule, on the page
JOINED = {"all": _("All of them must hold"), "any": _("One of them is enough")}


class AddRule(forms.Form):
    """One rule of one to four conditions. The facts offered are those of the program: no belief, origin or opinion.

    The first condition is there always; another one counts once its fact is chosen.
    """

    joined = forms.ChoiceField(
        label=_("When there are several conditions"), choices=list(JOINED.items()), required=False
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
        for number in range(1, CONDITIONS + 1):
            self.fields.update(_condition_fields(number, zones))

    def condition(self, number: int) -> list[forms.BoundField]:
        """Return the fields of one condition, to be shown together."""
        return [self[name] for name in _names(number)]

    def first(self) -> list[forms.BoundField]:
        """Return the fields of the condition that every rule has."""
        return self.condition(1)

    def further(self) -> list[tuple[int, list[forms.BoundField], bool]]:
        """Return (number, fields, opened) of the other conditions: opened when something was typed there."""
        return [
            (number, fields, any(one.errors or one.value() for one in fields))
            for number in range(2, CONDITIONS + 1)
            for fields in (self.condition(number),)
        ]

    def rest(self) -> list[forms.BoundField]:
        """Return what is said of the rule as a whole."""
        return [self[name] for name in ("joined", "must", "points", "ar", "fr")]

    def clean(self) -> dict[str, Any]:
        """Say what does not go together before the rule is put among the others."""
        data: dict[str, Any] = super().clean() or {}
        for number in range(1, CONDITIONS + 1):
            self._check_condition(number, data)
        return data

    def rule(self, code: str) -> dict[str, Any]:
        """Return the rule as data, once the form is valid."""
        data = self.cleaned_data
        several = [one for n in range(1, CONDITIONS + 1) if (one := _condition(n, data))]
        when = several[0] if len(several) == 1 else {data["joined"] or "all": several}
        found: dict[str, Any] = {"code": code, "when": when, "ar": data["ar"], "fr": data["fr"]}
        if data["must"]:
            found["must"] = True
        if data["points"]:
            found["points"] = data["points"]
        return found

    def _check_condition(self, number: int, data: dict[str, Any]) -> None:
        fact_name, comparison_name, number_name, words_name = _names(number)
        fact, comparison, words = data.get(fact_name), data.get(comparison_name), data.get(words_name)
        if not fact:
            if number > 1 and (comparison or data.get(number_name) is not None or words):
                self.add_error(fact_name, _("Choose what this condition looks at, or empty the whole of it."))
            return
        kind = KNOWN[fact]
        if comparison not in OPERATORS[kind]:
            if comparison_name not in self.errors:
                offered = ", ".join(str(COMPARISONS[one]) for one in OPERATORS[kind])
                self.add_error(
                    comparison_name, _("For this, choose one of: %(offered)s.") % {"offered": offered}
                )
        elif kind is Kind.NUMBER and data.get(number_name) is None:
            self.add_error(number_name, _("Write the number to compare with."))
        elif kind in (Kind.WORD, Kind.WORDS) and not words:
            self.add_error(words_name, _("Choose at least one."))
        elif kind in (Kind.WORD, Kind.WORDS) and comparison not in WITH_LIST and len(words or []) > 1:
            self.add_error(words_name, _("Choose only one, or a comparison with several."))


def _names(number: int) -> tuple[str, str, str, str]:
    """Return the names of the fields of one condition: those of the first have no number."""
    end = "" if number == 1 else f"_{number}"
    return f"fact{end}", f"comparison{end}", f"number{end}", f"words{end}"


def _condition_fields(number: int, zones: list[str]) -> dict[str, forms.Field]:
    first = number == 1
    nothing = [] if first else [("", _("Nothing more"))]
    undecided = [] if first else [("", _("Choose"))]
    fact, comparison, compared, words = _names(number)
    return {
        fact: forms.ChoiceField(
            label=_("What it looks at"),
            choices=[*nothing, *((name, FACTS[name]) for name in KNOWN)],
            required=first,
        ),
        comparison: forms.ChoiceField(
            label=_("Meets the rule when it is"), choices=[*undecided, *COMPARISONS.items()], required=first
        ),
        compared: NumberField(label=_("Number"), required=False, min_value=0, max_value=1_000_000),
        words: forms.MultipleChoiceField(
            label=_("Neighbourhoods, situations or needs"),
            help_text=_("For rules on the neighbourhood, on what is noted, or on what to prepare."),
            required=False,
            choices=[
                (_("Neighbourhood"), [(zone, zone) for zone in zones]),
                (_("Situations noted"), list(CATEGORIES_IN_WORDS.items())),
                (_("What befell the household"), list(SHOCKS_IN_WORDS.items())),
                (_("To prepare at the point"), list(NEEDS.items())),
            ],
            widget=forms.SelectMultiple(attrs={"size": 6}),
        ),
    }


def _condition(number: int, data: dict[str, Any]) -> dict[str, Any] | None:
    fact, comparison, compared, words = (data.get(name) for name in _names(number))
    if not fact:
        return None
    found: dict[str, Any] = {"fact": fact, "is": comparison}
    if KNOWN[fact] is Kind.NUMBER:
        found["value"] = compared
    elif KNOWN[fact] is not Kind.YES_NO:
        found["value"] = words if comparison in WITH_LIST else data[_names(number)[3]][0]
    return found


SHOCKS_IN_WORDS = {code: _(words) for code, words in SHOCKS.items()}
CATEGORIES_IN_WORDS = {code: _(words) for code, words in CATEGORIES.items()}
