"""Fields of what is sealed → a label in plain words, and the words of their codes: for the copy that she is given."""

from typing import Any

from twiza.cases.rules.after import CHECKS, CONTACT_RESULTS, CONTACT_WAYS, DECISIONS, FACES, OUTCOMES
from twiza.cases.rules.alerts import CALLERS, DANGERS, IN_DANGER
from twiza.cases.rules.cases import CONTACTS, LANGUAGES, NEEDS, RISKS, VIOLENCE
from twiza.cases.rules.child import FOLLOW_UPS
from twiza.cases.rules.consent import CONSENTS, HOWS, PACKET_FIELDS, PURPOSES, SECTORS
from twiza.cases.rules.danger import ANSWERS, DANGER_QUESTIONS
from twiza.cases.rules.going_home import ATTITUDES, COMPANIONS, ENDS, SCREENED, STANDS
from twiza.cases.rules.plans import AXES, TASK_DOERS, TASK_STATES
from twiza.cases.rules.protocols import DOERS, STEP_KINDS
from twiza.cases.rules.rights import ASKED_BY, COURT_TOLD, KNOWN_BY, REQUEST_STATES, RIGHTS
from twiza.lib.errors import N_

STEP_STATES = {"open": N_("still to do"), "done": N_("step done"), "skipped": N_("skipped")}
PLAIN: dict[str, tuple[str, dict[Any, str] | None]] = {
    "words": (N_("What was written"), None),
    "language": (N_("Language"), LANGUAGES),
    "needs": (N_("What you need"), NEEDS),
    "wants": (N_("What you want"), None),
    "risk": (N_("Danger, as it was seen"), RISKS),
    "contact": (N_("How you may be contacted"), CONTACTS),
    "code_word": (N_("Your code word"), None),
    "trusted": (N_("Somebody you trust"), None),
    "title": (N_("What is done, step by step"), None),
    "steps": (N_("Steps"), None),
    "state": (N_("Where it stands"), {**TASK_STATES, **STEP_STATES, **REQUEST_STATES, **CONSENTS}),
    "kind": (N_("Kind"), STEP_KINDS),
    "who": (N_("Who does it"), {**TASK_DOERS, **DOERS}),
    "due": (N_("By when"), None),
    "reason": (N_("Why"), None),
    "purpose": (N_("Agreed for what"), PURPOSES),
    "sector": (N_("Which help"), SECTORS),
    "organisation_name": (N_("Which organisation"), None),
    "fields": (N_("What may be passed on"), PACKET_FIELDS),
    "until": (N_("Until when"), None),
    "how": (N_("How you said it"), HOWS),
    "right": (N_("What you asked for"), RIGHTS | {"court": N_("a paper of a court")}),
    "asked_by": (N_("How you asked"), ASKED_BY),
    "known_by": (N_("How you were known"), KNOWN_BY),
    "asked_on": (N_("Asked on"), None),
    "answered_on": (N_("Answered on"), None),
    "answer": (N_("What you were answered"), None),
    "corrected_on": (N_("Corrected at your request on"), None),
    "authority": (N_("Court"), None),
    "reference": (N_("Number of the paper"), None),
    "given": (N_("What was given"), None),
    "she_is_told": (N_("Whether you are told"), COURT_TOLD),
    "told": (N_("You were told what is written down and who reads it"), None),
    "kept_until": (N_("What was written is kept until"), None),
    "why": (N_("Why"), None),
    "stopped": (N_("How many agreements ended"), None),
    "own_contact": (N_("How you are reached without your guardian"), None),
}
# fields that have no label of their own are read out under one label, their codes in words
PLAIN |= {
    "caller": ("", CALLERS),
    "violence": (N_("Violence, if you told of any"), VIOLENCE),
    "way": ("", CONTACT_WAYS),
    "result": ("", CONTACT_RESULTS),
    "decision": ("", DECISIONS),
    "outcome": (N_("Your own answers, when it was closed"), {**OUTCOMES, **FACES, "unsaid": N_("not said")}),
    "satisfaction": (N_("How you were received"), {**FACES, "unsaid": N_("not said")}),
    "checks": (N_("What was looked at, when it was closed"), {check.code: check.words for check in CHECKS}),
    "whom": ("", IN_DANGER),
    "danger": (N_("Danger, as it was seen"), DANGERS),
    "level": (N_("Danger, as it was seen"), RISKS),
    "axis": ("", AXES),
    **{code: (question, ANSWERS) for code, question in {**DANGER_QUESTIONS, **SCREENED}.items()},
    "attitude": ("", ATTITUDES),
    "companion": ("", COMPANIONS),
    "there": (N_("Still there?"), STANDS),
    "safe": (N_("Safe?"), STANDS),
    "bed": ("", {"guaranteed": N_("a bed is theirs")}),
    "code": ("", {**FOLLOW_UPS, **ENDS}),
}
# of the machine, or of who works there: nothing about her
NOT_PLAIN = frozenset({
    "key", "ask", "hours", "blocked", "version", "first", "second", "first_state", "organisation", "base", "by", "id", "raised_by", "still_open", "what", "parties",
})  # fmt: skip
