"""After the listening: contacts, silence, closing, coming back, care for who listens."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from twiza.lib.errors import N_
from twiza.linkage.normalise import fold

CONTACT_WAYS = {
    "came": N_("she came herself"),
    "phone": N_("by telephone"),
    "code_word": N_("by telephone, the code word first"),
    "trusted": N_("through the person she trusts"),
    "visit": N_("a visit at home"),
}
# What her own rule lets the team do. Whatever it says, she may come. A visit stands apart: see `reach_fault`.
_LETS: Mapping[str, frozenset[str]] = {
    "none": frozenset({"came"}),
    "in_person": frozenset({"came"}),
    "number": frozenset({"came", "phone", "visit"}),
    "code_word": frozenset({"came", "code_word"}),
    "trusted": frozenset({"came", "trusted"}),
}
CONTACT_RESULTS = {
    "came": N_("she came"),
    "reached": N_("we spoke"),
    "not_safe": N_("it was not safe to talk"),
    "no_answer": N_("nobody answered"),
}
DECISIONS = {
    "wait": N_("wait: she knows the way"),
    "one_more": N_("one more attempt, by another way"),
    "lost": N_("the contact is lost for now"),
}
SILENCES = 2  # attempts in a row without an answer, after which the supervisor decides


# Ways on which somebody else stands between: none of them while the guardian is the suspect. Names are not compared:
# one spelled otherwise would open the way.
_THROUGH_SOMEBODY = frozenset({"trusted", "visit"})
# A number that was given before may ring in the guardian's hand, and a guardian may know the code word.
_BY_TELEPHONE = frozenset({"phone", "code_word"})


def reach_fault(
    *, contact: str, way: str, refused: Iterable[str] | None, guardian: str = "", own_contact: bool = False
) -> str:
    """Return why she may not be reached this way: "rule", "guardian", "telephone", "visit", or "" when she may.

    Args:
        contact: her own rule. way: a code of CONTACT_WAYS.
        refused: kinds of step that the pinned protocol refuses; None when the case follows none: then nobody knows
            whether it is a case of violence, and no visit is made.
        guardian: who is the suspect and whom no notice may reach, or "".
        own_contact: whether a safe contact of the child's own was noted since the guardian was blocked.
    """
    if way not in _LETS.get(contact, _LETS["none"]):
        return "rule"
    if guardian and way in _THROUGH_SOMEBODY:
        return "guardian"
    if guardian and way in _BY_TELEPHONE and not own_contact:
        return "telephone"
    if way == "visit" and (refused is None or "home_visit" in refused):
        return "visit"
    return ""


def silent_ways(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the ways of the last attempts in a row that nobody answered, the newest first.

    Args:
        entries: attempts and decisions, the newest first. Whatever else happened ends the row.
    """
    ways = []
    for entry in entries:
        if entry.get("what") != "attempt" or entry.get("result") != "no_answer":
            break
        ways.append(str(entry["way"]))
    return ways


def last_decision(entries: Iterable[Mapping[str, Any]]) -> str:
    """Return what the supervisor decided last, if no answer came since; "" otherwise."""
    for entry in entries:
        if entry.get("what") == "decision":
            return str(entry["decision"])
        if entry.get("result") != "no_answer":
            return ""
    return ""


