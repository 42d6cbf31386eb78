"""Meeting people at night: what is written of a meeting, and what makes it whole. No Django.

Ask, never take: who sleeps or is hostile is left in peace, and nothing personal is written of them. A refusal is a full
result, and so is help on the spot. In clear there are an area, an hour and what was seen, never a name or a point.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from twiza.lib.errors import N_
from twiza.shelter.rules.plan import KITS

MOST_MET = 50  # of a kind
MOST_TOGETHER = 60  # in one meeting
MOST_LEFT = 20  # pieces of a kind
MOST_PARTS = 64  # of a voice note
LONGEST_SEALED = 8_192  # characters of a sealed line
UNDO_WITHIN = timedelta(minutes=10)
LAST_NUMBER = 255  # of a key: one byte of a sealed line
NOTHING = "nothing"


class MetAs(StrEnum):
    """How they were when the team came."""

    AWAKE = "awake"
    ASLEEP = "asleep"
    HOSTILE = "hostile"


MET_AS: Mapping[str, str] = {
    MetAs.AWAKE: N_("awake, spoken with"),
    MetAs.ASLEEP: N_("asleep: left in peace"),
    MetAs.HOSTILE: N_("did not want us near"),
}
HELP: Mapping[str, str] = {
    "shelter": N_("a bed"),
    "blanket": N_("a blanket"),
    "meal": N_("a meal"),
    "hygiene": N_("hygiene"),
    "clothes": N_("clothes"),
    "health": N_("care of health"),
    "family": N_("going back to the family"),
}
LEFT_BESIDE = frozenset({"blanket", "meal", "hygiene", "clothes"})  # beside who sleeps, when it is safe
LANGUAGES: Mapping[str, str] = {
    "darija": N_("Darija"),
    "tamazight": N_("Tamazight"),
    "arabic": N_("Arabic"),
    "french": N_("French"),
    "english": N_("English"),
    "spanish": N_("Spanish"),
    "signs": N_("sign language"),
    "other": N_("another language"),
}
FLAGS: Mapping[str, str] = {
    "unconscious": N_("does not wake"),
    "breathing": N_("breathes badly"),
    "chest_pain": N_("pain in the chest"),
    "bleeding": N_("bleeds"),
    "frozen": N_("very cold, shivers or no longer shivers"),
    "confused": N_("confused"),
    "injured": N_("injured"),
    "fever": N_("fever"),
    "pregnant": N_("pregnant"),
    "other": N_("something else"),
}
SEEN_FLAGS = frozenset(
    {"unconscious", "breathing", "bleeding", "frozen", "injured", "other"}
)  # seen without a word
SOURCES: Mapping[str, str] = {
    "citizen": N_("somebody who passed by"),
    "police": N_("the police or the gendarmerie"),
    "local_authority": N_("the local authority"),
    "health": N_("a hospital or a health centre"),
    "site": N_("a shelter site"),
    "association": N_("an association"),
    "other": N_("somebody else"),
}
FAULTS: Mapping[str, str] = {
    "nobody": N_("Say how many people were met: one at least, and no more than %(most)s of a kind."),
    "unknown_code": N_("Something is not one of the codes of the round."),
    "twice": N_("Something is written twice."),
    "nothing_and_something": N_("Nothing was taken, or something was: not both."),
    "no_answer": N_("Say what was taken, or that nothing was."),
    "asleep_with_person": N_("Who is not spoken with has no name, no language and no words here."),
    "asleep_asked": N_("Who is not spoken with is offered nothing: what is safe is left beside them."),
    "kits": N_("A meeting leaves 1 to %(most)s pieces of a kind."),
    "sealed": N_("Words are sealed to a key of the team, and a key has words."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One meeting as the team writes it. Counts are apparent: grown-ups of whom one cannot tell are `unsure`.

    Attributes:
        taken: codes of `HELP`, or `nothing` alone.
        again: the earlier meeting of this night with the same people.
        person: a pseudonym made on the phone, the same when the nickname is the same; it says nothing by itself.
        sites: winter sites where they would like to sleep, the best first.
        number, sealed: which key of the team, and the line sealed to it; 0 and "" when nothing was noted.
    """

    area: UUID
    call: UUID | None = None
    men: int = 0
    women: int = 0
    unsure: int = 0
    children: int = 0
    state: str = MetAs.AWAKE
    language: str = ""
    offered: tuple[str, ...] = ()
    taken: tuple[str, ...] = (NOTHING,)
    flags: tuple[str, ...] = ()
    kits: tuple[tuple[str, int], ...] = ()
    again: UUID | None = None
    person: UUID | None = None
    elderly: bool = False
    care: bool = False
    together: bool = False
    sites: tuple[UUID, ...] = ()
    number: int = 0
    sealed: str = ""

    @property
    def is_child_alone(self) -> bool:
        """Whether children were met and no grown-up with them: the alert goes out at once (J-02)."""
        return self.children > 0 and not (self.men or self.women or self.unsure)

    @property
    def who(self) -> tuple[str, ...]:
        """For whom a bed is looked for: woman, man or child, one for each."""
        return ("woman",) * self.women + ("man",) * self.men + ("child",) * self.children


