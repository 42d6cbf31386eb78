"""Memory for what touches every household of a pool at once."""

from django.db import connection

ROOM = "128MB"  # for each sort or join: a million households are put in order without going to the disk


def take_room() -> None:
    """Give this transaction, and no other, the memory to sort and join a whole pool. A worker freezes one at a time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', %s, true)", [ROOM])
