"""Filters of the pages of money: words of codes, what gifts are bound to, who gives."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import template
from django.utils.translation import get_language, gettext

from twiza.funding.queries import labelled
from twiza.funding.rules import chart, gifts, grants, ledger, payments, pledges, restrictions, tranches, works
from twiza.funding.rules.rib import rib_shown
from twiza.lib.money_words import in_words
from twiza.platform.web import formats

register = template.Library()

TABLES: dict[str, dict[str, str]] = {
    "class": chart.CLASS_WORDS,
    "entry": ledger.ENTRY_WORDS,
    "restriction": restrictions.KIND_WORDS,
    "means": gifts.MEANS_WORDS,
    "donor": gifts.DONOR_WORDS,
    "contact": gifts.CONTACTS,
    "pledge": pledges.STATE_WORDS,
    "order": payments.ORDER_WORDS,
    "call": grants.CALL_WORDS,
    "proof": tranches.PROOF_WORDS,
    "report": tranches.REPORT_WORDS,
    "verdict": tranches.VERDICT_WORDS,
    "grant": grants.STATE_WORDS,
    "theme": grants.THEMES,
    "licence": grants.LICENCES,
    "fault": grants.FAULT_WORDS,
    "phase": works.PHASE_WORDS,
    "works_step": works.STEP_WORDS,
    "condition": works.CONDITIONS,
    "reason": gifts.CORRECTIONS
    | gifts.GRANT_ENDINGS
    | gifts.RECEIPT_ENDINGS
    | pledges.NOT_KEPT
    | payments.ORDER_ENDINGS,
}
LAMPS: dict[str, str] = pledges.STATE_KINDS | payments.ORDER_KINDS | grants.STATE_LAMPS | tranches.LAMPS


@register.filter
def money_words(code: str, table: str) -> str:
    """Say a code in words: `{{ gift.means|money_words:"means" }}`; an unknown one stays as it is."""
    said = TABLES[table].get(str(code))
    return gettext(said) if said else str(code)


@register.filter
def money_lamp(state: str) -> str:
    """Return the kind of tag for a state."""
    return LAMPS.get(str(state), "plain")


@register.filter
def amount_words(amount: Decimal | None, language: str) -> str:
    """Say an amount in words of "ar" or "fr", as in a convention."""
    return in_words(amount, language) if amount is not None else ""


@register.filter
def titled(project: Any) -> str:
    """Return the title of a project of works in the reader's language, else in the other."""
    ar, fr = project.title_ar, project.title_fr
    return str((ar or fr) if get_language() == "ar" else (fr or ar))


@register.filter
def rib(number: str) -> str:
    """Show an account number as banks print it."""
    return rib_shown(number)


@register.filter
def bound_to(restriction: Any) -> str:
    """Say what gifts are bound to: the kind, its name, its zone."""
    kind = gettext(restrictions.KIND_WORDS[restriction.kind])
    return " · ".join(word for word in (kind, restriction.label, restriction.zone) if word)


@register.filter
def giver(donor: Any, named: bool) -> str:
    """Say who gives: the name for who keeps donors, the code for others and of whoever stays unnamed."""
    return str(donor.name) if named and donor.name else str(donor.code)


@register.filter
def receipt_number(receipt: Any) -> str:
    """Return a receipt's number as it is printed."""
    return gifts.receipt_number(receipt.year, receipt.number)


@register.filter
def title_of(campaign: UUID | None, titles: dict[UUID, str]) -> str:
    """Return the title of a campaign, as far as its reader sees it."""
    return titles.get(campaign, gettext("A campaign that you do not see")) if campaign else ""


@register.filter
def among(id: UUID | None, titles: dict[UUID, str]) -> str:
    """Return what an id is called, among those that a page knows."""
    return titles.get(id, "") if id else ""


@register.filter
def quantity(value: Decimal | None) -> str:
    """Show how many: whole when it is whole."""
    if value is None:
        return ""
    return formats.number(int(value) if value == value.to_integral_value() else value.normalize())


@register.filter
def account_name(account: Any) -> str:
    """Return what an account is called, in the language of the moment."""
    return labelled(account)


@register.filter
def unsigned(value: Decimal) -> Decimal:
    """Return an amount without its sign: its column says on which side it stands."""
    return abs(value)


@register.filter
def said(sentence: str) -> str:
    """Say a sentence of the rules in the language of the moment."""
    return gettext(sentence)
