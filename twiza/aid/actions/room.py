"""Memory and cores for what touches every household of a pool at once."""

from django.db import connection

# Sorts and joins of a million households without going to the disk; joined whole, because nothing is known yet of rows
# that this transaction wrote, and a plan for a few of them takes each household one by one; both cores where a statement
# only reads: a worker freezes one pool at a time, and pages keep to one core each.
ROOM = {
    "work_mem": "128MB",
    "enable_nestloop": "off",
    "max_parallel_workers_per_gather": "1",
    "parallel_tuple_cost": "0",
}


def take_room() -> None:
    """Give this transaction, and no other, what it needs to sort and join a whole pool."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(name, value, true) FROM unnest(%s::text[], %s::text[]) room (name, value)",
            [list(ROOM), list(ROOM.values())],
        )
