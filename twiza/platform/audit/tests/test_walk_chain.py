"""A chain in memory, tampered with in each way: the walk must name what happened and where."""

from uuid import UUID

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from twiza.platform.audit import rules
from twiza.platform.audit.rules import Break, Chain, Head, Kind, Link, Log

CHAIN = Chain(Log.AUDIT, UUID(int=7))


def content(line: int) -> bytes:
    return f"line {line}".encode()


def chain_of(length: int) -> list[Link]:
    links, previous = [], rules.start_of(CHAIN)
    for n in range(1, length + 1):
        own = rules.link_hash(previous, content(n))
        links.append(Link(n, UUID(int=n), previous, own, content(n)))
        previous = own
    return links


def numbered(links):
    return [link._replace(position=n) for n, link in enumerate(links, start=1)]


def head_at(links, position):
    return Head("audit", CHAIN.organisation, position, links[position - 1].hash, "2026-03-01T00:00:00+00:00")


def trouble_in(links, heads=()):
    found = rules.walk(CHAIN, links, heads).trouble
    if isinstance(found, Break):
        heirs = [link for link in links if link.previous == found.expected]
        parent = next((link for link in links if link.hash == found.here.previous), None)
        return rules.name_break(found, heirs=heirs, parent=parent)
    return found


def test_it_walks_a_good_chain_to_its_end():
    links = chain_of(9)
    walked = rules.walk(CHAIN, links, [head_at(links, 4), head_at(links, 9)])
    assert (walked.trouble, walked.length, walked.hash, walked.signed) == (None, 9, links[-1].hash, 9)


@given(st.integers(2, 12), st.data())
def test_it_names_an_altered_line(length, data):
    links = chain_of(length)
    n = data.draw(st.integers(1, length))
    links[n - 1] = links[n - 1]._replace(content=b"other")
    found = trouble_in(links)
    assert (found.kind, found.position, found.line) == (Kind.ALTERED, n, UUID(int=n))


@given(st.integers(2, 12), st.data(), st.booleans())
def test_it_names_a_removed_line(length, data, renumber):
    links = chain_of(length)
    n = data.draw(st.integers(1, length - 1))
    del links[n - 1]
    found = trouble_in(numbered(links) if renumber else links)
    assert (found.kind, found.position) == (Kind.REMOVED, n)


@given(st.integers(2, 12), st.data())
def test_it_names_a_line_whose_link_stands_alone(length, data):
    links = chain_of(length)
    n = data.draw(st.integers(1, length))
    links[n - 1] = links[n - 1]._replace(content=None)
    found = trouble_in(links)
    assert (found.kind, found.position, found.line) == (Kind.REMOVED, n, UUID(int=n))


@given(st.integers(2, 12), st.data(), st.booleans())
def test_it_names_an_inserted_line(length, data, fitting):
    """The stranger fits the line before it, or nobody."""
    links = chain_of(length)
    n = data.draw(st.integers(1, length))
    previous = links[n - 1].previous if fitting else b"?" * 32
    stranger = Link(n, UUID(int=99), previous, rules.link_hash(previous, b"stranger"), b"stranger")
    links.insert(n - 1, stranger)
    found = trouble_in(numbered(links))
    assert (found.kind, found.position, found.line) == (Kind.INSERTED, n, UUID(int=99))


@given(st.integers(3, 12), st.data())
def test_it_names_a_moved_line(length, data):
    links = chain_of(length)
    a = data.draw(st.integers(0, length - 2))
    b = data.draw(st.integers(a + 1, length - 1))
    links[a], links[b] = links[b], links[a]
    found = trouble_in(numbered(links))
    assert (found.kind, found.position, found.line) == (Kind.REORDERED, a + 1, UUID(int=b + 1))


@given(st.integers(2, 12), st.data())
def test_it_names_a_cut_tail(length, data):
    links = chain_of(length)
    kept = data.draw(st.integers(0, length - 1))
    found = trouble_in(links[:kept], [head_at(links, length)])
    assert (found.kind, found.position) == (Kind.CUT, kept + 1)


@given(st.integers(3, 12), st.data())
def test_it_names_a_recomputed_chain(length, data):
    """Every hash fits again after the change: only the signed head knows."""
    links = chain_of(length)
    n = data.draw(st.integers(2, length))
    forged, previous = links[: n - 1], links[n - 1].previous
    for link in links[n - 1 :]:
        text = b"other" if link.position == n else link.content
        own = rules.link_hash(previous, text)
        forged.append(Link(link.position, link.line, previous, own, text))
        previous = own
    heads = [head_at(links, n - 1), head_at(links, length)]
    assert trouble_in(forged) is None
    found = trouble_in(forged, heads)
    assert (found.kind, found.position) == (Kind.RECOMPUTED, n)


def test_it_starts_each_chain_from_another_hash():
    chains = [Chain(log, UUID(int=n)) for log in Log for n in (0, 1)]
    assert len({rules.start_of(chain) for chain in chains}) == 4


KEY = Ed25519PrivateKey.generate()


def signed_by(key, message, signature):
    try:
        KEY.public_key().verify(signature, message)
    except InvalidSignature:
        return False
    return key == "k1"


def file_of_heads(count: int) -> list[str]:
    lines: list[str] = []
    for head in (head_at(chain_of(9), n + 1) for n in range(count)):
        lines.append(rules.write_head(head, before=rules.last_line_of(lines), key="k1", sign=KEY.sign))
    return lines


def test_it_reads_back_the_heads_that_it_signed():
    assert [head.position for head in rules.read_heads(file_of_heads(3), signed_by=signed_by)] == [1, 2, 3]


@pytest.mark.parametrize(
    "damage",
    [
        lambda lines: [lines[0], lines[1].replace('"position":2', '"position":3'), lines[2]],
        lambda lines: [lines[0], lines[2]],
        lambda lines: [lines[0], lines[2], lines[1]],
        lambda lines: [lines[0], "not a head", lines[2]],
        lambda lines: [lines[0], lines[1].replace('"key":"k1"', '"key":"k2"'), lines[2]],
    ],
)
def test_it_refuses_a_file_of_heads_that_was_touched(damage):
    with pytest.raises(rules.HeadsBroken) as refusal:
        rules.read_heads(damage(file_of_heads(3)), signed_by=signed_by)
    assert refusal.value.data["number"] == 2
