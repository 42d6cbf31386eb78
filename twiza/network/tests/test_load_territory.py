"""The official division in the tables, and finding it again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from twiza.network import actions, queries
from twiza.network.actions.places import TerritoryDiffers
from twiza.network.models import Place, PlaceKey
from twiza.network.rules.levels import id_of_code
from twiza.network.tests.given import (
    NOON,
    as_work,
    given_member,
    given_organisation,
    given_place,
    given_territory,
)
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db

AGUELMOUS = "05.301.07.03"


@pytest.fixture
def amina():
    given_territory()
    organisation = given_organisation("Association Tissaout")
    return given_member("Amina", "association_president", organisation), organisation


def test_it_loads_the_whole_division_once():
    assert actions.load_territory(at=timezone.now()) is None  # the set-up did it, and it is done once
    with acting_as(None, purpose=Purpose.SETUP):
        counts = {
            level: Place.objects.filter(level=level).count()
            for level in ("region", "province", "cercle", "commune", "arrondissement")
        }
        assert counts == {
            "region": 12,
            "province": 83,
            "cercle": 213,
            "commune": 1503,
            "arrondissement": 41,
        }
        place = queries.place_by_code(AGUELMOUS)
        assert place.pk == id_of_code(AGUELMOUS) and place.name_fr == "Aguelmous"
        assert [up.level for up in queries.path_of(place)] == ["cercle", "province", "region"]


def test_it_gives_an_arrondissement_both_places_it_lies_in():
    given_place("06.141.01.01")
    with acting_as(None, purpose=Purpose.SETUP):
        anfa = queries.place_by_code("06.141.01.01")
        assert {up.code for up in queries.path_of(anfa)} >= {"06.141.01.0", "06.141", "06"}


def test_it_refuses_a_package_that_counts_otherwise(monkeypatch):
    from twiza.network.actions import places

    monkeypatch.setattr(places, "official_places", list)
    with pytest.raises(TerritoryDiffers):
        actions.load_territory(at=NOON)


def test_it_takes_over_what_hcp_changed():
    given_territory()
    with acting_as(None, purpose=Purpose.SETUP):
        Place.objects.filter(code=AGUELMOUS).update(population_2024=1)
    assert actions.load_territory(at=NOON) == "0 + 1"


@pytest.mark.parametrize("text", ["أجلموس", "أكلموس", "Aguelmous", "aglmous", "ⴰⴳⵍⵎⵓⵙ", "Aguelmos", "اكلمس"])
def test_it_finds_a_place_in_any_spelling(amina, text):
    with as_work(amina[0]):
        best = queries.places_like(text, levels=("commune",))[0]
        assert best.place.code == AGUELMOUS
        assert [up.name_fr for up in best.path][-1] == "Béni Mellal-Khénifra"


def test_it_finds_what_begins_so_inside_a_place(amina):
    with as_work(amina[0]):
        fez = queries.place_by_code("03.231")
        found = [one.place.name_fr for one in queries.places_like("المر", within=fez)]
        assert found == ["El Mariniyine"]


def test_it_finds_nothing_for_nothing(amina):
    with as_work(amina[0]):
        assert queries.places_like("  ") == []


def test_it_settles_a_place_for_an_import(amina):
    with as_work(amina[0]):
        settlement = queries.settle_place("Khnifra", levels=("commune",))
        assert settlement.verdict == "settled"
        assert queries.settle_place("أولاد عيسى", levels=("commune",)).code is None


def test_it_adds_a_neighbourhood_with_another_spelling(amina):
    user, organisation = amina
    with as_work(user):
        district = queries.place_by_code("03.231.01.11")
        place = actions.add_place(
            organisation=organisation, level="neighbourhood", parent=district, name_ar="حي الزيتونة",
            name_fr="Hay Zitouna", by=user, at=NOON,
        )  # fmt: skip
        actions.add_alias(place=place, name="الزيتونة الجديدة", organisation=organisation, by=user, at=NOON)
        actions.add_alias(place=place, name="الزيتونة الجديدة", organisation=organisation, by=user, at=NOON)
        assert place.code == str(place.pk)
        assert queries.places_like("zitouna jdida", within=district)[0].place == place
        assert place in queries.children_of(district)
        with pytest.raises(actions.PlaceExists):
            actions.add_place(
                organisation=organisation, level="neighbourhood", parent=district, name_ar="حَيُّ الزّيتونة",
                by=user, at=NOON,
            )  # fmt: skip
        with pytest.raises(actions.WrongLevel):
            actions.add_place(
                organisation=organisation, level="douar", parent=queries.regions()[0], name_ar="دوار", by=user, at=NOON,
            )  # fmt: skip


def test_an_index_in_memory_knows_a_place_that_replaced_another(amina):
    user, organisation = amina
    found = []
    for name in ("حي الياسمين", "حي الورود"):
        with as_work(user):
            try:
                with transaction.atomic():
                    district = queries.place_by_code("03.231.01.11")
                    place = actions.add_place(
                        organisation=organisation, level="neighbourhood", parent=district, name_ar=name, by=user, at=NOON
                    )  # fmt: skip
                    found.append(queries.settle_place(name).code == str(place.pk))
                    raise ZeroDivisionError
            except ZeroDivisionError:
                pass
    assert found == [True, True]


def test_only_who_may_edit_places_adds_one(amina):
    _, organisation = amina
    hamza = given_member("Hamza", "point_volunteer", organisation)
    with as_work(hamza), pytest.raises(NoPermission):
        actions.add_alias(
            place=queries.place_by_code(AGUELMOUS), name="x", organisation=organisation, by=hamza, at=NOON
        )


def test_the_database_keeps_the_official_division_from_users(amina):
    user, organisation = amina
    with as_work(user):
        region = queries.regions()[0]
        assert Place.objects.filter(pk=region.pk).update(name_fr="x") == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            Place.objects.create(
                code="99", level="region", kind="region", name_fr="Atlantide", source="x", created_at=NOON
            )
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM network_place")


def test_the_database_refuses_a_place_of_the_wrong_kind(amina):
    user, organisation = amina
    with as_work(user):
        commune = queries.place_by_code(AGUELMOUS)
        rows = [
            {"level": "commune", "parent": commune, "name_ar": "أ", "organisation": organisation},
            {"level": "douar", "parent": None, "name_ar": "أ", "organisation": organisation},
            {"level": "douar", "parent": commune, "organisation": organisation},
        ]
        for row in rows:
            with pytest.raises(IntegrityError), transaction.atomic():
                Place.objects.create(code="z", kind="x", source="x", created_at=NOON, **row)


def test_nobody_reads_places_without_saying_who_asks(amina):
    assert Place.objects.count() == 0 and PlaceKey.objects.count() == 0


def test_a_member_of_the_past_adds_nothing(amina):
    _, organisation = amina
    today = timezone.localdate()
    zineb = given_member("Zineb", "association_president", organisation, ends_on=today)
    with as_work(zineb), pytest.raises(NoPermission):
        actions.add_alias(
            place=queries.place_by_code(AGUELMOUS), name="x", organisation=organisation, by=zineb, at=NOON
        )
    assert zineb.pk and today - timedelta(days=1) < today


def test_the_town_of_the_winter_lies_in_its_province(amina):
    """Sidi Kacem is the province 04.481; a winter is opened there by its code."""
    with as_work(amina[0]):
        province = queries.place_by_code("04.481")
        town = queries.place_by_code("04.481.01.01")
    assert (province.level, town.level) == ("province", "commune") and "قاسم" in province.name_ar
    assert town.code.startswith(province.code)
