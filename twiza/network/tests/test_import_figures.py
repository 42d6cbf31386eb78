"""Figures in the register: a claim is a claim, a lower bound is a lower bound, a wrong total is said."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from twiza.network import actions, queries
from twiza.network.models import FigureTable, PublishedFigure, Site
from twiza.network.rules.figures import Figure, Light, read_figure
from twiza.network.rules.official_tables import read_table
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation, given_place
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db

EPS = Path(__file__).parents[4] / "shared" / "data" / "ma_social" / "eps_el_hajeb.csv"


@pytest.fixture
def delegation():
    return given_organisation("Délégation provinciale", kind="provincial_unit")


@pytest.fixture
def nadia(delegation):
    return given_member("Nadia", "provincial_delegate", delegation)


def test_a_lower_bound_is_stored_as_one(nadia, delegation):
    place = given_place("05.301")
    with as_work(nadia):
        actions.state_figure(
            organisation=delegation, subject="cef", figure=read_figure("أزيد من 23", source="Discours"),
            place=place, by=nadia, at=NOON,
        )  # fmt: skip
        (row,) = queries.figures_in(place)
        assert (row.value, row.at_least, row.status, row.stated_on) == (23, True, "claimed", None)


def test_a_figure_needs_a_source(nadia, delegation):
    with as_work(nadia):
        with pytest.raises(actions.NoSource):
            actions.state_figure(
                organisation=delegation, subject="cef", figure=Figure(Decimal(3)), by=nadia, at=NOON
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            PublishedFigure.objects.create(
                organisation=delegation, subject="cef", value=3, status="claimed", source="", created_at=NOON
            )


def test_it_imports_twelve_boarding_houses_and_lights_two_of_them(nadia, delegation):
    if not EPS.exists():
        pytest.skip("../shared/data/ma_social is not here: nothing to import")
    with EPS.open(encoding="utf-8-sig", newline="") as file:
        table = read_table(list(csv.reader(file)), printed={"capacity": Decimal(826)})
    with as_work(nadia):
        for _ in range(2):  # the same table twice changes nothing
            row = actions.accept_table(
                organisation=delegation, title="Internats", source="Liste publiée", table=table,
                sites_of_kind="dar_talib", by=nadia, at=NOON,
            )  # fmt: skip
        assert (Site.objects.count(), PublishedFigure.objects.count(), FigureTable.objects.count()) == (
            12,
            36,
            1,
        )
        _, figures, (check,) = queries.table_for(row.pk)
        assert (check.printed, check.summed, check.agrees) == (826, 778, False)
        lights = queries.occupations_of(queries.sites_of(delegation))
        over = [pk for pk, seen in lights.items() if {one.light for one in seen} == {Light.OVER}]
        assert len(over) == 2 and len(lights) == 12
        assert {figure.status for figure in figures} == {"claimed"}


def test_a_table_with_a_cell_to_correct_is_not_written(nadia, delegation):
    table = read_table([["nom", "n"], ["a", "1"], ["b", "vingt"], ["c", "2"]])
    with as_work(nadia):
        with pytest.raises(actions.CellsToCorrect):
            actions.accept_table(
                organisation=delegation, title="x", source="y", table=table, by=nadia, at=NOON
            )
        assert FigureTable.objects.count() == 0


def test_another_organisation_neither_reads_nor_writes_them(nadia, delegation):
    table = read_table([["nom", "n"], ["a", "1"], ["b", "2"]])
    salma = given_member("Salma", "association_president", given_organisation("Association Amal"))
    with as_work(nadia):
        row = actions.accept_table(
            organisation=delegation, title="x", source="y", table=table, by=nadia, at=NOON
        )
    with as_work(salma):
        with pytest.raises(queries.NoSuchTable):
            queries.table_for(row.pk)
        assert PublishedFigure.objects.count() == 0
        with pytest.raises(NoPermission):
            actions.accept_table(
                organisation=delegation, title="x", source="y", table=table, by=salma, at=NOON
            )
