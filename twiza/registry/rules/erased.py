"""Knowing a family again that was erased, without keeping who it was. Pure Python.

What is kept is a keyed hash of a fingerprint: without the key, a file outside the database, nobody can try names
against it. With the key it only answers yes or no to somebody who already has the row in hand.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from twiza.registry.rules.drafts import Draft, fingerprints

LABEL = b"registry.erased:"


def mark_of(fingerprint: bytes, organisation: UUID, secret: bytes) -> bytes:
    """Return the 32 bytes kept of a fingerprint; another organisation's are others."""
    return hmac.digest(secret, LABEL + organisation.bytes + fingerprint, hashlib.sha256)


def fingerprints_of(draft: Draft) -> set[bytes]:
    """Return every fingerprint by which a household would come back: its content, and each member as its head."""
    content, identity = fingerprints(draft)
    others = {fingerprints(replace(draft, members=[member]))[1] for member in draft.members}
    return {content, identity, *others} - {b""}


def marks_of(found: Iterable[bytes], organisation: UUID, secrets: Iterable[bytes]) -> set[bytes]:
    """Return the marks of some fingerprints under every key ever in use."""
    kept = list(found)
    return {mark_of(one, organisation, secret) for secret in secrets for one in kept}
