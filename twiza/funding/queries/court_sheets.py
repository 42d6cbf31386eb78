"""The sheets of a grant for the Court of Accounts: every row of its life, headings in Arabic and in French."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from twiza.funding.queries.grant_money import GrantMoney
from twiza.funding.queries.grants import GrantFile
from twiza.funding.rules import grants, tranches
from twiza.funding.rules.rib import rib_shown
from twiza.lib.errors import N_
from twiza.platform.web.workbooks import Listed, both, coded, columns

CURRENCY = N_("Currency")
_FACTS = columns((N_("What"), lambda one: both(one[0])), (N_("Value"), lambda one: one[1]))


def _name(thing: Any) -> str:
    return " / ".join(dict.fromkeys(one for one in (thing.name_ar, thing.name_fr) if one))


def _who(name: str) -> Any:
    return lambda row: (person := getattr(row, name)) and person.display_name


def sheets(
    file: GrantFile, money: GrantMoney, line: Any, pictures: Mapping[UUID, str], *, judged: bool
) -> Iterator[Listed]:
    """Yield the sheets in the order of a grant's life.

    Args:
        line: the budget line, None when it is not the reader's to see.
        pictures: line of a report → the name of its picture in the export.
        judged: the reader is on the funder's side, where scores and links are kept.
    """
    yield Listed(N_("File of the grant"), _FACTS, _of_file(file))
    if line is not None:
        yield Listed(N_("Budget line"), _FACTS, _of_line(line))
    yield Listed(N_("Call and criteria"), _FACTS, _of_call(file))
    yield Listed(N_("Headings"), _HEADINGS, money.headings)
    yield Listed(N_("Admissibility"), _LOOKS, reversed(file.looks))
    if judged:
        yield Listed(N_("Declared links"), _LINKS, file.interests)
        yield Listed(N_("Scores"), _SCORES, (one for _scorer, rows in file.scores for one in rows))
    yield Listed(N_("Decision"), _FACTS, _of_decision(file.decision))
    yield Listed(N_("Convention"), _FACTS, _of_convention(money.convention))
    yield Listed(N_("Tranches"), _TRANCHES, money.tranches)
    yield Listed(N_("Reports"), _REPORTS, (report for report, _lines in money.reports))
    yield Listed(N_("Expenses and rulings"), _lines(pictures), _numbered(money))
    if money.expenses:
        yield Listed(
            N_("Not reported yet"), _EXPENSES, (one for one in money.expenses if one.report_id is None)
        )
    yield Listed(N_("Given back"), _RETURNS, money.returns)
    yield Listed(N_("Closing"), _FACTS, _of_closing(file, money))


def _of_file(file: GrantFile) -> Iterable[tuple[str, Any]]:
    grant = file.grant
    return [
        (N_("Code of the file"), grant.code),
        (N_("Funder"), _name(grant.organisation)),
        (N_("Association"), _name(grant.grantee)),
        (N_("Project"), grant.project),
        (N_("In a few words"), grant.summary),
        (N_("Amount asked"), grant.asked),
        (CURRENCY, grant.currency),
        (N_("From"), grant.starts_on),
        (N_("Last day"), grant.ends_on),
        (N_("Account"), rib_shown(grant.rib)),
        (N_("In whose name"), grant.rib_holder),
        (N_("Handed in by"), grant.by.display_name),
        (N_("Handed in on"), grant.at),
    ]


def _of_line(line: Any) -> Iterable[tuple[str, Any]]:
    return [
        (N_("Year"), line.year),
        (N_("What it is for"), line.title),
        (N_("Purpose"), both(grants.THEMES[line.theme])),
        (N_("By what text"), line.legal_basis),
        (N_("Amount"), line.amount),
        (CURRENCY, line.currency),
    ]


def _of_call(file: GrantFile) -> Iterable[tuple[str, Any]]:
    call = file.grant.call
    return [
        (N_("Title of the call"), call.title),
        (N_("How files come"), both(grants.CALL_WORDS[call.kind])),
        (N_("From"), call.opens_on),
        (N_("Last day"), call.closes_on),
        *((N_("Criterion and its weight"), f"{one.title}: {one.weight}") for one in file.criteria),
    ]


def _of_decision(decision: Any) -> Iterable[tuple[str, Any]]:
    if decision is None:
        return [(N_("Decision"), both(N_("Not decided yet")))]
    return [
        (N_("Decision"), both(N_("Granted") if decision.granted else N_("Not granted"))),
        (N_("Amount"), decision.amount),
        (N_("Score of 20"), decision.score),
        (N_("What speaks for it"), decision.reasons_for),
        (N_("What speaks against it"), decision.reasons_against),
        (N_("Decided by"), decision.by.display_name),
        (N_("On"), decision.at),
    ]


def _of_convention(convention: Any) -> Iterable[tuple[str, Any]]:
    if convention is None:
        return [(N_("Convention of the grant"), both(N_("There is none yet")))]
    for_it, last = convention.grantee_signed_by, convention.funder_signed_by
    return [
        (N_("From"), convention.starts_on),
        (N_("Last day"), convention.ends_on),
        (N_("Ceiling of a voucher"), convention.cash_ceiling),
        (N_("Signed for the association"), for_it.display_name if for_it else both(N_("not signed yet"))),
        (N_("Signed for the association on"), convention.grantee_signed_at),
        (N_("Signed for the funder"), last.display_name if last else both(N_("not signed yet"))),
        (N_("Signed for the funder on"), convention.funder_signed_at),
        (N_("In the register of conventions"), convention.convention_id),
    ]


def _of_closing(file: GrantFile, money: GrantMoney) -> Iterable[tuple[str, Any]]:
    standing, grant = money.standing, file.grant
    return [
        (N_("State"), both(grants.STATE_WORDS[grant.state])),
        (N_("Since"), grant.state_at),
        (N_("Paid by the funder"), standing.paid),
        (N_("Accepted in reports"), standing.accepted),
        (N_("To be paid back"), standing.refused),
        (N_("Taken off later tranches"), standing.held_back),
        (N_("Paid back by the bank"), standing.returned),
        (N_("Not accounted for yet"), standing.unaccounted),
    ]


def _numbered(money: GrantMoney) -> Iterator[tuple[Any, Any]]:
    return ((report, line) for report, lines in money.reports for line in lines)


_HEADINGS = columns(
    (N_("Heading"), "heading.title"),
    (N_("Whole cost"), "heading.cost"),
    (N_("Asked of this funder"), "heading.asked"),
    (N_("Reported"), "spent"),
    (N_("Left"), "left"),
)
_LOOKS = columns(
    (N_("On"), "at"),
    (N_("By"), "by.display_name"),
    (N_("Licence"), coded(grants.LICENCES, "licence")),
    (N_("Reports that are missing"), "reports_missing"),
    (N_("The account is in its name"), "holder_right"),
    (N_("What is missing"), lambda look: "\n".join(both(grants.FAULT_WORDS[one]) for one in look.faults)),
    (N_("Words"), "words"),
    (N_("To be completed by"), "complete_by"),
)
_LINKS = columns(
    (N_("Scorer"), "scorer.display_name"),
    (N_("Has a link"), "linked"),
    (N_("Which"), "words"),
    (N_("On"), "at"),
)
_SCORES = columns(
    (N_("Scorer"), "scorer.display_name"),
    (N_("Criterion"), "criterion.title"),
    (N_("Weight"), "criterion.weight"),
    (N_("Points of 20"), "points"),
    (N_("Why"), "reason"),
    (N_("On"), "at"),
)
_TRANCHES = columns(
    (N_("Tranche"), "number"),
    (N_("Amount"), "amount"),
    (N_("Condition"), "condition"),
    (N_("Due on"), "due_on"),
    (N_("Taken off"), "held_back"),
    (N_("Paid"), lambda one: one.amount - one.held_back if one.paid_on else None),
    (N_("Paid on"), "paid_on"),
    (N_("Bank's reference"), "reference"),
    (N_("Paid by"), _who("paid_by")),
    (N_("By exception: why"), "excuse"),
    (N_("Let go by"), _who("excused_by")),
    (N_("With"), _who("excused_with")),
)
_REPORTS = columns(
    (N_("Tranche"), "number"),
    (N_("State"), coded(tranches.REPORT_WORDS, "state")),
    (N_("What was done"), "words"),
    (N_("Sent by"), _who("sent_by")),
    (N_("Sent on"), "sent_at"),
    (N_("Accepted by"), _who("ruled_by")),
    (N_("Accepted on"), "ruled_at"),
)
_EXPENSES = columns(
    (N_("Heading"), "heading.title"),
    (N_("Day"), "on"),
    (N_("Supplier"), "supplier"),
    (N_("Invoice"), "number"),
    (N_("What was bought"), "what"),
    (N_("Amount"), "amount"),
    (N_("Of it charged to this grant"), "share"),
    (N_("Proof"), coded(tranches.PROOF_WORDS, "kind")),
)
_RETURNS = columns((N_("On"), "on"), (N_("Amount"), "amount"), (N_("Bank's reference"), "reference"))


def _lines(pictures: Mapping[UUID, str]) -> Any:
    return columns(
        (N_("Report on tranche"), lambda one: one[0].number),
        (N_("Heading"), lambda one: one[1].heading),
        (N_("Day"), lambda one: one[1].on),
        (N_("Supplier"), lambda one: one[1].supplier),
        (N_("Invoice"), lambda one: one[1].number),
        (N_("Amount"), lambda one: one[1].amount),
        (N_("Of it charged to this grant"), lambda one: one[1].share),
        (N_("Share in hundred"), lambda one: round(one[1].share * 100 / one[1].amount, 2)),
        (N_("Proof"), lambda one: both(tranches.PROOF_WORDS[one[1].kind])),
        (N_("Fingerprint of the picture (SHA-256)"), lambda one: one[1].sha256),
        (N_("Picture in this export"), lambda one: pictures.get(one[1].pk, "")),
        (N_("Ruling"), lambda one: both(tranches.VERDICT_WORDS[one[1].verdict])),
        (N_("Question or reason"), lambda one: one[1].note),
        (N_("Answer"), lambda one: one[1].answer),
        (N_("Ruled by"), lambda one: one[1].ruled_by and one[1].ruled_by.display_name),
        (N_("Ruled on"), lambda one: one[1].ruled_at),
    )
