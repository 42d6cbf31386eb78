"""Who takes in what phones send: names of actions and queries of the subjects above `platform/sync`."""

_FIELD = "twiza.aid.actions.record_field_operations"
_NIGHT = "twiza.shelter.actions.record_round_operations"
_AT_A_POINT = dict.fromkeys(
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

# What a phone serves → kind of an operation → the action that takes in a whole run of them: see
# `platform/sync/actions/handing_on.py`. Kinds that share an action are handed on together, in the order in which they
# were done.
KINDS: dict[str, dict[str, str]] = {
    "lane": _AT_A_POINT,
    "round": _AT_A_POINT,
    "team": dict.fromkeys(
        ("encounter", "encounter_undone", "voice_part", "call_reached", "shift_opened", "shift_closed"),
        _NIGHT,
    ),
}
# What a phone serves → action (device=…, post=…, post_kind=…, by=…, at=…) that gives its signed pack
# (`platform/sync/rules.py`)
PACKS = {
    "lane": "twiza.aid.actions.give_pack",
    "round": "twiza.aid.actions.give_pack",
    "team": "twiza.shelter.actions.give_team_pack",
}
