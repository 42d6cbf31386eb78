"""Every form of money sent with nothing in it: what is wrong is said, nothing is written, nothing breaks."""

import pytest
from django.test import Client
from django.urls import reverse

from twiza.funding import queries
from twiza.funding.models import Deposit, Donor, Entry, Gift, Pledge, Receipt
from twiza.funding.tests.given import one_of_each
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TREASURER = (
    "write_donor",
    "write_pledge",
    "record_gift",
    "deposit_cash",
    "open_restriction",
    "close_books",
    "preview_gifts",
)
EMPTY = {"csrfmiddlewaretoken": "x"}  # a browser sends at least this
OF_A_ROW = {
    Donor: ("correct_donor", "erase_donor"),
    Pledge: ("receive_pledge", "give_up_pledge"),
    Gift: ("correct_gift",),
    Receipt: ("cancel_receipt",),
}  # fmt: skip


def test_what_is_wrong_is_said_and_nothing_is_written(client: Client):
    tissaout = given_organisation()
    hassan = given_member("Hassan", "association_president", tissaout)
    one_of_each(tissaout, hassan)
    nadia = given_member("Nadia", "treasurer", tissaout)
    client.force_login(nadia)
    counted = (Entry, Deposit, Donor, Gift, Pledge, Receipt)
    with acting_as(nadia.pk, purpose=Purpose.WORK):
        before = [model.objects.count() for model in counted]
        paths = [reverse(f"funding:{name}") for name in TREASURER]
        for model, names in OF_A_ROW.items():
            row = model.objects.order_by("pk").last()
            paths += [reverse(f"funding:{name}", args=[row.pk]) for name in names]
        fitr, waqf = (
            next(one for one in queries.restrictions_of(tissaout.pk) if one.kind == kind)
            for kind in ("zakat_al_fitr", "waqf")
        )
        order = next(one for one in queries.payments_of(tissaout.pk) if one.state == "ordered")
    paths += [reverse("funding:set_prayer", args=[fitr.pk]), reverse("funding:record_yield", args=[waqf.pk])]
    paths.append(reverse("funding:make_payment", args=[order.pk]))
    assert {path: client.post(path, EMPTY).status_code for path in paths} == dict.fromkeys(paths, 422)
    client.force_login(hassan)
    ordered = reverse("funding:order_payment")
    assert client.post(ordered, EMPTY).status_code == 422
    assert client.post(reverse("funding:cancel_payment", args=[order.pk]), EMPTY).status_code == 422
    with acting_as(nadia.pk, purpose=Purpose.WORK):
        assert [model.objects.count() for model in counted] == before
