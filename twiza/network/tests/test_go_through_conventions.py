"""Conventions one after the other: every page of a group, and who signs when a promise of another changes."""

import html
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from twiza.network import actions
from twiza.network.models import CommitmentChange
from twiza.network.tests.given import NOON, as_work
from twiza.network.tests.test_tell_deliveries import TODAY, Case, at_desk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("group", ["now", "over"])
def test_a_group_goes_on_page_after_page_and_leaves_none_out(monkeypatch, group):
    case = Case(ends_on=None)
    monkeypatch.setattr("twiza.network.views.conventions.PAGE", 2)
    parties = [actions.Party(case.body, "funder"), actions.Party(case.association, "project_holder")]
    wanted = set() if group == "over" else {str(case.convention.pk)}
    with as_work(case.nadia):
        for number in range(4):  # two begin on the same day
            began = TODAY - timedelta(days=400 + number // 2)
            made = actions.sign_convention(
                organisation=case.body, title=f"Ancienne {number}", parties=parties, starts_on=began,
                ends_on=TODAY - timedelta(days=100) if group == "over" else None, signed_on=began, by=case.nadia, at=NOON,
            )  # fmt: skip
            wanted.add(str(made.pk))
    desk, address, seen = at_desk(case.amina), f"{reverse('network:list_conventions')}?group={group}", []
    while address:
        shown = desk.get(address).content.decode()
        found = re.findall(r"/network/conventions/([0-9a-f-]{36})/", shown)
        assert 0 < len(found) <= 2
        seen += found
        more = re.search(r'href="\?([^"]*cursor=[^"]*)"', shown)
        address = f"{reverse('network:list_conventions')}?{html.unescape(more[1])}" if more else ""
    assert len(seen) == len(set(seen)) and set(seen) == wanted


def test_a_promise_of_another_changes_only_with_who_signed_for_it():
    case = Case()
    change, said = (
        [actions.Change(case.money, Decimal(1000))],
        {"organisation": case.association, "by": case.amina},
    )
    with as_work(case.amina):
        with pytest.raises(actions.SignerWanted):
            actions.amend_convention(
                convention=case.convention, words="x", signed_on=TODAY, changes=change, at=NOON, **said,
                signers=[(case.association, "Amina, présidente"), (case.body, "  ")],
            )  # fmt: skip
        amendment = actions.amend_convention(
            convention=case.convention, words="x", signed_on=TODAY, at=NOON, **said
        )
        with pytest.raises(IntegrityError, match="not signed by its party"), transaction.atomic():
            CommitmentChange.objects.create(
                convention=case.convention, amendment=amendment, commitment=case.money, amount=Decimal(1), created_at=NOON
            )  # fmt: skip
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        actions.amend_convention(
            convention=case.convention, words="x", signed_on=TODAY, changes=change, at=NOON, **said,
            signers=[(case.body, "Nadia, déléguée")],
        )  # fmt: skip
