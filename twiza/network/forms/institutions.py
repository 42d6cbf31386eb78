"""The register of institutions: what is typed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from twiza.network import queries
from twiza.network.forms.organisations import NameFields, OrganisationChoice
from twiza.network.forms.places import PlaceField
from twiza.network.rules.figures import NotANumber, Status, read_figure
from twiza.network.rules.institutions import AGES, OFFICES, POSTS, SEXES, SUBJECTS, Subject
from twiza.network.rules.kinds import FIGURE_STATUSES
from twiza.network.rules.licences import LICENCE_STATES, LicenceState
from twiza.network.rules.regimes import UnfitRegime, read_lines
from twiza.platform.web.fields import DayField, NumberField
from twiza.platform.web.sentences import say


def choices(words: dict[str, str], *, empty: Any = None) -> list[tuple[str, Any]]:
    """Return codes with their words as choices, behind an empty one when it has words."""
    return [
        *([("", empty)] if empty is not None else []),
        *((code, _(label)) for code, label in words.items()),
    ]


def _categories() -> list[tuple[str, Any]]:
    return [("", _("Choose")), *queries.category_words().items()]


def _all_categories() -> list[tuple[str, Any]]:
    return [("", _("All categories")), *queries.category_words().items()]


class LookForm(forms.Form):
    """Looking through the register."""

    q = forms.CharField(label=_("Name"), required=False, max_length=120)
    category = forms.ChoiceField(label=_("Category"), choices=_all_categories, required=False)
    everywhere = forms.BooleanField(label=_("Those of other bodies too"), required=False)


class InstitutionForm(NameFields):
    """What the register says of an institution."""

    category = forms.ChoiceField(label=_("Category of the law"), choices=_categories)
    place = PlaceField(required=False)
    association = OrganisationChoice(label=_("Association that runs it"), required=False)
    convention = forms.ChoiceField(label=_("By which convention"), required=False)
    opened_on = DayField(
        label=_("Receives people since"),
        required=False,
        help_text=_("Leave empty when it has not opened yet."),
    )
    field_order = ("name_ar", "name_fr", "category", "place", "association", "convention", "opened_on")

    def __init__(self, *args: Any, conventions: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.conventions = {str(one.pk): one for one in conventions}
        self.fields["convention"].choices = [  # type: ignore[attr-defined]
            ("", _("None")),
            *((code, str(one)) for code, one in self.conventions.items()),
        ]

    def clean_convention(self) -> Any:
        return self.conventions.get(self.cleaned_data["convention"])


class NewInstitutionForm(InstitutionForm):
    """A new entry of the register."""

    source = forms.CharField(
        label=_("Where this comes from"),
        max_length=200,
        help_text=_("A list, a letter, a visit, with its day."),
    )


class CountForm(forms.Form):
    """Places, people present or posts of a day."""

    subject = forms.ChoiceField(
        label=_("What is counted"), choices=choices(SUBJECTS), initial=Subject.PRESENT
    )
    said = forms.CharField(
        label=_("How many"),
        max_length=80,
        help_text=_("For example: 34, or “more than 23”: this is kept as a lower bound."),
    )
    on = DayField(label=_("On which day"), past=True)
    sex = forms.ChoiceField(label=_("Of whom"), choices=choices(SEXES), required=False)
    age = forms.ChoiceField(label=_("Ages"), choices=choices(AGES), required=False)
    post = forms.ChoiceField(
        label=_("For posts: which one"), choices=choices(POSTS, empty=_("None")), required=False
    )
    status = forms.ChoiceField(
        label=_("How sure it is"), choices=choices(FIGURE_STATUSES), initial=Status.COUNTED
    )
    source = forms.CharField(
        label=_("Where it comes from"), max_length=200, help_text=_("The evening roll, a visit, a report.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "said" in data and "status" in data:
            try:
                data["figure"] = read_figure(
                    data.pop("said"), status=Status(data.pop("status")), source=data.pop("source", "")
                )
            except NotANumber as refusal:
                self.add_error("said", ValidationError(say(refusal), code=refusal.code))
        return data


class MandateForm(forms.Form):
    """Who holds office, from when to when, by which paper."""

    office = forms.ChoiceField(label=_("Office"), choices=choices(OFFICES))
    holder = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("Who directs, or who presides over the committee.")
    )
    paper = forms.CharField(
        label=_("Minutes or letter that say so"), max_length=200, help_text=_("With number and day.")
    )
    starts_on = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"), required=False)


class PaperForm(forms.Form):
    """A paper: a scan, or where the original was seen."""

    code = forms.ChoiceField(label=_("Which paper"))
    reference = forms.CharField(label=_("Its number"), max_length=120, required=False)
    issued_on = DayField(label=_("Its day"), required=False)
    expires_on = DayField(label=_("Holds until"), required=False)
    folder = forms.CharField(
        label=_("Original seen: in which folder"),
        max_length=60,
        required=False,
        help_text=_("Or send a scan."),
    )
    scan = forms.FileField(label=_("Scan"), required=False, help_text=_("A PDF, or a picture (.jpg, .png)."))

    def __init__(self, *args: Any, papers: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].choices = papers  # type: ignore[attr-defined]


class SiteChoiceForm(forms.Form):
    """A site of the delegation or of the association."""

    site = forms.ChoiceField(label=_("Site"))

    def __init__(self, *args: Any, sites: Iterable[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.sites = {str(one.pk): one for one in sites}
        self.fields["site"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((code, str(one)) for code, one in self.sites.items()),
        ]

    def clean_site(self) -> Any:
        return self.sites[self.cleaned_data["site"]]


class LicenceForm(forms.Form):
    """A licence: what the paper says."""

    number = forms.CharField(label=_("Number of the licence"), max_length=60)
    category = forms.ChoiceField(label=_("Category of the law"), choices=_categories)
    girls = NumberField(label=_("Places for girls and women"), min_value=0, required=False)
    boys = NumberField(label=_("Places for boys and men"), min_value=0, required=False)
    anyone = NumberField(
        label=_("Places for either"),
        min_value=0,
        required=False,
        help_text=_("When the licence does not say girls or boys."),
    )
    age = forms.ChoiceField(label=_("Ages"), choices=choices(AGES), required=False)
    conditions = forms.CharField(
        label=_("Conditions"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    valid_from = DayField(label=_("Valid from"))
    valid_until = DayField(label=_("Last day"), required=False, help_text=_("Empty: without end."))

    def needs_places(self, data: dict[str, Any]) -> bool:
        """Whether what was typed is a licence, which says for how many."""
        return True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        groups = (("f", "girls"), ("m", "boys"), ("", "anyone"))
        cells = [(sex, data.get("age", ""), data[name]) for sex, name in groups if data.get(name)]
        if not cells and not self.errors and self.needs_places(data):
            raise ValidationError(_("Say for how many people."), code="no_capacity")
        data["cells"] = cells
        data["capacity"] = sum(count for _sex, _age, count in cells)
        for name in ("girls", "boys", "anyone", "age"):
            data.pop(name, None)
        return data


class PaperLicenceForm(LicenceForm):
    """A licence that was granted on paper before."""

    regime = forms.ChoiceField(label=_("Under which law"))
    source = forms.CharField(
        label=_("Where this comes from"), max_length=200, help_text=_("Which paper the licence was read on.")
    )
    field_order = ("regime", "number", "category")

    def __init__(self, *args: Any, regimes: Iterable[tuple[Any, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.regimes = {str(one.pk): one for one, _words in regimes}
        self.fields["regime"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), words) for one, words in regimes
        ]

    def clean_regime(self) -> Any:
        return self.regimes[self.cleaned_data["regime"]]


class MoveLicenceForm(forms.Form):
    """What becomes of a licence, and why."""

    to = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[
            (code.value, _(LICENCE_STATES[code]))
            for code in (LicenceState.SUSPENDED, LicenceState.WITHDRAWN, LicenceState.IN_FORCE)
        ],
    )
    words = forms.CharField(
        label=_("Why"),
        max_length=500,
        help_text=_("Everybody reads this in the register: no name of a person."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    on = DayField(label=_("From which day"))


def _list(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )


class RegimeForm(forms.Form):
    """A version of what the law asks: one line for each thing."""

    source = forms.CharField(
        label=_("Text it comes from"),
        max_length=300,
        help_text=_("Law, decree or circular, with its number."),
    )
    valid_from = DayField(label=_("Holds from"))
    categories = _list(_("Categories"), _("One a line: code | Arabic | French"))
    papers = _list(_("Papers asked for"), _("One a line: code | Arabic | French | months it holds"))
    grid = _list(
        _("Grid of the visit"),
        _("One a line: code | Arabic | French; for a measured room add | hundredths of m² for one place"),
    )
    quality = _list(
        _("Grid of inspections and quality visits"), _("One a line: code | Arabic | French | points")
    )
    reports = _list(
        _("Reports of an institution"),
        _("half_year or year | Arabic | French | days after the period to send it"),
    )
    bodies = _list(_("Bodies of the commission"), _("One a line: code | Arabic | French"))
    pauses = _list(_("What stops the clock"), _("One a line: code | Arabic | French"))
    quorum = NumberField(label=_("How many bodies must be there"), min_value=0, max_value=30)
    days = NumberField(label=_("Days to decide"), min_value=1, max_value=400)
    working = forms.BooleanField(label=_("These are working days"), required=False)
    appeal_days = NumberField(label=_("Days to appeal"), min_value=1, max_value=400)
    appeal_ar = forms.CharField(label=_("To whom one appeals, in Arabic"), max_length=300)
    appeal_fr = forms.CharField(label=_("To whom one appeals, in French"), max_length=300)
    valid_months = NumberField(
        label=_("Months a licence holds"), min_value=0, max_value=600, help_text=_("0: without end.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("categories", "papers", "grid", "quality", "reports", "bodies", "pauses"):
            numbered = name in ("papers", "grid", "quality", "reports")
            try:
                data[name] = read_lines(data.get(name, ""), number=numbered)
            except UnfitRegime as refusal:
                self.add_error(name, ValidationError(say(refusal), code=refusal.code))
        return data
