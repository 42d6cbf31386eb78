"""What people decided about pairs, as a labelled set: counts, a file of codes, and the groups that are strange."""

import csv
import io
from dataclasses import dataclass
from uuid import UUID

from twiza.registry.models import Pair, PairDecision, Person
from twiza.registry.queries.doubles import last_run
from twiza.registry.queries.possible import may_match
from twiza.registry.rules.doubles import UNDONE, State, codes_of, is_held_back
from twiza.registry.rules.labelled import Labelled, Shown, labelled

LABELS = {"merge": True, "keep": True, "not_same": False}
MOST_STRANGE = 100
COLUMNS = ("pair", "decision", "reason", "weight", "proposed", "held_back", "evidence", "model", "day")


@dataclass(frozen=True, slots=True)
class StrangeGroup:
    """A group of entries that nobody should take as it is: why, who, and their pairs that wait."""

    why: str
    people: list[Person]
    pairs: list[Pair]


def labelled_set(organisation: UUID) -> Labelled:
    """Return what the decisions of one organisation say about the proposals of its searches.

    A pair counts with the weight it had when it was decided, else with its weight of now.
    """
    standing = {row.pair_id: row for row in standing_decisions(organisation)}
    rows = []
    pairs = Pair.objects.filter(organisation_id=organisation).values_list("pk", "weight", "evidence", "state")
    for pk, weight, evidence, state in pairs:
        decision = standing.get(pk)
        if decision is not None and decision.decision in LABELS:
            codes = tuple((field, code) for field, code in decision.evidence)
            rows.append(Shown(decision.weight, is_held_back(codes), LABELS[decision.decision]))
        elif state != State.GONE:
            rows.append(Shown(weight, is_held_back(codes_of(evidence)), None))
    return labelled(rows)


def standing_decisions(organisation: UUID) -> list[PairDecision]:
    """Return, for each pair, its latest decision that was not taken back; in the order in which they were made."""
    rows = list(PairDecision.objects.filter(organisation_id=organisation).order_by("pk"))
    undone = {row.act for row in rows if row.decision == UNDONE}
    latest = {row.pair_id: row for row in rows if row.act not in undone}
    return sorted(latest.values(), key=lambda row: row.pk)


def decisions_file(organisation: UUID) -> bytes:
    """Return the labelled set as .csv: codes, weights and random ids; no name, no value, no person's id."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in standing_decisions(organisation):
        codes = tuple((field, code) for field, code in row.evidence)
        writer.writerow(
            (
                row.pair_id, row.decision, row.reason_code, row.weight, row.verdict, "yes" if is_held_back(codes) else "no",
                " ".join(f"{field}={code}" for field, code in codes), row.model_hash[:16], row.at.date().isoformat(),
            )
        )  # fmt: skip
    return out.getvalue().encode()


def strange_groups(organisation: UUID) -> list[StrangeGroup]:
    """Return the strange groups of the latest search; of a protected service none. The erased are left out."""
    run = last_run(organisation)
    if run is None or not may_match(organisation):
        return []
    kept = [(why, [UUID(id) for id in ids]) for why, ids in run.strange[:MOST_STRANGE]]
    everybody = {id for _why, ids in kept for id in ids}
    people = {
        row.pk: row
        for row in Person.objects.filter(pk__in=everybody, organisation_id=organisation).select_related(
            "household"
        )
    }
    pairs = Pair.objects.filter(left__in=everybody, right__in=everybody).exclude(state=State.GONE)
    found = []
    rows = list(pairs.select_related("left", "right").order_by("-weight", "pk"))
    for why, ids in kept:
        inside = [people[id] for id in ids if id in people]
        if len(inside) > 1:
            mine = [row for row in rows if row.left_id in ids and row.right_id in ids]
            found.append(StrangeGroup(why, inside, mine))
    return found
