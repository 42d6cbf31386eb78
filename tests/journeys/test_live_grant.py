"""J-07, whole, in Arabic in the browser, with the sums of Khenifra in 2021: from a budget line to the archive.

Meriem, Said and Ilham examine files at the delegation and Aziz is the delegate: 1280 pixels. Hassan presides over an
association and Nadia keeps its money, Karim presides over another one: telephones of 360. Each page is looked at by axe.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from tests.journeys.browsing import Visitor
from tests.journeys.seats import Office, Seat, delegation_and_two_associations
from twiza.funding.tests.given_grants import RIB

pytestmark = [pytest.mark.proof, pytest.mark.slow]

LINE, WHOLE, SMALL = "3000000.00", "1468411.00", "160000.00"
SCRAMBLED = "00 000 160"  # as a text that runs from right to left was copied
IN_WORDS = {
    LINE: ("ثلاثة ملايين درهم", "trois millions de dirhams"),
    SMALL: ("مائة وستون ألف درهم", "cent soixante mille dirhams"),
    WHOLE: ("مليون", "un million quatre cent soixante-huit mille quatre cent onze dirhams"),
}
PROJECT, REFUSED = "مركز القرب الاجتماعي", "فضاء متعدد الوظائف"


@pytest.fixture(scope="module")
def story(site: str) -> Any:
    """A delegation, two associations and their people."""
    return delegation_and_two_associations()


def day(days: int = 0) -> str:
    """A day as it is typed."""
    when: datetime = timezone.localtime() + timedelta(days=days)
    return f"{when:%d/%m/%Y}"


def test_a_grant_from_its_budget_line_to_the_archive(
    visit: Callable[..., Visitor], story: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office: Any = Office(visit, story, monkeypatch)
    call = opens_a_call(office.meriem)
    grant = asks(office.hassan, story.asks, call)
    refused = asks_for_all(office.karim, story.other, call)
    is_looked_at(office.meriem, office.hassan, grant)
    is_scored(office, [grant, refused])
    is_decided(office.aziz, office.hassan, office.karim, grant, refused)
    is_signed(office, grant)
    is_paid(office.meriem, grant)
    office.sit(20)
    spends(office.hassan, office.nadia, grant, tmp_path)
    reports(office.hassan, grant, tmp_path)
    is_ruled_on(office.meriem, office.hassan, grant)
    takes_off_what_is_owed(office.meriem, office.hassan, grant, tmp_path)
    is_closed(office.meriem, office.hassan, grant, refused)
    wrong = {name: found for name, found in office.wrong.items() if found}
    assert not wrong, wrong


def reads(told: str, amount: str) -> None:
    """The amount stands in words of both languages."""
    for words in IN_WORDS[amount]:
        assert words in told, (words, told)


def opens_a_call(meriem: Seat) -> str:
    """Three million dirhams are read in words before they are kept; a call is opened on them."""
    meriem.go("/grants/")
    meriem.see("grant-nothing-yet")
    meriem.follow("كتابة سطر ميزانية")
    told = meriem.send(
        year="2021",
        title="دعم المؤسسات",
        theme="eps",
        legal_basis="قرار المجلس الإداري 12/02/2021",
        amount=LINE,
    )
    reads(told, LINE)
    told = meriem.send()
    assert "دعم المؤسسات" in told and "2021" in told
    meriem.follow("فتح دعوة")
    meriem.see("grant-call-new")
    meriem.send(
        title="دعوة 2021", kind="call", opens_on=day(), closes_on=day(30), criterion_1="جودة الخدمات", weight_1="60",
        criterion_2="كلفة المشروع", weight_2="40",
    )  # fmt: skip
    meriem.see("grant-call")
    return meriem.page.url.removeprefix(meriem.visitor.site)


def asks(hassan: Seat, association: Any, call: str) -> str:
    """A scrambled amount is questioned, a wrong account number named digit by digit; nothing typed is lost."""
    assert "دعوة 2021" in hassan.go("/grants/ours/")
    hassan.see("grant-calls-of-the-association")
    hassan.follow("دعوة 2021")
    hassan.see("grant-call-read")
    hassan.follow("طلب منحة")
    hassan.see("grant-ask")
    told = hassan.send(
        project=PROJECT, summary="مائة مستفيدة كل شهر", starts_on=day(), ends_on=day(365), asked=SCRAMBLED,
        rib=RIB[:-1] + "7", rib_holder="جمعية مركز القرب", heading_1="تجهيز", cost_1="120000", part_1="100000",
        heading_2="تسيير", cost_2="60000", part_2="60000",
    )  # fmt: skip
    assert "يمكن قراءة هذا المبلغ بأكثر من طريقة" in told
    reads(told, SMALL)
    assert not hassan.page.locator("[name=asked_meant]:checked").count(), (
        "a scrambled amount is never guessed"
    )
    assert hassan.visitor.overflow() <= 0
    hassan.visitor.picture("grant-ask-scrambled")
    hassan.page.check(f"main [name=asked_meant][value='{SMALL}']")
    told = hassan.send()
    assert "رقم خاطئ" in told and f"{RIB[-2]}7" in told and RIB[-2:] in told, told
    assert hassan.page.locator("[name=project]").input_value() == PROJECT
    assert hassan.page.locator(f"[name=asked_meant][value='{SMALL}']").is_checked()
    told = hassan.send(rib=RIB, rib_holder="حسان")
    assert PROJECT in told and "160" in told
    reads(told, SMALL)
    hassan.see("grant-asked")
    return hassan.page.url.removeprefix(hassan.visitor.site)


def asks_for_all(karim: Seat, association: Any, call: str) -> str:
    """Karim's association asks for 1,468,411.00."""
    karim.go(call)
    karim.follow("طلب منحة")
    told = karim.send(
        project=REFUSED, starts_on=day(), ends_on=day(365), asked=WHOLE, rib=RIB, rib_holder="جمعية الفضاء",
        heading_1="بناء", cost_1=WHOLE, part_1=WHOLE,
    )  # fmt: skip
    reads(told, WHOLE)
    karim.send()
    return karim.page.url.removeprefix(karim.visitor.site)


