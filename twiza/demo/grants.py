"""The three sums that the delegation of Khenifra gave in 2021 (seed 003), each through the whole path of a grant.

160,000.00: to the last dirham and the archive. 1,468,411.00: running, a line of its report is queried. 3,000,000.00:
granted whole, so that a second file on the same line is refused with its reasons. Associations, papers and days are
invented; the sums stand for whole programmes and are never divided by a number of institutions.
"""

import struct
import zlib
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from twiza.demo.account import Account
from twiza.demo.cast import CEDAR, DELEGATION, OLIVE, WOOL
from twiza.demo.diary import Diary
from twiza.demo.stage import organisation_of, player_of
from twiza.funding import actions, queries
from twiza.funding.rules.rib import key_of
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

LEGAL = "برنامج 2021، قرار المجلس الإداري (عرض)"
# title, theme, sum of the year 2021
LINES = (
    ("مراكز القرب الاجتماعي", "proximity", Decimal("160000.00")),
    ("مراكز الأشخاص في وضعية إعاقة", "disability", Decimal("1468411.00")),
    ("مؤسسات الرعاية الاجتماعية", "eps", Decimal("3000000.00")),
)
CRITERIA = (("جودة الخدمات", 60), ("كلفة المشروع", 40))
BEGAN = 250  # days back: the call opens


def tell_grants(diary: Diary, account: Account, at: datetime) -> None:
    """Tell the three grants and the refusal."""
    desk = Grants(diary, at)
    near, disability, homes = (desk.call(*line) for line in LINES)
    closed = desk.granted(
        near, WOOL, "partner_president", "مركز القرب (عرض)", [("تجهيز", "100000"), ("تسيير", "60000")]
    )
    desk.sign(closed, "partner_president", ["100000", "60000"])
    desk.account_for(
        closed,
        1,
        "partner_president",
        [("F-31", "نجارة الأرز", "84450"), ("B-7", "مطعم الأطلس", "15550")],
        "15550",
    )
    desk.account_for(closed, 2, "partner_president", [("E-9", "شركة الكهرباء", "60000")], "")
    desk.close(closed)
    running = desk.granted(
        disability, OLIVE, "president", "تأهيل وإدماج (عرض)", [("تجهيز", "968411"), ("تسيير", "500000")]
    )
    desk.sign(running, "president", ["868411", "600000"])
    desk.query(running)
    desk.tell_of_headings(running, agreed=True)
    whole = desk.granted(homes, OLIVE, "president", "دعم دور الطالبات (عرض)", [("تسيير", "3000000")])
    desk.sign(whole, "president", ["1500000", "1500000"], pay=False)
    desk.tell_of_headings(whole, agreed=False)
    desk.refuse(homes)
    account.grants = desk.told()


