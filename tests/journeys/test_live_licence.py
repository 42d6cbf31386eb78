"""J-06, whole, in Arabic in the browser: from an intention to the register, a regularisation, and a closing.

Hanane examines files at the delegation, Said is the secretary of the commission, Rachida is the delegate: they sit at
1280 pixels. Khadija presides over the association and reads on a telephone of 360. Meriem examines files for a funder.
Brahim presides over an association whose home works without a licence. Each page is looked at by axe.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from tests.journeys.browsing import NARROW, WIDE, Visitor
from tests.journeys.seats import Seat
from twiza.funding import actions as funding
from twiza.funding.tests.given_grants import RIB
from twiza.network import actions
from twiza.network.tests.given import as_work, given_member, given_organisation, given_place
from twiza.network.tests.given_institutions import BODIES, PAPERS
from twiza.platform.accounts.tests.given import given_authenticator

pytestmark = [pytest.mark.proof, pytest.mark.slow]

HOME = "دار الطالبة عين إيشو"
OLD_HOME = "دار المسنين تيغسالين"
SUM = Decimal(30000)
GRID = {f"grid_{code}": "yes" for code in ("water", "toilets", "exits", "access", "kitchen")}
REASONS = {
    "authority": "المحل قريب من الإعدادية",
    "entraide": "المستخدمون مؤهلون",
    "health": "المطبخ نظيف",
    "civil_protection": "مخرج النجدة الثاني ينقصه مفتاح من الداخل",
}


@pytest.fixture(scope="module")
def story(site: str) -> Any:
    """Bodies, people and a commune: nothing else has happened."""
    ministry = given_organisation("Ministère de la Solidarité", kind="ministry", name_ar="وزارة التضامن")
    delegation, funder = (
        given_organisation(name, kind="provincial_unit", name_ar=arabic)
        for name, arabic in (
            ("Délégation de Khénifra", "مندوبية خنيفرة"),
            ("Autre délégation", "مندوبية أخرى"),
        )
    )
    runs, old = (
        given_organisation(name, name_ar=arabic)
        for name, arabic in (
            ("Association du foyer d'Aïn Ichou", "جمعية دار الطالبة عين إيشو"),
            ("Association des aînés", "جمعية الكبار"),
        )
    )
    people = {
        "hanane": given_member("Hanane", "licensing_grants_officer", delegation),
        "said": given_member("Said", "licensing_grants_officer", delegation),
        "rachida": given_member("Rachida", "provincial_delegate", delegation),
        "khadija": given_member("Khadija", "association_president", runs),
        "brahim": given_member("Brahim", "association_president", old),
        "meriem": given_member("Meriem", "licensing_grants_officer", funder),
    }
    for one in people.values():
        given_authenticator(one)
    with as_work(people["rachida"]):
        actions.edit_organisation(
            organisation=delegation, parent=ministry, by=people["rachida"], at=timezone.now()
        )
    actions.load_regimes(at=timezone.now())
    return SimpleNamespace(
        **people, people=people, delegation=delegation, runs=runs, old=old, place=given_place("05.301.07.03")
    )


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let days go by, for the site and for the test."""
    now = timezone.now

    def pass_days(days: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(days=days))

    return pass_days


def day(days: int = 0) -> str:
    """A day as it is typed."""
    when: datetime = timezone.localtime() + timedelta(days=days)
    return f"{when:%d/%m/%Y}"


