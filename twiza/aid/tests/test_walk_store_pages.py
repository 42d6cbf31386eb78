"""A store walked through its pages: goods in, looked at, packed, sent, counted, written in a record, on paper."""

import io
from functools import partial

import openpyxl
import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from twiza.aid.models import CustomsDossier, GoodsItem, GoodsRecord, Lot, Packing, Store, Transfer
from twiza.aid.queries import lots, traces
from twiza.aid.queries.stock_today import goods_waiting_for
from twiza.aid.tests import given
from twiza.aid.tests.given import FIRST_DAY, NOON, given_association, given_campaign, given_signed_list
from twiza.aid.tests.goods_given import (
    LATER,
    given_arrival,
    given_baskets,
    given_lot,
    given_store,
    sent_to_point,
    signed_by_three,
)
from twiza.network.tests.given import given_member, given_organisation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
AR, FR = "أمينة المخزن", "Magasinière"


@pytest.fixture
def story():
    return given_association()


def browser(user):
    client = Client()
    client.force_login(user)
    client.cookies["twiza_language"] = "en"
    return client


def post(client, address, /, *args, **typed):
    answer = client.post(
        reverse(f"aid:{address}", args=args), {key: str(value) for key, value in typed.items()}
    )
    assert answer.status_code == 302, answer.content.decode()[-6000:]
    return answer["Location"]


def page(client, name, *args):
    answer = client.get(reverse(f"aid:{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def words_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(one.get_textpage().get_text_range() for one in document)


def test_goods_are_received_inspected_packed_and_sent_by_hand(story):
    given_campaign(story)
    mina = given_member("Mina", "store_keeper", story.organisation)
    client = browser(mina)
    assert "Open a store" in page(client, "list_stores")
    post(client, "open_store", organisation=story.organisation.pk, kind="store", name="المستودع")
    with story.work(mina):
        store = Store.objects.get()
    post(client, "name_item", store.pk, name_ar="دقيق", name_fr="Farine", unit="كيس", kind="food")
    with story.work(mina):
        flour = GoodsItem.objects.get()
    later = (timezone.localdate() + (LATER - FIRST_DAY)).strftime("%d/%m/%Y")
    typed = {
        "item": flour.pk,
        "origin": "donation",
        "announced": "30",
        "condition": "new",
        "expires_on": later,
    }
    refused = client.post(reverse("aid:receive_goods", args=[store.pk]), typed | {"counted": "-2"})
    assert refused.status_code == 200 and "cannot be below" in refused.content.decode()
    assert 'value="30"' in refused.content.decode()  # nothing typed is lost
    post(client, "receive_goods", store.pk, counted="٢٨", **typed)
    with story.work(mina):
        lot = Lot.objects.get()
        assert GoodsRecord.objects.get().kind == "arrival"  # two of thirty did not come
        assert [str(one.sentence) for one in goods_waiting_for(mina, at=timezone.now())]
    assert "Inspect" in page(client, "show_lot", lot.pk)
    post(client, "inspect_lot", lot.pk, expiry="on", storage="on", genuine="on", safe="on", refused="3")
    post(client, "keep_lot", lot.pk, campaign=story.campaign.pk, quantity="5")
    shown = page(client, "show_store", store.pk)
    assert all(words in shown for words in ("L-1", "refused", "Kept for a campaign", "Good for long"))
    post(
        client, "pack_baskets", store.pk, campaign=story.campaign.pk, baskets=10, **{f"item_{flour.pk}": "2"}
    )
    with story.work(mina):
        packing = Packing.objects.get()
    assert "Still to open and count before any leaves: 1" in page(client, "show_packing", packing.pk)
    post(client, "show_packing", packing.pk, basket=4, result="right", grams=10020)
    assert "they may leave" in page(client, "show_packing", packing.pk)
    day = FIRST_DAY.strftime("%d/%m/%Y")
    post(client, "send_goods", store.pk, target=story.points[0].pk, day=day, **{f"lot_{packing.lot_id}": "6"})
    with story.work(mina):
        transfer = Transfer.objects.get()
    post(client, "show_transfer", transfer.pk, **{f"lot_{packing.lot_id}": "5"}, note="سقطت قفة")
    with story.work(mina):
        record = GoodsRecord.objects.get(kind="difference")
    assert "Nobody signed yet" in page(client, "show_record", record.pk)
    manager = browser(story.amina)
    account = manager.get(
        reverse("aid:reconcile_day", args=[story.points[0].pk, FIRST_DAY.isoformat()])
    ).content.decode()
    assert "Came by a transfer" in account and "Written by hand" in account


def test_a_record_is_signed_and_printed_in_two_languages(story):
    kept = given_store(story)
    with kept.work():
        lot = given_lot(kept, kept.oil, 10)
    client = browser(kept.mina)
    where = post(client, "write_loss", kept.store.pk, kind="loss", note="لم توجد", **{f"lot_{lot.pk}": "3"})
    with kept.work():
        record = GoodsRecord.objects.get()
    assert str(record.pk) in where
    post(client, "show_record", record.pk, office="مكتب حفظ الصحة", how="paper")
    twice = client.post(
        reverse("aid:show_record", args=[record.pk]), {"office": "مكتب حفظ الصحة", "how": "mark"}
    )
    assert "signed already" in twice.content.decode()
    post(client, "show_record", record.pk, office="الحارس", how="mark")
    # no signature without a fresh sign-in
    assert (
        "/accounts/again/"
        in client.post(reverse("aid:sign_record", args=[record.pk]), {"office": AR})["Location"]
    )
    for language, words in (("ar", "محضر ضياع"), ("fr", "Procès-verbal de perte")):
        paper = client.get(reverse("aid:record_paper", args=[record.pk]), {"language": language})
        assert paper["Content-Type"] == "application/pdf" and "record.pdf" in paper["Content-Disposition"]
        text = words_of(paper.content)
        assert "1/2026" in text or f"1/{record.year}" in text
        assert words in text or language == "ar"
        assert "Mina" not in text
    with kept.work():
        assert lots.lots_in(kept.store)[0][1] == 10
    post(client, "cancel_record", record.pk)
    assert "Set aside" in page(client, "show_record", record.pk)


def test_the_books_are_not_shown_to_who_counts(story):
    kept = given_store(story)
    with kept.work():
        lot = given_lot(kept, kept.oil, 7_341)
    client = browser(kept.mina)
    assert "7,341" not in page(client, "count_store", kept.store.pk) and "7341" not in page(
        client, "count_store", kept.store.pk
    )
    assert str(kept.store.pk) in post(client, "count_store", kept.store.pk, **{f"lot_{lot.pk}": "7341"})
    post(client, "count_store", kept.store.pk, **{f"lot_{lot.pk}": "7340"})
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("aid:store_sheet", args=[kept.store.pk])).content)
    )
    sheet = book.worksheets[0]
    assert sheet.sheet_view.rightToLeft and sheet["E2"].value == 7341 and sheet["A2"].value == "L-1"


