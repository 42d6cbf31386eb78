"""Who takes in what phones send: names of actions and queries of the subjects above `platform/sync`."""

_FIELD = "twiza.aid.actions.record_field_operations"

# Kind of an operation → the action that takes in a whole run of them: see `platform/sync/actions/handing_on.py`.
# Kinds that share an action are handed on together, in the order in which they were done.
KINDS: dict[str, str] = dict.fromkeys(
    (
        "hand_over",
        "undo",
        "turned_away",
        "spare",
        "release_used",
        "shift_opened",
        "shift_closed",
        "delivered",
    ),
    _FIELD,
)
# Action (device=…, post=…, post_kind=…, by=…, at=…) → the signed pack of a device (`platform/sync/rules.py`)
PACK = "twiza.aid.actions.give_pack"