def is_looked_at(meriem: Seat, hassan: Seat, grant: str) -> None:
    """The account is in a person's name and a paper is missing: both reasons at once, seven days, then completed."""
    meriem.go(grant)
    meriem.see("grant-examined")
    meriem.follow("هل هو مقبول شكلا؟")
    meriem.see("grant-look")
    assert not meriem.page.locator("[name=holder_right]").is_checked()
    meriem.send(papers_missing=True, words="ينقص التقرير السنوي")
    told = hassan.go(grant)
    for words in ("الحساب ليس باسم الجمعية", "تنقص وثيقة من الملف", "ينقص التقرير السنوي"):
        assert words in told, (words, told)
    assert "يتم قبل" in told
    hassan.see("grant-incomplete")
    hassan.follow("إتمام الملف")
    hassan.see("grant-complete")
    hassan.send(rib_holder="جمعية مركز القرب", summary="مائة مستفيدة كل شهر، والتقرير السنوي سلم للمندوبية")
    meriem.go(grant)
    meriem.follow("هل هو مقبول شكلا؟")
    assert meriem.page.locator("[name=holder_right]").is_checked()
    assert "لا ينقص شيء" in meriem.send()


def is_scored(office: Any, grants: list[str]) -> None:
    """Ilham has a link and scores nothing; two others score; the association reads neither links nor points."""
    office.meriem.go(grants[1])
    office.meriem.follow("هل هو مقبول شكلا؟")
    office.meriem.send()
    office.ilham.go(grants[0])
    office.ilham.follow("التصريح بصلة")
    office.ilham.see("grant-link")
    office.ilham.refused("أي صلة", linked="yes")
    told = office.ilham.send(words="ابنة خالة الرئيس")
    assert "تنقيط الملف" not in told and "له صلة" in told
    for grant in grants:
        for number, seat in enumerate((office.meriem, office.said)):
            seat.go(grant)
            seat.follow("التصريح بصلة")
            seat.send(linked="no")
            seat.follow("تنقيط الملف")
            if grant == grants[0] and not number:
                seat.see("grant-score")
            seat.send(
                points_1=str(14 + number), why_1="مركز وحيد في الجماعة", points_2="12", why_2="كلفة معقولة"
            )
    office.said.see("grant-scored")
    told = office.hassan.go(grants[0])
    assert "ابنة خالة" not in told and "مركز وحيد" not in told and "النقط" not in told


def is_decided(aziz: Seat, hassan: Seat, karim: Seat, grant: str, refused: str) -> None:
    """What speaks for and against is written for both, and both associations read it."""
    aziz.go(grant)
    aziz.follow("اتخاذ القرار")
    aziz.see("grant-decide")
    told = aziz.send(
        granted="yes", amount=SMALL, reasons_for="مركز وحيد في الجماعة", reasons_against="لا موارد أخرى"
    )
    reads(told, SMALL)
    told = aziz.send()
    assert "لا موارد أخرى" in told
    aziz.go(refused)
    aziz.follow("اتخاذ القرار")
    aziz.send(granted="no", reasons_for="حاجة حقيقية", reasons_against="لا أرض للبناء بعد")
    told = karim.go(refused)
    assert "غير ممنوحة" in told and "لا أرض للبناء بعد" in told and "حاجة حقيقية" in told
    karim.see("grant-refused")
    assert "لا موارد أخرى" in hassan.go(grant)
    assert karim.visitor.ask(grant) == 404


