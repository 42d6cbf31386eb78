"""Surveys: what is typed. The fields of a section are made of its questions."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.network import queries
from twiza.network.forms.places import PlaceField
from twiza.network.rules.surveys import MOST_COUNT, MOST_ROWS, Kind, Known, Question, Survey, asked
from twiza.platform.web.fields import DayField, MoneyField, NumberField

BLANK_LINES = 3


class SectionForm(forms.Form):
    """One section of a survey: the questions that are asked, given what is chosen so far.

    Args:
        held: what is kept of this section. known: question → what the register says of it.
        again: the address that shows the section anew when an answer changes what is asked.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        survey: Survey,
        section: str,
        language: str,
        held: Mapping[str, Any],
        known: Mapping[str, Known],
        again: str = "",
        checked: bool = True,
    ) -> None:
        super().__init__(data if checked else None, label_suffix="")
        self.survey, self.section, self.language = survey, section, language
        self.known, self.again = known, again
        self.deciding = {one.relevant[0] for one in survey.of(section) if one.relevant}
        found = survey.section(section)
        self.rows = found is not None and found.rows
        self.shown: list[str] = []
        if self.rows:
            rows = list(held.get("rows", ()))
            most = int(data.get("lines", 0)) if data and str(data.get("lines", "")).isdecimal() else 0
            self.lines = min(max(most, len(rows) + BLANK_LINES), MOST_ROWS)
            for number in range(self.lines):
                row = rows[number] if number < len(rows) else {}
                self._put(f"r{number}_", self._chosen(data, f"r{number}_", row), row, data, checked)
        else:
            begun = held or {code: one.value for code, one in known.items()}
            self._put("", self._chosen(data, "", begun), begun, data, checked)

    def _chosen(self, data: Any, prefix: str, held: Mapping[str, Any]) -> dict[str, Any]:
        """What decides which questions are asked: what was typed, else what is kept."""
        if data is None:
            return dict(held)
        return {code: data.getlist(f"{prefix}{code}") for code in self.deciding}

    def _put(
        self, prefix: str, chosen: Mapping[str, Any], held: Mapping[str, Any], data: Any, checked: bool
    ) -> None:
        for question in asked(self.survey, self.section, chosen):
            self.shown.append(f"{prefix}{question.code}")
            for season in self.survey.seasons if question.by_season else ("",):
                name = f"{prefix}{question.code}" + (f"_{season}" if season else "")
                field = self._field(question, season)
                value = held.get(question.code)
                field.initial = (value or {}).get(season) if season else value
                if data is not None and not checked:  # shown anew as it was typed, without a word about it
                    many = question.kind == Kind.MANY
                    field.initial = data.getlist(name) if many else data.get(name)
                elif question.kind == Kind.DECIMAL and field.initial:
                    field.initial = Decimal(field.initial)
                self.fields[name] = field

    def _field(self, question: Question, season: str) -> Any:
        label = question.named(self.language)
        if season:
            label = f"{label} · {season}"
        register = None if season else self.known.get(question.code)
        said: dict[str, Any] = {"label": label, "required": False}
        if register is not None:
            said["help_text"] = _("The register says: %(words)s") % {"words": register.words}
        choices = [(one.code, one.named(self.language)) for one in question.choices]
        match question.kind:
            case Kind.INTEGER:
                return NumberField(min_value=0, max_value=MOST_COUNT, **said)
            case Kind.DECIMAL:
                return MoneyField(min_value=0, max_digits=12, **said)
            case Kind.DATE:
                return DayField(**said)
            case Kind.TERRITORY:
                return PlaceField(levels=(question.level,), **({"help_text": ""} | said))
            case Kind.MANY:
                return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple(self._asks(question)), **said)  # fmt: skip
            case Kind.TEXT:
                return forms.CharField(max_length=300, widget=forms.TextInput({"dir": "auto"}), **said)
            case _:
                return forms.ChoiceField(choices=[("", "—"), *choices], widget=forms.Select(self._asks(question)), **said)  # fmt: skip

    def _asks(self, question: Question) -> dict[str, str]:
        """An answer on which others depend shows the section anew; without scripts, the next page does."""
        if question.code not in self.deciding or not self.again:
            return {}
        return {
            "hx-post": self.again, "hx-trigger": "change", "hx-target": "#section", "hx-select": "#section",
            "hx-swap": "outerHTML",
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.rows:
            rows = [self._read(data, f"r{number}_") for number in range(self.lines)]
            answers: dict[str, Any] = {"rows": [one for one in rows if one]}
        else:
            answers = self._read(data, "")
        return {"answers": answers}

    def _read(self, data: Mapping[str, Any], prefix: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for question in self.survey.of(self.section):
            name = f"{prefix}{question.code}"
            if question.by_season:
                value: Any = {
                    one: data[f"{name}_{one}"]
                    for one in self.survey.seasons
                    if data.get(f"{name}_{one}") is not None
                }
            else:
                value = data.get(name)
            if question.kind == Kind.TERRITORY and value:
                value = value.pk
            if value not in (None, "", [], {}):
                found[question.code] = value
        return found


class SendSurveyForm(forms.Form):
    """Sending a survey, and what is said of figures that do not go together."""

    words = forms.CharField(
        label=_("What you say of figures that do not go together"), max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}), help_text=_("No name of a person who lives there."),
    )  # fmt: skip


class GiveBackForm(forms.Form):
    """What is to be looked at again in a survey that was sent."""

    words = forms.CharField(
        label=_("What is to be looked at again"), max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}), help_text=_("No name of a person who lives there."),
    )  # fmt: skip


class SurveyChoiceForm(forms.Form):
    """Which survey one looks at."""

    survey = forms.ChoiceField(label=_("Survey"), required=False)

    def __init__(self, *args: Any, surveys: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["survey"].choices = list(surveys.items())  # type: ignore[attr-defined]


def _categories() -> list[tuple[str, Any]]:
    return [("", _("Choose")), *queries.category_words().items()]


class LoadSurveyForm(forms.Form):
    """A survey as a sheet, and what it does not say of itself."""

    sheet = forms.FileField(
        label=_("File"),
        help_text=_("A spreadsheet (.xlsx, .ods) or .csv, one line a question: section, label_ar, kind, choices_ar."),
    )  # fmt: skip
    code = forms.ChoiceField(label=_("Which institutions are asked"), choices=_categories)
    source = forms.CharField(
        label=_("Who wants the answers"),
        max_length=300,
        help_text=_("The ministry, a circular, with its number and its day."),
    )
    valid_from = DayField(label=_("From which day"))