def test_an_institution_is_licensed_published_and_closed_behind_its_last_resident(
    visit: Callable[..., Visitor], story: Any, later: Callable[[int], None], tmp_path: Path
) -> None:
    seats: dict[str, Seat] = {}

    def seat(name: str) -> Seat:
        """A fresh sign-in of this person, at their own screen."""
        width = NARROW if name in ("khadija", "brahim") else WIDE
        before = seats.get(name)
        seats[name] = Seat(visit(getattr(story, name), width=width))
        if before:
            seats[name].wrong = before.wrong
        return seats[name]

    for name in story.people:
        seat(name)
    hanane, said, rachida, khadija = (seats[one] for one in ("hanane", "said", "rachida", "khadija"))
    house = enters_the_register(hanane, HOME, story.runs)
    file = intends(hanane, house)
    names_every_missing_paper(hanane, khadija, file, tmp_path)
    brings_every_paper(hanane, house, file)
    is_received(hanane, khadija, file, tmp_path)
    finds_no_quorum(said, file)
    later(3)
    said, rachida, khadija = seat("said"), seat("rachida"), seat("khadija")
    visits_and_speaks(said, file)
    decides(rachida, said, file, tmp_path)
    is_published(khadija, seat("meriem"), file, house)
    is_regularised(seat("hanane"), seat("brahim"), story)
    closes(rachida, seats["hanane"], house)
    wrong = {name: one.wrong for name, one in seats.items() if one.wrong}
    assert not wrong, wrong
    # a refusal is told to the console as well: 422, and 404 for what is hidden
    complaints = [said for one in seats.values() for said in one.visitor.complaints]
    assert not [said for said in complaints if not said.startswith("Failed to load resource")]


def enters_the_register(hanane: Seat, name: str, association: Any, **more: str) -> str:
    """Hanane writes an institution into the register; it receives nobody yet."""
    hanane.go("/network/institutions/")
    hanane.follow("مؤسسة جديدة")
    hanane.see("licence-new")
    hanane.fill(name_ar=name, category="dar_talib", association=str(association.pk), source="زيارة المندوبية")
    hanane.page.fill("main [name=place]", "أكلموس")
    hanane.page.locator("main [name=place_chosen]").first.check()
    told = hanane.send(**more)
    assert name in told, told
    return hanane.page.url.removeprefix(hanane.visitor.site)


def intends(hanane: Seat, house: str) -> str:
    """An intention; what works already in the area stands beside it, and one list of all papers begins with it."""
    hanane.follow("ملف ترخيص جديد")
    hanane.see("licence-intend")
    told = hanane.send(
        kind="opening", regime=regime(hanane, "65-15"), capacity="40", audience="تلميذات الدواوير"
    )
    assert "ما يشتغل أصلا في هذه المنطقة" in told and HOME in told
    hanane.see("licence-idea")
    hanane.follow("فتح الملف")
    return hanane.page.url.removeprefix(hanane.visitor.site)


def regime(seat: Seat, number: str) -> str:
    """The value of the choice whose words hold this number."""
    value = seat.page.locator(f"main [name=regime] option:has-text('{number}')").first.get_attribute("value")
    return str(value)


def names_every_missing_paper(hanane: Seat, khadija: Seat, file: str, folder: Path) -> None:
    """All ten at once, on the page, in the letter, and on the telephone of the association."""
    hanane.follow("تسلم الملف")
    assert "ما زال ينقص" in hanane.page.content()
    hanane.go(file)
    hanane.follow("مراجعة الوثائق")
    assert sum(line.startswith("ناقص ") for line in hanane.words().splitlines()) == len(PAPERS) + 2
    hanane.see("licence-incomplete")
    arabic, french = hanane.paper("رسالة: الوثائق الناقصة", folder)
    assert "10." in french and "Rapport de sécurité" in french and "Règlement intérieur" in french
    assert "10" in arabic
    told = khadija.go("/network/institutions/")
    assert HOME in told
    khadija.follow("ملفات الترخيص")
    assert "وثائق ناقصة" in khadija.words() or "تنقص" in khadija.words(), khadija.words()
    khadija.see("licence-files-of-the-association")
    khadija.follow(HOME)
    told = khadija.words()
    assert "تقرير الوقاية المدنية" in told and "النظام الداخلي" in told
    assert "تسلم الملف" not in told
    khadija.see("licence-missing")


def brings_every_paper(hanane: Seat, house: str, file: str) -> None:
    """Each paper is kept from the list of the file, and the list is there again afterwards."""
    hanane.go(file)
    for number in range(len(PAPERS) + 2):
        link = hanane.page.locator("main a[href*='/paper/?']").first
        code = str(link.get_attribute("href")).split("code=")[1].split("&")[0]
        hanane.visitor.press(link)
        if number == 0:
            hanane.see("licence-paper")
        holds = {"issued_on": day(-20), "expires_on": day(300)} if code in ("safety", "hygiene") else {}
        hanane.send(folder="12", **holds)
        assert hanane.page.url.endswith(file), "back to the list, not to another page"
    assert hanane.page.locator("main a[href*='/paper/?']").count() == 0


