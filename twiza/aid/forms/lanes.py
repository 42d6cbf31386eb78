"""What is typed about the lanes of a point: how many, a lost phone, what came late."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.aid.queries.devices import LOST_REASONS
from twiza.aid.rules.lanes import MOST_LANES, MOST_SPARES
from twiza.aid.rules.ledgers import TYPED_AT_ONCE, TypedLine
from twiza.platform.web.fields import NumberField

_TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "dir": "ltr"}


class ShareLanes(forms.Form):
    """How many lanes serve a day, and the reserve of its welcome table."""

    lanes = NumberField(label=_("Lanes that serve, one phone each"), min_value=1, max_value=MOST_LANES)
    desk = forms.BooleanField(label=_("A welcome table beside them"), required=False, initial=True)
    spares = NumberField(
        label=_("Spares that the welcome table may give that day"),
        min_value=0,
        max_value=MOST_SPARES,
        initial=0,
    )


class RevokePhone(forms.Form):
    """A phone that is lost, stolen or dead, and which lane serves its cards from now on."""

    device = forms.UUIDField(widget=forms.HiddenInput)
    reason_code = forms.ChoiceField(label=_("What happened to the phone"), choices=list(LOST_REASONS.items()))
    to = forms.ChoiceField(label=_("Who serves its cards"), required=False)

    def __init__(self, *args: Any, lanes: Sequence[Any] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Another phone of this lane")),
            *((str(one.pk), _("Lane %(lane)s") % {"lane": one.number}) for one in lanes),
        ]


class LedgerLine(forms.Form):
    """One line of a paper ledger, as it is read off the paper; an empty one is left out."""

    line = forms.CharField(
        label=_("Line"), max_length=12, required=False, widget=forms.TextInput(attrs=_TYPED | {"size": "8"})
    )
    card = forms.CharField(
        label=_("Code of the card"),
        max_length=16,
        required=False,
        widget=forms.TextInput(attrs=_TYPED | {"size": "12"}),
    )
    by_proxy = forms.BooleanField(label=_("For the family"), required=False)
    spare = forms.BooleanField(label=_("Spare"), required=False)

    def read(self) -> TypedLine:
        """Return what was typed."""
        return TypedLine(**{"line": ""} | self.cleaned_data)


LedgerLines = forms.formset_factory(
    LedgerLine, extra=TYPED_AT_ONCE, max_num=TYPED_AT_ONCE, absolute_max=TYPED_AT_ONCE
)
