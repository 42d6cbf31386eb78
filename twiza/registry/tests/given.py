"""Households and persons, made through the real doors. Invented, all of them."""

from datetime import UTC, date, datetime
from typing import Any

from twiza.network import actions as network
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry import actions, queries
from twiza.registry.models import Household, LinkRun, Pair, Request, Upload
from twiza.registry.rules.people import HouseholdData, PersonData
from twiza.registry.rules.records import Found, FoundPair

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)
LATER = date(2026, 12, 20)
HEADING = ["الاسم الكامل", "تاريخ الازدياد", "عدد الأفراد"]


def given_household(
    organisation: Any, by: Any, *names: str, size: int | None = None, **facts: Any
) -> Household:
    """Register a household; the first name is its head. Open `acting_as` first, or let this do it."""
    members = [
        PersonData(name_arabic=name, relationship="other" if number else "head")
        for number, name in enumerate(names or ("زينب الأطلسية",))
    ]
    with acting_as(by.pk, purpose=Purpose.WORK):
        return actions.register_household(
            organisation=organisation.pk,
            household=HouseholdData(size=size, **facts),
            members=members,
            by=by,
            at=NOON,
        )


EVIDENCE: list[list[str | float]] = [
    ["start", "", -9.0, 0.0],
    ["given", "same", 6.5, 2.0],
    ["birth", "same_day", 8.0, 0.0],
    ["birth_year", "not_said", 0.0, 0.0],
    ["sex", "same", 0.8, 0.0],
    ["home", "family_and_place", 5.0, 1.0],
]


def found_of(
    *pairs: tuple[Any, Any],
    weight: float = 11.3,
    verdict: str = "same",
    evidence: Any = None,
    strange: Any = (),
) -> Found:
    """What a search finds when these persons are alike."""
    rows = [
        FoundPair(*sorted((str(one.pk), str(other.pk))), weight, verdict, evidence or EVIDENCE)
        for one, other in pairs
    ]
    return Found(7, rows, [], list(strange), 1, "{}", "c" * 64, estimated=False)


def given_found(organisation: Any, by: Any, found: Found, at: datetime = NOON) -> LinkRun:
    """Keep what a search found, as its job does."""
    with acting_as(by.pk, purpose=Purpose.WORK):
        return actions.keep_found(organisation=organisation.pk, found=found, started_at=at, by=by, at=at)


def given_pair(organisation: Any, by: Any, one: Household, other: Household, **said: Any) -> Pair:
    """Find that the heads of two households may be one person."""
    with acting_as(by.pk, purpose=Purpose.WORK):
        heads = [household.members.get(relationship="head") for household in (one, other)]
    given_found(organisation, by, found_of((heads[0], heads[1]), **said))
    with acting_as(by.pk, purpose=Purpose.WORK):
        return Pair.objects.get(left__in=heads, right__in=heads)


def csv_of(*rows: list[str]) -> bytes:
    return "\n".join(";".join(row) for row in rows).encode("utf-8-sig")


def given_upload(
    organisation: Any, by: Any, *rows: list[str], accepted: bool = True, remember: bool = True
) -> Upload:
    """Send a small list, as .csv, and accept it."""
    with acting_as(by.pk, purpose=Purpose.WORK):
        upload = actions.send_upload(
            organisation=organisation.pk, content=csv_of(*rows), name="list.csv", by=by, at=NOON
        )
        if remember:
            upload = actions.map_columns(upload=upload, mapping={}, remember=True, by=by, at=NOON)
        if accepted:
            upload = actions.accept_upload(upload=upload, leave_out_problems=False, by=by, at=NOON)
        return upload


def given_request(
    organisation: Any, by: Any, kind: str = "food", channel: str = "counter", at: datetime = NOON, **said: Any
) -> Request:
    """Somebody asks for something at the counter."""
    data = actions.RequestData(kind, channel, helper="neighbour" if channel == "assisted" else "", **said)
    with acting_as(by.pk, purpose=Purpose.WORK):
        return actions.receive_request(organisation=organisation.pk, data=data, by=by, at=at)


def given_door_site(organisation: Any, by: Any) -> Any:
    """A site where people are received."""
    with acting_as(by.pk, purpose=Purpose.WORK):
        return network.open_site(
            organisation=organisation,
            kind="listening_centre",
            name_ar="مركز الاستماع",
            name_fr="Centre d'écoute",
            by=by,
            at=NOON,
        )


