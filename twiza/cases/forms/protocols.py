"""Protocols: their steps, and which one a case follows."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.forms import shapes


class ProtocolStep(forms.Form):
    """One step of a protocol, in both languages."""

    place = forms.IntegerField(label=_("Place in the order"), min_value=1, max_value=rules.MOST_STEPS)
    kind = forms.ChoiceField(label=_("Kind"), choices=shapes.choices(rules.STEP_KINDS))
    who = forms.ChoiceField(label=_("Who"), choices=shapes.choices(rules.DOERS))
    hours = forms.IntegerField(
        label=_("Within how many hours"), min_value=0, max_value=rules.LONGEST_DELAY, initial=24
    )
    title_ar = forms.CharField(label=_("Step, in Arabic"), max_length=120)
    title_fr = forms.CharField(label=_("Step, in French"), max_length=120)
    ask_ar = forms.CharField(label=_("Questions that guide, in Arabic"), max_length=600, required=False)
    ask_fr = forms.CharField(label=_("Questions that guide, in French"), max_length=600, required=False)


class ProtocolHead(forms.Form):
    """The title of a protocol, and the kinds of step that it refuses."""

    name_ar = forms.CharField(label=_("Title, in Arabic"), max_length=120)
    name_fr = forms.CharField(label=_("Title, in French"), max_length=120)
    blocked = forms.MultipleChoiceField(
        label=_("Kinds of step that it refuses"),
        choices=shapes.choices(rules.STEP_KINDS),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class NoneFits(forms.Form):
    """No protocol fits: one sentence for the committee, about a kind of situation and about nobody."""

    situation = forms.CharField(
        label=_("Which kind of situation is it, in one sentence?"),
        max_length=rules.LONGEST_KIND,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("The kind, not the person: such as “an older man whose lodging ended with his work”."),
    )
    sure = forms.BooleanField(
        label=_("I read it again: it has no name, no place and nothing by which somebody could be known")
    )


class AnswerProposal(forms.Form):
    """What the committee did with a proposal: a version that took it up, or why not."""

    version = forms.ChoiceField(label=_("Taken into the version"), required=False)
    why = forms.CharField(label=_("Not taken, because…"), max_length=rules.LONGEST_KIND, required=False)

    def __init__(self, *args: Any, versions: Iterable[Any], language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(str(one.pk), f"{one.content['title'][language]} · {one.number}") for one in versions]
        self.fields["version"].choices = [("", _("Choose")), *named]  # type: ignore[attr-defined]


class PinProtocol(forms.Form):
    """The protocol that a case follows."""

    protocol = forms.ChoiceField(label=_("Protocol"))

    def __init__(self, *args: Any, adopted: Iterable[Any], language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        able = [(str(one.pk), one.content["title"][language]) for one in adopted]
        self.fields["protocol"].choices = [("", _("Choose")), *able]  # type: ignore[attr-defined]
