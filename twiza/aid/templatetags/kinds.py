"""What a campaign gives, in the words of its pages: a basket, a school kit, clothes for the feast."""

from typing import Any

from django import template

from twiza.aid.queries.kinds import kind_words

register = template.Library()


@register.filter
def gives_one(campaign: Any) -> Any:
    """How one of what a campaign gives is called: Basket."""
    return kind_words(campaign.aid_kind).one


@register.filter
def gives_many(campaign: Any) -> Any:
    """How several of what a campaign gives are called: Baskets."""
    return kind_words(campaign.aid_kind).many