def is_received(hanane: Seat, khadija: Seat, file: str, folder: Path) -> None:
    """The receipt bears its number and the last day to decide; the clock runs for both sides."""
    hanane.follow("تسلم الملف")
    told = hanane.words()
    assert "يجب البت قبل" in told and "الأيام الباقية" in told
    hanane.see("licence-received")
    arabic, french = hanane.paper("رسالة: الوصل", folder)
    year = timezone.localdate().year
    assert "Sous couvert de" in french and "Ministère de la Solidarité" in french and f"2/{year}" in french
    assert f"2/{year}" in arabic
    assert "الأيام الباقية" in khadija.go(file)
    khadija.see("licence-clock")


def finds_no_quorum(said: Seat, file: str) -> None:
    """Two bodies came: without a new date the form says why; with one, the commission stands for that day."""
    said.go(file)
    said.follow("استدعاء اللجنة")
    said.send(on=day())
    said.follow("كتابة الزيارة")
    said.see("licence-visit")
    said.refused("حددوا التاريخ الجديد الآن", present=["authority", "entraide"])
    told = said.send(next_on=day(3))
    assert "لا نصاب" in told
    said.see("licence-no-quorum")


def visits_and_speaks(said: Seat, file: str) -> None:
    """Four came: 180 m² to sleep and 60 to eat hold 45; each says what it thinks and why."""
    said.go(file)
    said.follow("كتابة الزيارة")
    said.refused("كل بنود الشبكة", present=list(BODIES), grid_sleeping="180")
    told = said.send(grid_sleeping="180", grid_dining="60", words="غرف واسعة ومضاءة", **GRID)
    assert "الأماكن المحسوبة: 45" in told, told
    for body, why in REASONS.items():
        said.follow("كتابة رأي")
        if body == "authority":
            said.see("licence-opinion")
        told = said.send(
            body=body, verdict="conditions" if body == "civil_protection" else "yes", reasons=why
        )
        assert why in told
    said.see("licence-visited")


def decides(rachida: Seat, said: Seat, file: str, folder: Path) -> None:
    """Above what the commission computed asks who ordered it; forty girls with a condition is a licence."""
    said.follow("اتخاذ القرار")
    typed = {"granted": "yes", "number": "7/2026", "category": "dar_talib", "girls": "60", "age": "12-14"}
    said.refused("المندوب", **typed)
    rachida.go(file)
    rachida.follow("اتخاذ القرار")
    rachida.see("licence-decide")
    rachida.refused("من أمر", **typed)
    told = rachida.send(girls="40", conditions="مفتاح من الداخل لمخرج النجدة قبل فتح الأبواب")
    assert "7/2026" in told and "مفتاح من الداخل" in told
    rachida.see("licence-decided")
    arabic, french = rachida.paper("رسالة: القرار", folder)
    assert "7/2026" in arabic and "7/2026" in french and "40" in french and "40" in arabic


def is_published(khadija: Seat, meriem: Seat, file: str, house: str) -> None:
    """The association reads its licence; another body reads licence and capacity, and nothing of the papers."""
    told = khadija.go(file)
    assert "7/2026" in told and "مفتاح من الداخل" in told
    khadija.see("licence-read")
    told = meriem.go("/network/institutions/?everywhere=on&q=عين")
    assert HOME in told and "7/2026" in told
    meriem.see("licence-register")
    told = meriem.go(house)
    assert "7/2026" in told and "40" in told and "12" not in told.split("7/2026")[0]
    assert "حفظ وثيقة" not in told and "المجلد 12" not in told
    meriem.see("licence-published")
    assert meriem.visitor.ask(file) == 404


