"""Her own data: what is asked, how it is answered; and somebody who asks for somebody else's."""

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.cases import rules
from twiza.cases.forms import shapes


class RefuseOutside(forms.Form):
    """Somebody asks for the data of somebody else. No name and no word are asked for."""

    claim = forms.ChoiceField(
        label=_("As what did the person ask?"), choices=shapes.choices(rules.CLAIMS), widget=forms.RadioSelect
    )
    way = forms.ChoiceField(
        label=_("How?"), choices=shapes.choices(rules.ASKED_WAYS), widget=forms.RadioSelect, initial="came"
    )
    threat = forms.BooleanField(label=_("There was a threat"), required=False)
    code = forms.CharField(
        label=_("Code of a paper that was shown"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Whether it is a code of ours is not looked up, now or later."),
    )


class AskRight(forms.Form):
    """What she asks about her own data."""

    right = forms.ChoiceField(
        label=_("What does she ask for?"), choices=shapes.choices(rules.RIGHTS), widget=forms.RadioSelect
    )
    asked_by = forms.ChoiceField(
        label=_("How did she ask?"),
        choices=shapes.choices(rules.ASKED_BY),
        widget=forms.RadioSelect,
        initial="voice",
    )
    known_by = forms.ChoiceField(
        label=_("How do you know that it is her?"),
        choices=shapes.choices(rules.KNOWN_BY),
        widget=forms.RadioSelect,
        help_text=_("No identity card is asked for."),
    )
    words = forms.CharField(label=_("In her words"), widget=shapes.WORDS, required=False)


class CourtPaper(forms.Form):
    """A paper of a court, and the least that answers it."""

    authority = forms.CharField(label=_("Which court"), max_length=200)
    reference = forms.CharField(label=_("Number of its paper"), max_length=80)
    given = forms.CharField(
        label=_("What would be given, word by word"),
        widget=shapes.WORDS,
        help_text=_("The least that answers the paper. Ask the person who answers for the law."),
    )
    told = forms.ChoiceField(
        label=_("Is she told?"), choices=shapes.choices(rules.COURT_TOLD), widget=forms.RadioSelect
    )
    why = forms.CharField(label=_("If not, why"), max_length=600, required=False)


class CorrectNote(forms.Form):
    """What should stand there instead."""

    words = forms.CharField(label=_("What should stand there instead"), widget=shapes.WORDS)
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class FindCertificate(forms.Form):
    """The number on a certificate."""

    number = forms.CharField(label=_("Number of the certificate"), max_length=20)