class Grants:
    """The delegation and the associations at work; `day(n)` is n days after the call opened."""

    def __init__(self, diary: Diary, at: datetime) -> None:
        self.diary, self.begin = diary, at - timedelta(days=BEGAN)
        self.officer, self.second = player_of(diary, "officer"), player_of(diary, "second_officer")
        self.delegate = player_of(diary, "delegate")
        self.delegation = diary.id(DELEGATION)

    def at(self, days: int) -> datetime:
        return self.begin + timedelta(days=days)

    def day(self, days: int) -> date:
        return timezone.localdate(self.at(days))

    def call(self, title: str, theme: str, amount: Decimal) -> Any:
        """The line of 2021, and a call on it."""
        with acting_as(self.officer.pk, purpose=Purpose.WORK):
            line = actions.write_budget_line(
                organisation=self.delegation, year=2021, title=title, theme=theme, legal_basis=LEGAL, amount=amount,
                by=self.officer, at=self.at(0),
            )  # fmt: skip
            return actions.open_call(
                line=line, kind="call", title=f"دعوة: {title}", opens_on=self.day(0), closes_on=self.day(20),
                criteria=CRITERIA, by=self.officer, at=self.at(0),
            )  # fmt: skip

    def ask(
        self, call: Any, body: str, by: Any, project: str, parts: list[tuple[str, str]], days: int
    ) -> Any:
        """A file: handed in by the association, or written from paper by the officer."""
        account = "011780" + f"{zlib.crc32(body.encode()):016}"
        with acting_as(by.pk, purpose=Purpose.WORK):
            association = organisation_of(self.diary, body)
            return actions.ask_for_grant(
                call=call, grantee=association.pk, project=project, summary="للجميع، بعدد المستفيدين كل شهر",
                asked=sum((Decimal(part) for _title, part in parts), Decimal(0)),
                headings=[actions.Heading(title, Decimal(part), Decimal(part)) for title, part in parts],
                starts_on=self.day(30), ends_on=self.day(BEGAN + 100), rib=account + key_of(account),
                rib_holder=association.name_ar, by=by, at=self.at(days),
            )  # fmt: skip

    def judge(self, grant: Any, licence: str, points: int) -> None:
        """Admissible, scored by two without a link."""
        with acting_as(self.officer.pk, purpose=Purpose.WORK):
            actions.look_at_grant(
                grant=grant,
                licence=licence,
                reports_missing=0,
                holder_right=True,
                by=self.officer,
                at=self.at(21),
            )
        for number, scorer in enumerate((self.officer, self.second)):
            with acting_as(scorer.pk, purpose=Purpose.WORK):
                actions.declare_interest(grant=grant, linked=False, words="", by=scorer, at=self.at(22))
                given = {
                    one.pk: (points + number, "حسب الملف والزيارة")
                    for one in queries.criteria_of(grant.call_id)
                }
                actions.score_grant(grant=grant, points=given, by=scorer, at=self.at(23))

    def granted(
        self, call: Any, body: str, president: str, project: str, parts: list[tuple[str, str]]
    ) -> Any:
        """A file that gets all it asks for."""
        grant = self.ask(call, body, player_of(self.diary, president), project, parts, 5)
        self.judge(grant, "unknown", 15)
        with acting_as(self.delegate.pk, purpose=Purpose.WORK):
            actions.decide_grant(
                grant=grant, granted=True, amount=grant.asked, reasons_for="المشروع الوحيد من نوعه في الجماعة",
                reasons_against="موارد أخرى قليلة بعد سنتين", by=self.delegate, at=self.at(28),
            )  # fmt: skip
        return grant

    def refuse(self, call: Any) -> None:
        """A second file on the same line: nothing is left, and its home is being regularised."""
        grant = self.ask(call, CEDAR, self.officer, "تدفئة دار الكبار (عرض)", [("تدفئة", "250000")], 9)
        self.judge(grant, "pending", 12)
        with acting_as(self.delegate.pk, purpose=Purpose.WORK):
            actions.decide_grant(
                grant=grant, granted=False, reasons_for="حاجة حقيقية لعشرين مسنا",
                reasons_against="لم يبق شيء في سطر الميزانية، وملف التسوية ما زال مفتوحا: قدموا الطلب في الدعوة المقبلة",
                by=self.delegate, at=self.at(29),
            )  # fmt: skip

    def told(self) -> dict[str, int]:
        """Where the files of the delegation stand now, counted in its list."""
        with acting_as(self.officer.pk, purpose=Purpose.WORK):
            states = [one.state for one in queries.grants_given_by(self.delegation)]
        refused = states.count("not_granted")
        ended = sum(one in ("closed", "archived") for one in states)
        return {
            "granted": len(states) - refused,
            "closed": ended,
            "running": len(states) - refused - ended,
            "refused": refused,
        }

    def sign(self, grant: Any, president: str, amounts: list[str], *, pay: bool = True) -> None:
        """The convention with its tranches, the president's name, then the delegate's; the first tranche."""
        signs = player_of(self.diary, president)
        with acting_as(self.officer.pk, purpose=Purpose.WORK):
            actions.prepare_convention(
                grant=grant, starts_on=self.day(30), ends_on=self.day(BEGAN + 100), cash_ceiling=Decimal(500),
                tranches=[
                    (Decimal(one), "بعد التوقيع" if not number else "بعد قبول التقرير", self.day(40 + 100 * number))
                    for number, one in enumerate(amounts)
                ],
                by=self.officer, at=self.at(32),
            )  # fmt: skip
        with acting_as(signs.pk, purpose=Purpose.WORK):
            actions.sign_for_association(grant=grant, by=signs, at=self.at(34))
        with acting_as(self.delegate.pk, purpose=Purpose.WORK):
            actions.sign_for_funder(grant=grant, by=self.delegate, at=self.at(35))
        if pay:
            self.pay(grant, 1)

    def pay(self, grant: Any, number: int) -> None:
        """A tranche with the reference of the bank."""
        with acting_as(self.officer.pk, purpose=Purpose.WORK):
            tranche = next(one for one in queries.grant_money(grant).tranches if one.number == number)
            actions.pay_tranche(
                tranche=tranche, reference=f"VIR-2021-{grant.code[:3]}{number}", on=self.day(40 * number),
                by=self.officer, at=self.at(40 * number),
            )  # fmt: skip

    def spend(self, grant: Any, number: int, president: str, invoices: list[tuple[str, str, str]]) -> Any:
        """Invoices with their pictures, and the report that they go with."""
        by, at = player_of(self.diary, president), self.at(40 * number + 10)
        with acting_as(by.pk, purpose=Purpose.WORK):
            heading = queries.grant_file(grant).headings[-1 if number > 1 else 0]
            for turn, (invoice, supplier, amount) in enumerate(invoices):
                actions.write_expense(
                    grant=grant, heading=heading, kind="invoice", on=self.day(40 * number + 5), supplier=f"{supplier} (عرض)",
                    number=invoice, what="مقتنيات المشروع", amount=Decimal(amount), share=Decimal(amount),
                    photo=photograph(f"{grant.code}{number}{turn}"), by=by, at=at,
                )  # fmt: skip
            return actions.send_report(
                grant=grant, number=number, words="أنجز المقرر لمائة وعشر نساء؛ لا فرق عن الميزانية", by=by, at=self.at(40 * number + 20)
            )  # fmt: skip

    def account_for(
        self, grant: Any, number: int, president: str, invoices: list[tuple[str, str, str]], repay: str
    ) -> None:
        """A tranche spent and reported; the line of `repay` is to be paid back and taken off the next tranche."""
        if number > 1:
            self.pay(grant, number)
        report = self.spend(grant, number, president, invoices)
        with acting_as(self.officer.pk, purpose=Purpose.WORK):
            for line in report.lines.all():
                back = bool(repay) and line.share == Decimal(repay)
                actions.rule_on_line(
                    line=line, verdict="repay" if back else "accepted",
                    note="الحفلات خارج موضوع الاتفاقية" if back else "", by=self.officer, at=self.at(40 * number + 25),
                )  # fmt: skip
            actions.accept_report(report=report, by=self.officer, at=self.at(40 * number + 26))

    def query(self, grant: Any) -> None:
        """A report with a voucher of two; one of its lines is queried and waits for an answer."""
        treasurer, president = player_of(self.diary, "treasurer"), player_of(self.diary, "president")
        with acting_as(treasurer.pk, purpose=Purpose.WORK):
            heading = queries.grant_file(grant).headings[1]
            voucher = actions.write_expense(
                grant=grant, heading=heading, kind="voucher", on=self.day(44), supplier="بائع السوق (عرض)", number="",
                what="خضر ليوم مفتوح", amount=Decimal(450), share=Decimal(450), by=treasurer, at=self.at(45),
            )  # fmt: skip
        with acting_as(president.pk, purpose=Purpose.WORK):
            actions.sign_voucher(expense=voucher, by=president, at=self.at(46))
        report = self.spend(
            grant, 1, "president", [("T-12", "ترويض الأطلس", "420000"), ("T-13", "نقل القرية", "38000")]
        )
        with acting_as(self.officer.pk, purpose=Purpose.WORK):
            line = report.lines.get(number="T-13")
            actions.rule_on_line(
                line=line,
                verdict="queried",
                note="كم رحلة تغطي هذه الفاتورة؟",
                by=self.officer,
                at=self.at(70),
            )

    def tell_of_headings(self, grant: Any, *, agreed: bool) -> None:
        """The delegate asks to be told when a heading gets more than it costs; the president agrees, or is asked."""
        president = player_of(self.diary, "president")
        with acting_as(self.delegate.pk, purpose=Purpose.WORK):
            consent = actions.ask_to_be_told(grant=grant, by=self.delegate, at=self.at(72))
        if agreed:
            with acting_as(president.pk, purpose=Purpose.WORK):
                actions.agree_to_tell(consent=consent, by=president, at=self.at(74))

    def close(self, grant: Any) -> None:
        """Every dirham is accounted for: closed, then in the archive."""
        with acting_as(self.officer.pk, purpose=Purpose.WORK):
            actions.close_grant(grant=grant, by=self.officer, at=self.at(130))
            actions.archive_grant(grant=grant, by=self.officer, at=self.at(131))


def photograph(name: str) -> bytes:
    """A picture of one point, of another colour for each name: no photograph of anything."""

    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    colour = zlib.crc32(name.encode()).to_bytes(4, "big")[:3]
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + part(b"IHDR", head)
        + part(b"IDAT", zlib.compress(b"\0" + colour))
        + part(b"IEND", b"")
    )
