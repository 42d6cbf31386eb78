"""Why something about the winter is refused."""

from twiza.lib.errors import DomainError


class BadWinter(DomainError):
    """A winter whose nights, bodies or words do not fit together."""

    code = "shelter.bad_winter"


class WinterOver(DomainError):
    """The winter was closed, or the night is not one of it."""

    code = "shelter.winter_over"


class BadBeds(DomainError):
    """Rooms, beds or numbers that cannot be."""

    code = "shelter.bad_beds"


class NoBedLeft(DomainError):
    """No free bed fits this guest in this night."""

    code = "shelter.no_bed_left"


class HasABed(DomainError):
    """This guest has a bed in this night already."""

    code = "shelter.has_a_bed"


class BedTaken(DomainError):
    """The bed is not free in one of these nights."""

    code = "shelter.bed_taken"


class OutOfOrder(DomainError):
    """This step does not follow what was done before."""

    code = "shelter.out_of_order"


class BadPlan(DomainError):
    """Something in the plan of a winter that does not fit together."""

    code = "shelter.bad_plan"


class NothingNew(DomainError):
    """There is nothing to publish that is not published."""

    code = "shelter.nothing_new"


class BadMeeting(DomainError):
    """A meeting or a decision without what makes it one."""

    code = "shelter.bad_meeting"


class MinutesSigned(DomainError):
    """The minutes are signed and stay as they are."""

    code = "shelter.minutes_signed"


class BadRound(DomainError):
    """A round whose people, hours, vehicle or pieces do not fit together."""

    code = "shelter.bad_round"


class BadEncounter(DomainError):
    """A meeting that is not whole, or names what is not of its winter."""

    code = "shelter.bad_encounter"
