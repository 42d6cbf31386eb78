"""What is typed at the psychologist's drawer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.cases.forms import shapes


class DrawerNote(forms.Form):
    """A note of the psychologist."""

    words = forms.CharField(label=_("Your note"), widget=shapes.WORDS)


class AllowReader(forms.Form):
    """One colleague of the team, because the person agreed."""

    colleague = forms.ChoiceField(label=_("Colleague"))
    agreed = forms.BooleanField(
        label=_("The person agreed that this colleague reads these notes"), required=False
    )

    def __init__(self, *args: Any, colleagues: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        able = [(str(one.pk), one.display_name) for one in colleagues]
        self.fields["colleague"].choices = [("", _("Choose")), *able]  # type: ignore[attr-defined]
