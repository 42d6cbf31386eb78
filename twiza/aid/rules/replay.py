"""A campaign's selection, proved again from a file: draw, quotas, places and list hash. Pure Python, no database.

The public file is JSON, one value a line:
1. the manifest: what was signed with the pool, the secret told after, the digits, the seed, the list;
2. a line for each household, in the order of its public code: [code, zone, class, place, commitment, leaf]. The leaf is the
   commitment to its entry on the list, where its place is told;
3. the leaves of the list that belong to households of which it is not told whether they are in reserve: {"leaves": […]}.

What it proves and what it cannot is written in docs/decisions/0065. Each step stops at the first line that does not
fit, and names it.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from twiza.aid.rules import draw, lists, pools, quotas
from twiza.aid.rules.published import NO_CLASS, NOT_ELIGIBLE, TOGETHER, PublicZone
from twiza.aid.rules.quotas import Need
from twiza.aid.rules.selection import NOT_ELIGIBLE as OUTSIDE
from twiza.aid.rules.selection import NOT_SELECTED, RESERVE, SELECTED
from twiza.lib.errors import N_, DomainError

FORMAT = "twiza replay 1"
WAITING = "waiting"  # in reserve or not selected: it is not told which
PLACES = (SELECTED, RESERVE, NOT_SELECTED, WAITING, OUTSIDE)
MANIFEST = ("format", "campaign", "criteria", "baskets", "reserve", "small_cell", "secret_hash", "zones", "pool",
            "secret", "digits", "seed", "list", "entries")  # fmt: skip


class DoesNotFit(DomainError):
    """The first line of the file that is not what the rest of it says."""

    code = "aid.replay_does_not_fit"


@dataclass(frozen=True)
class Manifest:
    """The first line."""

    campaign: UUID
    criteria: str
    baskets: int
    reserve: int | None
    small_cell: int
    secret_hash: str
    zones: tuple[PublicZone, ...]
    pool: str
    secret: str
    digits: str
    seed: str
    list: str
    entries: int

    @property
    def head(self) -> pools.Head:
        """What was signed with the pool."""
        return pools.Head(
            self.campaign,
            self.criteria,
            self.baskets,
            self.reserve,
            self.small_cell,
            self.secret_hash,
            self.zones,
        )

    def line(self) -> str:
        """Return the first line of the file."""
        values = {name: getattr(self, name) for name in MANIFEST[1:]} | {"format": FORMAT}
        values["campaign"] = str(self.campaign)
        values["zones"] = [
            [one.label, one.need, one.quota, one.reserve, list(one.classes)] for one in self.zones
        ]
        return json.dumps(
            {name: values[name] for name in MANIFEST}, ensure_ascii=False, separators=(",", ":")
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A household as it is published."""

    number: int  # of the line in the file, from 1
    code: str
    zone: str
    class_: int
    place: str
    commitment: str
    leaf: str


@dataclass
class Proof:
    """What was proved, in the order in which it was: (code of the sentence, figures)."""

    steps: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    lines: dict[str, Line] = field(default_factory=dict)
    manifest: Manifest | None = None
    hidden: list[str] = field(default_factory=list)  # leaves that belong to nobody in particular

    def say(self, step: str, **figures: Any) -> None:
        """Add a step."""
        self.steps.append((step, figures))


def replay(file: Iterable[str]) -> Proof:
    """Prove what a public file says, or stop at the first line that does not fit.

    Raises:
        DoesNotFit: with the number of the line.
    """
    rows = iter(enumerate(file, start=1))
    proof = Proof()
    manifest = proof.manifest = _manifest(rows)
    hidden = proof.hidden = _lines(rows, proof)
    households = list(proof.lines.values())
    _pool(manifest, households)
    proof.say("pool", households=len(households), hash=manifest.pool)
    _draw(manifest)
    proof.say("draw", digits=manifest.digits, seed=manifest.seed)
    by_zone = _by_zone(manifest, households)
    _quotas(manifest)
    proof.say("quotas", zones=len(manifest.zones), baskets=sum(one.quota for one in manifest.zones))
    drawn, counted = _places(manifest, by_zone)
    proof.say("places", drawn=drawn, counted=counted)
    _list(manifest, households, hidden)
    proof.say("list", entries=manifest.entries, hash=manifest.list)
    return proof


