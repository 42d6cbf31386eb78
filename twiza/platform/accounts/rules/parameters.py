"""Dated numbers of the law and of the house: what a value is, and the ones Twiza comes with. Pure Python.

The rows follow the table "Parameters to keep out of the code" of the legal frame, plus the few that the
platform itself needs. `loaded` rows are only a beginning: every later value is a new row with its own source,
set by a person on the parameters page.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeAlias

from twiza.lib.errors import N_, DomainError


class Kind(StrEnum):
    """What a value is."""

    NUMBER = "number"
    DAY_OF_YEAR = "day_of_year"  # month-day, such as 12-31
    SWITCH = "switch"  # on or off
    PHONE = "phone"  # a number to dial: its zeros stay
    UNSET = "unset"  # no general value: somebody else sets it, case by case


class Confidence(StrEnum):
    """How sure the statement is. Only HIGH may refuse; the others warn."""

    HIGH = "H"  # read in the text or an official source
    MEDIUM = "M"  # press or secondary source
    LOW = "L"  # to be checked by a jurist
    POLICY = "P"  # not law: the platform's own policy, to be tuned by those who use it


Value: TypeAlias = Decimal | str | bool


class NotAValue(DomainError):
    code = "accounts.not_a_parameter_value"


class NotAUnit(DomainError):
    code = "accounts.not_a_parameter_unit"


@dataclass(frozen=True)
class Given:
    """A parameter as Twiza comes with it.

    Attributes:
        name: stable key.
        label: what it is, in words.
        value: as text; see `read_value`.
        unit: in words.
        source: the text or the decision it comes from.
    """

    name: str
    label: str
    kind: Kind
    value: str
    unit: str
    source: str
    confidence: Confidence
    note: str = ""


def read_value(kind: str, text: str) -> Value:
    """Return a stored or typed value as what it is: Decimal, "MM-DD", digits to dial, or True/False for a switch.

    Raises:
        NotAValue: with what would work.
    """
    text = "".join(str(unicodedata.digit(sign, sign)) for sign in text.strip())
    if kind == Kind.NUMBER:
        try:
            number = Decimal(text.replace(",", "."))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or number < 0:
            raise NotAValue(N_("Write a number, such as 30 or 9.743001."))
        return number
    if kind == Kind.DAY_OF_YEAR:
        if not re.fullmatch(r"[0-9]{2}-[0-9]{2}", text) or not _is_day(text):
            raise NotAValue(N_("Write a month and a day, such as 12-31."))
        return text
    if kind == Kind.SWITCH:
        if text.lower() not in ("on", "off"):
            raise NotAValue(N_("Write “on” or “off”."))
        return text.lower() == "on"
    if kind == Kind.PHONE:
        if not re.fullmatch(r"\+?[0-9][0-9 ]{0,18}[0-9]", text):
            raise NotAValue(N_("Write a number to dial, such as 19 or 05 37 00 00 00."))
        return text
    raise NotAValue(N_("This one has no general value: it is set case by case."))


def write_value(value: Value) -> str:
    """Return a value as it is stored."""
    return ("on" if value else "off") if isinstance(value, bool) else str(value)


def _is_day(text: str) -> bool:
    month, day = (int(part) for part in text.split("-"))
    try:
        date(2024, month, day)  # a leap year: 29 February is a day
    except ValueError:
        return False
    return True


DAYS, MONTHS, YEARS, HOURS = N_("days"), N_("months"), N_("years"), N_("hours")
WORKING_DAYS = N_("working days")
COUNTED_IN_DAYS = (DAYS, WORKING_DAYS)  # a delay may be counted in either
PERCENT, INDEX, CELL, MINUTES = N_("percent"), N_("index"), N_("people in a cell"), N_("minutes")
HOUSE = N_("Policy of the platform")
DIALLED, NUMBERS_OF_STATE = N_("number to dial"), N_("Emergency numbers of the State")
_H, _M, _P = Confidence.HIGH, Confidence.MEDIUM, Confidence.POLICY


def _number(
    name: str, label: str, value: str, unit: str, source: str, sure: Confidence, note: str = ""
) -> Given:
    return Given(name, label, Kind.NUMBER, value, unit, source, sure, note)


# fmt: off
LOADED: tuple[Given, ...] = (
    _number("eps_examination_days", N_("Examination of a social institution's licence file"), "30", DAYS, N_("Law 14-05 on social-protection institutions"), _H, N_("Under law 65-15 the delay is still to be confirmed.")),
    _number("request_max_days", N_("Longest answer to a request made to an administration"), "60", DAYS, N_("Law 55-19 on simplified procedures"), _H),
    _number("distribution_declaration_days_before", N_("Declaration of a distribution before it takes place"), "10", DAYS, N_("Law 18-18 and decree 2-25-152"), _M),
    _number("appeal_report_days_after", N_("Report after an appeal to public generosity"), "30", DAYS, N_("Law 18-18 and decree 2-25-152"), _M),
    _number("urgent_appeal_hours", N_("Answer to an urgent appeal"), "24", HOURS, N_("Law 18-18 and decree 2-25-152"), _M),
    _number("asd_threshold", N_("Threshold of direct social aid"), "9.743001", INDEX, N_("Practice of the social register"), _H),
    _number("amo_tadamon_threshold", N_("Threshold of AMO Tadamon health cover"), "9.3264284", INDEX, N_("Practice of the social register"), _M),
    _number("asd_appeal_days", N_("Time to contest a refusal of direct social aid"), "15", DAYS, N_("Law 58-23 on direct social aid"), _M),
    _number("asd_answer_days", N_("Answer to a contested refusal of direct social aid"), "30", DAYS, N_("Law 58-23 on direct social aid"), _M),
    _number("residence_receipt_months", N_("Validity of the receipt of a residence request"), "3", MONTHS, N_("Law 02-03 and decree 2-09-607"), _H),
    _number("residence_renewal_grace_days", N_("Renewal of a residence permit after it expired"), "15", DAYS, N_("Law 02-03 and decree 2-09-607"), _H),
    _number("address_change_days", N_("Declaration of a change of address by a foreign resident"), "10", DAYS, N_("Law 02-03 and decree 2-09-607"), _H),
    _number("residence_court_appeal_days", N_("Time to go to court against a refusal of residence"), "15", DAYS, N_("Law 02-03 and decree 2-09-607"), _H),
    _number("disability_card_years", N_("Validity of the disability card"), "7", YEARS, N_("Framework law 97-13 and decree 2-22-1075"), _H),
    _number("accounting_retention_years", N_("Keeping of accounting documents"), "10", YEARS, N_("Rules on public subsidies to associations"), _M),
    _number("small_cell", N_("Smallest figure shown to partners and the public"), "5", CELL, HOUSE, _P),
    _number("reconciliation_gap", N_("Gap of a reconciliation that must be explained"), "1", PERCENT, HOUSE, _P),
    _number("after_check_sample", N_("Share of hand-overs checked afterwards"), "5", PERCENT, HOUSE, _P),
    _number("reserve_share_least", N_("Reserve list of a campaign, at least"), "5", PERCENT, HOUSE, _P),
    _number("reserve_share_most", N_("Reserve list of a campaign, at most"), "10", PERCENT, HOUSE, _P),
    _number("nominator_share_warning", N_("Share of a zone named by one person that gives a warning"), "30", PERCENT, HOUSE, _P, N_("To be tuned.")),
    _number("flip_review_share", N_("Share of households judged otherwise than last time that stops for a review"), "10", PERCENT, HOUSE, _P),
    _number("objection_days", N_("Time to object to a list"), "5", DAYS, HOUSE, _P, N_("To be set by each committee.")),
    _number("unconfirmed_months", N_("Facts of a household not confirmed since"), "12", MONTHS, HOUSE, _P),
    _number("campaign_list_retention_months", N_("Keeping of a campaign's list after its report"), "12", MONTHS, HOUSE, _P),
    _number("break_glass_review_days", N_("Review of an emergency opening of a file"), "7", DAYS, HOUSE, _P, N_("From 1 to 30.")),
    _number("listener_cases_most", N_("Open cases of one listener above which the supervisor is told"), "25", N_("cases"), HOUSE, _P, N_("To be tuned by each centre.")),
    _number("local_initiative_reply_days", N_("Reply to a local initiative"), "21", DAYS, HOUSE, _P),
    _number("goods_expiry_refused_days", N_("Goods with fewer days left before their expiry are not taken in"), "7", DAYS, HOUSE, _P),
    _number("goods_expiry_warned_days", N_("Goods with fewer days left before their expiry give a warning"), "30", DAYS, HOUSE, _P),
    _number("packing_check_every", N_("Baskets packed for one that is opened and counted"), "50", N_("baskets"), HOUSE, _P),
    Given("cash_ceiling", N_("Ceiling of a payment in cash"), Kind.UNSET, "", N_("dirhams"), N_("Set by each funder"), _P),
    Given("winter_start", N_("First day of the winter campaign"), Kind.DAY_OF_YEAR, "12-12", N_("month and day"), N_("Season 2024-2025 as reported"), _M),
    Given("winter_end", N_("Last day of the winter campaign"), Kind.DAY_OF_YEAR, "01-31", N_("month and day"), N_("Season 2024-2025 as reported"), _M),
    Given("election_freeze", N_("Pause of distributions in an election period"), Kind.SWITCH, "off", N_("on or off"), N_("Law 18-18 and decree 2-25-152"), _M, N_("Dates from the official calendar.")),
    _number("invitation_days", N_("Validity of an invitation slip"), "7", DAYS, HOUSE, _P),
    _number("new_password_days", N_("Validity of a new-password slip"), "2", DAYS, HOUSE, _P),
    _number("file_days", N_("Keeping of an uploaded or generated file"), "90", DAYS, HOUSE, _P),
    _number("upload_days", N_("Time to decide about a list of families that was sent"), "14", DAYS, HOUSE, _P, N_("After it the list and its file are erased.")),
    _number("foreign_aid_declaration_days", N_("Declaration of aid received from abroad by an association"), "30", DAYS, N_("Dahir 1-58-376 on associations"), _M),
    _number("association_accounts_years", N_("Keeping of an association's accounts"), "5", YEARS, N_("Dahir 1-58-376 on associations"), _M),
    _number("request_answer_days", N_("Answer to a request made at a counter"), "15", DAYS, HOUSE, _P, N_("Never more than the law allows an administration.")),
    _number("referral_red_hours", N_("Answer to a referral when there is danger"), "24", HOURS, HOUSE, _P),
    _number("referral_amber_hours", N_("Answer to a referral within days"), "72", HOURS, HOUSE, _P),
    _number("referral_green_hours", N_("Answer to a referral without hurry"), "168", HOURS, HOUSE, _P),
    _number("health_referral_hours", N_("Result of a health referral of the winter that does not press"), "24", HOURS, HOUSE, _P),
    _number("request_undo_minutes", N_("Time to say that a request was written by mistake"), "30", MINUTES, HOUSE, _P),
    _number("request_words_days", N_("Keeping of the free words of a request after its answer"), "90", DAYS, HOUSE, _P),
    _number("undo_back_days", N_("Time to take back that a convention which was handed over is ended, made smaller or not renewed"), "30", DAYS, HOUSE, _P, N_("By the seat that wrote it, with a reason.")),
    _number("sheet_photo_days", N_("Keeping of the picture of a paper sheet that is not yet typed in"), "14", DAYS, HOUSE, _P),
    _number("names_demand_days", N_("Reply to a demand for names"), "10", WORKING_DAYS, HOUSE, _P, N_("As for the rights of the persons themselves.")),
    _number("rights_answer_days", N_("Answer to somebody of the closed room about her own data"), "10", WORKING_DAYS, HOUSE, _P, N_("Counted without Saturdays and Sundays.")),
    _number("room_idle_minutes", N_("Time without use after which the closed room locks by itself"), "10", MINUTES, HOUSE, _P, N_("From 2 to 30; it counts from the next opening on.")),
    Given("emergency_police", N_("Emergency number of the police, in towns"), Kind.PHONE, "19", DIALLED, NUMBERS_OF_STATE, _M),
    Given("emergency_gendarmerie", N_("Emergency number of the Royal Gendarmerie"), Kind.PHONE, "177", DIALLED, NUMBERS_OF_STATE, _M),
    Given("emergency_ambulance", N_("Emergency number of the ambulance and the fire brigade"), Kind.PHONE, "15", DIALLED, NUMBERS_OF_STATE, _M),
    Given("emergency_child", N_("Number to call for a child in danger"), Kind.PHONE, "2511", DIALLED, NUMBERS_OF_STATE, _M),
    _number("night_names_days", N_("Keeping of what was noted at night and of the cards of guests, after their winter is closed"), "90", DAYS, HOUSE, _P),
    _number("case_retention_years", N_("Keeping of a case of the closed room that rests, then only its month"), "5", YEARS, HOUSE, _P, N_("Counted from the last change of its state or the last word written.")),
    _number("case_retention_minor_years", N_("Keeping of the case of a minor, counted from its opening"), "23", YEARS, HOUSE, _P, N_("A new-born child is 23 then; the age is not known in clear.")),
    _number("room_draft_days", N_("Keeping of a draft of the closed room that nobody finished"), "30", DAYS, HOUSE, _P),
    _number("ticket_days", N_("Keeping of the numbers given at reception"), "400", DAYS, HOUSE, _P, N_("So that a year can be counted.")),
    _number("outside_ask_years", N_("Keeping of refused requests for the data of somebody else"), "5", YEARS, HOUSE, _P, N_("As for the log.")),
    _number("complaint_answer_days", N_("Answer to a complaint"), "60", DAYS, N_("Decree 2-17-265 on complaints"), _M),
)
# fmt: on
BY_NAME = {given.name: given for given in LOADED}
# Between which numbers a value makes sense; the others are bound by nothing but their kind
BOUNDS: dict[str, tuple[int, int]] = {"room_idle_minutes": (2, 30), "break_glass_review_days": (1, 30)}


def check_bounds(name: str, value: Value) -> None:
    """Raise NotAValue when a number lies outside the bounds of its parameter."""
    least, most = BOUNDS.get(name, (None, None))
    if least is None or most is None or not isinstance(value, Decimal):
        return
    if not least <= value <= most:
        raise NotAValue(N_("Write a number from %(least)s to %(most)s."), least=least, most=most)


LOADED_FROM = date(2024, 1, 1)  # before the first season that Twiza tells about
