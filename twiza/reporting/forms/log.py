"""What a reader of the log may look for."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from twiza.platform.audit.queries import Sought
from twiza.platform.web.fields import DayField


class ReadLog(forms.Form):
    """Filters of the log: day, kind of act, person. Empty means anything."""

    organisation = forms.ChoiceField(label=_("Organisation"))
    since = DayField(label=_("From the day"), required=False)
    until = DayField(label=_("To the day"), required=False)
    kind = forms.ChoiceField(label=_("About"), required=False)
    by = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, organisations: Sequence[Any], subjects: list[tuple[str, str]]) -> None:
        first = str(organisations[0].pk) if organisations else ""
        super().__init__({**{"organisation": first}, **data.dict()})
        choice, kind = self.fields["organisation"], self.fields["kind"]
        assert isinstance(choice, forms.ChoiceField) and isinstance(kind, forms.ChoiceField)
        choice.choices = [(str(one.pk), str(one)) for one in organisations]
        if len(organisations) == 1:
            choice.widget = forms.HiddenInput()
        kind.choices = [
            ("", gettext("Everything")),
            *((code + ".", gettext(name)) for code, name in subjects),
        ]

    def sought(self) -> Sought:
        """Say what is looked for; call it on a valid form."""
        asked = self.cleaned_data
        until = asked["until"]
        return Sought(
            organisation=UUID(asked["organisation"]),
            since=_midnight(asked["since"]),
            until=_midnight(until + timedelta(days=1)) if until else None,
            by=asked["by"],
            kind=asked["kind"],
        )


def _midnight(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