def given_requests(organisation: Any, by: Any) -> list[Request]:
    """Requests by each way of asking: one waits, one was promised for later, the others are answered."""
    site = given_door_site(organisation, by)
    rows = [
        given_request(organisation, by, channel=channel, site=site.pk, words=words, size=5)
        for channel, words in (
            ("counter", "ثلاثة أطفال"),
            ("telephone", ""),
            ("paper", ""),
            ("assisted", "أرملة وحدها"),
        )
    ]
    same = {"by": by, "at": NOON}
    with acting_as(by.pk, purpose=Purpose.WORK):
        actions.postpone_answer(request=rows[0], until=LATER, reason_code="visit", **same)
        actions.give_ticket(request=rows[1], site=site.pk, on=TODAY, **same)
        actions.orient_request(
            request=rows[2], to=organisation.pk, site=given_inner_site(organisation, by).pk,
            reason_code="nearer", words="", **same,
        )  # fmt: skip
        actions.answer_request(
            request=rows[3], reason_code="no_means", words="لم تبق أغطية", contest="عند الرئاسة", **same
        )
    return rows


def given_inner_site(organisation: Any, by: Any) -> Any:
    """Another site, to which the way may be shown."""
    return network.open_site(
        organisation=organisation, kind="listening_centre", name_ar="مركز آخر", name_fr="", by=by, at=NOON
    )


def one_of_each(organisation: Any, by: Any) -> None:
    """Make a row of each table of this app for an organisation in which `by` is president."""
    # one list that waits for an answer, with something of each kind on its page
    given_upload(
        organisation,
        by,
        [*HEADING, "الحالة", "البطاقة الوطنية"],
        ["حليمة الأطلسية", "31/02/1980", "3", "", ""],
        ["زينب الريفية", "1970", "4", "كلمة غريبة", "x"],
        ["زينب الريفية", "1970", "4", "كلمة غريبة", "x"],
        ["المجموع", "", "9", "", ""],
        accepted=False,
        remember=False,
    )
    # one put aside: what each night makes of a list that nobody decides about
    aside = given_upload(
        organisation, by, HEADING, ["سعيدة الجبلية", "1980", "3"], accepted=False, remember=False
    )
    with acting_as(by.pk, purpose=Purpose.WORK):
        actions.put_aside_upload(upload=aside, by=by, at=NOON)
    with acting_as(by.pk, purpose=Purpose.WORK):
        actions.count_look(organisation=organisation.pk, by=by, at=NOON)
    household = given_household(
        organisation,
        by,
        "خديجة التازية",
        "نعيمة التازية",
        size=2,
        address="زنقة الرمان 7",
        contact="through_trusted",
        contact_words="بعد صلاة العصر",
    )
    with acting_as(by.pk, purpose=Purpose.WORK):
        actions.mark_vulnerability(
            household=household, category="widows", said_by="self_declared", on=TODAY, by=by, at=NOON
        )
        actions.note_whereabouts(household=household, said="here", by=by, at=NOON)
        actions.note_shock(
            household=household,
            kind="flood",
            happened_on=date(2026, 11, 2),
            until=date(2027, 5, 2),
            said_by="self_declared",
            by=by,
            at=NOON,
        )
    given_upload(organisation, by, HEADING, ["ليلى الأطلسية", "05/03/1980", "3"])
    twice = (
        given_household(organisation, by, "مليكة الزيانية", size=3),
        given_household(organisation, by, "مليكة الزيانية", "أمين الزياني"),
    )
    with acting_as(by.pk, purpose=Purpose.WORK):
        heads = tuple(queries.members_of(one)[0].pk for one in twice)
        actions.merge_households(kept=twice[0], merged=twice[1], same=[heads], take={}, by=by, at=NOON)
    # persons written twice: a case that waits, one that was decided, a strange group
    alike = [
        given_household(organisation, by, name, place_words=place, size=3)
        for name, place in (("فاطمة الزهراء الدكالية", "حي السلام"), ("فاطمة الدكالية", "حي السلام"))
    ]
    other = given_household(organisation, by, "ربيعة الشاوية")
    with acting_as(by.pk, purpose=Purpose.WORK):
        one, two, three = (row.members.get() for row in (*alike, other))
    ids = sorted(str(row.pk) for row in (one, two, three))
    given_found(organisation, by, found_of((one, two), (one, three), strange=[("chained", ids)]))
    with acting_as(by.pk, purpose=Purpose.WORK):
        pair = Pair.objects.get(left__in=[one, three], right__in=[one, three])
        actions.decide_pairs(decisions={pair.pk: "not_same"}, reason_code="namesakes", by=by, at=NOON)
    given_requests(organisation, by)
    gone = given_household(organisation, by, "سلمى الحوزية")
    with acting_as(by.pk, purpose=Purpose.WORK):
        actions.erase_household(household=gone, reason_code="asked", by=by, at=NOON)