def is_regularised(hanane: Seat, brahim: Seat, story: Any) -> None:
    """A home that receives people without a licence: they are protected first, and no grant before the receipt."""
    house = enters_the_register(hanane, OLD_HOME, story.old, opened_on="01/09/2015", category="elderly")
    assert "بدون ترخيص" in hanane.words() or "دون ترخيص" in hanane.words(), hanane.words()
    hanane.see("licence-without")
    grant = asks_for_money(story)
    hanane.go(grant + "look/")
    assert hanane.page.locator("[name=licence]").input_value() == "without"
    hanane.see("licence-grant-look")
    hanane.refused("ملف تسويتها", licence="unknown")
    hanane.go(house)
    hanane.follow("ملف ترخيص جديد")
    hanane.refused("افتحوا ملف تسوية", kind="opening", regime=regime(hanane, "65-15"), capacity="20")
    hanane.send(kind="regularisation")
    hanane.follow("فتح الملف")
    file = hanane.page.url.removeprefix(hanane.visitor.site)
    hanane.see("licence-regularisation")
    brings_every_paper(hanane, house, file)
    hanane.follow("تسلم الملف")
    assert "اكتبوا أولا ما يحميهم" in hanane.page.content()
    hanane.go(file)
    hanane.follow("كتابة تدبير")
    hanane.see("licence-protect")
    hanane.send(words="مطفأتان ومخرج ثان مفتوح", due_on=day(10))
    hanane.follow("تسلم الملف")
    assert "الأيام الباقية" in hanane.words()
    assert "مطفأتان" in brahim.go(file)
    brahim.see("licence-regularisation-read")
    hanane.go(grant + "look/")
    assert hanane.page.locator("[name=licence]").input_value() == "pending"
    hanane.fill(holder_right=True)
    assert "لا ينقص شيء" in hanane.send(), hanane.words()


def asks_for_money(story: Any) -> str:
    """Brahim's association hands a file in: a call of the delegation is open."""
    at, today = timezone.now(), timezone.localdate()
    with as_work(story.hanane):
        line = funding.write_budget_line(
            organisation=story.delegation.pk, year=today.year, title="دعم المؤسسات", theme="eps",
            legal_basis="قرار المجلس", amount=SUM, by=story.hanane, at=at,
        )  # fmt: skip
        call = funding.open_call(
            line=line, kind="call", title="نداء", opens_on=today, closes_on=today, criteria=[("الجودة", 1)],
            by=story.hanane, at=at,
        )  # fmt: skip
    with as_work(story.brahim):
        grant = funding.ask_for_grant(
            call=call, grantee=story.old.pk, project="أغطية ودواء", summary="", asked=SUM,
            headings=[funding.Heading("أغطية", SUM, SUM)], starts_on=today,
            ends_on=today + timedelta(days=300), rib=RIB, rib_holder=story.old.name_ar, by=story.brahim, at=at,
        )  # fmt: skip
    return f"/grants/{grant.pk}/"


def closes(rachida: Seat, hanane: Seat, house: str) -> None:
    """It closes behind its last resident: each has a place, without a name, before the day."""
    rachida.go(house)
    rachida.follow("التخطيط لإغلاقها")
    rachida.see("licence-closing")
    typed = {
        "closes_on": day(30), "reasons": "البناية خطيرة", "residents": "2",
        "count_1": "1", "age_1": "12-14", "sex_1": "f", "where_1": "دار الطالبة مريرت",
    }  # fmt: skip
    rachida.refused("لا تستقبل أحدا بعد", **typed)
    hanane.go(house + "edit/")
    hanane.send(opened_on=day())
    rachida.refused("لكل واحد مكان", **typed)
    told = rachida.send(count_2="1", age_2="15-17", sex_2="f", where_2="عند خالتها مع تتبع شهري")
    assert "دار الطالبة مريرت" in told
    rachida.see("licence-closing-planned")
    rachida.follow("إغلاقها اليوم")
    assert "لم ينتقل" in rachida.page.content()
    for _resident in range(2):
        hanane.go(house)
        hanane.follow("انتقل اليوم")
    rachida.go(house)
    rachida.follow("إغلاقها اليوم")
    assert "أغلقت في" in rachida.words() or "أُغلقت" in rachida.words(), rachida.words()
    rachida.see("licence-closed")