def test_a_customs_dossier_is_walked_to_its_report(story):
    given_signed_list(story)
    kept = given_store(story)
    school = given_organisation("Dar Talib")
    hassan = browser(story.hassan)
    post(
        hassan,
        "open_dossier",
        organisation=story.organisation.pk,
        source="customs_exempt",
        giver="Fondation Zitouna",
    )
    with kept.work():
        dossier = CustomsDossier.objects.get()
    post(
        hassan,
        "name_item",
        kept.store.pk,
        name_ar="كرسي متحرك",
        name_fr="Fauteuil",
        unit="قطعة",
        kind="equipment",
    )
    with kept.work():
        chair = GoodsItem.objects.get(name_fr="Fauteuil")
    post(hassan, "list_goods", dossier.pk, item=chair.pk, quantity=12, unit_value="1500,50", condition="good")
    shown = page(hassan, "show_dossier", dossier.pk)
    assert "favourable opinion of the Entraide nationale" in shown and "Count the arrival" not in shown
    day = NOON.strftime("%d/%m/%Y")
    post(hassan, "record_opinions", dossier.pk, opinion="favourable", opinion_reference="EN-1", opinion_on=day,
         ministry="favourable", ministry_reference="MS-2", ministry_on=day, decision="FR-9")  # fmt: skip
    with kept.work():
        lot = Lot.objects.get(dossier=dossier)
    mina = browser(kept.mina)
    post(mina, "count_arrival", dossier.pk, store=kept.store.pk, **{f"lot_{lot.pk}": "11"})
    with kept.work():
        signed_by_three(kept, GoodsRecord.objects.get(), at=timezone.now())
    post(
        mina,
        "inspect_lot",
        lot.pk,
        expiry="on",
        packaging="on",
        storage="on",
        genuine="on",
        safe="on",
        refused="0",
    )
    early = mina.post(
        reverse("aid:issue_lot", args=[lot.pk]),
        {"institution": school.pk, "quantity": 2, "mark": "signature"},
    )
    assert "The criteria, written down before any name" in early.content.decode()
    post(
        hassan,
        "write_customs_criteria",
        dossier.pk,
        criteria_ar="الأشخاص في وضعية إعاقة حركية",
        criteria_fr="Handicap moteur",
    )
    post(mina, "issue_lot", lot.pk, institution=school.pk, quantity=2, mark="signature")
    for language in ("ar", "fr"):
        text = words_of(
            hassan.get(reverse("aid:dossier_paper", args=[dossier.pk]), {"language": language}).content
        )
        assert "11" in text
    assert "D-1" in text and "FR-9" in text
    assert "Chaque unité est justifiée" in text
    book = openpyxl.load_workbook(
        io.BytesIO(hassan.get(reverse("aid:dossier_sheet", args=[dossier.pk])).content)
    )
    assert [sheet.sheet_view.rightToLeft for sheet in book.worksheets] == [True, True]
    assert [cell.value for cell in book.worksheets[0][2]][2:7] == [12, 11, 2, 9, 0]
    assert "stopped" in page(hassan, "list_dossiers") or "whole" in page(hassan, "list_dossiers")
    post(mina, "stop_lot", lot.pk, place="سوق الأحد", seen_on=day, quantity="")
    assert "Stopped" in page(hassan, "show_dossier", dossier.pk)
    assert mina.get(reverse("aid:stop_lot", args=[lot.pk])).status_code == 403
    post(hassan, "stop_lot", lot.pk, reason_code="customs_informed")


