"""Everything that changes the registry."""

from twiza.registry.actions.erasure import LastPerson, StillNeeded, erase_household, erase_person
from twiza.registry.actions.households import (
    HeadStays,
    NobodyInIt,
    NoName,
    add_member,
    correct_household,
    correct_member,
    register_household,
    set_safe_contact,
)
from twiza.registry.actions.marks import (
    MarkAlreadyEnded,
    UnknownCategory,
    end_vulnerability,
    mark_vulnerability,
)
from twiza.registry.actions.uploads import (
    HasProblems,
    NothingNew,
    NotWaiting,
    PreviewIsOld,
    accept_upload,
    map_columns,
    put_aside_upload,
    read_upload,
    reopen_upload,
    send_upload,
    undo_upload,
    write_upload,
)

__all__ = [
    "HeadStays",
    "LastPerson",
    "MarkAlreadyEnded",
    "NoName",
    "NobodyInIt",
    "StillNeeded",
    "UnknownCategory",
    "add_member",
    "correct_household",
    "correct_member",
    "end_vulnerability",
    "erase_household",
    "erase_person",
    "mark_vulnerability",
    "register_household",
    "set_safe_contact",
    "HasProblems",
    "NothingNew",
    "NotWaiting",
    "PreviewIsOld",
    "accept_upload",
    "map_columns",
    "put_aside_upload",
    "read_upload",
    "reopen_upload",
    "send_upload",
    "undo_upload",
    "write_upload",
]