def refuse(number: int, why: str) -> DoesNotFit:
    """Return the refusal of a line, counted from 1."""
    return DoesNotFit(N_("Line %(line)s does not fit: %(why)s"), line=number, why=why)


def read_json(number: int, text: str) -> Any:
    """Return what a line says. Raises DoesNotFit when it cannot be read."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise refuse(number, N_("it cannot be read")) from error


def _manifest(rows: Iterator[tuple[int, str]]) -> Manifest:
    number, text = next(rows, (1, ""))
    read = read_json(number, text)
    if not isinstance(read, dict) or read.get("format") != FORMAT or set(read) != set(MANIFEST):
        raise refuse(number, N_("it is not the first line of a public file of Twiza"))
    try:
        zones = tuple(
            PublicZone(label, need, quota, reserve, tuple(classes))
            for label, need, quota, reserve, classes in read["zones"]
        )
        return Manifest(
            **{name: read[name] for name in MANIFEST if name not in ("format", "campaign", "zones")},
            campaign=UUID(read["campaign"]),
            zones=zones,
        )
    except (TypeError, ValueError) as error:
        raise refuse(number, N_("it is not the first line of a public file of Twiza")) from error


def _lines(rows: Iterator[tuple[int, str]], proof: Proof) -> list[str]:
    """Read the households into the proof; return the leaves that belong to nobody in particular."""
    last = ""
    for number, text in rows:
        read = read_json(number, text)
        if isinstance(read, dict) and set(read) == {"leaves"}:
            if next(rows, None) is not None:
                raise refuse(number + 1, N_("the file goes on after its end"))
            return [str(one) for one in read["leaves"]]
        if not isinstance(read, list) or len(read) != 6 or read[3] not in PLACES:
            raise refuse(number, N_("it is not the line of a household"))
        line = Line(number, *read)
        if line.code <= last:
            raise refuse(number, N_("households stand in the order of their codes, each once"))
        last = line.code
        proof.lines[last] = line
    raise refuse(len(proof.lines) + 2, N_("the file is cut short"))


def _pool(manifest: Manifest, households: list[Line]) -> None:
    known = pools.Lines()
    found = pools.pool_hash(
        pools.head_bytes(manifest.head),
        (known.line(one.code, one.zone, one.class_, one.commitment) for one in households),
    )
    if found != manifest.pool:
        raise refuse(1, N_("its households do not give the hash of the pool that was signed"))


def _draw(manifest: Manifest) -> None:
    if draw.commitment(manifest.secret) != manifest.secret_hash:
        raise refuse(1, N_("the secret is not the one that was promised"))
    if draw.seed(manifest.pool, manifest.secret, manifest.digits) != manifest.seed:
        raise refuse(1, N_("pool, secret and digits do not give the seed"))


def _by_zone(manifest: Manifest, households: list[Line]) -> dict[str, dict[int, list[Line]]]:
    """Return zone → class → its households, once each zone has as many as its need."""
    found: dict[str, dict[int, list[Line]]] = {one.label: defaultdict(list) for one in manifest.zones}
    classes = {one.label: len(one.classes) for one in manifest.zones}
    for line in households:
        within = line.zone in found and (
            NO_CLASS < line.class_ <= classes[line.zone]
            or line.class_ == NOT_ELIGIBLE
            or (line.class_ == NO_CLASS and line.zone == TOGETHER)
        )
        if not within:
            raise refuse(line.number, N_("there is no such zone or class"))
        if (line.class_ == NOT_ELIGIBLE) != (line.place == OUTSIDE):
            raise refuse(line.number, N_("who is not eligible has no place, and who is has one"))
        if line.class_ != NOT_ELIGIBLE:
            found[line.zone][line.class_].append(line)
    for zone in manifest.zones:
        count = sum(len(some) for some in found[zone.label].values())
        if count != zone.need:
            raise refuse(1, N_("the need of a zone is not the number of its eligible households"))
    return found


def _quotas(manifest: Manifest) -> None:
    """Compute the baskets of each zone again; where zones are told together, as far as that can be."""
    needs = {one.label: Need(one.need, 0) for one in manifest.zones}
    alone = [one for one in manifest.zones if one.label != TOGETHER]
    whole = sum(one.need for one in manifest.zones)
    seats = min(manifest.baskets, whole)
    if sum(one.quota for one in manifest.zones) != seats:
        raise refuse(1, N_("the baskets of the zones are not all baskets"))
    if len(alone) == len(manifest.zones):
        given = quotas.shares(manifest.baskets, needs)
        if any(one.quota != given[one.label] for one in alone):
            raise refuse(1, N_("a zone has other baskets than the rule gives it"))
        kept = quotas.reserves(manifest.reserve, needs, given) if manifest.reserve is not None else {}
        if any(one.reserve != kept.get(one.label) for one in alone):
            raise refuse(1, N_("a zone has another reserve than the rule gives it"))
        return
    for one in alone:
        least, rest = divmod(seats * one.need, whole)
        if not least <= one.quota <= least + (rest > 0):
            raise refuse(1, N_("a zone has other baskets than the rule gives it"))


def _places(manifest: Manifest, by_zone: Mapping[str, Mapping[int, list[Line]]]) -> tuple[int, int]:
    """Give the places again. Returns how many households were drawn again, and of how many only the count is proved."""
    drawn = counted = 0
    for zone in manifest.zones:
        cuts = (zone.quota, zone.quota + zone.reserve) if zone.reserve is not None else (zone.quota,)
        names = (SELECTED, RESERVE, NOT_SELECTED) if zone.reserve is not None else (SELECTED, WAITING)
        before = 0
        for number in sorted(by_zone[zone.label]):
            group = by_zone[zone.label][number]
            edges = [0, *(min(max(cut - before, 0), len(group)) for cut in cuts), len(group)]
            sizes = [after - first for first, after in zip(edges, edges[1:], strict=False)]
            single = number > 0 and zone.classes[number - 1] is not None
            if single or max(sizes) == len(group):
                _drawn_again(manifest.seed, group, names, sizes)
                drawn += len(group)
            else:
                _counted_again(group, names, sizes)
                counted += len(group)
            before += len(group)
    return drawn, counted


def _drawn_again(seed: str, group: list[Line], names: tuple[str, ...], sizes: list[int]) -> None:
    order = (
        sorted(group, key=lambda one: draw.order_key(seed, one.code)) if max(sizes) < len(group) else group
    )
    due = [name for name, size in zip(names, sizes, strict=True) for _ in range(size)]
    wrong = [one.number for one, name in zip(order, due, strict=True) if one.place != name]
    if wrong:
        raise refuse(min(wrong), N_("points and draw give this household another place"))


def _counted_again(group: list[Line], names: tuple[str, ...], sizes: list[int]) -> None:
    left = dict(zip(names, sizes, strict=True))
    for one in sorted(group, key=lambda line: line.number):
        left[one.place] = left.get(one.place, 0) - 1
        if left[one.place] < 0:
            raise refuse(one.number, N_("its class has too many households in this place"))


def _list(manifest: Manifest, households: list[Line], hidden: list[str]) -> None:
    for one in households:
        if bool(one.leaf) != (one.place in (SELECTED, RESERVE)):
            raise refuse(one.number, N_("who is on the list has a line of the list, and nobody else"))
    leaves = [one.leaf for one in households if one.leaf] + hidden
    if len(leaves) != manifest.entries:
        raise refuse(1, N_("the list has another number of entries"))
    found = lists.salted_hash(
        campaign=manifest.campaign, number=0, previous=manifest.pool, seed=manifest.seed, leaves=leaves
    )
    if found != manifest.list:
        raise refuse(1, N_("its entries do not give the hash of the list that was signed"))
