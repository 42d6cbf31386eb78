"""The store looked at by a browser: by keyboard and pointer, at both widths, in both directions."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from tests.journeys.browsing import NARROW, WIDE, Visitor
from tests.journeys.looking import LANGUAGES
from twiza.aid import actions
from twiza.aid.models import CustomsDossier, GoodsRecord, Lot, Packing, Store, Transfer
from twiza.aid.tests.given import given_association, given_campaign
from twiza.aid.tests.goods_given import given_arrival, given_baskets, given_lot, given_store, sent_to_point
from twiza.network.tests.given import given_member, given_organisation

BOTH = pytest.mark.parametrize("language", LANGUAGES)
WIDTHS = pytest.mark.parametrize("width", [WIDE, NARROW])


@pytest.fixture(scope="module")
def mina(site: str) -> Any:
    """Keeper of a store with goods of every light, baskets on the road, a dossier half walked."""
    story = given_association("Association Tissaout")
    given_campaign(story)
    kept = given_store(story)
    today = timezone.localdate()
    given_arrival(kept, listed=20, counted=19, signed=False)
    with kept.work():
        lot = given_lot(kept, kept.flour, 60, expires_on=today + timedelta(days=300))
        given_lot(kept, kept.flour, 12, expires_on=today + timedelta(days=20), at=timezone.now())
        given_lot(kept, kept.oil, 30, origin="donation", expires_on=today + timedelta(days=200))
        given_lot(kept, kept.oil, 40, expires_on=today + timedelta(days=120))
        sent_to_point(kept, given_baskets(kept, 10), 8)
        given_baskets(kept, 5, checked=False)
        actions.draft_record(
            kind="loss", store=kept.store, counted=[actions.Counted(lot, kept.store, Decimal(60), Decimal(57))],
            note="لم توجد عند الجرد", by=kept.mina, at=timezone.now(),
        )  # fmt: skip
    return kept


@pytest.fixture(scope="module")
def salma(site: str) -> Any:
    """Keeper of a store that was never opened."""
    return given_member("Salma", "store_keeper", given_organisation("Oum Rabia", name_ar="جمعية أم الربيع"))


def well(visitor: Visitor, name: str) -> None:
    visitor.picture(name)
    assert visitor.overflow() <= 0, name
    assert not visitor.faults() + visitor.contrast_faults(), name


@BOTH
@WIDTHS
def test_the_store_and_its_papers(
    visit: Callable[..., Visitor], mina: Any, language: str, width: int
) -> None:
    with mina.work():
        keys = {name: model.objects.order_by("pk").last().pk for name, model in (
            ("transfers", Transfer), ("packings", Packing), ("records", GoodsRecord), ("customs", CustomsDossier))}  # fmt: skip
        lot = Lot.objects.get(number=2).pk
        store = Store.objects.get(kind="store").pk
    visitor = visit(mina.mina, language=language, width=width)
    for path, name in (
        ("", "store-today"),
        (f"aid/stores/{store}/", "store"),
        (f"aid/stores/{store}/receive/", "store-receive"),
        (f"aid/stores/{store}/pack/", "store-pack"),
        (f"aid/stores/{store}/send/", "store-send"),
        (f"aid/stores/{store}/count/", "store-count"),
        (f"aid/lots/{lot}/", "store-lot"),
        (f"aid/lots/{lot}/inspect/", "store-inspect"),
        *((f"aid/{kind}/{key}/", f"store-{kind}") for kind, key in keys.items()),
    ):
        visitor.go(f"/{path}")
        well(visitor, name)


@BOTH
@WIDTHS
def test_a_store_that_was_never_opened(
    visit: Callable[..., Visitor], salma: Any, language: str, width: int
) -> None:
    visitor = visit(salma, language=language, width=width)
    for path, name in (
        ("stores/", "store-none"),
        ("customs/", "store-no-customs"),
        ("stores/new/", "store-open"),
    ):
        visitor.go(f"/aid/{path}")
        well(visitor, name)
