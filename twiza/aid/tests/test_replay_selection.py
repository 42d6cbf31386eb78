"""A selection proved again from its public file; what an auditor adds; what joining columns never finds."""

import json
from collections import Counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid.rules import (
    allocation,
    commitments,
    criteria,
    draw,
    facts,
    lists,
    pools,
    published,
    quotas,
    replay,
    replay_sealed,
)
from twiza.aid.rules.published import TOGETHER, ZoneFigures
from twiza.aid.rules.quotas import Need
from twiza.aid.rules.replay import DoesNotFit
from twiza.aid.rules.suppression import suppressed
from twiza.aid.tests.given import CRITERIA, ZONES
from twiza.lib.ids import new_id

LEAST = 5


def made(counts, baskets, reserve, seed="407193", least=LEAST):
    """Return (public lines, sealed lines, key, households) of a pool whose families are `counts`: zone, children, disability."""
    key, secret, campaign, party = commitments.new_key(), draw.new_secret(), new_id(), new_id()
    households = []
    for n, (zone, children, disability) in enumerate(counts):
        known = {"size": 1 + n % 6, "zone": zone, "children": children, "disability": disability}
        said = criteria.judge(CRITERIA, known, facts.KNOWN)
        households.append(
            pools.Household(f"H{n:07d}", party, zone, known["size"], known, said.eligible, said.points)
        )
    points: dict[str, Counter[int]] = {}
    outside: Counter[str] = Counter()
    for one in households:
        points.setdefault(one.zone, Counter())
        if one.eligible:
            points[one.zone][one.points] += 1
        else:
            outside[one.zone] += 1
    needs = {zone: Need(sum(some.values()), 0) for zone, some in points.items()}
    shares = quotas.shares(baskets, needs)
    kept = quotas.reserves(reserve, needs, shares)
    labels = published.publish(
        {zone: ZoneFigures(points[zone], outside[zone], shares[zone], kept[zone]) for zone in points}, least
    )
    if labels is None:
        return None
    public = {one.code: commitments.public_code(key, one.code) for one in households}
    salts = {one.code: commitments.salt_of(key, one.code) for one in households}
    sealed_by = {one.code: commitments.commit(salts[one.code], pools.record(one)) for one in households}
    head = pools.Head(
        campaign, replay_sealed.criteria_hash(CRITERIA), baskets, reserve if labels.reserve_shown else None, least,
        draw.commitment(secret), labels.zones,
    )  # fmt: skip
    shown = {one.code: labels.line(one.zone, one.eligible, one.points) for one in households}
    pool = pools.pool_hash(
        pools.head_bytes(head), (pools.line(public[c], *shown[c], sealed_by[c]) for c in public)
    )
    seed = draw.seed(pool, secret, seed)
    placed = allocation.place_all(
        [allocation.Drawn(public[one.code], one.zone, one.eligible, one.points) for one in households],
        quotas=shares, reserves=kept, key=lambda code: draw.order_key(seed, code),
    )  # fmt: skip
    place = {one.code: placed[public[one.code]].place for one in households}
    by_code = {one.code: one for one in households}
    order = allocation.list_order(
        (code, place[code], by_code[code].points, draw.order_key(seed, public[code])) for code in public
    )
    leaves = {}
    for rank, code in enumerate(order, start=1):
        one = by_code[code]
        entry = lists.Entry(code, party, one.zone, one.size, rank, place[code], one.points, "P1", one.facts)
        leaves[code] = commitments.commit(salts[code], lists.entry_bytes(entry))
    lines, hidden = [], []
    for code in public:
        told, leaf = place[code], leaves.get(code, "")
        if told in ("reserve", "not_selected") and (shown[code][0] == TOGETHER or not labels.reserve_shown):
            told = replay.WAITING
            hidden += [leaf] if leaf else []
            leaf = ""
        lines.append([public[code], *shown[code], told, sealed_by[code], leaf])
    manifest = replay.Manifest(
        campaign, head.criteria, baskets, head.reserve, least, head.secret_hash, labels.zones, pool, secret, "407193", seed,
        lists.salted_hash(campaign=campaign, number=0, previous=pool, seed=seed, leaves=leaves.values()), len(order),
    )  # fmt: skip
    file = [
        manifest.line(),
        *(json.dumps(one) for one in sorted(lines)),
        json.dumps({"leaves": sorted(hidden)}),
    ]
    sealed = [
        json.dumps({"format": replay_sealed.SEALED, "pool": pool, "criteria": CRITERIA, "reserve": reserve})
    ]
    sealed += [
        json.dumps([one.code, str(party), one.zone, one.size, one.facts, one.eligible, one.points, salts[one.code].hex(),
                    public[one.code], place[one.code], "P1" if one.code in leaves else ""])
        for one in households
    ]  # fmt: skip
    return file, sealed, key, households


def some(count=240):
    return [(ZONES[n % 3], n % 7, n % 4 == 0) for n in range(count)]


@pytest.fixture(scope="module")
def files():
    return made(some(), 90, 30)


def test_it_proves_draw_quotas_places_and_list(files):
    file, sealed, _key, households = files
    proof = replay.replay(file)
    assert [step for step, _ in proof.steps] == ["pool", "draw", "quotas", "places", "list"]
    assert dict(proof.steps)["places"]["drawn"] + dict(proof.steps)["places"]["counted"] == len(households)
    replay_sealed.replay_sealed(proof, sealed)
    assert [step for step, _ in proof.steps][5:] == ["opened", "judged", "placed", "entries"]


