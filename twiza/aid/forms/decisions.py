"""What is typed to read or print a decision: a code, never a name."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LANGUAGES = (("ar", _("Arabic")), ("fr", _("French")))


class CodeField(forms.CharField):
    """The code of a household on a list, typed in small letters or with spaces as well."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "widget", forms.TextInput(attrs={"dir": "ltr", "class": "digits", "autocomplete": "off"})
        )
        super().__init__(label=_("List code"), max_length=20, **options)

    def to_python(self, value: Any) -> str:
        return "".join(str(super().to_python(value)).split()).replace("-", "").upper()


class AskDecision(forms.Form):
    """Which household."""

    code = CodeField()


class TellReasons(forms.Form):
    """The code with which a family came, and of which campaign."""

    campaign = forms.ChoiceField(label=_("Campaign"))
    code = CodeField()

    def __init__(self, *args: Any, campaigns: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["campaign"].choices = [(str(one.pk), str(one)) for one in campaigns]  # type: ignore[attr-defined]


class PrintReasons(forms.Form):
    """One sheet."""

    code = CodeField()
    language = forms.ChoiceField(label=_("Language of the sheets"), choices=LANGUAGES)


class PrintReasonSheets(forms.Form):
    """The sheets of a neighbourhood, or of all."""

    zone = forms.ChoiceField(label=_("Neighbourhood"), required=False)
    language = forms.ChoiceField(label=_("Language of the sheets"), choices=LANGUAGES)

    def __init__(self, *args: Any, zones: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["zone"].choices = [("", _("All")), *((zone, zone) for zone in zones)]  # type: ignore[attr-defined]
