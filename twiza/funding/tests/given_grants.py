"""Grants, made through the real doors. Invented people; the sums are those of the seed.

Meriem and Said examine files at the delegation, Aziz is its delegate. Hassan presides over the association, Nadia keeps
its money. Salma works elsewhere.
"""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from twiza.funding import actions
from twiza.funding.models import (
    BudgetLine,
    Grant,
    GrantCall,
    GrantHeading,
    GrantInterest,
    GrantReportLine,
    GrantScore,
    GrantTranche,
)
from twiza.funding.queries import accounts_to_charge, criteria_of
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User

IN_2021 = datetime(2021, 3, 15, 12, 0, tzinfo=UTC)
RIB = "011780000012345678901296"
HOLDER = "Association du centre de proximité"


@dataclass
class Funding:
    """A delegation that gives, an association that asks, and their people."""

    funder: Any
    grantee: Any
    meriem: User
    said: User
    aziz: User
    hassan: User
    nadia: User

    def at_funder(self, user: User | None = None) -> Any:
        """Open the context of an officer of the delegation; Meriem's when none is named."""
        return acting_as((user or self.meriem).pk, purpose=Purpose.WORK)

    def at_grantee(self, user: User | None = None) -> Any:
        """Open the context of a person of the association; the president's when none is named."""
        return acting_as((user or self.hassan).pk, purpose=Purpose.WORK)


def given_funding(
    suffix: str = "", *, funder: Any = None, grantee: Any = None, hassan: Any = None
) -> Funding:
    """A delegation and an association with the people whom a grant needs."""
    funder = funder or given_organisation(f"Délégation{suffix}", kind="provincial_unit")
    grantee = grantee or given_organisation(HOLDER)

    def member(name: str, role: str, where: Any) -> User:
        return given_member(f"{name}{suffix}", role, where)

    return Funding(
        funder, grantee,
        member("Meriem", "licensing_grants_officer", funder),
        member("Said", "licensing_grants_officer", funder),
        member("Aziz", "provincial_delegate", funder),
        hassan or member("Hassan", "association_president", grantee),
        member("Nadia", "treasurer", grantee),
    )  # fmt: skip


def given_line(
    one: Funding, amount: str = "3000000.00", *, title: str = "Mondiaux 2021", **more: Any
) -> BudgetLine:
    """A budget line; call it inside a context of the funder."""
    return actions.write_budget_line(
        organisation=one.funder.pk, year=2021, title=title, theme=more.pop("theme", "eps"),
        legal_basis="Décision du conseil, 12/02/2021", amount=Decimal(amount), by=one.meriem, at=IN_2021,
    )  # fmt: skip


def given_call(one: Funding, line: BudgetLine | None = None, **more: Any) -> GrantCall:
    """An open call with two criteria; call it inside a context of the funder."""
    return actions.open_call(
        line=line or given_line(one), kind=more.pop("kind", "call"), title="Appel 2021",
        opens_on=date(2021, 3, 1), closes_on=date(2021, 3, 31),
        criteria=[("جودة الخدمات", 60), ("كلفة المشروع", 40)], by=one.meriem, at=IN_2021,
    )  # fmt: skip


def given_grant(
    one: Funding, call: GrantCall, asked: str = "160000.00", *, by: User | None = None, **more: Any
) -> Grant:
    """A file handed in by the president; call it inside a context of who hands it in."""
    amount = Decimal(asked)
    return actions.ask_for_grant(
        call=call, grantee=one.grantee.pk, project=more.pop("project", "مركز القرب الاجتماعي"), summary="",
        asked=amount,
        headings=more.pop("headings", [
            actions.Heading("Équipement", amount, amount / 2),
            actions.Heading("Fonctionnement", amount / 2, amount / 2),
        ]),
        starts_on=date(2021, 5, 1), ends_on=date(2022, 4, 30),
        rib=more.pop("rib", RIB), rib_holder=more.pop("rib_holder", HOLDER),
        by=by or one.hassan, at=more.pop("at", IN_2021),
    )  # fmt: skip


def given_admissible(one: Funding, asked: str = "160000.00", **more: Any) -> Grant:
    """A file that was handed in and found admissible."""
    with one.at_funder():
        call = given_call(one, given_line(one, more.pop("line", "3000000.00")))
    with one.at_grantee():
        grant = given_grant(one, call, asked, **more)
    with one.at_funder():
        look(one, grant)
    return grant


