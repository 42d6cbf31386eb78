"""What is typed about families brought twice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

DECIDED = {
    "keep_first": _("Decided: one family."),
    "keep_second": _("Decided: one family."),
    "not_same": _("Decided: two families. They are not proposed again."),
    "ask": _("Each side is asked about its own family."),
    "open": _("The pair is open again."),
}
ANSWERS = {
    "ask": [
        ("same", _("Yes: this family says it also asked another association")),
        ("not_same", _("No: this family asked nobody else")),
        ("cannot_say", _("We cannot say")),
    ],
    "withdraw": [
        ("withdrawn", _("Take our family out of this campaign: it is served through the other association")),
        ("cannot_say", _("No: speak with us first")),
    ],
}


class AttachAgreement(forms.Form):
    """Which convention allows comparing families of a campaign."""

    convention = forms.ChoiceField(label=_("Convention"))

    def __init__(self, *args: Any, conventions: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.conventions = {str(one.pk): one for one in conventions}
        self.fields["convention"].choices = [  # type: ignore[attr-defined]
            (code, str(one)) for code, one in self.conventions.items()
        ]

    def chosen(self) -> Any:
        """Return the convention that was chosen."""
        return self.conventions[self.cleaned_data["convention"]]


class DecidePair(forms.Form):
    """One of the answers of the desk."""

    decision = forms.ChoiceField(choices=[(one, one) for one in DECIDED])


class AnswerQuestion(forms.Form):
    """What a side says of its own family."""

    answer = forms.ChoiceField(label=_("Your answer"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, wish: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["answer"].choices = ANSWERS[wish]  # type: ignore[attr-defined]
