"""Customs goods: a dossier, an arrival signed by three, criteria before names, every unit accounted for."""

from decimal import Decimal

import pytest

from twiza.aid import actions
from twiza.aid.actions import CannotMove
from twiza.aid.models import CustomsDossier, Lot
from twiza.aid.queries import lots, traces
from twiza.aid.rules.goods import BadGoods, LotState
from twiza.aid.rules.tracing import Missing, missing
from twiza.aid.tests.given import NOON, given_association, given_signed_list
from twiza.aid.tests.goods_given import (
    CRITERIA_AR,
    CRITERIA_FR,
    FINE,
    given_arrival,
    given_dossier,
    given_store,
    signed_by_three,
)
from twiza.network.tests.given import given_organisation
from twiza.platform.accounts.permissions import NoPermission

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
D = Decimal


@pytest.fixture
def kept(in_english):
    return given_store(given_association())


def issue(kept, lot, quantity, **to):
    return actions.issue_goods(
        lot=lot,
        store=kept.store,
        quantity=D(quantity),
        mark=to.pop("mark", "signature"),
        by=kept.mina,
        at=NOON,
        **to,
    )


def criteria(kept, dossier, campaign=None):
    hassan = kept.story.hassan
    with kept.story.work(hassan):
        return actions.write_allocation_criteria(
            dossier=dossier,
            criteria_ar=CRITERIA_AR,
            criteria_fr=CRITERIA_FR,
            campaign=campaign,
            by=hassan,
            at=NOON,
        )


def test_nothing_is_counted_in_before_list_opinions_and_number(kept):
    dossier, lot = given_dossier(kept, complete=False)
    with kept.work(), pytest.raises(CannotMove, match="favourable opinion of the Entraide nationale"):
        actions.count_arrival(dossier=dossier, store=kept.store, counted={lot: D(20)}, by=kept.mina, at=NOON)
    with kept.story.work(kept.story.hassan):
        with pytest.raises(BadGoods, match="reference and a date"):
            actions.record_opinions(dossier=dossier, opinion="favourable", opinion_reference="", opinion_on=None,
                                    ministry="not_needed", ministry_reference="", ministry_on=None, decision="",
                                    by=kept.story.hassan, at=NOON)  # fmt: skip
        assert missing(traces.flow_of(lot))[0][0] is Missing.NO_RECORD
    with kept.work(), pytest.raises(NoPermission):
        actions.open_dossier(organisation=kept.story.organisation, source="customs_exempt", giver="x",
                             by=kept.mina, at=NOON)  # fmt: skip


def test_goods_wait_for_a_record_signed_by_three_then_for_their_criteria(kept):
    dossier, lot = given_arrival(kept, signed=False)
    school = given_organisation("Dar Talib Tissaout")
    with kept.work():
        assert lot.state == LotState.RECEIVED
        with pytest.raises(CannotMove, match="arrival record"):
            actions.inspect_lot(lot=lot, store=kept.store, seen=FINE, by=kept.mina, at=NOON)
        (record,) = dossier.records.all()
        signed_by_three(kept, record)
        lot.refresh_from_db()
        assert lot.state == LotState.QUARANTINED
        actions.inspect_lot(lot=lot, store=kept.store, seen=FINE, by=kept.mina, at=NOON)
        lot.refresh_from_db()
        with pytest.raises(CannotMove, match="criteria"):
            issue(kept, lot, 5, institution=school)
    dossier = criteria(kept, dossier)
    with kept.work():
        lot = Lot.objects.select_related("dossier").get(pk=lot.pk)
        given = issue(kept, lot, 5, institution=school)
        assert (given.institution_id, given.mark) == (school.pk, "signature")
    with kept.story.work(kept.story.hassan), pytest.raises(CannotMove, match="do not change"):
        actions.write_allocation_criteria(dossier=dossier, criteria_ar="أخرى", criteria_fr="autres",
                                          by=kept.story.hassan, at=NOON)  # fmt: skip


def test_every_unit_is_accounted_for_or_named(kept):
    given_signed_list(kept.story)
    dossier, lot = given_arrival(kept, listed=20, counted=19)
    criteria(kept, dossier, kept.story.campaign)
    with kept.work():
        lot = Lot.objects.select_related("dossier").get(pk=lot.pk)
    with kept.story.work():
        campaign = kept.story.campaign
        codes = list(campaign.nominations.values_list("code", flat=True).order_by("code"))
        chosen = [code for code in codes if lots.selected_in(campaign, code) is not None]
    with kept.work():
        with pytest.raises(BadGoods, match="not selected"):
            issue(kept, lot, 1, campaign=kept.story.campaign, code="ZZZZZZZZ")
        given = issue(kept, lot, 1, campaign=kept.story.campaign, code=chosen[0], mark="mark")
        issue(kept, lot, 2, campaign=kept.story.campaign, code=chosen[1], mark="none")
        flow = traces.flow_of(lot)
        assert (flow.listed, flow.received, flow.issued, flow.still_here) == (20, 19, 3, 16)
        assert missing(flow) == [(Missing.NO_MARK, 2)]
        record = actions.draft_record(kind="damage", store=kept.store,
                                      counted=[actions.Counted(lot, kept.store, D(16), D(12))], by=kept.mina, at=NOON)  # fmt: skip
        assert (Missing.NO_RECORD, 4) in missing(traces.flow_of(lot))
        signed_by_three(kept, record)
        actions.return_goods(
            issue=given, store=kept.store, quantity=D(1), condition="worn", by=kept.mina, at=NOON
        )
        flow = traces.flow_of(lot)
        assert (flow.issued, flow.destroyed, flow.still_here, flow.accounted) == (2, 4, 13, 19)
        assert (Missing.NOT_INSPECTED, 1) in missing(flow)
        (account,) = traces.accounts_of_dossier(dossier)
        assert not account.whole and len(account.missing) == 2


def test_a_resale_stops_the_whole_dossier_until_somebody_decides(kept):
    dossier, lot = given_arrival(kept)
    dossier = criteria(kept, dossier)
    school = given_organisation("Dar Talib Tissaout")
    with kept.work():
        actions.report_resale(
            lot=lot, place="سوق الأحد", quantity=D(2), seen_on=NOON.date(), by=kept.mina, at=NOON
        )
        lot = Lot.objects.select_related("dossier").get(pk=lot.pk)
        with pytest.raises(CannotMove, match="resale"):
            issue(kept, lot, 1, institution=school)
        assert CustomsDossier.objects.get(pk=dossier.pk).stopped_at == NOON
    with kept.story.work(kept.story.hassan):
        with pytest.raises(BadGoods, match="why"):
            actions.release_lot(lot=lot, reason_code="", by=kept.story.hassan, at=NOON)
        lot = actions.release_lot(lot=lot, reason_code="customs_informed", by=kept.story.hassan, at=NOON)
    with kept.work():
        lot = Lot.objects.select_related("dossier").get(pk=lot.pk)
        issue(kept, lot, 1, institution=school)
