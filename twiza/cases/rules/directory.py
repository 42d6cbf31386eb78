"""The directory of services near her: kinds, for whom, what is stale, what is safe after violence."""

from datetime import datetime, timedelta

from twiza.lib.errors import N_

SERVICE_KINDS = {
    "shelter": N_("a place to sleep"),
    "health": N_("health"),
    "law": N_("law, papers, court"),
    "listening": N_("listening"),
    "psychology": N_("help of a psychologist"),
    "children": N_("protection of children"),
    "aid": N_("food, clothes, money"),
    "work": N_("training and work"),
}
FOR_WHOM = {
    "everybody": N_("everybody"),
    "women": N_("women"),
    "mothers": N_("mothers and their children"),
    "children": N_("children"),
    "older": N_("older people"),
    "disabled": N_("people with a disability"),
    "street": N_("people without a home"),
}
CONFIRM_EVERY = timedelta(days=90)


def is_stale(confirmed_at: datetime | None, at: datetime) -> bool:
    """Whether nobody asked for 90 days whether it is still so."""
    return confirmed_at is None or at - confirmed_at > CONFIRM_EVERY


def fits_after_violence(*, kind: str, women_only: bool, safe: bool) -> bool:
    """Whether a woman who fled violence may be sent there: marked safe, and never to a mixed shelter."""
    return safe and (kind != "shelter" or women_only)
