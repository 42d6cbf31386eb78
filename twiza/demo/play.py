"""The story from beginning to end, step by step: each one is played once and kept in the diary."""

from datetime import datetime

from django.utils import timezone

from twiza.demo import (
    campaign,
    cold,
    days,
    door,
    fair,
    goods,
    grants,
    imports,
    institutions,
    khenifra,
    legal,
    listening,
    matching,
    money,
    nomination_sheets,
    paper,
    planning,
    reasons,
    stage,
)
from twiza.demo.account import Account, from_json, to_json
from twiza.demo.after import tell_last_winter
from twiza.demo.diary import Diary
from twiza.demo.sheets import write_spreadsheets
from twiza.demo.story import Story
from twiza.lib.errors import N_, DomainError
from twiza.platform.accounts import queries as accounts
from twiza.platform.accounts.models import User


class RealPlace(DomainError):
    """The database is used for real work: no known account is ever made there."""

    code = "demo.real_place"


class Interrupted(DomainError):
    """The story was stopped in the middle of a step, and cannot go on from there."""

    code = "demo.interrupted"


def play(diary: Diary, *, families: int) -> None:
    """Play what was not played yet. The second time there is nothing left to do.

    Raises:
        RealPlace: somebody works here for real.
        Interrupted: an earlier run was stopped inside a step that cannot be played twice.
    """
    check_place(diary)
    begun = bool(diary.over)
    try:
        _play(diary, families, timezone.now())
    except DomainError as refusal:
        if not begun:
            raise
        raise Interrupted(
            N_(
                "The story was stopped half-way (%(why)s). Run `twiza stop`, delete the folder %(folder)s and play it again."
            ),
            why=str(refusal),
            folder=str(diary.file.parent.parent),
        ) from refusal


def _play(diary: Diary, families: int, at: datetime) -> None:
    with diary.step("stage", "Organisations, one account per role") as wanted:
        if wanted:
            stage.set_stage(diary, at)
    with diary.step("places", "Four neighbourhoods of Fez") as wanted:
        if wanted:
            stage.add_neighbourhoods(diary, at)
    with diary.step("khenifra", "The network of Khenifra, as its delegation states it") as wanted:
        if wanted:
            khenifra.build_network(diary, at)
    folder = diary.file.parent
    told = account_of(diary)
    with diary.step("sheets", f"Five spreadsheets of {families} families") as wanted:
        story = write_spreadsheets(
            folder / "spreadsheets", families=diary.figures.setdefault("families", families)
        )
    for number, written in enumerate(story.sheets, start=1):
        with diary.step(f"import {number}", f"Import of {written.file.name}") as wanted:
            if wanted:
                told.sheets.append(imports.import_sheet(diary, written, at))
                imports.add_up(told)
                keep_account(diary, told)
    _compare(told, story)
    keep_account(diary, told)
    with diary.step("inside", "Families that one association wrote twice") as wanted:
        if wanted:
            matching.seek_inside(diary, story, told, at)
            keep_account(diary, told)
    _play_campaign(diary, told, story, at)
    with diary.step("customs", "Goods seized by customs, traced to the last unit") as wanted:
        if wanted:
            goods.trace_seized_goods(diary, at)
            goods.tell(diary, told, at)
            keep_account(diary, told)
    with diary.step(
        "cold", "A warm winter: the committee, free beds, guests by code, a need without a bed"
    ) as wanted:
        if wanted:
            cold.tell_winter(diary, told, at)
            keep_account(diary, told)
    _play_money(diary, told, at)
    _play_delegation(diary, told, at)
    with diary.step(
        "winter", "Last winter's campaign: objections, the check afterwards, report, public figures"
    ) as wanted:
        if wanted:
            tell_last_winter(diary, told, at)
            keep_account(diary, told)
    with diary.step("crisis", "An urgent programme opened from a template prepared in calm times") as wanted:
        if wanted:
            planning.open_crisis(diary, told, at)
            keep_account(diary, told)
    with diary.step("corrected", "The rows with a problem, corrected and sent again") as wanted:
        if wanted:
            imports.send_corrected(diary, story, folder / "spreadsheets", at)


def _compare(told: Account, story: Story) -> None:
    found = imports.compare(told, story)
    told.compared = len(found)
    told.wrong = [f"{one.what}: {one.told}, {one.truth} written" for one in found if one.told != one.truth]


