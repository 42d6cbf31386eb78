"""The person's own data: which rights, how a request is made, by when it is answered; what erasing leaves."""

from datetime import date, timedelta

from twiza.lib.errors import N_

RIGHTS = {
    "copy": N_("a copy in plain words"),
    "correction": N_("something corrected"),
    "withdrawal": N_("to take back what she agreed to"),
    "deletion": N_("everything deleted"),
}
ASKED_BY = {
    "voice": N_("by voice, here"),
    "paper": N_("on paper"),
    "screen": N_("on a screen"),
}
KNOWN_BY = {
    "code_word": N_("by her code word"),
    "ticket_and_facts": N_("by the code of her case and two facts that only she tells"),
    "doubtful": N_("in doubt: she is asked to come to this centre herself"),
}
REQUEST_STATES = {
    "open": N_("to be answered"),
    "answered": N_("answered"),
    "taken_back": N_("taken back by her"),
}
KEEPING_TOLD = timedelta(days=30)  # before a case is erased, its team is told
COUNTS_AS_TWO = timedelta(days=30)  # the second person follows within these days

ERASURE_REASONS = {
    "her_wish": N_("She asked for it"),
    "opened_by_mistake": N_("It was opened by mistake"),
    "purpose_over": N_("What it was kept for is over"),
}
CLAIMS = {
    "husband": N_("as her husband"),
    "guardian": N_("as her guardian"),
    "family": N_("as family"),
    "employer": N_("as her employer"),
    "authority": N_("in the name of an authority, without a paper of a court"),
    "court": N_("with a paper of a court"),
    "other": N_("as somebody else"),
}
COURT_TOLD = {
    "told": N_("she is told"),
    "not_told": N_("she is not told: the law forbids it, or it would not be safe"),
}
ASKED_WAYS = {"came": N_("came here"), "phone": N_("by telephone"), "letter": N_("in writing")}
# Tables → words of the certificate; what is not named here is counted together
ERASED_KINDS = {
    "cases_case": N_("file with its state and age band"),
    "cases_casenote": N_("notes"),
    "cases_noteversion": N_("versions of notes"),
    "cases_teamseat": N_("places in the team, with the keys of the file"),
    "cases_roomdraft": N_("drafts"),
}


def working_days_after(asked: date, days: int) -> date:
    """Return the last day of a delay counted in working days, Saturdays and Sundays left out.

    Feasts are not known here: the day comes too early rather than too late.
    """
    day = asked
    while days > 0:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


def month_of(day: date) -> date:
    """Return the first day of a month: all that a skeleton keeps."""
    return day.replace(day=1)
