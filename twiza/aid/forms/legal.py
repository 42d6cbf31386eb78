"""What is typed on the pages of the legal window, of demands for names and of the calendar."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid import actions, queries
from twiza.aid.forms.campaigns import HourField
from twiza.aid.rules.demands import ASKERS, GIVEN, REFUSALS
from twiza.aid.rules.feasts import DayKind
from twiza.aid.rules.legal import EXEMPTIONS, PROOFS, Basis
from twiza.network import queries as network
from twiza.platform.web.fields import DayField, NumberField

URGENT = "urgent"
_SURE = 96  # from here on two spellings are one name
_NEEDED = _("Fill this in for what you chose above.")


class _OneOfSeveral(forms.Form):
    """A form whose first choice says which other boxes are needed; the others stay as typed and are left out."""

    NEEDS: dict[str, tuple[str, ...]] = {}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in self.NEEDS.get(data.get("basis", ""), ()):
            if data.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, ValidationError(_NEEDED, code="required"))
        return data


def _text(label: Any, length: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False, help_text=help_text)


def _exemption() -> forms.ChoiceField:
    choices = [("", _("Choose")), *((code, _(words)) for code, words in EXEMPTIONS.items())]
    return forms.ChoiceField(label=_("Exemption"), choices=choices, required=False)


class RecordAppeal(_OneOfSeveral):
    """On what the appeal of a campaign stands."""

    NEEDS = {
        Basis.AUTHORISATION: ("number", "issued_on", "authority", "scope"),
        Basis.EXEMPTION: ("exemption", "legal_basis"),
        URGENT: ("asked_on", "asked_at"),
    }
    basis = forms.ChoiceField(
        label=_("What there is"),
        widget=forms.RadioSelect,
        choices=[
            (Basis.AUTHORISATION.value, _("An authorisation")),
            (Basis.EXEMPTION.value, _("An exemption, or own members and donors only")),
            (URGENT, _("An urgent authorisation, asked for and not answered yet")),
        ],
    )
    number = _text(_("Number of the authorisation"), 60)
    issued_on = DayField(label=_("Its day"), required=False)
    authority = _text(_("Authority that gave it"), 120)
    scope = _text(_("Scope"), 300, _("Where, until when, for what."))
    exemption = _exemption()
    legal_basis = _text(_("Legal basis"), 300, _("The text and its article, or the decision."))
    asked_on = DayField(label=_("Urgent: asked for on"), required=False)
    asked_at = HourField(label=_("Urgent: at what hour"), required=False)

    def paper(self) -> actions.Authorisation | actions.Exempted | datetime:
        """Return what was written: a paper, or the moment when an urgent one was asked for."""
        data = self.cleaned_data
        if data["basis"] == URGENT:
            return timezone.make_aware(datetime.combine(data["asked_on"], data["asked_at"]))
        if data["basis"] == Basis.EXEMPTION:
            return actions.Exempted(data["exemption"], data["legal_basis"])
        return actions.Authorisation(data["number"], data["issued_on"], data["authority"], data["scope"])


class RecordDeclaration(_OneOfSeveral):
    """How the distribution is declared in a province."""

    NEEDS = {
        Basis.RECEIPT: ("authority", "number", "received_on"),
        Basis.DEPOSIT: ("authority", "proof", "deposited_on", "reference"),
        Basis.EXEMPTION: ("exemption", "legal_basis"),
    }
    province = forms.ChoiceField(label=_("Province or prefecture"))
    basis = forms.ChoiceField(
        label=_("What there is"),
        widget=forms.RadioSelect,
        choices=[
            (Basis.RECEIPT.value, _("A receipt")),
            (Basis.DEPOSIT.value, _("No receipt was given: a dated proof of deposit")),
            (Basis.EXEMPTION.value, _("An exemption")),
        ],
    )
    authority = _text(_("Office"), 120, _("Where it was declared: the governor's office, a division."))
    number = _text(_("Number of the receipt"), 60)
    received_on = DayField(label=_("Day of the receipt"), required=False)
    proof = forms.ChoiceField(
        label=_("How it was left"),
        choices=[("", _("Choose")), *((code, _(words)) for code, words in PROOFS.items())],
        required=False,
    )
    deposited_on = DayField(label=_("Day of the deposit"), required=False)
    declared_from = DayField(
        label=_("First day that the declaration says"),
        required=False,
        help_text=_("As written on the paper: it holds for these days and no others."),
    )
    declared_until = DayField(label=_("Last day that the declaration says"), required=False)
    reference = _text(
        _("Reference of the letter or the record"),
        120,
        _("Its number. The names of witnesses stay on the paper."),
    )
    exemption = _exemption()
    legal_basis = _text(_("Legal basis"), 300, _("The text and its article, or the decision."))

    def __init__(self, *args: Any, provinces: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.provinces = {str(one.pk): one for one in provinces}
        self.fields["province"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((key, str(one)) for key, one in self.provinces.items()),
        ]

    def clean_province(self) -> Any:
        return self.provinces[self.cleaned_data["province"]]

    def paper(self) -> actions.Receipt | actions.Deposit | actions.Exempted:
        """Return what was written."""
        data = self.cleaned_data
        days = (data["declared_from"], data["declared_until"])
        if data["basis"] == Basis.RECEIPT:
            return actions.Receipt(data["authority"], data["number"], data["received_on"], *days)
        if data["basis"] == Basis.DEPOSIT:
            return actions.Deposit(
                data["authority"], data["proof"], data["deposited_on"], data["reference"], *days
            )
        return actions.Exempted(data["exemption"], data["legal_basis"])


class EndAppeal(forms.Form):
    """When the appeal ended."""

    on = DayField(label=_("The appeal ended on"))


class ReportAppeal(forms.Form):
    """The report on an appeal, given to the authority."""

    on = DayField(label=_("Reported on"))
    reference = forms.CharField(label=_("Reference of the report"), max_length=60)


class TieProcessing(forms.Form):
    """The entry of the register that a campaign follows."""

    processing = forms.ChoiceField(label=_("Entry of the register of processings"))

    def __init__(self, *args: Any, rows: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["processing"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((str(row.processing_id), row.purpose_ar) for row in rows),
        ]


class RecordDemand(forms.Form):
    """Somebody asked for names."""

    organisation = forms.ChoiceField(label=_("Organisation that was asked"))
    campaign = forms.ChoiceField(label=_("Campaign"), required=False)
    asker = forms.ChoiceField(
        label=_("Who asks"),
        choices=[("", _("Choose")), *((code, _(words)) for code, words in ASKERS.items())],
    )
    office = forms.CharField(
        label=_("Office that asks"), max_length=120, help_text=_("The office, never a private name.")
    )
    written = forms.ChoiceField(
        label=_("How"),
        widget=forms.RadioSelect,
        choices=[("yes", _("In writing")), ("no", _("By word of mouth"))],
    )
    basis = forms.CharField(
        label=_("Text of law that was cited"),
        max_length=300,
        required=False,
        help_text=_("Leave empty when none was."),
    )
    asked_on = DayField(label=_("Asked on"))

    def __init__(
        self, *args: Any, organisations: Iterable[Any], campaigns: Iterable[Any], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].choices = [(str(one.pk), str(one)) for one in organisations]  # type: ignore[attr-defined]
        self.fields["campaign"].choices = [  # type: ignore[attr-defined]
            ("", _("None in particular")),
            *((str(one.pk), one.title) for one in campaigns),
        ]

    def asked(self) -> actions.NamesAsked:
        """Return the demand as it was made."""
        data = self.cleaned_data
        return actions.NamesAsked(
            data["asker"], data["office"], data["basis"], data["written"] == "yes", data["asked_on"]
        )


class ReplyDemand(forms.Form):
    """Names are refused, with reasons; papers that hold no person may be given."""

    reasons = forms.MultipleChoiceField(
        label=_("Why names are not given"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(code, _(words)) for code, words in REFUSALS.items()],
    )
    gives = forms.MultipleChoiceField(
        label=_("What is given instead"),
        help_text=_("Papers without any person. With them, a second person signs the reply."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, papers: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(code, _(words)) for code, words in GIVEN.items() if code in papers]
        self.fields["gives"].choices = choices  # type: ignore[attr-defined]
        if not choices:
            del self.fields["gives"]


KINDS = {
    DayKind.HOLIDAY: _("Public holiday"),
    DayKind.FEAST: _("Religious feast, as announced"),
    DayKind.OTHER: _("Another day: a moussem, a mourning"),
}


class EnterDay(forms.Form):
    """A day on which offices are closed."""

    on = DayField(label=_("Day"))
    kind = forms.ChoiceField(
        label=_("What it is"), choices=[(one.value, words) for one, words in KINDS.items()]
    )
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=80)
    name_fr = forms.CharField(label=_("Name in French"), max_length=80)


class EnterYear(forms.Form):
    """The known days of a civil year."""

    year = NumberField(label=_("Year"), min_value=2020, max_value=2100)


class EnterSouk(forms.Form):
    """The souk of a commune."""

    place = forms.CharField(
        label=_("Commune"), max_length=120, help_text=_("Its name in Arabic, in French or in Tifinagh.")
    )
    weekday = forms.TypedChoiceField(label=_("Day of the souk"), coerce=int, choices=queries.weekday_choices)

    def clean_place(self) -> Any:
        found = network.places_like(self.cleaned_data["place"], levels=actions.HOLDS_A_SOUK, limit=5)
        sure = [one for one in found if one.score >= _SURE]
        if len(sure) == 1:
            return sure[0].place
        names = "، ".join(f"{one.place} ({one.path[0]})" if one.path else str(one.place) for one in found)
        if not found:
            raise ValidationError(_("No place has a name like this. Try another spelling."), code="none")
        raise ValidationError(
            _("Several places have a name like this: %(names)s. Write the whole name of one."),
            code="several",
            params={"names": names},
        )


class EnterHours(forms.Form):
    """The hours of Ramadan."""

    year = NumberField(label=_("Hijri year"), min_value=1440, max_value=1500)
    opens_at = HourField(label=_("Opens at"))
    closes_at = HourField(label=_("Closes at"))
