"""What only an auditor can prove: the facts behind a public file. Pure Python, no database.

The sealed file is JSON, one value a line: first {"format", "pool", "criteria", "reserve", "parties"}, then a line for
each household, in any order: [list code, organisation, zone, size, facts, eligible, points, salt, public code, place, point].
With it every commitment is opened, the criteria are asked again, and every household gets its place again from its exact
points. A family's slip opens its own line only.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from twiza.aid.rules import allocation, commitments, criteria, draw, facts, lists, pools, quotas
from twiza.aid.rules.published import NOT_ELIGIBLE, TOGETHER
from twiza.aid.rules.quotas import Need
from twiza.aid.rules.replay import WAITING, DoesNotFit, Line, Manifest, Proof, read_json, refuse
from twiza.aid.rules.selection import NOT_SELECTED, RESERVE
from twiza.lib.canonical import canonical_bytes
from twiza.lib.errors import N_

SEALED, SLIP = "twiza sealed 1", "twiza slip 1"


@dataclass(frozen=True, slots=True)
class Opened:
    """A household as the auditor reads it."""

    number: int
    household: pools.Household
    public: str
    salt: bytes
    place: str
    point: str


def replay_sealed(proof: Proof, file: Iterable[str]) -> None:
    """Prove what the public file could not, and add it to the proof.

    Raises:
        DoesNotFit: with the number of the line of the sealed file.
    """
    manifest = proof.manifest
    assert manifest is not None
    rows = iter(enumerate(file, start=1))
    number, text = next(rows, (1, ""))
    head = read_json(number, text)
    if not isinstance(head, dict) or head.get("format") != SEALED or head.get("pool") != manifest.pool:
        raise refuse(number, N_("it is not the sealed file of this public file"))
    if criteria_hash(head["criteria"]) != manifest.criteria:
        raise refuse(number, N_("these are not the criteria that were frozen"))
    opened = [_opened(number, read_json(number, text), proof, manifest) for number, text in rows]
    if {one.public for one in opened} != proof.lines.keys() or len(opened) != len(proof.lines):
        raise refuse(len(opened) + 1, N_("it has other households than the public file"))
    proof.say("opened", households=len(opened))
    for one in opened:
        _judged(one, head["criteria"])
    proof.say("judged", households=len(opened))
    _placed(opened, manifest, int(head["reserve"]), proof.lines)
    proof.say("placed", households=len(opened))
    _listed(opened, manifest, proof)
    proof.say("entries", entries=manifest.entries)


def criteria_hash(written: Mapping[str, Any]) -> str:
    """Return the hash of criteria, as it was signed when they were frozen."""
    return hashlib.sha256(canonical_bytes([("criteria", written)])).hexdigest()


def open_slip(proof: Proof, text: str) -> tuple[Line, Mapping[str, Any]]:
    """Return the line of the public file that a family's slip opens, and what it commits to.

    Raises:
        DoesNotFit: the slip opens no line of this file.
    """
    slip = read_json(1, text)
    try:
        line, salt, record = proof.lines[slip["code"]], bytes.fromhex(slip["salt"]), slip["record"]
        fits = slip["format"] == SLIP and commitments.commit(salt, record.encode()) == line.commitment
    except (KeyError, TypeError, ValueError, AttributeError):
        fits = False
    if not fits:
        raise DoesNotFit(N_("This slip opens no line of this file."))
    return line, dict(json.loads(record))


def slip(key: bytes, household: pools.Household) -> str:
    """Return the text of a family's slip: it opens its own line, and no other."""
    return json.dumps(
        {
            "format": SLIP,
            "code": commitments.public_code(key, household.code),
            "salt": commitments.salt_of(key, household.code).hex(),
            "record": pools.record(household).decode(),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _opened(number: int, read: Any, proof: Proof, manifest: Manifest) -> Opened:
    try:
        code, organisation, zone, size, known, eligible, points, salt, public, place, point = read
        household = pools.Household(code, UUID(organisation), zone, size, known, eligible, points)
        line, secret = proof.lines[public], bytes.fromhex(salt)
    except (ValueError, TypeError, KeyError) as error:
        raise refuse(number, N_("it is not the line of a household of the public file")) from error
    if commitments.commit(secret, pools.record(household)) != line.commitment:
        raise refuse(number, N_("these facts are not those that were signed"))
    if line.zone not in (TOGETHER, zone) or (line.class_ == NOT_ELIGIBLE) == eligible:
        raise refuse(number, N_("the public file shows this household in another zone or class"))
    if line.class_ > 0:
        of_zone = next(one for one in manifest.zones if one.label == zone)
        if of_zone.classes[line.class_ - 1] not in (None, points):
            raise refuse(number, N_("the public file shows this household with other points"))
    shown = WAITING if line.place == WAITING and place in (RESERVE, NOT_SELECTED) else place
    if shown != line.place:
        raise refuse(number, N_("the public file shows this household in another place"))
    return Opened(number, household, public, secret, place, point)


def _judged(one: Opened, written: Mapping[str, Any]) -> None:
    said = criteria.judge(written, one.household.facts, facts.KNOWN)
    if (said.eligible, said.points) != (one.household.eligible, one.household.points):
        raise refuse(one.number, N_("the criteria say something else of these facts"))


def _placed(opened: list[Opened], manifest: Manifest, reserve: int, lines: Mapping[str, Line]) -> None:
    """Give every place again, and see that the classes of a zone are in the order of its points."""
    households: Counter[str] = Counter()
    people: Counter[str] = Counter()
    classes: dict[tuple[str, int], list[int]] = defaultdict(list)
    for one in opened:
        zone = one.household.zone
        households[zone] += one.household.eligible
        people[zone] += one.household.size * one.household.eligible
        if lines[one.public].class_ > 0:
            classes[zone, lines[one.public].class_].append(one.household.points)
    for (zone, number), points in classes.items():
        if (zone, number + 1) in classes and min(points) <= max(classes[zone, number + 1]):
            raise refuse(1, N_("the classes of a zone are not in the order of its points"))
    needs = {zone: Need(households[zone], people[zone]) for zone in households}
    given = quotas.shares(manifest.baskets, needs)
    placed = allocation.place_all(
        (
            allocation.Drawn(one.public, one.household.zone, one.household.eligible, one.household.points)
            for one in opened
        ),
        quotas=given,
        reserves=quotas.reserves(reserve, needs, given),
        key=lambda code: draw.order_key(manifest.seed, code),
    )
    for one in opened:
        if placed[one.public].place != one.place:
            raise refuse(one.number, N_("points and draw give this household another place"))


def _listed(opened: list[Opened], manifest: Manifest, proof: Proof) -> None:
    by_code = {one.public: one for one in opened}
    order = allocation.list_order(
        (one.public, one.place, one.household.points, draw.order_key(manifest.seed, one.public))
        for one in opened
    )
    hidden = Counter(proof.hidden)
    for rank, code in enumerate(order, start=1):
        one, line = by_code[code], proof.lines[code]
        of = one.household
        entry = lists.Entry(
            of.code, of.organisation, of.zone, of.size, rank, one.place, of.points, one.point, of.facts
        )
        leaf = commitments.commit(one.salt, lists.entry_bytes(entry))
        hidden[leaf] -= not line.leaf
        if leaf != line.leaf if line.leaf else hidden[leaf] < 0:
            raise refuse(one.number, N_("its entry is not the one on the list that was signed"))
