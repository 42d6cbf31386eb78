"""What is typed in a dossier of customs goods."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from twiza.aid.forms.goods import Chooses, CountGoods, QuantityField, chosen
from twiza.aid.queries.goods_words import CONDITIONS, OPINIONS, SOURCES
from twiza.platform.web.fields import DayField, MoneyField


class OpenDossier(Chooses):
    """Who offers what."""

    organisation = chosen(_("Organisation"), ())
    source = chosen(_("What it is"), SOURCES.items())
    giver = forms.CharField(
        label=_("Who offers them"),
        help_text=_("A body: a foundation abroad, a customs office. No person."),
        max_length=120,
    )


class ListGoods(Chooses):
    """A line of the list that comes with the goods."""

    item = chosen(_("Goods"), ())
    quantity = QuantityField(label=_("How many are listed"), min_value=Decimal("0.001"))
    unit_value = MoneyField(label=_("Value of one, in dirhams"), min_value=Decimal(0))
    expires_on = DayField(label=_("Expiry date"), required=False)
    condition = chosen(_("Condition"), CONDITIONS.items())


class RecordOpinions(forms.Form):
    """Opinions and the number of the exemption or decision."""

    opinion = forms.ChoiceField(
        label=_("Opinion of the Entraide nationale"),
        choices=[(key, words) for key, words in OPINIONS.items() if key != "not_needed"],
    )
    opinion_reference = forms.CharField(label=_("Its reference"), max_length=60, required=False)
    opinion_on = DayField(label=_("Its date"), required=False)
    ministry = forms.ChoiceField(
        label=_("Opinion of the line ministry"),
        help_text=_("Health for medicine and medical goods, food safety for food."),
        choices=list(OPINIONS.items()),
    )
    ministry_reference = forms.CharField(label=_("Its reference"), max_length=60, required=False)
    ministry_on = DayField(label=_("Its date"), required=False)
    decision = forms.CharField(
        label=_("Number of the exemption, or of the decision that allots the goods"),
        max_length=60,
        required=False,
    )


class WriteCriteria(Chooses):
    """For whom the goods are, before any name."""

    campaign = chosen(_("Campaign whose list they follow"), (), required=False)
    criteria_ar = forms.CharField(
        label=_("Criteria in Arabic"), widget=forms.Textarea(attrs={"rows": 3, "dir": "rtl", "lang": "ar"})
    )
    criteria_fr = forms.CharField(
        label=_("Criteria in French"), widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "lang": "fr"})
    )


class CountArrival(CountGoods):
    """What was counted of each line of the list."""

    store = chosen(_("Store"), ())
    accept_near_expiry = forms.BooleanField(
        label=_("The date is near, and they can still be eaten in time"), required=False
    )

    def __init__(
        self, *args: object, stores: list[tuple[str, str]], may_be_near: bool, **options: object
    ) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["store"].choices = [("", _("Choose")), *stores]  # type: ignore[attr-defined]
        if not may_be_near:
            del self.fields["accept_near_expiry"]
