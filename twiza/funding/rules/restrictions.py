"""What a gift may be spent on. Nothing here is about who receives: no religion is written of anybody helped.

The words are the donor's: zakat, zakat al-fitr, sadaqa, waqf. Of a waqf the capital stays, and only what it earns is
spent; zakat al-fitr reaches people before the Eid prayer, at a time that a person enters from the announcement.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from twiza.lib.errors import N_

MOROCCO = ZoneInfo("Africa/Casablanca")
SOON = timedelta(days=3)


class Kind(StrEnum):
    """To what a gift is bound."""

    NONE = "none"
    PURPOSE = "purpose"
    ZAKAT = "zakat"
    ZAKAT_AL_FITR = "zakat_al_fitr"
    SADAQA = "sadaqa"
    WAQF = "waqf"
    WAQF_YIELD = "waqf_yield"
    GRANT = "grant"  # the money of one grant: opened with its first entry


KIND_WORDS: dict[str, str] = {
    Kind.NONE: N_("No restriction"),
    Kind.PURPOSE: N_("A named purpose"),
    Kind.ZAKAT: N_("Zakat"),
    Kind.ZAKAT_AL_FITR: N_("Zakat al-fitr"),
    Kind.SADAQA: N_("Sadaqa"),
    Kind.WAQF: N_("Waqf: the capital is kept"),
    Kind.WAQF_YIELD: N_("Yield of a waqf"),
    Kind.GRANT: N_("Grant"),
}
# What a person may open by hand; the yield of a waqf opens with its waqf, "none" with the books
OPENED_BY_HAND = (Kind.PURPOSE, Kind.ZAKAT, Kind.ZAKAT_AL_FITR, Kind.SADAQA, Kind.WAQF)
# As partners write it in their lists, in lower case
KIND_SPELLINGS: dict[str, Kind] = {
    "": Kind.NONE, "-": Kind.NONE, "aucune": Kind.NONE, "libre": Kind.NONE, "sans": Kind.NONE, "none": Kind.NONE,
    "بدون": Kind.NONE, "بدون شرط": Kind.NONE, "عام": Kind.NONE,
    "zakat": Kind.ZAKAT, "زكاة": Kind.ZAKAT, "الزكاة": Kind.ZAKAT, "زكاة المال": Kind.ZAKAT,
    "zakat al-fitr": Kind.ZAKAT_AL_FITR, "zakat al fitr": Kind.ZAKAT_AL_FITR, "zakat el fitr": Kind.ZAKAT_AL_FITR,
    "fitr": Kind.ZAKAT_AL_FITR, "زكاة الفطر": Kind.ZAKAT_AL_FITR, "الفطرة": Kind.ZAKAT_AL_FITR,
    "sadaqa": Kind.SADAQA, "sadaka": Kind.SADAQA, "صدقة": Kind.SADAQA, "الصدقة": Kind.SADAQA,
    "waqf": Kind.WAQF, "وقف": Kind.WAQF, "الوقف": Kind.WAQF,
}  # fmt: skip

WHY_NOT: dict[str, str] = {
    "waqf_capital": N_("The capital of a waqf is kept. Choose what it earned, or record its yield first."),
    "grant_money": N_("This money is of a grant. Charge the invoice on the page of the grant."),
    "other_campaign": N_("This money was given for another campaign."),
    "other_zone": N_("This money was given for “%(zone)s” only."),
    "prayer_not_entered": N_(
        "Zakat al-fitr is spent before the Eid prayer. Enter the time of the prayer first, as it is expected: it may"
        " be corrected until then."
    ),
    "after_the_prayer": N_(
        "Zakat al-fitr was to be spent before the Eid prayer (%(moment)s). Ask whoever gave it, or a scholar you"
        " trust, what to do with the rest; it stays in the bank until then."
    ),
}


@dataclass(frozen=True, slots=True)
class Bound:
    """A restriction as spending sees it."""

    kind: Kind
    campaign: UUID | None = None
    zone: str = ""
    spend_before: datetime | None = None


def why_not_spend(bound: Bound, *, campaign: UUID | None, zone: str, on: date, recorded_at: datetime) -> str:
    """Return why money so bound may not be spent so, as a key of WHY_NOT, or "".

    Args:
        on: the day of the payment, as the bank says it.
        recorded_at: when it was written down: on the day of the prayer itself, the hour decides.
    """
    if bound.kind is Kind.WAQF:
        return "waqf_capital"
    if bound.kind is Kind.GRANT:
        return "grant_money"
    if bound.campaign is not None and campaign != bound.campaign:
        return "other_campaign"
    if bound.zone and zone != bound.zone:
        return "other_zone"
    if bound.kind is Kind.ZAKAT_AL_FITR:
        if bound.spend_before is None:
            return "prayer_not_entered"
        prayer = bound.spend_before.astimezone(MOROCCO)
        if on > prayer.date() or (on == prayer.date() and recorded_at >= bound.spend_before):
            return "after_the_prayer"
    return ""


def may_be_counted_on(bound: Bound, *, campaign: UUID | None, at: datetime) -> bool:
    """Say whether money so bound may pay for any basket of a campaign, wherever it goes; the prayer may still be entered."""
    on = at.astimezone(MOROCCO).date()
    why = why_not_spend(bound, campaign=campaign, zone="", on=on, recorded_at=at)
    return why in ("", "prayer_not_entered")


def days_and_hours(left: timedelta) -> tuple[int, int]:
    """Return whole days and hours that are left; never below zero."""
    hours = max(0, int(left.total_seconds() // 3600))
    return hours // 24, hours % 24