def test_a_household_receives_at_home_and_no_paper_says_why(story, monkeypatch):
    asked = partial(given.families, needs=["audio", "home_delivery"])
    monkeypatch.setattr(given, "families", asked)
    given_signed_list(story)
    with story.work():
        codes = [code for code in story.campaign.nominations.values_list("code", flat=True)]
        chosen = {code: lots.selected_in(story.campaign, code) for code in codes}
        blind = next(
            code for code, one in chosen.items() if one is not None and "audio" in one.facts.get("needs", ())
        )
    kept = given_store(story)
    dossier, lot = given_arrival(kept)
    from_page = browser(story.hassan)
    post(
        from_page,
        "write_customs_criteria",
        dossier.pk,
        criteria_ar="إعاقة بصرية",
        criteria_fr="Handicap visuel",
        campaign=story.campaign.pk,
    )
    mina = browser(kept.mina)
    post(
        mina,
        "issue_lot",
        lot.pk,
        campaign=story.campaign.pk,
        code=blind.lower(),
        quantity=1,
        mark="mark",
        at_home="on",
    )
    shown = page(mina, "show_lot", lot.pk)
    assert "Read aloud" in shown and blind in shown
    assert "disability" not in shown.lower()
    with kept.work():
        (issue,) = traces.issues_of(lot)
        assert issue.at_home and "audio" in issue.aids and issue.mark == "mark"


def test_who_only_reads_changes_nothing(story):
    kept = given_store(story)
    given_campaign(story)
    with kept.work():
        given_lot(kept, kept.flour, 20)
        given_lot(kept, kept.oil, 10)
        transfer = sent_to_point(kept, given_baskets(kept, 5), 5)
    auditor = browser(given_member("Nadia", "auditor", story.organisation))
    for name, key in (("show_store", kept.store.pk), ("show_transfer", transfer.pk)):
        assert '<form method="post" novalidate' not in page(auditor, name, key)
    for name in ("receive_goods", "count_store", "pack_baskets", "write_loss", "send_goods"):
        assert auditor.get(reverse(f"aid:{name}", args=[kept.store.pk])).status_code == 403
    assert auditor.post(reverse("aid:show_transfer", args=[transfer.pk]), {}).status_code in (200, 403)
    with kept.work():
        assert Transfer.objects.get().state == "sent"