def fault_of(met: Meeting) -> str:
    """Return what a meeting lacks to be whole, as a code of `FAULTS`; "" when it is whole."""
    return next(_faults(met), "")


def _faults(met: Meeting) -> Iterator[str]:
    counts = (met.men, met.women, met.unsure, met.children)
    if not all(0 <= one <= MOST_MET for one in counts) or not 1 <= sum(counts) <= MOST_TOGETHER:
        yield "nobody"
    codes = (
        ((met.state,), MET_AS), (met.offered, HELP), (met.flags, FLAGS), ([kind for kind, _ in met.kits], KITS),
        ((met.language,), {**LANGUAGES, "": ""}), (met.taken, {**HELP, NOTHING: ""}),
    )  # fmt: skip
    if any(one not in known for said, known in codes for one in said):
        yield "unknown_code"
    if any(len(set(said)) != len(said) for said, _ in codes):
        yield "twice"
    if NOTHING in met.taken and len(met.taken) > 1:
        yield "nothing_and_something"
    if not all(1 <= pieces <= MOST_LEFT for _, pieces in met.kits):
        yield "kits"
    if bool(met.number) != bool(met.sealed) or met.number > LAST_NUMBER or len(met.sealed) > LONGEST_SEALED:
        yield "sealed"
    if met.state == MetAs.AWAKE:
        if not met.taken:
            yield "no_answer"
    elif met.person or met.language or met.sealed:
        yield "asleep_with_person"
    elif met.offered or not set(met.taken) <= LEFT_BESIDE | {NOTHING} or not set(met.flags) <= SEEN_FLAGS:
        yield "asleep_asked"


def told_moment(said: datetime, heard: datetime | None, received: datetime) -> datetime:
    """Return when something happened by a phone's clock: not before the last server time it heard, not after now."""
    return min(max(said, heard) if heard else said, received)


def may_undo(met_at: datetime, undone_at: datetime) -> bool:
    """Tell whether a meeting may still be taken back: within ten minutes, by the same clock."""
    return timedelta(0) <= undone_at - met_at <= UNDO_WITHIN


def is_part(n: int, of: int, sealed: str) -> bool:
    """Tell whether this is a part of a voice note: one of its parts, sealed, not too long."""
    return 1 <= n <= of <= MOST_PARTS and 0 < len(sealed) <= LONGEST_SEALED


UNREADABLE = N_("It could not be read: the program of the phone may be old.")
# Why something that a phone sent waits for a person
WAITS: Mapping[str, str] = {
    "no_round": N_("No round of that night was briefed: brief it, then take this in."),
    "winter_over": N_("The winter was closed."),
    "unknown_encounter": N_("It speaks of a meeting that is not of this phone."),
    "unknown_call": N_("It speaks of a call-out that is not of this team."),
    "too_late": N_("Taken back more than ten minutes later."),
    "bad_payload": UNREADABLE,
    "revoked": N_("It came after its phone was ended."),
    "sequence_used_twice": N_("Its number had come with something else."),
    "nobody": N_("Nobody was written."),
    "unknown_code": N_("Something is not one of the codes of the round."),
}
SENT: Mapping[str, str] = {
    "encounter": N_("A meeting"),
    "encounter_undone": N_("A meeting taken back"),
    "voice_part": N_("A part of a voice note"),
    "call_reached": N_("A call-out that was reached"),
    "shift_opened": N_("A shift opened"),
    "shift_closed": N_("A shift closed"),
}
LOST: Mapping[str, str] = {
    "phone_lost": N_("The phone is lost"),
    "phone_stolen": N_("The phone was stolen"),
    "phone_dead": N_("The phone is dead or broken"),
    "phone_handed_in": N_("It is put away"),
}
