"""What is changed at the roof: handovers of an office, promises, the picture of a province."""

from twiza.reporting.actions.handovers import (
    AnsweredAlready,
    MinutesSigned,
    NotInOffice,
    NotYourSide,
    WordsMissing,
    answer_item,
    make_handover,
    sign_handover,
    write_word,
)
from twiza.reporting.actions.promises import PromiseSettled, settle_promise, write_promise
from twiza.reporting.actions.tiles import SpotTaken, place_tiles
from twiza.reporting.actions.yearly import NoSuchYear, ask_for_yearly, keep_yearly

__all__ = [
    "AnsweredAlready",
    "MinutesSigned",
    "NoSuchYear",
    "NotInOffice",
    "NotYourSide",
    "PromiseSettled",
    "SpotTaken",
    "WordsMissing",
    "answer_item",
    "ask_for_yearly",
    "keep_yearly",
    "make_handover",
    "place_tiles",
    "settle_promise",
    "sign_handover",
    "write_promise",
    "write_word",
]
