"""The register of processings: what is typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.network.rules.processings import DATA, FILED, KEPT_FROM, KeptFrom
from twiza.platform.web.fields import DayField, NumberField


def _words(label: Any, help_text: Any = "", *, length: int = 300, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=length,
        required=required,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


class ProcessingForm(forms.Form):
    """What an organisation keeps about people, why, and for how long."""

    purpose_ar = _words(_("Purpose, in Arabic"))
    purpose_fr = _words(_("Purpose, in French"))
    data = forms.MultipleChoiceField(  # type: ignore[assignment]
        label=_("What is kept"),
        choices=[(code, _(label)) for code, label in DATA.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    recipients_ar = _words(
        _("Who sees it, in Arabic"), _("Roles and organisations, never a person's name."), length=500
    )
    recipients_fr = _words(_("Who sees it, in French"), length=500)
    kept_months = NumberField(label=_("Kept for how many months"), min_value=1, max_value=1200)
    kept_from = forms.ChoiceField(
        label=_("Counted from"),
        choices=[(code, _(label)) for code, label in KEPT_FROM.items()],
        initial=KeptFrom.CAMPAIGN_REPORT,
    )
    transfers_ar = _words(
        _("Goes to another country, in Arabic"), _("Leave empty when nothing leaves Morocco."), required=False
    )
    transfers_fr = _words(_("Goes to another country, in French"), required=False)
    contact_ar = _words(
        _("Whom to ask, in Arabic"),
        _("An office with its address or telephone: for access, correction, erasure."),
    )
    contact_fr = _words(_("Whom to ask, in French"))
    filed = forms.ChoiceField(
        label=_("Filed with the data-protection authority (CNDP)"),
        help_text=_("Disability and illness need a prior authorisation, everything else a declaration."),
        choices=[(code, _(label)) for code, label in FILED.items()],
        required=False,
    )
    filed_number = forms.CharField(
        label=_("Its number"), max_length=60, required=False, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    filed_on = DayField(label=_("Its day"), required=False)
