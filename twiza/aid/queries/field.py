"""What is looked up for a point with no network, re-exported by name."""

from twiza.aid.queries.desk import desk_of, desk_today, may_give_slip, spares_left, why_words
from twiza.aid.queries.devices import lane_phones, late_of, phone_period, posts_of, still_hold
from twiza.aid.queries.lanes import (
    LaneLine,
    NoSuchLane,
    any_lane,
    day_in,
    has_begun,
    is_day_of,
    lane_by_id,
    lane_for,
    lane_lines,
    lane_serving,
    lanes_of,
    leads_day,
    leased_on,
    led_point,
    packs_out,
    rights_to_lease,
)
from twiza.aid.queries.ledgers import ReadLine, ledgers_of, read_lines
from twiza.aid.queries.packs import SignedPack, pack_for

__all__ = [
    "LaneLine",
    "NoSuchLane",
    "SignedPack",
    "ReadLine",
    "any_lane",
    "ledgers_of",
    "read_lines",
    "day_in",
    "lane_phones",
    "late_of",
    "led_point",
    "phone_period",
    "posts_of",
    "still_hold",
    "desk_of",
    "desk_today",
    "spares_left",
    "why_words",
    "has_begun",
    "is_day_of",
    "lane_by_id",
    "lane_for",
    "lane_lines",
    "lane_serving",
    "lanes_of",
    "leads_day",
    "leased_on",
    "pack_for",
    "may_give_slip",
    "packs_out",
    "rights_to_lease",
]
