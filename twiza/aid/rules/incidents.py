"""When somebody was asked for money: the steps of an incident and how it ends. Pure Python."""

from enum import StrEnum


class Source(StrEnum):
    """Where it was heard."""

    CHECK, EXIT, COUNTER = "check", "exit", "counter"


class Step(StrEnum):
    """What is done about it, one line each."""

    HEARD_PERSON = "heard_person"
    HEARD_TEAM = "heard_team"
    LOOKED_AT_COUNTS = "looked_at_counts"
    MONEY_GIVEN_BACK = "money_given_back"
    PERSON_SET_ASIDE = "person_set_aside"
    TOLD_AUTHORITY = "told_authority"
    OTHER = "other"


class Outcome(StrEnum):
    """How it ended."""

    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not_confirmed"
    CANNOT_BE_KNOWN = "cannot_be_known"


class GapCause(StrEnum):
    """What an inquiry into missing baskets found."""

    MISCOUNTED = "miscounted"
    NOT_WRITTEN_DOWN = "not_written_down"
    STOLEN = "stolen"
    GIVEN_WITHOUT_CARD = "given_without_card"
    UNKNOWN = "unknown"


# What a family missed most, as they say it at the exit (000-44)
MISSED = ("flour", "oil", "sugar", "milk", "medicine", "hygiene", "clothes", "other")
