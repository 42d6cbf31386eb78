"""Institutions of the delegation, all invented: one licensed today, one without its papers, one regularised, one too full, one closing."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from twiza.demo.account import Account
from twiza.demo.cast import CEDAR, DELEGATION, OLIVE, WOOL
from twiza.demo.diary import Diary
from twiza.demo.stage import organisation_of, player_of
from twiza.network import actions, queries
from twiza.network.rules.figures import Figure, Status
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

SOURCE = "جرد المندوبية (عرض)"
COMMUNES = ("05.301.07.03", "05.301.07.15", "05.301.01.01")
PAPERS = (
    "statutes",
    "receipt",
    "premises",
    "safety",
    "hygiene",
    "staff",
    "budget",
    "rules",
    "committee",
    "director",
)
RUN_OUT = ("safety", "hygiene")  # these papers say until when they hold
BODIES = {
    "authority": "المحل قريب من الإعدادية",
    "entraide": "المستخدمون مؤهلون",
    "health": "المطبخ نظيف والماء صالح للشرب",
    "civil_protection": "مخرج النجدة الثاني يفتح من الداخل بعد الأشغال",
}
# age band and next place of each resident of the institution that closes: never a name
MOVES = (
    ("12-14", "دار الطالبة نجمة الأطلس (عرض)"),
    ("12-14", "دار الطالبة نجمة الأطلس (عرض)"),
    ("15-17", "عند خالتها، مع تتبع شهري"),
    ("15-17", "داخلية الثانوية"),
)


def tell_institutions(diary: Diary, account: Account, at: datetime) -> None:
    """Write the register of the delegation and take its files to where they are; days are counted back from `at`."""
    actions.load_regimes(at=at)
    desk = Desk(diary, at)
    with acting_as(desk.officer.pk, purpose=Purpose.WORK):
        star = desk.open("نجمة الأطلس", "Étoile de l'Atlas", WOOL, 0)
        file = desk.file(star, "opening", 40)
        desk.papers(star)
        actions.check_file(file=file, by=desk.officer, at=at)
        file = actions.receive_file(file=file, by=desk.officer, at=at)
        desk.visit(file)
    with acting_as(desk.delegate.pk, purpose=Purpose.WORK):
        actions.decide_file(
            file=queries.file_for(file.pk), granted=True, number="7/2026 (عرض)", category="dar_talib",
            cells=[("f", "12-14", 25), ("f", "15-17", 15)], conditions="مفتاح من الداخل لمخرج النجدة قبل أول مبيت",
            by=desk.delegate, at=at,
        )  # fmt: skip
    with acting_as(desk.officer.pk, purpose=Purpose.WORK):
        source = desk.open("منبع الوادي", "Source de l'oued", OLIVE, 1)
        waiting = desk.file(source, "opening", 30)
        desk.papers(source, but=("safety", "rules", "director"))
        actions.check_file(file=waiting, by=desk.officer, at=at)
        elders = desk.open(
            "دفء الكبار", "Chaleur des aînés", CEDAR, 2, since=date(2015, 9, 1), category="elderly"
        )
        regular = desk.file(elders, "regularisation", 20)
        desk.papers(elders)
        actions.protect(
            file=regular, words="مطفأتان ومخرج ثان مفتوح ليلا", due_on=desk.today + timedelta(days=10), by=desk.officer, at=at
        )  # fmt: skip
        actions.receive_file(file=regular, by=desk.officer, at=at)
        full = desk.licensed("أمل القرية", "Espoir du village", 1, "12/2019 (عرض)", 40)
        desk.count(full, "66")
        closing = desk.licensed("الجسر القديم", "Vieux pont", 0, "31/2012 (عرض)", 24)
        desk.count(closing, str(len(MOVES)))
    with acting_as(desk.delegate.pk, purpose=Purpose.WORK):
        plan = actions.plan_closure(
            institution=closing, closes_on=desk.today + timedelta(days=40), reasons="سقف مهدد بالسقوط",
            places=[("f", age, where) for age, where in MOVES], residents=len(MOVES), by=desk.delegate, at=at,
        )  # fmt: skip
        for place in plan.places.order_by("number")[:2]:
            actions.write_move(place=place, on=desk.today, by=desk.delegate, at=at)
    account.register = desk.told()


class Desk:
    """The officer and the delegate at work on one day."""

    def __init__(self, diary: Diary, at: datetime) -> None:
        self.diary, self.at, self.today = diary, at, timezone.localdate(at)
        self.officer, self.delegate = player_of(diary, "officer"), player_of(diary, "delegate")
        with acting_as(self.officer.pk, purpose=Purpose.WORK):
            self.delegation = organisation_of(diary, DELEGATION)

    def told(self) -> dict[str, int]:
        """Where the register and its files stand now, counted in their lists."""
        with acting_as(self.officer.pk, purpose=Purpose.WORK):
            mine = queries.my_organisations(self.officer, on=self.today)
            rows = queries.institutions(mine, today=self.today, mine=True)
            bodies = {one.pk for one in mine}
            waiting = queries.files_waiting(bodies, today=self.today)
            decided = queries.files_waiting(bodies, today=self.today, decided=True)
            return {
                "institutions": len(rows),
                "licensed": sum(one.file.decided_on == self.today for one in decided),
                "waiting": sum(one.file.state == "incomplete" for one in waiting),
                "regularised": sum(one.file.kind == "regularisation" for one in waiting),
                "full": sum("over_capacity" in one.lights for one in rows),
                "closing": sum(queries.closure_of(one.institution) is not None for one in rows),
            }

    def open(
        self,
        ar: str,
        fr: str,
        association: str,
        place: int,
        *,
        since: date | None = None,
        category: str = "dar_talib",
    ) -> Any:
        """Write an institution into the register; without `since` it receives nobody yet."""
        return actions.open_institution(
            organisation=self.delegation, association=organisation_of(self.diary, association), category=category,
            name_ar=f"دار الطالبة {ar} (عرض)" if category == "dar_talib" else f"دار {ar} (عرض)",
            name_fr=f"{fr} (démonstration)", place=queries.place_by_code(COMMUNES[place]), opened_on=since,
            source=SOURCE, by=self.officer, at=self.at,
        )  # fmt: skip

    def regime(self, code: str) -> Any:
        """The version of a law that holds today."""
        return next(one for one in queries.regimes_for(self.delegation, on=self.today) if one.code == code)

    def file(self, institution: Any, kind: str, capacity: int) -> Any:
        """An intention, and the open file of it."""
        file = actions.intend_licence(
            institution=institution, regime=self.regime("65-15"), kind=kind, capacity=capacity, audience="الدواوير المجاورة",
            by=self.officer, at=self.at,
        )  # fmt: skip
        return actions.begin_file(file=file, by=self.officer, at=self.at)

    def papers(self, institution: Any, *, but: tuple[str, ...] = ()) -> None:
        """Every paper that the law asks for, seen in a folder."""
        for code in PAPERS:
            if code not in but:
                until: dict[str, Any] = (
                    {"issued_on": self.today, "expires_on": self.today + timedelta(days=330)}
                    if code in RUN_OUT
                    else {}
                )
                actions.keep_paper(
                    institution=institution, code=code, folder="12", by=self.officer, at=self.at, **until
                )

    def visit(self, file: Any) -> None:
        """The commission comes, fills its grid, and each body says what it thinks."""
        actions.call_commission(file=file, on=self.today, by=self.officer, at=self.at)
        actions.hold_visit(
            file=file, on=self.today, present=list(BODIES),
            answers=dict.fromkeys(("water", "toilets", "exits", "access", "kitchen"), True),
            measures={"sleeping": Decimal(180), "dining": Decimal(60)}, words="غرف واسعة ومضاءة", by=self.officer, at=self.at,
        )  # fmt: skip
        for body, why in BODIES.items():
            verdict = "conditions" if body == "civil_protection" else "yes"
            actions.give_opinion(
                file=file, body=body, verdict=verdict, reasons=why, on=self.today, by=self.officer, at=self.at
            )

    def licensed(self, ar: str, fr: str, place: int, number: str, capacity: int) -> Any:
        """An institution that works by a licence granted on paper under the law of 2006."""
        institution = self.open(ar, fr, WOOL, place, since=date(2012, 9, 1))
        actions.register_licence(
            institution=institution, regime=self.regime("14-05"), number=number, category="dar_talib", capacity=capacity,
            valid_from=date(2019, 9, 1), source=SOURCE, by=self.officer, at=self.at,
        )  # fmt: skip
        return institution

    def count(self, institution: Any, people: str) -> None:
        """How many were there last evening."""
        actions.count_institution(
            institution=institution, organisation=self.delegation, subject="present", sex="f",
            figure=Figure(Decimal(people), Status.COUNTED, False, "نداء المساء"), on=self.today, by=self.officer, at=self.at,
        )  # fmt: skip
