"""The legal window of the story: a register entry that waits for its number, declarations in two provinces, names refused.

The offices are those of real provinces; numbers, dates and everything that was said are invented.
"""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from twiza.aid import actions as aid
from twiza.aid import queries as campaigns
from twiza.aid.rules import demands
from twiza.demo.account import Account
from twiza.demo.campaign import campaign_of
from twiza.demo.cast import OLIVE
from twiza.demo.diary import Diary
from twiza.demo.stage import organisation_of, player_of
from twiza.network import actions as network
from twiza.network import queries as places
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

RECEIPT_IN, DEPOSIT_IN = "03.231", "03.591"  # where the office gave a receipt, and where it gave none

PROCESSING = network.ProcessingWords(
    purpose_ar="توزيع قفة رمضان على الأسر المحتاجة",
    purpose_fr="Distribuer le panier de Ramadan aux familles dans le besoin",
    data=("identity", "contact", "place", "household", "situation", "disability", "help_received"),
    recipients_ar="المكلفون بالحملة في الجمعيتين، ومتطوعو النقط برمز فقط",
    recipients_fr="Les responsables de la campagne dans les deux associations ; les bénévoles des points, par code seulement",
    kept_months=12,
    contact_ar="مكتب الجمعية (عرض)، كل يوم اثنين",
    contact_fr="Bureau de l'association (démonstration), chaque lundi",
)


def keep_calendar(diary: Diary, at: datetime) -> None:
    """Enter the known days of the year, the souk of a commune, and the hours of Ramadan."""
    manager = player_of(diary, "manager")
    today = timezone.localdate(at)
    with acting_as(manager.pk, purpose=Purpose.WORK):
        campaign = campaign_of(diary, manager)
        aid.enter_known_days(year=today.year, by=manager, at=at)
        aid.enter_ramadan_hours(
            year=campaign.hijri_year, opens_at=time(9), closes_at=time(15), by=manager, at=at
        )
        commune = places.place_by_code("03.231.01.11")
        aid.enter_souk(place=commune, weekday=(today + timedelta(days=1)).weekday(), by=manager, at=at)


def open_window(diary: Diary, account: Account, at: datetime) -> None:
    """Write the processing; the campaign warns, because it keeps disability; then its number comes, and it is declared."""
    manager, president = player_of(diary, "manager"), player_of(diary, "president")
    today = timezone.localdate(at)
    with acting_as(president.pk, purpose=Purpose.WORK):
        processing = network.open_processing(
            organisation=organisation_of(diary, OLIVE), words=PROCESSING, by=president, at=at
        )
    with acting_as(manager.pk, purpose=Purpose.WORK):
        campaign = campaign_of(diary, manager)
        aid.tie_processing(campaign=campaign, processing=processing, by=manager, at=at)
        account.warned = bool(campaigns.processing_lack(campaign_of(diary, manager)))
        aid.record_appeal(
            campaign=campaign,
            paper=aid.Exempted(
                "members_only", "لا دعوة للعموم: الأعضاء والمتبرعون المعروفون (القانون 18.18)"
            ),
            by=manager,
            at=at,
        )
        aid.record_declaration(
            campaign=campaign,
            province=places.place_by_code(RECEIPT_IN),
            paper=aid.Receipt("عمالة فاس، قسم الشؤون الداخلية", "114/2026", today - timedelta(days=20)),
            by=manager,
            at=at,
        )
        deposit = aid.record_declaration(
            campaign=campaign,
            province=places.place_by_code(DEPOSIT_IN),
            paper=aid.Deposit(
                "إقليم مولاي يعقوب", "registered_letter", today - timedelta(days=18), "RR 500 112 903 MA"
            ),
            by=manager,
            at=at,
        )
    with acting_as(president.pk, purpose=Purpose.WORK):
        aid.sign_deposit(declaration=deposit, by=president, at=at)
        numbered = replace(
            PROCESSING, filed="authorisation", filed_number="A-EX-27/2026", filed_on=today - timedelta(days=9)
        )
        network.revise_processing(processing=processing, words=numbered, by=president, at=at)
        lines = campaigns.province_lines(campaign_of(diary, president), on=today)
    account.provinces = len(lines)
    account.deposits = sum(
        line.declaration is not None and line.declaration.basis == "deposit" for line in lines
    )


def refuse_names(diary: Diary, account: Account, at: datetime) -> None:
    """An annex asks by word of mouth for the names of the list; the president refuses, on paper."""
    manager, president = player_of(diary, "manager"), player_of(diary, "president")
    with acting_as(manager.pk, purpose=Purpose.WORK):
        demand = aid.record_demand(
            organisation=organisation_of(diary, OLIVE),
            campaign=campaign_of(diary, manager),
            asked=aid.NamesAsked(
                "local_authority", "الملحقة الإدارية (عرض)", "", False, timezone.localdate(at)
            ),
            by=manager,
            at=at,
        )
    with acting_as(president.pk, purpose=Purpose.WORK):
        reasons = demands.default_reasons(written=False, basis="", asker=demand.asker)
        demand = aid.reply_demand(demand=demand, reasons=reasons, gives=[], by=president, at=at)
        (diary.file.parent / "reply.pdf").write_bytes(campaigns.reply_letter(demand, at=at))
        account.refused_names = sum(campaigns.is_ready(one) for one in campaigns.demands_of(president))


def declare_in(campaign: Any, by: Any, at: datetime) -> None:
    """Declare a campaign in each of its provinces, with a receipt; call it in the writer's context."""
    for number, province in enumerate(campaigns.provinces_to_declare(campaign)):
        aid.record_declaration(
            campaign=campaign,
            province=province,
            paper=aid.Receipt(
                "قسم الشؤون الداخلية", f"{70 + number}/2026", timezone.localdate(at) - timedelta(days=15)
            ),
            by=by,
            at=at,
        )
