"""Nomination sheets on paper: printed as rows, typed in once, their picture erased."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from twiza.aid import queries
from twiza.aid.actions.campaigns import OutOfOrder, one_at_a_time
from twiza.aid.actions.nominations import known_facts, nominate_households
from twiza.aid.actions.relations import declare_relations
from twiza.aid.models import Campaign, NominationSheet, SheetLine
from twiza.aid.rules import sheets as rules
from twiza.aid.rules.facts import GivenHousehold
from twiza.aid.rules.states import CampaignState
from twiza.lib import photographs
from twiza.lib.errors import DomainError
from twiza.lib.short_codes import new_code
from twiza.platform.accounts.models import User
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.files import actions as files
from twiza.registry import actions as registry
from twiza.registry import queries as registry_queries
from twiza.registry.rules.typed import TypedLines

if TYPE_CHECKING:
    from twiza.network.models import Organisation


class BadSheet(DomainError):
    code = "aid.bad_sheet"


class SheetIsOver(DomainError):
    """It was typed in or cancelled before: nothing changes."""

    code = "aid.sheet_is_over"


class LinesDiffer(DomainError):
    """The lines written on the paper are not as many as those typed."""

    code = "aid.sheet_lines_differ"


@transaction.atomic
def print_sheets(
    *,
    campaign: Campaign,
    bringing: "Organisation",
    nominator_kind: str,
    nominator: str,
    zone: str = "",
    count: int = 1,
    by: User,
    at: datetime,
) -> list[NominationSheet]:
    """Give out numbered sheets to a committee, a centre or a moqaddem's annex: a row for each before it is printed.

    Raises:
        BadSheet: for nobody, for a zone that is not the campaign's, none or too many.
        OutOfOrder: the campaign takes no names, or this organisation does not share it.
    """
    check(by, Permission.HOUSEHOLD_NOMINATE, bringing)
    one_at_a_time(campaign.pk)
    campaign = queries.campaign_for(by, campaign.pk)
    _check_takes_names(campaign, bringing.pk)
    named = " ".join(nominator.split())
    if nominator_kind not in rules.NOMINATORS or not named:
        raise BadSheet(_("Say to whom the sheet is given: the name of a committee, a centre or an annex."))
    if zone and zone not in campaign.zones:
        raise BadSheet(_("“%(zone)s” is not a zone of this campaign."), zone=zone)
    if not 1 <= count <= rules.MOST_AT_ONCE:
        raise BadSheet(_("Print 1 to %(most)s sheets at once."), most=rules.MOST_AT_ONCE)
    first = (NominationSheet.objects.filter(campaign=campaign).aggregate(last=Max("number"))["last"] or 0) + 1
    made = [
        NominationSheet.objects.create(
            campaign=campaign,
            organisation_id=campaign.organisation_id,
            bringing_id=bringing.pk,
            number=first + place,
            code=new_code(rules.CODE_LENGTH),
            nominator_kind=nominator_kind,
            nominator=named[:120],
            zone=zone,
            printed_at=at,
            printed_by=by,
        )
        for place in range(count)
    ]
    _record("aid.sheets_printed", made[0], by, at, count=count, first=first, kind=nominator_kind)
    return made


@transaction.atomic
def cancel_sheet(*, sheet: NominationSheet, reason_code: str, by: User, at: datetime) -> NominationSheet:
    """Say that a printed sheet will not be typed in; its picture goes. Raises SheetIsOver, BadSheet."""
    sheet = _hold(sheet, by)
    if reason_code not in rules.CANCELLED:
        raise BadSheet(_("Say why the sheet is cancelled."))
    _forget_photo(sheet, by, at)
    sheet.state, sheet.cancelled_at, sheet.cancelled_by = "cancelled", at, by
    sheet.reason_code = reason_code
    sheet.save(update_fields=["state", "cancelled_at", "cancelled_by", "reason_code", "photo", "photo_type"])
    _record("aid.sheet_cancelled", sheet, by, at, reason_code=reason_code, number=sheet.number)
    return sheet


@transaction.atomic
def add_photo(*, sheet: NominationSheet, content: bytes, by: User, at: datetime) -> NominationSheet:
    """Lay a picture of the page beside a sheet, without the place and the device that a telephone hides in it.

    It is sealed, seen by who may type the sheet, and erased when the sheet is accepted or after `sheet_photo_days`.

    Raises:
        NotAPicture, SheetIsOver; FileTooLarge, FileEmpty.
    """
    sheet = _hold(sheet, by)
    clean, kind = photographs.cleaned(content) if content else (content, "")
    _forget_photo(sheet, by, at)
    sheet.photo = files.store_file(
        content=clean,
        name=f"sheet-{sheet.number}",
        kind="aid.sheet_photo",
        permission=Permission.REGISTRY_IMPORT,
        organisation=sheet.bringing_id,
        by=by,
        at=at,
        keep_days=registry_queries.days_of("sheet_photo_days", on=timezone.localdate(at)),
    )
    sheet.photo_type = kind
    sheet.save(update_fields=["photo", "photo_type"])
    return sheet


@transaction.atomic
def remove_photo(*, sheet: NominationSheet, by: User, at: datetime) -> NominationSheet:
    """Erase the picture of a sheet, because it is of no use or of another page."""
    sheet = _hold(sheet, by)
    _forget_photo(sheet, by, at)
    sheet.save(update_fields=["photo", "photo_type"])
    return sheet


@transaction.atomic
def type_sheet(
    *,
    sheet: NominationSheet,
    typed: TypedLines,
    leave_out_problems: bool,
    digest: str,
    bring_back: Collection[int] = (),
    relations: Mapping[int, str] | None = None,
    rest: str = "",
    by: User,
    at: datetime,
) -> NominationSheet:
    """Accept a typed sheet: its good lines enter the register and the campaign together, or none does.

    Families of the register keep what is written of them; those already brought keep their code.

    Args:
        typed: its `stated` is the number of lines written on the paper.
        digest: of the preview that was looked at.
        bring_back: lines of families that were erased and ask to be written again.
        relations: line → what binds the nominator to that family, as the paper says; another person signs it after.
        rest: the same for every other line of the sheet; "" when the paper says nothing of them.

    Raises:
        SheetIsOver: it was typed in before: nothing changes. OutOfOrder: the campaign takes no names.
        LinesDiffer: not as many lines as are written. HasProblems, PreviewIsOld: as for the import.
        BadSheet: nothing on it can be taken.
    """
    sheet = _hold(sheet, by)
    check(by, Permission.REGISTRY_IMPORT, sheet.bringing_id)
    campaign = queries.campaign_for(by, sheet.campaign_id)
    _check_takes_names(campaign, sheet.bringing_id)
    _check_lines(typed)
    seen = registry_queries.typed_preview(sheet.bringing_id, typed, at=at)
    if seen.counts["problem_rows"] and not leave_out_problems:
        raise registry.HasProblems(
            _("%(count)s lines have a problem. Correct them, or say to leave them out."),
            count=seen.counts["problem_rows"],
        )
    upload, households = registry.bring_lines(
        organisation=sheet.bringing_id,
        typed=typed,
        name=f"sheet-{sheet.number}.csv",
        digest=digest,
        bring_back=bring_back,
        by=by,
        at=at,
    )
    if not households:
        raise BadSheet(_("No line of this sheet can be taken. Correct a line, or cancel the sheet."))
    taken = _nominate(sheet, campaign, typed, households, by, at)
    _say_relations(sheet, campaign, relations or {}, rest, by, at)
    _forget_photo(sheet, by, at)
    sheet.state, sheet.typed_at, sheet.typed_by, sheet.upload = "typed", at, by, upload
    sheet.lines_written, sheet.lines_taken = typed.stated, taken
    sheet.save(
        update_fields=[
            "state", "typed_at", "typed_by", "upload", "lines_written", "lines_taken", "photo", "photo_type",
        ]
    )  # fmt: skip
    _record("aid.sheet_typed", sheet, by, at, number=sheet.number, written=typed.stated, taken=taken)
    return sheet


def _nominate(
    sheet: NominationSheet,
    campaign: Campaign,
    typed: TypedLines,
    households: dict[int, UUID],
    by: User,
    at: datetime,
) -> int:
    """Bring the households of the lines, in the neighbourhood that was typed. Returns how many lines stand for a code."""
    facts = registry_queries.household_facts(
        sheet.bringing_id, set(households.values()), on=timezone.localdate(at)
    )
    given = {
        id: GivenHousehold(id, typed.lines[line]["near_place"], facts[id].size or 0, known_facts(facts[id]))
        for line, id in sorted(households.items(), reverse=True)
        if id in facts
    }
    nominate_households(
        campaign=campaign, bringing=sheet.bringing, households=list(given.values()), by=by, at=at
    )
    codes = queries.nominations_by_household(campaign, sheet.bringing_id, list(given))
    rows = [
        SheetLine(
            sheet=sheet,
            organisation_id=sheet.organisation_id,
            bringing_id=sheet.bringing_id,
            line=line,
            nomination_id=codes[id],
        )
        for line, id in sorted(households.items())
        if id in codes
    ]
    SheetLine.objects.bulk_create(rows)
    return len(rows)


def _say_relations(
    sheet: NominationSheet, campaign: Campaign, said: Mapping[int, str], rest: str, by: User, at: datetime
) -> None:
    """Say the lines as the paper does, of the families that this person brought with it and while names are open."""
    if campaign.state != CampaignState.LIST_BUILDING:
        return
    lines = SheetLine.objects.filter(
        sheet=sheet, nomination__created_by=by, nomination__relation__isnull=True
    ).values_list("line", "nomination__code")
    codes = {code: said.get(line) or rest for line, code in lines}
    spoken = {code: relation for code, relation in codes.items() if relation}
    if spoken:
        declare_relations(campaign=campaign, relations=spoken, by=by, at=at)


def _check_lines(typed: TypedLines) -> None:
    stated, lines = typed.stated, len(typed.lines)
    if not lines:
        raise BadSheet(_("Nothing was typed. Type the lines that are written on the sheet."))
    if stated is None:
        raise BadSheet(_("Count the lines written on the sheet, and type how many they are."))
    if stated != lines:
        raise LinesDiffer(
            _(
                "%(stated)s lines are written on the sheet, and %(typed)s were typed. Look for the line that differs."
            ),
            stated=stated,
            typed=lines,
        )


def _check_takes_names(campaign: Campaign, bringing: UUID) -> None:
    if bringing not in queries.sharing(campaign):
        raise OutOfOrder(
            _("This organisation does not share the campaign. Ask its coordinator to invite it.")
        )
    closed = queries.closed_to_names(campaign)
    if closed:
        raise OutOfOrder(closed)


def _hold(sheet: NominationSheet, by: User) -> NominationSheet:
    """Lock a sheet that is still to be typed in; whoever comes second finds it over. Raises SheetIsOver."""
    check(by, Permission.HOUSEHOLD_NOMINATE, sheet.bringing_id)
    sheet = NominationSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if sheet.state == "typed":
        raise SheetIsOver(_("This sheet was typed in already. Nothing was changed."))
    if sheet.state != "printed":
        raise SheetIsOver(_("This sheet was cancelled. Print another one."))
    return sheet


def _forget_photo(sheet: NominationSheet, by: User, at: datetime) -> None:
    if sheet.photo is not None:
        files.erase_file(file=sheet.photo, by=by, at=at)
    sheet.photo, sheet.photo_type = None, ""


def _record(type: str, sheet: NominationSheet, by: User, at: datetime, **told: Any) -> None:
    audit.record(
        type=type,
        target=sheet,
        organisation=sheet.bringing_id,
        by=by,
        at=at,
        beside=[sheet.organisation_id],
        **told,
    )
