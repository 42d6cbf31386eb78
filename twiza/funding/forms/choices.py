"""Fields that choose among rows of one association: a donor, what gifts are bound to, a campaign."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from twiza.funding.queries import CampaignToFund
from twiza.funding.templatetags.funding import bound_to


class RowField(forms.TypedChoiceField):
    """One row out of a list that the view has read. An id of anything else is refused like a typing error."""

    def __init__(self, rows: Sequence[Any], words: Any, *, empty: Any = "", **options: Any) -> None:
        by_id = {str(row.pk): row for row in rows}
        choices = [(key, words(row)) for key, row in by_id.items()]
        if empty:
            choices.insert(0, ("", empty))
        super().__init__(choices=choices, coerce=lambda key: by_id.get(key), empty_value=None, **options)


def donor_field(donors: Sequence[Any]) -> RowField:
    """Return the field that chooses a donor, by name and code."""
    return RowField(
        donors, lambda one: f"{one.name or _('Unnamed benefactor')} · {one.code}", label=_("Donor")
    )


def restriction_field(rows: Sequence[Any], *, required: bool = False, **options: Any) -> RowField:
    """Return the field that says to what gifts are bound; nothing chosen: to nothing."""
    return RowField(
        rows,
        lambda one: bound_to(one),
        empty=_("Choose") if required else _("No restriction"),
        label=options.pop("label", _("Bound to")),
        required=required,
        **options,
    )


def campaign_field(campaigns: Sequence[CampaignToFund], **options: Any) -> forms.TypedChoiceField:
    """Return the field that names a campaign, if there is one."""
    by_id = {str(one.id): one.id for one in campaigns}
    return forms.TypedChoiceField(
        label=_("Campaign"),
        choices=[("", _("No campaign in particular")), *((str(one.id), one.title) for one in campaigns)],
        coerce=lambda key: by_id[key],
        empty_value=None,
        required=False,
        **options,
    )


def reason_field(reasons: dict[str, str]) -> forms.ChoiceField:
    """Return the field that asks why."""
    return forms.ChoiceField(label=_("Why"), choices=[(code, _(words)) for code, words in reasons.items()])


def above_zero(value: Any) -> None:
    """Refuse an amount that is not above zero."""
    if value is not None and value <= 0:
        raise ValidationError(_("Give an amount above zero."))
