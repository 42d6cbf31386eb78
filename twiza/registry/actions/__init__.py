"""Everything that changes the registry."""

from twiza.registry.actions.attempts import TooManyLooks, count_look
from twiza.registry.actions.erasure import (
    LastPerson,
    StillNeeded,
    erase_household,
    erase_household_again,
    erase_person,
    erase_person_again,
)
from twiza.registry.actions.forgetting import end_old_uploads, forget_upload_again
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
    "TooManyLooks",
    "add_member",
    "correct_household",
    "correct_member",
    "count_look",
    "end_old_uploads",
    "end_vulnerability",
    "erase_household",
    "erase_household_again",
    "erase_person",
    "erase_person_again",
    "forget_upload_again",
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
