"""The shape of what is typed in the closed room."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.platform.web.fields import DayField

_SECRET = forms.PasswordInput(attrs={"autocomplete": "off"})
_WORDS = forms.Textarea(attrs={"rows": 6, "maxlength": rules.LONGEST_WORDS})


def choices(labels: dict[Any, str]) -> list[tuple[str, Any]]:
    """Return codes with their words, for a list to choose from."""
    return [(str(code), _(label)) for code, label in labels.items()]  # i18n: marked where they stand


class OpenRoom(forms.Form):
    """The passphrase that opens the room."""

    passphrase = forms.CharField(label=_("Your passphrase of the room"), widget=_SECRET, strip=False)


class TakeKey(forms.Form):
    """A first passphrase, twice."""

    passphrase = forms.CharField(
        label=_("Choose a passphrase for the room"),
        widget=_SECRET,
        strip=False,
        help_text=_(
            "Five words that nobody knows, not those of your sign-in. Nobody can give them back to you."
        ),
    )
    again = forms.CharField(label=_("The same passphrase again"), widget=_SECRET, strip=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("passphrase") != data.get("again"):
            self.add_error("again", _("The two are not the same."))
        return data


class Listen(forms.Form):
    """A listening without identity. What is noted is said first."""

    paper_code = forms.CharField(
        label=_("Code of the sheet"),
        max_length=20,
        required=False,
        help_text=_("Only when it was written on paper first"),
    )
    told = forms.BooleanField(
        label=_("I said what is noted, who sees it, and what the law obliges me to when a child is in danger")
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=choices(rules.LANGUAGES), widget=forms.RadioSelect, initial="darija"
    )
    age_band = forms.ChoiceField(
        label=_("Age"), choices=choices(rules.AGE_BANDS), widget=forms.RadioSelect, initial="unknown"
    )
    words = forms.CharField(
        label=_("In her own words"),
        widget=_WORDS,
        required=False,
        help_text=_("Short, no leading questions. No name is needed."),
    )
    needs = forms.MultipleChoiceField(
        label=_("What she needs"),
        choices=choices(rules.NEEDS),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    wants = forms.CharField(label=_("What she wants"), max_length=1000, required=False)
    risk = forms.ChoiceField(
        label=_("Danger"), choices=choices(rules.RISKS), widget=forms.RadioSelect, initial="unknown"
    )
    contact = forms.ChoiceField(
        label=_("How she may be contacted"),
        choices=choices(rules.CONTACTS),
        widget=forms.RadioSelect,
        initial="none",
    )
    code_word = forms.CharField(label=_("Her code word"), max_length=60, required=False)
    trusted = forms.CharField(label=_("Somebody she trusts, in her words"), max_length=120, required=False)


class WriteNote(forms.Form):
    """A note; `base` is the version that was read before typing."""

    kind = forms.ChoiceField(label=_("What it is"), choices=choices(rules.NOTES), initial="note")
    words = forms.CharField(label=_("Words"), widget=_WORDS)
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, *args: Any, new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not new:
            del self.fields["kind"]


class MoveCase(forms.Form):
    """Where the case goes next, and the next day."""

    to = forms.ChoiceField(label=_("The case is now"))
    next_on = DayField(label=_("Next day"), required=False)

    def __init__(self, *args: Any, state: str, **options: Any) -> None:
        super().__init__(*args, **options)
        ways = {one: rules.STATES[one] for one in rules.State if rules.can_move(state, one)}
        self.fields["to"].choices = [("", _("Choose")), *choices(ways)]  # type: ignore[attr-defined]


class AskIn(forms.Form):
    """A colleague to ask into the team."""

    worker = forms.ChoiceField(label=_("Colleague"))

    def __init__(self, *args: Any, colleagues: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        able = [(str(one.pk), one.user.display_name) for one in colleagues]
        self.fields["worker"].choices = [("", _("Choose")), *able]  # type: ignore[attr-defined]
