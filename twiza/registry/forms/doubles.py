"""What somebody says about people written twice: codes and choices, never words."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.lib.text import isolated
from twiza.platform.web.fields import shown_phone
from twiza.registry.forms.families import choices
from twiza.registry.rules.doubles import REASONS
from twiza.registry.rules.people import CONTACTS, SEXES
from twiza.registry.templatetags.families import born

HOUSEHOLD = "household"
LEFT_TO_RIGHT, UNTIL_HERE = "\u2066", "\u2069"  # a number stays in its order in Arabic
LABELS: dict[str, Any] = {
    "size": _("Number of persons"),
    "children": _("Number of children"),
    "place": _("Place"),
    "address": _("Address"),
    "contact": _("Contact"),
    "name_arabic": _("Name in Arabic letters"),
    "name_latin": _("Name in Latin letters"),
    "name_said": _("Name as it is said"),
    "sex": _("Sex"),
    "birth": _("Born"),
    "phone": _("Telephone"),
    "second_phone": _("Another telephone"),
}


def reasons(decision: str) -> list[tuple[str, Any]]:
    """Return the reasons of a decision to choose from; none is needed."""
    return [("", _("No reason given")), *choices(REASONS[decision])]


class DecisionForm(forms.Form):
    """The answer to a case, and why."""

    decision = forms.ChoiceField(choices=[(code, code) for code in REASONS])
    reason_keep = forms.ChoiceField(label=_("Why"), required=False, choices=lambda: reasons("keep"))
    reason_not_same = forms.ChoiceField(label=_("Why"), required=False, choices=lambda: reasons("not_same"))
    reason_ask = forms.ChoiceField(label=_("Who, or what"), required=False, choices=lambda: reasons("ask"))


class MergeForm(forms.Form):
    """Which file stays, and for each field that differs which of the two values."""

    kept = forms.ChoiceField(label=_("Which file stays?"), widget=forms.RadioSelect)
    what = forms.ChoiceField(
        label=_("What becomes one?"),
        choices=[
            ("families", _("The two families: they are one household")),
            ("persons", _("Only the person: the households stay two")),
        ],
        widget=forms.RadioSelect,
        initial="families",
    )

    def __init__(self, *args: Any, case: Any, choices: Sequence[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.case = case
        # a place known by its id beside the same place in words reads the same: nobody is asked between equals
        self.choices = [
            one for one in choices if shown_value(one.field, one.one) != shown_value(one.field, one.other)
        ]
        if case.one_home:
            del self.fields["kept"], self.fields["what"]
        else:
            self._choice("kept").choices = [(str(line.id), _file(line)) for line in (case.one, case.other)]
            self.initial["kept"] = str(case.one.id)
        for choice in self.choices:
            whose = "" if choice.of == HOUSEHOLD else f" · {isolated(choice.of)}"
            self.fields[choice.key] = forms.ChoiceField(
                label=f"{LABELS[choice.field]}{whose}",
                choices=[
                    ("one", shown_value(choice.field, choice.one)),
                    ("other", shown_value(choice.field, choice.other)),
                ],
                initial="one",
                widget=forms.RadioSelect,
            )

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def stays(self) -> UUID:
        """Return the household that stays."""
        return self.case.one.id if self.case.one_home else UUID(self.cleaned_data["kept"])

    def only_persons(self) -> bool:
        """Return whether the households stay two."""
        return bool(self.case.one_home or self.cleaned_data["what"] == "persons")

    def take(self, kept_persons: dict[UUID, UUID]) -> dict[str, list[str]]:
        """Return what is taken from the side that goes: "household" or a kept person's id → fields.

        Args:
            kept_persons: pair → the person who stays.
        """
        found: dict[str, list[str]] = {}
        for choice in self.choices:
            key = HOUSEHOLD if choice.pair is None else str(kept_persons[choice.pair])
            stays = "one" if choice.stays_one(self.stays(), kept_persons) else "other"
            if self.cleaned_data[choice.key] != stays:
                found.setdefault(key, []).append(choice.field)
        return found


def _file(line: Any) -> Any:
    """Say which file it is: its code, its head, its place."""
    return " · ".join(isolated(words) for words in (line.code, line.name, line.place) if words)


def shown_value(field: str, row: Any) -> Any:
    """Return what a side says of a field, as a page shows it."""
    if field == "place":
        return isolated(str(row.place or row.place_words))
    if field == "contact":
        words = f" · {isolated(row.contact_words)}" if row.contact_words else ""
        return f"{_(CONTACTS[row.contact])}{words}"
    if field == "sex":
        return _(SEXES[row.sex])
    if field == "birth":
        return born(row)
    value = getattr(row, field)
    if field.endswith("phone"):
        return f"{LEFT_TO_RIGHT}{shown_phone(value)}{UNTIL_HERE}"
    return isolated(str(value))