def look(one: Funding, grant: Grant, **more: Any) -> Any:
    """Look at a file; call it inside a context of the funder."""
    said = {"licence": "unknown", "reports_missing": 0, "holder_right": True, **more}
    return actions.look_at_grant(grant=grant, by=one.meriem, at=IN_2021, **said)


def score(one: Funding, grant: Grant, by: User, points: int = 15, *, linked: bool = False) -> None:
    """Declare and score as one officer."""
    with one.at_funder(by):
        actions.declare_interest(
            grant=grant, linked=linked, words="ابن عم" if linked else "", by=by, at=IN_2021
        )
        if not linked:
            given = {row.pk: (points, "") for row in criteria_of(grant.call_id)}
            actions.score_grant(grant=grant, points=given, by=by, at=IN_2021)


def decide(one: Funding, grant: Grant, amount: str = "160000.00", *, by: User | None = None) -> Any:
    """Decide as the delegate; nothing means that it is not granted. Call it inside a context of the funder."""
    return actions.decide_grant(
        grant=grant, granted=Decimal(amount) > 0, amount=Decimal(amount), reasons_for="مركز وحيد في الجماعة",
        reasons_against="تقرير سنوي ناقص", by=by or one.aziz, at=IN_2021,
    )  # fmt: skip


def given_granted(one: Funding, asked: str = "160000.00", **more: Any) -> Grant:
    """A file that was scored by two and granted whole."""
    grant = given_admissible(one, asked, **more)
    score(one, grant, one.meriem, 15)
    score(one, grant, one.said, 17)
    with one.at_funder(one.aziz):
        decide(one, grant, asked)
    return grant


def given_signed(one: Funding, grant: Grant, amounts: Sequence[str] = ("100000", "60000")) -> Grant:
    """A granted file whose convention both sides signed; it runs from 2021 on."""
    with one.at_funder():
        prepare(one, grant, amounts)
    with one.at_grantee():
        actions.sign_for_association(grant=grant, by=one.hassan, at=IN_2021)
    with one.at_funder(one.aziz):
        actions.sign_for_funder(grant=grant, by=one.aziz, at=IN_2021)
    return grant


def prepare(one: Funding, grant: Grant, amounts: Sequence[str]) -> Any:
    """Prepare the convention; call it inside a context of the funder."""
    return actions.prepare_convention(
        grant=grant, starts_on=date(2021, 1, 1), ends_on=date(2022, 4, 30),
        tranches=[(Decimal(amount), "بعد التوقيع أو التقرير", date(2021, 5, 1)) for amount in amounts],
        cash_ceiling=Decimal(500), by=one.meriem, at=IN_2021,
    )  # fmt: skip


def given_paid(one: Funding, *, grant: Grant | None = None) -> Grant:
    """A grant that runs, of 160,000 in two tranches, the first of which is paid."""
    grant = given_signed(one, grant or given_granted(one))
    with one.at_funder():
        tranche = GrantTranche.objects.get(grant=grant, number=1)
        actions.pay_tranche(tranche=tranche, reference="VIR-1", on=IN_2021.date(), by=one.meriem, at=IN_2021)
    return grant