def awaits_supervisor(entries: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the silence is now the supervisor's: two in a row, or the one more that was allowed."""
    allowed = 1 if last_decision(entries) == "one_more" else SILENCES
    return len(silent_ways(entries)) >= allowed


def tried_alone(entries: Sequence[Mapping[str, Any]], by: Sequence[Any], who: Any) -> bool:
    """Whether each attempt of the last silence in a row was made by this person: they do not judge it too.

    Args:
        entries: attempts and decisions, the newest first; by: who made each.
    """
    silent = len(silent_ways(entries))
    return silent > 0 and all(one == who for one in by[:silent])


def used_way(entries: Sequence[Mapping[str, Any]], way: str) -> bool:
    """Whether "one more attempt, by another way" was decided and this is the way that brought only silence."""
    if last_decision(entries) != "one_more" or way == "came":
        return False
    before = [one for one in entries if one.get("what") == "attempt"]
    return way in silent_ways(before)


@dataclass(frozen=True)
class Check:
    """One line of the closing list: said with yes, or explained."""

    code: str
    words: str


CHECKS = (
    Check("danger", N_("Danger was looked at again together, on this day or at the last meeting")),
    Check("plan", N_("The plan was gone through with her: what is done, what she leaves")),
    Check("steps", N_("Every step of the protocol is done, or skipped with a reason")),
    Check("referrals", N_("No referral waits for an answer any more")),
    Check("papers", N_("Her papers and copies were given back to her")),
    Check("contact", N_("How she may be contacted after the closing was said again")),
    Check("comes_back", N_("She knows that she may come back, and how: her word, or her number")),
    Check("rights", N_("She knows that she may see, correct or delete what is written")),
    Check("consents", N_("What she agreed to was ended, or she knows what goes on")),
    Check("network", N_("She knows where to go when it is closed here, by night too")),
    Check("team", N_("The team talked it through, and whoever listened was listened to")),
)
CHECK_CODES = tuple(one.code for one in CHECKS)
LEAST_WORDS, LEAST_LETTERS = 2, 8  # of an explanation
OUTCOMES = {
    "safer": N_("I feel safer than when I first came"),
    "knows": N_("I know where to go if I need help"),
    "as_wished": N_("It went the way I wished"),
}
FACES = {
    "1": N_("☹☹ not at all"),
    "2": N_("☹ a little"),
    "3": N_("– half"),
    "4": N_("☺ mostly"),
    "5": N_("☺☺ yes"),
}
UNSAID = "unsaid"
CLOSING_REASONS = {
    "reached": N_("what she wanted was reached"),
    "her_wish": N_("she wishes to stop"),
    "moved": N_("she moved away"),
    "taken_over": N_("somebody else goes on with her"),
    "lost": N_("the contact is lost"),
    "grown_up": N_("of age, and does not go on"),
    "died": N_("she died"),
    "other": N_("another reason, in words"),
}
_LEFT_WITHOUT_US = {"lost", "died"}


def explains(text: str) -> bool:
    """Whether an explanation is one: a few words, not a dot."""
    return len(text.split()) >= LEAST_WORDS and sum(one.isalpha() for one in text) >= LEAST_LETTERS


def closure_faults(
    checks: Mapping[str, Mapping[str, Any]],
    *,
    still_open: Mapping[str, int],
    outcome: Mapping[str, str],
    satisfaction: str,
    reason: str,
) -> list[str]:
    """Return what is missing before a case may be closed, as codes; empty when nothing is.

    Args:
        checks: code → {"yes": bool, "why": str}: every line said with yes, or explained.
        still_open: code → how many things the system itself counts as open: a yes is not taken for these.
        outcome: her own scale, code of OUTCOMES → a face or UNSAID; satisfaction: a face or UNSAID.
        reason: code of CLOSING_REASONS.
    """  # fmt: skip
    faults = []
    for code in CHECK_CODES:
        said = checks.get(code, {})
        if not (said.get("yes") and not still_open.get(code)) and not explains(str(said.get("why", ""))):
            faults.append(code)
    if set(outcome) != set(OUTCOMES) or not {*outcome.values(), satisfaction} <= {*FACES, UNSAID}:
        faults.append("outcome")
    elif reason in _LEFT_WITHOUT_US and {*outcome.values(), satisfaction} != {UNSAID}:
        faults.append("outcome_not_hers")  # nobody answers in her place
    if reason not in CLOSING_REASONS:
        faults.append("reason")
    return faults


LEAST_WORD = 3  # letters of a code word
RETURN_KINDS = ("word", "facts")


def return_word(text: str) -> str:
    """Return a code word as it is compared: one spelling, Western digits, no spaces; "" when it is too short.

    However she or reception writes it (hamza or not, Arabic or Western digits, spaces, small letters), it is one word.
    """
    word = "".join(fold(text).split())
    return word if len(word) >= LEAST_WORD else ""


def return_facts(number: int | None, facts: Sequence[str]) -> str:
    """Return a number of the day and two facts as they are compared, in whichever order; "" when one is missing."""
    said = sorted("".join(fold(one).split()) for one in facts)
    if number is None or len(said) != 2 or not all(said) or said[0] == said[1]:
        return ""
    return f"{number}|{said[0]}|{said[1]}"


CARE_KINDS = {
    "debrief": N_("talk after a heavy listening"),
    "supervision": N_("supervision talk"),
}
ANSWER_CARE_WITHIN = timedelta(days=3)
CARE_WITHIN = timedelta(days=366)  # no talk is planned further away: a year typed wrong would hide it


def care_is_late(*, asked_on: date | None, planned_on: date | None, today: date) -> bool:
    """Whether a talk is past its day: planned and not held, or asked for and given no day for three days."""
    if planned_on is not None:
        return planned_on < today
    return asked_on is not None and asked_on + ANSWER_CARE_WITHIN < today