def changed(file, number, how):
    """The same file with one line changed, counted from 1."""
    lines = list(file)
    read = json.loads(lines[number - 1])
    how(read)
    lines[number - 1] = json.dumps(read)
    return lines


def line_of(file, place):
    return next(
        n for n, text in enumerate(file, start=1) if n > 1 and text[0] == "[" and json.loads(text)[3] == place
    )


def test_it_names_the_first_line_that_does_not_fit(files):
    file = files[0]
    out = line_of(file, "not_selected" if '"not_selected"' in "".join(file) else "waiting")
    tries = [
        (1, lambda read: read.update(digits="111111"), "seed"),
        (1, lambda read: read.update(secret="0" * 64), "promised"),
        (1, lambda read: read.update(list="0" * 64), "hash of the list"),
        (1, lambda read: read["zones"][0].__setitem__(2, read["zones"][0][2] + 1), "hash of the pool"),
        (7, lambda read: read.__setitem__(4, "0" * 64), "hash of the pool"),
        (7, lambda read: read.__setitem__(1, "elsewhere"), "hash of the pool"),
    ]
    for number, how, why in tries:
        with pytest.raises(DoesNotFit) as refused:
            replay.replay(changed(file, number, how))
        assert why in refused.value.data["why"]
    with pytest.raises(DoesNotFit) as refused:
        replay.replay(changed(file, out, lambda read: read.__setitem__(3, "selected")))
    assert refused.value.data["line"] <= out
    with pytest.raises(DoesNotFit, match="cut short"):
        replay.replay(file[:-1])
    with pytest.raises(DoesNotFit, match="first line"):
        replay.replay(["{}"])
    with pytest.raises(DoesNotFit, match="order of their codes"):
        replay.replay([*file[:3], file[2], *file[3:]])
    with pytest.raises(DoesNotFit, match="goes on"):
        replay.replay([*file, file[-1]])


def test_the_auditor_sees_facts_that_were_changed(files):
    file, sealed, _key, _households = files
    number = next(n for n, text in enumerate(sealed, 1) if n > 1 and json.loads(text)[5])
    for at, value in ((4, {"children": 99}), (6, 77), (7, "00" * 16), (2, "elsewhere")):
        with pytest.raises(DoesNotFit) as refused:
            replay_sealed.replay_sealed(
                replay.replay(file),
                changed(sealed, number, lambda read, at=at, value=value: read.__setitem__(at, value)),
            )
        assert refused.value.data["line"] == number
    with pytest.raises(DoesNotFit, match="criteria"):
        replay_sealed.replay_sealed(
            replay.replay(file), changed(sealed, 1, lambda read: read["criteria"]["rules"].pop())
        )
    with pytest.raises(DoesNotFit, match="other households"):
        replay_sealed.replay_sealed(replay.replay(file), sealed[:-1])


def test_a_slip_opens_its_own_line_only(files):
    file, _sealed, key, households = files
    proof = replay.replay(file)
    mine, other = households[3], households[4]
    line, record = replay_sealed.open_slip(proof, replay_sealed.slip(key, mine))
    assert line.code == commitments.public_code(key, mine.code)
    assert record["facts"] == mine.facts and UUID(record["organisation"]) == mine.organisation
    forged = json.loads(replay_sealed.slip(key, mine)) | {"code": commitments.public_code(key, other.code)}
    with pytest.raises(DoesNotFit, match="opens no line"):
        replay_sealed.open_slip(proof, json.dumps(forged))
    assert mine.code not in "".join(file)


populations = st.lists(
    st.tuples(st.sampled_from(ZONES), st.integers(0, 5), st.booleans()), min_size=1, max_size=90
)


@given(populations, st.integers(1, 90), st.integers(0, 9), st.integers(2, 6))
def test_joining_the_columns_finds_no_class_under_the_parameter(population, baskets, reserve, least):
    result = made(population, baskets, reserve, least=least)
    if result is None:
        return
    file, sealed, _key, _households = result
    lines = [json.loads(text) for text in file[1:-1]]
    for columns in ((1,), (2,), (3,), (1, 2), (1, 3), (2, 3), (1, 2, 3)):
        cells = Counter(tuple(line[n] for n in columns) for line in lines)
        assert min(cells.values()) >= least, columns
    head = json.loads(file[0])
    for label, need, quota, kept, _classes in head["zones"]:
        for figure in (need, quota, need - quota, *([] if kept is None else [kept, need - quota - kept])):
            assert figure == 0 or figure >= least, label
    # no exact size, no fact, no list code; the replay still holds, and the auditor's too
    assert not {"size", "children", "disability"} & set("".join(file).replace('"', " ").split())
    replay_sealed.replay_sealed(replay.replay(file), sealed)


@given(populations, st.integers(1, 90), st.integers(2, 6))
def test_what_the_pages_hide_is_not_found_by_taking_the_file_from_them(population, baskets, least):
    result = made(population, baskets, 0, least=least)
    if result is None:
        return
    lines = [json.loads(text) for text in result[0][1:-1]]
    selected = Counter(zone for zone, _c, _d in population)
    needs = {zone: Need(count, 0) for zone, count in selected.items()}
    shown, _total = suppressed(quotas.shares(baskets, needs), least)
    in_file = Counter(line[1] for line in lines)
    hidden = {zone for zone, value in shown.items() if value is None}
    assert not hidden & set(in_file), "a zone that a page hides stands in no line of its own"