def picture(number: int = 0) -> bytes:
    """A small picture, another one for each number."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    drawn = zlib.compress(b"\0" + number.to_bytes(3, "big"))
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", drawn) + part(b"IEND", b"")


def charge(
    one: Funding, grant: Grant, amount: str, share: str = "", *, number: str = "F-1", **more: Any
) -> Any:
    """Charge an invoice as the president; call it inside a context of the association."""
    heading = GrantHeading.objects.filter(grant=grant).order_by("place")[0]
    photo = more.pop("photo", None)
    return actions.write_expense(
        grant=grant, heading=heading, kind=more.pop("kind", "invoice"), on=more.pop("on", date(2021, 3, 10)),
        supplier="مكتبة الأطلس", number=number, what=more.pop("what", "دفاتر"), amount=Decimal(amount),
        share=Decimal(share or amount), photo=picture(zlib.crc32(f"{number} {amount}".encode()) % 2**24) if photo is None else photo,
        by=one.hassan, at=IN_2021, **more,
    )  # fmt: skip


def report_on(one: Funding, grant: Grant, number: int) -> Any:
    """Report on a tranche as the president; call it inside a context of the association."""
    return actions.send_report(grant=grant, number=number, words="أنجز", by=one.hassan, at=IN_2021)


def rule_all(one: Funding, report: Any) -> None:
    """Accept every line and the report; call it inside a context of the funder."""
    for line in GrantReportLine.objects.filter(report=report):
        actions.rule_on_line(line=line, verdict="accepted", note="", by=one.meriem, at=IN_2021)
    actions.accept_report(report=report, by=one.meriem, at=IN_2021)


def books_of_one_grant(one: Funding, grant: Grant) -> None:
    """Rows of each table of the books of a grant: a project, a tranche that came, an account, a shared invoice."""
    by = {"by": one.nadia, "at": IN_2021}
    with one.at_grantee(one.nadia):
        project = actions.open_project(
            organisation=one.grantee.pk,
            code=f"P-{grant.code}",
            title="المركز",
            starts_on=date(2021, 1, 1),
            **by,
        )
        actions.confirm_tranche(
            tranche=GrantTranche.objects.get(grant=grant, number=1), reference="RELEVE-3", on=IN_2021.date(),
            project=project, **by,
        )  # fmt: skip
        heading = GrantHeading.objects.filter(grant=grant).order_by("place")[0]
        account = accounts_to_charge(one.grantee.pk, on=IN_2021.date())[1]
        actions.choose_heading_account(heading=heading, account=account, **by)
        own = actions.unrestricted(one.grantee.pk, at=IN_2021)
        actions.write_purchase(
            organisation=one.grantee.pk, supplier="مكتبة الأطلس", number=f"S-{grant.code}", on=date(2021, 3, 11),
            what="حواسيب", amount=Decimal("100.01"), project=project,
            shares=[
                actions.Share(Decimal(60), heading=heading), actions.Share(Decimal(40), restriction=own),
            ],
            **by,
        )  # fmt: skip


def told_of_headings(one: Funding, grant: Grant) -> None:
    """The funder is told of a heading that gets a dirham more than it costs."""
    with one.at_funder(one.aziz):
        consent = actions.ask_to_be_told(grant=grant, by=one.aziz, at=IN_2021)
    with one.at_grantee():
        actions.agree_to_tell(consent=consent, by=one.hassan, at=IN_2021)
        cost = GrantHeading.objects.filter(grant=grant).order_by("place")[0].cost
        charge(one, grant, str(cost + 1), number=f"H-{grant.code}")


def one_grant_of_each(organisation: Any, by: User, suffix: str) -> None:
    """Rows of each table: one file that the organisation gives, one that it asks for."""
    gives = given_funding(f"-g{suffix}", funder=organisation)
    asks = given_funding(f"-a{suffix}", grantee=organisation, hassan=by)
    decided = {}
    for one in (gives, asks):
        grant = given_admissible(one)
        with acting_as(by.pk, purpose=Purpose.WORK):
            if (
                one is gives
            ):  # a president scores nothing in the pages; the row stands for the policy of one's own score
                GrantInterest.objects.create(
                    organisation=organisation, grant=grant, scorer=by, linked=False, at=IN_2021
                )
                GrantScore.objects.create(
                    organisation=organisation, grant=grant, criterion=criteria_of(grant.call_id)[0], scorer=by,
                    points=10, at=IN_2021,
                )  # fmt: skip
        score(one, grant, one.meriem, 15)
        score(one, grant, one.said, 17)
        with one.at_funder(one.aziz):
            decide(one, grant)
        decided[one.funder.pk] = grant
    for one in (asks, gives):  # its own books come first
        grant = decided[one.funder.pk]
        given_paid(one, grant=grant)
        with one.at_grantee():
            charge(one, grant, "100", number=f"F-{grant.code}")
            actions.hand_over_pictures(report=report_on(one, grant, 1), by=one.hassan, at=IN_2021)
            charge(one, grant, "50", number=f"G-{grant.code}")
        books_of_one_grant(one, grant)
        told_of_headings(one, grant)
        with one.at_funder():
            actions.record_return(
                grant=grant,
                amount=Decimal(1),
                reference="VIR-9",
                on=IN_2021.date(),
                by=one.meriem,
                at=IN_2021,
            )
