"""Paper in: a neighbourhood committee gets three numbered sheets; one comes back with five lines and is typed in."""

from datetime import datetime

from django.utils import timezone

from twiza.aid import actions as aid
from twiza.aid import queries as campaigns
from twiza.aid.rules.sheets import COLUMNS, NEEDED
from twiza.demo.account import Account
from twiza.demo.campaign import campaign_of
from twiza.demo.cast import OLIVE
from twiza.demo.diary import Diary
from twiza.demo.stage import organisation_of, player_of
from twiza.lib.squares import square_png
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry import queries as registry
from twiza.registry.rules.typed import TypedLines

# As a committee writes: digits of both kinds, a line without its number of people. Invented, all of them.
WRITTEN = (
    {"name": "مي رقية الصنهاجية", "size": "٤", "categories": "أرملة"},
    {"name": "بوشعيب الورديغي", "size": "6", "children": "٤"},
    {"name": "Hadda Talssintia", "size": "2", "birth": "1951"},
    {"name": "عبد الهادي الفكيكي"},
    {"name": "تودة الأشقرية", "size": "٥", "phone": "0600000000"},
)


def give_and_type(diary: Diary, account: Account, at: datetime) -> None:
    """Give three sheets to a committee, lay the picture of one beside its lines, type it in."""
    manager = player_of(diary, "manager")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        campaign = campaign_of(diary, manager)
        zone = campaign.zones[0]
        first, _second, _third = aid.print_sheets(
            campaign=campaign,
            bringing=organisation_of(diary, OLIVE),
            nominator_kind="committee",
            nominator=f"لجنة {zone}",
            zone=zone,
            count=3,
            by=manager,
            at=at,
        )
        aid.add_photo(sheet=first, content=square_png("page"), by=manager, at=at)
        lines = {number: {"near_place": zone, **line} for number, line in enumerate(WRITTEN, start=1)}
        typed = TypedLines(dict(COLUMNS), lines, len(lines), NEEDED)
        seen = registry.typed_preview(first.bringing_id, typed, at=timezone.now())
        done = aid.type_sheet(
            sheet=first,
            typed=typed,
            leave_out_problems=True,
            digest=seen.counts["digest"],
            by=manager,
            at=at,
        )
        counts = campaigns.sheet_counts(campaign)
    written, taken = done.lines_written or 0, done.lines_taken or 0
    account.paper_in = {
        "printed": counts.printed,
        "typed": counts.typed,
        "written": written,
        "taken": taken,
        "left": written - taken,
    }