def _play_campaign(diary: Diary, told: Account, story: Story, at: datetime) -> None:
    folder = diary.file.parent
    with diary.step("plan", "The campaign planned, its criteria frozen before any name") as wanted:
        if wanted:
            campaign.plan(diary, at, told)
            keep_account(diary, told)
    _open_window(diary, told, at)
    with diary.step("nominations", "Households brought in by both associations") as wanted:
        if wanted:
            diary.figures["brought"] = sum(imports.bring_in(diary, key, at) for key in imports.MANAGERS)
    _open_doors(diary, told, at)
    with diary.step("agreement", "Both presidents sign: families may be compared") as wanted:
        if wanted:
            matching.agree(diary, at)
    with diary.step("compared", "Families of both compared: codes and words, some decided") as wanted:
        if wanted:
            matching.compare(diary, story, told, at)
            keep_account(diary, told)
    fair.play(diary, told, at)
    keep_account(diary, told)
    with diary.step("reasons", "Reason sheets for families not selected, one read at the counter") as wanted:
        if wanted:
            reasons.tell_why(diary, told, at)
            keep_account(diary, told)
    with diary.step("cards", "Cards") as wanted:
        if wanted:
            told.cards = paper.make_cards(diary, folder, at)
            keep_account(diary, told)
    with diary.step("hand-overs", "Baskets handed over") as wanted:
        if wanted:
            days.hand_out(diary, paper.kept_cards(folder), at)
    with diary.step("night", "The same night: baskets counted, second uses at the dignity desk") as wanted:
        if wanted:
            days.count_baskets(diary, at)
            days.tell(diary, told, at)
            keep_account(diary, told)
    _refuse_names(diary, told, at)
    with diary.step("late", "Three late families: an addendum that waits for its second signature") as wanted:
        if wanted:
            days.add_late_families(diary, at)


def _play_delegation(diary: Diary, told: Account, at: datetime) -> None:
    with diary.step("grants", "The three sums of Khenifra: from the budget line to the archive") as wanted:
        if wanted:
            grants.tell_grants(diary, told, at)
            keep_account(diary, told)
    with diary.step(
        "institutions",
        "Five institutions: a licence, missing papers, a regularisation, one too full, one closing",
    ) as wanted:
        if wanted:
            institutions.tell_institutions(diary, told, at)
            keep_account(diary, told)


def _play_money(diary: Diary, told: Account, at: datetime) -> None:
    with diary.step("gifts", "Donors give and promise, cash goes to the bank, receipts") as wanted:
        if wanted:
            money.receive(diary, at)
    with diary.step("purchases", "Purchases ordered by one, paid by another; statements") as wanted:
        if wanted:
            money.spend(diary, told, at)
            keep_account(diary, told)


def _open_doors(diary: Diary, told: Account, at: datetime) -> None:
    with diary.step(
        "door", "A morning at the door: people ask without a name, each leaves with an answer or its day"
    ) as wanted:
        if wanted:
            door.open_the_door(diary, told, at)
            keep_account(diary, told)
    with diary.step(
        "listening",
        "A day at the listening centre: heard without a name, an alert taken, a desk that accepts",
    ) as wanted:
        if wanted:
            listening.open_centre(diary, told, at)
            keep_account(diary, told)
    with diary.step(
        "paper in", "Nomination sheets: three given to a committee, one came back and was typed in"
    ) as wanted:
        if wanted:
            nomination_sheets.give_and_type(diary, told, at)
            keep_account(diary, told)


def _open_window(diary: Diary, told: Account, at: datetime) -> None:
    with diary.step("calendar", "Holidays, souk and hours of Ramadan entered") as wanted:
        if wanted:
            legal.keep_calendar(diary, at)
    with diary.step("legal", "The legal window: register, declarations, a deposit signed by two") as wanted:
        if wanted:
            legal.open_window(diary, told, at)
            keep_account(diary, told)


def _refuse_names(diary: Diary, told: Account, at: datetime) -> None:
    with diary.step("names", "A demand for names, refused on paper") as wanted:
        if wanted:
            legal.refuse_names(diary, told, at)
            keep_account(diary, told)


def check_place(diary: Diary) -> None:
    """Refuse a database of real work; forget a diary whose database is gone."""
    if accounts.is_demo():
        return
    if User.objects.exists():
        raise RealPlace(
            N_(
                "This place has accounts of its own: the demonstration needs another one. Set TWIZA_HOME to a new folder."
            )
        )
    diary.ids, diary.over, diary.figures, diary.seconds = {}, [], {}, {}


def account_of(diary: Diary) -> Account:
    """Return the account of the story as kept."""
    kept = diary.figures.get("account")
    account = from_json(kept) if kept else Account()
    account.seconds = diary.seconds
    return account


def keep_account(diary: Diary, account: Account) -> None:
    """Keep the account between two steps."""
    diary.figures["account"] = to_json(account)