def is_signed(office: Any, grant: str) -> None:
    """Tranches above the grant are refused with what would work; the president signs first, the delegate last."""
    meriem, hassan, aziz = office.meriem, office.hassan, office.aziz
    meriem.go(grant)
    meriem.follow("تهيئة الاتفاقية")
    meriem.see("grant-convention-new")
    meriem.send(
        cash_ceiling="500", amount_1="100000", condition_1="بعد التوقيع", due_1=day(5), amount_2="160000",
        condition_2="بعد قبول التقرير", due_2=day(60),
    )  # fmt: skip
    told = meriem.send()
    assert "الأشطر أكثر من الممنوح" in told, told
    meriem.send(amount_2="60000")
    told = meriem.send()
    assert "60" in told and "تهيئة الاتفاقية" not in told
    aziz.go(grant)
    aziz.follow("توقيع الاتفاقية")
    assert "الرئيس" in aziz.send() or "رئيس" in aziz.words(), aziz.words()
    hassan.go(grant)
    hassan.see("grant-convention-to-sign")
    hassan.follow("توقيع الاتفاقية")
    hassan.see("grant-sign")
    hassan.send()
    aziz.go(grant)
    aziz.follow("توقيع الاتفاقية")
    assert "في السجل" in aziz.send(), aziz.words()
    aziz.see("grant-signed")


def is_paid(meriem: Seat, grant: str) -> None:
    """The first tranche goes with the reference of the bank; the second waits for the report."""
    meriem.go(grant)
    meriem.follow("أداء شطر")
    meriem.see("grant-pay")
    told = meriem.send(reference="VIR-2021-118", on=day())
    assert "VIR-2021-118" in told
    meriem.follow("أداء شطر")
    meriem.refused("لم يقبل بعد", reference="VIR-2021-119", on=day())


def picture_of(seat: Seat, folder: Path, name: str) -> Path:
    """A small picture, as a telephone takes one: another for each invoice."""
    paper = seat.visitor.context.new_page()
    paper.set_content(f"<h1>{name}</h1>")
    file = folder / f"{name}.jpg"
    paper.screenshot(type="jpeg", path=file, clip={"x": 0, "y": 0, "width": 240, "height": 120})
    paper.close()
    return file


def heading(seat: Seat, words: str) -> str:
    value = seat.page.locator(f"main [name=heading] option:has-text('{words}')").first.get_attribute("value")
    return str(value)


def spends(hassan: Seat, nadia: Seat, grant: str, folder: Path) -> None:
    """An invoice with its picture, one outside the convention, a voucher signed by two, one too dear for a voucher."""
    hassan.go(grant)
    hassan.see("grant-running")
    hassan.follow("تحميل نفقة")
    hassan.see("grant-expense")
    invoice = {"kind": "invoice", "supplier": "نجارة الأرز", "number": "F-31", "what": "أسرة وخزانات"}
    equipment = heading(hassan, "تجهيز")
    hassan.send(**invoice, on=day(-40), amount="84000", share="84000", heading=equipment)
    told = hassan.send()
    assert (
        "تسري الاتفاقية من" in told and hassan.page.locator("[name=supplier]").input_value() == "نجارة الأرز"
    )
    hassan.send(on=day(-3))
    assert hassan.page.locator("[name=photo]").count(), (
        "the picture is asked next, while the invoice is in the hand"
    )
    hassan.see("grant-photo")
    told = hassan.send(photo=picture_of(hassan, folder, "F-31"))
    assert "صورة الفاتورة" in told
    hassan.go(grant)
    hassan.follow("تحميل نفقة")
    hassan.send(**invoice, on=day(-3), amount="84000", share="84000", heading=equipment)
    assert "حملت" in hassan.send() or "من قبل" in hassan.words(), hassan.words()
    hassan.go(grant)
    hassan.follow("تحميل نفقة")
    running = heading(hassan, "تسيير")
    voucher = {"kind": "voucher", "supplier": "بائع السوق", "what": "خضر", "on": day(-2), "heading": running}
    hassan.send(**voucher, amount="900", share="900")
    assert "500" in hassan.send(), hassan.words()
    hassan.send(amount="450", share="450")
    hassan.send()
    nadia.go(grant)
    nadia.follow("توقيع الوصل")
    nadia.see("grant-voucher")
    assert "Nadia" in nadia.send()
    hassan.go(grant)
    hassan.follow("تحميل نفقة")
    hassan.send(
        kind="invoice", supplier="مطعم الأطلس", number="B-7", what="حفل الافتتاح", on=day(-1), amount="15550",
        share="15550", heading=running,
    )  # fmt: skip
    hassan.send()
    assert hassan.page.locator("[name=photo]").count()


