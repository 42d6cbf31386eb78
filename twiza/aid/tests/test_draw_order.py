"""A draw depends on nothing but its seed and the codes; what was promised before is what is told after."""

import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid.rules import commitments, draw, pools
from twiza.aid.rules.draw import BadDigits
from twiza.lib.ids import new_id

seeds = st.binary(min_size=32, max_size=32).map(bytes.hex)
codes = st.lists(st.text("0123456789abcdef", min_size=16, max_size=16), unique=True, max_size=20)


@given(seeds, codes, st.randoms())
def test_the_order_depends_on_nothing_but_seed_and_code(seed, some, chance):
    order = sorted(some, key=lambda code: draw.order_key(seed, code))
    mixed = list(some)
    chance.shuffle(mixed)
    assert sorted(mixed, key=lambda code: draw.order_key(seed, code)) == order
    fewer = [code for code in mixed if code != (order or [""])[0]]
    assert sorted(fewer, key=lambda code: draw.order_key(seed, code)) == order[1:]


@given(st.binary(min_size=32, max_size=32), st.text("23456789ABCDEFGHZ", min_size=1, max_size=12))
def test_a_key_put_into_the_hash_once_gives_the_same_codes_and_salts(key, code):
    family = commitments.Family(key)
    for _again in range(2):
        assert family.public_code(code) == commitments.public_code(key, code)
        assert family.salt(code) == commitments.salt_of(key, code)


@given(seeds, st.text("0123456789abcdef", min_size=1, max_size=20))
def test_a_database_that_knows_sha256_gives_the_same_key(seed, code):
    inner, outer = draw.pads(bytes.fromhex(seed))
    by_hand = hashlib.sha256(outer + hashlib.sha256(inner + code.encode()).digest()).digest()
    assert by_hand == draw.order_key(seed, code) == hmac.digest(bytes.fromhex(seed), code.encode(), "sha256")


@given(seeds, seeds, st.text("0123456789", min_size=6, max_size=12))
def test_every_part_changes_the_seed(pool, secret, digits):
    seed = draw.seed(pool, secret, digits)
    other = digits[:-1] + str((int(digits[-1]) + 1) % 10)
    assert len({seed, draw.seed(pool, secret, other), draw.seed(secret + "0", pool, digits)}) == 3
    assert draw.commitment(secret) == hashlib.sha256(bytes.fromhex(secret)).hexdigest()


@pytest.mark.parametrize("typed", ["407193", "٤٠٧١٩٣", "4 0 7 1 9 3", "407-193"])
def test_it_reads_the_digits_of_the_sheet(typed):
    assert draw.read_digits(typed) == "407193"


@pytest.mark.parametrize("typed", ["", "40719", "4071930000000", "40719x"])
def test_it_refuses_what_is_no_draw(typed):
    with pytest.raises(BadDigits):
        draw.read_digits(typed)


def test_two_secrets_are_never_the_same():
    assert (
        len({draw.new_secret() for _ in range(50)} | {commitments.new_key().hex() for _ in range(50)}) == 100
    )


@given(st.integers(1, 60), st.booleans(), st.integers(-100, 900), st.text('أبaé "\\', max_size=6))
def test_the_quick_bytes_are_the_canonical_ones(size, eligible, points, zone):
    code, organisation = "ABCD2345", new_id()
    facts = {"size": size, "zone": zone, "needs": ["seat"], "children": None}
    household = pools.Household(code, organisation, zone, size, facts, eligible, points)
    text = '{"size": %d, "zone": %s, "needs": ["seat"], "children": null}' % (size, _json(zone))  # noqa: UP031
    row = (code, str(organisation), zone, size, text, eligible, points)
    quick = pools.Records()
    assert quick.record(*row) == quick.record(*row) == pools.record(household)
    lines = pools.Lines()
    assert (
        lines.line("0a", zone, 2, "ff") == lines.line("0a", zone, 2, "ff") == pools.line("0a", zone, 2, "ff")
    )


def test_a_hash_of_a_pool_does_not_depend_on_the_order_of_its_lines():
    lines = [pools.line(f"{n:016x}", "z", 1, "00") for n in range(20)]
    assert pools.pool_hash(b"head", lines) == pools.pool_hash(b"head", reversed(lines))
    assert pools.pool_hash(b"head", lines) != pools.pool_hash(b"head", lines[1:])


def test_public_code_and_salt_are_of_one_family_and_one_pool():
    key, other = commitments.new_key(), commitments.new_key()
    assert commitments.public_code(key, "ABCD2345") != commitments.public_code(other, "ABCD2345")
    assert commitments.salt_of(key, "ABCD2345") != commitments.salt_of(key, "ABCD2346")
    assert len(commitments.salt_of(key, "ABCD2345")) * 8 == 128


def _json(text):
    return json.dumps(text, ensure_ascii=False)
