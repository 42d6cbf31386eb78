"""Private keys at rest: wrapped by a passphrase and the newest pepper, unwrapped by the same."""

from datetime import datetime
from typing import Any

from django.conf import settings

from twiza.lib import closed_room
from twiza.lib.keyring import Keyring


def wrapped_columns(
    private: bytes, *, passphrase: str, owner: bytes, cost: closed_room.Cost | None = None
) -> dict[str, Any]:
    """Return the columns of a lock. Raises PassphraseTooShort."""
    number, pepper = Keyring(settings.TWIZA_KEYS).current("closed_room")
    wrapped = closed_room.wrap(
        private, passphrase=passphrase, pepper=pepper, number=number, owner=owner, cost=cost
    )
    return {
        "salt": wrapped.salt,
        "sealed": wrapped.sealed,
        "pepper": wrapped.pepper,
        "passes": wrapped.cost.passes,
        "kibibytes": wrapped.cost.kibibytes,
    }


def wrap_again(lock: Any, private: bytes, passphrase: str, *, owner: bytes, at: datetime) -> None:
    """Wrap a key that has a lock already, at the same cost. Raises PassphraseTooShort."""
    columns = wrapped_columns(private, passphrase=passphrase, owner=owner, cost=cost_of(lock)) | {"at": at}
    for name, value in columns.items():
        setattr(lock, name, value)
    lock.save(update_fields=list(columns))


def unwrapped(lock: Any, passphrase: str, *, owner: bytes) -> bytes:
    """Return the private key. Raises WrongPassphrase."""
    pepper = Keyring(settings.TWIZA_KEYS).secrets("closed_room")[lock.pepper]
    wrapped = closed_room.WrappedKey(bytes(lock.salt), bytes(lock.sealed), lock.pepper, cost_of(lock))
    return closed_room.unwrap(wrapped, passphrase=passphrase, pepper=pepper, owner=owner)


def is_behind(lock: Any) -> bool:
    """Whether a lock was made under an older pepper."""
    return bool(lock.pepper != max(Keyring(settings.TWIZA_KEYS).secrets("closed_room")))


def cost_of(lock: Any) -> closed_room.Cost:
    """Return what one guess at this lock costs."""
    return closed_room.Cost(lock.passes, lock.kibibytes)