def reports(hassan: Seat, grant: str, folder: Path) -> None:
    """Without the picture of B-7 the report does not go, and says so; with it, it goes."""
    hassan.go(grant)
    hassan.see("grant-expenses")
    hassan.follow("إرسال التقرير")
    hassan.see("grant-report")
    hassan.refused("B-7", words="اقتنينا الأسرة واستقبلنا مائة وعشر نساء")
    hassan.go(grant)
    hassan.follow("إضافة الصورة")
    hassan.send(photo=picture_of(hassan, folder, "B-7"))
    hassan.follow("إرسال التقرير")
    told = hassan.send(words="اقتنينا الأسرة واستقبلنا مائة وعشر نساء")
    assert "مائة وعشر نساء" in told
    hassan.see("grant-reported")


def rule(meriem: Seat, supplier: str, **said: str) -> str:
    """Rule on the line of a supplier."""
    row = meriem.page.locator(f"main tr:has-text('{supplier}'):has(a[href*='/reportlines/'])").first
    meriem.visitor.press(row.locator("a[href*='/rule/']"))
    return meriem.send(**said)


def is_ruled_on(meriem: Seat, hassan: Seat, grant: str) -> None:
    """A line is queried, answered, and to be paid back; the report is accepted once every line is ruled on."""
    told = meriem.go(grant)
    assert "مطعم الأطلس" in told
    meriem.see("grant-report-read")
    rule(meriem, "نجارة الأرز", verdict="accepted")
    rule(meriem, "بائع السوق", verdict="accepted")
    assert "فيه سؤال" in rule(meriem, "مطعم الأطلس", verdict="queried", note="ما علاقة الحفل بالمشروع؟")
    meriem.follow("قبول التقرير")
    meriem.see("grant-accept")
    assert "ينتظر" in meriem.send() or "تنتظر" in meriem.words(), meriem.words()
    told = hassan.go(grant)
    assert "ما علاقة الحفل بالمشروع؟" in told
    hassan.see("grant-queried")
    hassan.follow("جواب الجهة المانحة")
    hassan.see("grant-answer")
    hassan.send(answer="يوم مفتوح للأسر")
    meriem.go(grant)
    told = rule(meriem, "مطعم الأطلس", verdict="repay", note="الحفلات خارج موضوع الاتفاقية")
    assert "يوم مفتوح للأسر" in told
    meriem.follow("قبول التقرير")
    told = meriem.send()
    assert "15" in told and "يرد" in told


def takes_off_what_is_owed(meriem: Seat, hassan: Seat, grant: str, folder: Path) -> None:
    """The second tranche goes less the 15,550 to be paid back; what was received is spent and reported."""
    meriem.go(grant)
    meriem.see("grant-owed")
    meriem.follow("أداء شطر")
    told = meriem.send(reference="VIR-2021-140", on=day())
    assert "خصم منه" in told and "15.550" in told.replace(",", ".").replace(" ", ".").replace(" ", "."), told
    hassan.go(grant)
    hassan.follow("تحميل نفقة")
    hassan.send(
        kind="invoice", supplier="شركة الكهرباء", number="E-9", what="إنارة وتدفئة", on=day(), amount="60000",
        share="60000", heading=heading(hassan, "تسيير"),
    )  # fmt: skip
    hassan.send()
    hassan.send(photo=picture_of(hassan, folder, "E-9"))
    hassan.follow("إرسال التقرير")
    hassan.send(words="تسيير السنة")
    meriem.go(grant)
    rule(meriem, "شركة الكهرباء", verdict="accepted")
    meriem.follow("قبول التقرير")
    meriem.send()


def is_closed(meriem: Seat, hassan: Seat, grant: str, refused: str) -> None:
    """Every dirham is accounted for: closed, then in the archive, where both still read it."""
    meriem.go(grant)
    meriem.follow("إقفال المنحة")
    meriem.see("grant-close")
    assert "منحة مقفلة" in meriem.send()
    for path in (grant, refused):
        meriem.go(path)
        meriem.follow("الوضع في الأرشيف")
        assert "في الأرشيف" in meriem.send()
    meriem.see("grant-archived")
    assert "في الأرشيف" in hassan.go(grant)
    hassan.see("grant-archive-read")
    meriem.go("/grants/")
    meriem.see("grant-list")
