"""Services near her: searched, written."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.forms import shapes
from twiza.cases.models import Service
from twiza.network import queries as network
from twiza.platform.web.fields import PhoneField


class NearField(forms.CharField):
    """A place by its name; the best of those that fit is taken, and its whole name shows what was understood."""

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = network.places_like(text, limit=1)
        if not found:
            raise ValidationError(_("No place has a name like this. Try another spelling."), code="none")
        return found[0].place


class FindService(forms.Form):
    """What she needs, and where."""

    kind = forms.ChoiceField(label=_("What is needed"), required=False)
    for_whom = forms.ChoiceField(label=_("For whom"), required=False)
    near = NearField(label=_("Near which place"), max_length=120, required=False)
    after_violence = forms.BooleanField(
        label=_("She fled violence: only what is marked safe, never a mixed shelter"), required=False
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [("", _("All of them")), *shapes.choices(rules.SERVICE_KINDS)]  # type: ignore[attr-defined]
        self.fields["for_whom"].choices = [("", _("All of them")), *shapes.choices(rules.FOR_WHOM)]  # type: ignore[attr-defined]


class WriteService(forms.Form):
    """One service. No address is asked for: a refuge may be one."""

    organisation = forms.ChoiceField(label=_("Which of your organisations keeps it"))
    kind = forms.ChoiceField(label=_("What it does"), choices=shapes.choices(rules.SERVICE_KINDS))
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=200, required=False)
    name_fr = forms.CharField(
        label=_("Name in French"),
        max_length=200,
        required=False,
        help_text=_("One of the two names is enough."),
    )
    for_whom = forms.ChoiceField(label=_("For whom"), choices=shapes.choices(rules.FOR_WHOM))
    place = NearField(
        label=_("Town or quarter"),
        max_length=120,
        required=False,
        help_text=_("Leave it empty for a refuge: where it is stays hidden."),
    )
    hours = forms.CharField(label=_("Days and hours"), max_length=200, required=False)
    capacity = forms.IntegerField(label=_("How many people"), min_value=0, max_value=100_000, required=False)
    phone = PhoneField(label=_("Phone"), required=False)
    women_only = forms.BooleanField(label=_("Women only"), required=False)
    safe = forms.BooleanField(label=_("Safe after violence: somebody of ours looked at it"), required=False)

    def __init__(self, *args: Any, keepers: Iterable[Any] = (), **options: Any) -> None:
        """Ask which of `keepers` keeps the entry; with one or none there is nothing to ask."""
        super().__init__(*args, **options)
        able = [(str(one.pk), str(one)) for one in keepers]
        if len(able) > 1:
            self.fields["organisation"].choices = [("", _("Choose")), *able]  # type: ignore[attr-defined]
        else:
            del self.fields["organisation"]

    @classmethod
    def of(cls, service: Service) -> dict[str, Any]:
        """Return what an entry says, for the form that changes it."""
        names = [name for name in cls.base_fields if name != "organisation"]
        return {name: getattr(service, name) for name in names} | {"place": str(service.place or "")}
