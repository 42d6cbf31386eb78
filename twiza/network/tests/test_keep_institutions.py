"""The register of institutions: what it says, what shines, who writes, who reads."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError, ProgrammingError
from django.utils import timezone
from hypothesis import given as given_that
from hypothesis import strategies as st

from twiza.network import actions, queries
from twiza.network.models import Institution, InstitutionFigure, InstitutionMandate, Licence
from twiza.network.rules.figures import Figure, Status
from twiza.network.rules.institutions import Cell, Facts, Light, is_over, lights, total
from twiza.network.tests.given import (
    LONG_AGO,
    NOON,
    as_work,
    audit_data,
    given_member,
    given_organisation,
    given_place,
)
from twiza.network.tests.given_institutions import (
    TODAY,
    count,
    given_institution,
    given_licence,
    given_regime,
)
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db


@pytest.fixture
def delegation():
    return given_organisation("Délégation de Khénifra", kind="provincial_unit")


@pytest.fixture
def association():
    return given_organisation("Association du foyer d'Aguelmous", name_ar="جمعية دار الطالبة")


@pytest.fixture
def hanane(delegation):
    """Officer of the delegation: keeps the register."""
    return given_member("Hanane", "licensing_grants_officer", delegation)


@pytest.fixture
def nezha(association):
    """Directs the institution for the association."""
    return given_member("Nezha", "centre_director", association)


@pytest.fixture
def salma():
    """Works elsewhere."""
    return given_member("Salma", "association_president", given_organisation("Association Ouergha"))


@pytest.fixture
def house(delegation, association, hanane):
    return given_institution(delegation, hanane, association=association)


def line(institution, user, *bodies, today=TODAY):
    with as_work(user):
        (found,) = queries.institutions(bodies, today=today, text=institution.name_ar)
        return found


def test_66_present_for_40_places_shine(house, delegation, association, hanane, nezha):
    given_licence(house, hanane)
    count(house, association, nezha, "present", "66")
    assert line(house, hanane, delegation).lights == (Light.OVER_CAPACITY,)
    assert line(house, nezha, association).lights == (Light.OVER_CAPACITY,)
    count(house, association, nezha, "present", "38", on=TODAY - timedelta(days=1))
    assert line(house, hanane, delegation).present.value == 66  # an older day does not hide the newest
    with as_work(nezha):
        assert [one["status"] for one in audit_data("network.institution_counted")] == [
            "counted"
        ] * 4  # one in the chain of each body


def test_more_than_23_stays_at_least_23(house, delegation, association, hanane, nezha):
    row = count(house, association, nezha, "capacity", "أزيد من 23", status=Status.CLAIMED)
    assert (row.value, row.at_least, row.status) == (23, True, "claimed")
    count(house, association, nezha, "present", "25")
    found = line(house, hanane, delegation)
    assert Light.OVER_CAPACITY not in found.lights  # nobody knows: "at least 23" may be thirty
    assert found.capacity.at_least


def test_parts_of_one_day_are_added_and_lower_bounds_never(house, delegation, association, hanane, nezha):
    count(house, association, nezha, "present", "12", sex="f", age="12-14")
    count(house, association, nezha, "present", "9", sex="f", age="15-17")
    assert line(house, hanane, delegation).present == Figure(Decimal(21), Status.COUNTED)
    count(house, association, nezha, "present", "plus de 9", sex="f", age="15-17")
    assert line(house, hanane, delegation).present is None


@given_that(
    st.lists(st.integers(0, 500), min_size=1, max_size=8),
    st.one_of(st.none(), st.integers(0, 500)),
)
def test_a_whole_and_its_parts_are_never_added_together(parts, whole):
    cells = [Cell(Figure(Decimal(one)), TODAY, "f", "6-11") for one in parts]
    if whole is not None:
        cells.append(Cell(Figure(Decimal(whole)), TODAY))
    assert total(cells).value == (sum(parts) if whole is None else whole)


@given_that(st.integers(0, 300), st.booleans(), st.integers(0, 300), st.booleans())
def test_over_capacity_is_said_only_when_it_is_sure(places, places_least, people, people_least):
    """Against every pair of true figures that the two could stand for."""
    answer = is_over(
        Figure(Decimal(places), at_least=places_least), Figure(Decimal(people), at_least=people_least)
    )
    true_places = [places, places + 1000] if places_least else [places]
    true_people = [people, people + 2000] if people_least else [people]
    possible = {b > a for a in true_places for b in true_people} | (
        {people > places + 3000} if places_least and people_least else set()
    )
    assert answer is (possible.pop() if len(possible) == 1 else None)


def test_each_light_shines_for_its_reason_and_closed_ones_are_dark():
    calm = Facts(True, Figure(Decimal(40)), Figure(Decimal(40)), True, None, TODAY, TODAY, True, None, True)
    assert lights(calm, today=TODAY) == ()
    day = TODAY - timedelta(days=1)
    for name, value, light in (
        ("safety_until", day, Light.PAPER_EXPIRED),
        ("present", Figure(Decimal(41)), Light.OVER_CAPACITY),
        ("licensed", False, Light.UNLICENSED),
        ("committee_until", day, Light.MANDATE_ENDED),
        ("director_until", day, Light.MANDATE_ENDED),
        ("licence_until", TODAY + timedelta(days=89), Light.LICENCE_ENDING),
    ):
        changed = {one: getattr(calm, one) for one in calm.__slots__} | {name: value}
        assert lights(Facts(**changed), today=TODAY) == (light,), name
        assert lights(Facts(**changed | {"works": False}), today=TODAY) == ()


def test_without_a_licence_it_shines_from_its_first_day(delegation, association, hanane):
    house = given_institution(delegation, hanane, association=association)
    assert line(house, hanane, delegation).lights == (Light.UNLICENSED,)
    planned = given_institution(delegation, hanane, name_ar="مركز مولاي بوعزة", opened_on=None)
    assert line(planned, hanane, delegation).lights == ()


def test_a_licence_holds_its_last_day_and_shines_the_day_after(house, delegation, hanane):
    given_licence(house, hanane, valid_until=TODAY)
    assert line(house, hanane, delegation).lights == (Light.LICENCE_ENDING,)
    assert Light.UNLICENSED in line(house, hanane, delegation, today=TODAY + timedelta(days=1)).lights


def test_an_expired_safety_paper_shines_until_the_new_one_is_written(house, delegation, hanane):
    given_licence(house, hanane)
    with as_work(hanane):
        actions.keep_paper(
            institution=house,
            code="safety",
            expires_on=TODAY - timedelta(days=1),
            folder="7",
            by=hanane,
            at=NOON,
        )
    assert line(house, hanane, delegation).lights == (Light.PAPER_EXPIRED,)
    with as_work(hanane):
        actions.keep_paper(
            institution=house, code="safety", expires_on=TODAY + timedelta(days=365), content=b"%PDF-1.7 x",
            by=hanane, at=timezone.now(),
        )  # fmt: skip
    assert line(house, hanane, delegation).lights == ()
    with as_work(hanane), pytest.raises(actions.UnfitPaper):
        actions.keep_paper(institution=house, code="statutes", by=hanane, at=NOON)


def test_a_new_director_ends_the_one_before(house, association, nezha):
    with as_work(nezha):
        said = {
            "institution": house,
            "organisation": association,
            "office": "director",
            "by": nezha,
            "at": NOON,
        }
        actions.open_mandate(holder="A", paper="PV 1", starts_on=LONG_AGO, last_day=None, **said)
        actions.open_mandate(holder="B", paper="PV 2", starts_on=date(2025, 9, 1), last_day=None, **said)
        rows = list(InstitutionMandate.objects.order_by("period"))
        assert [row.period.upper for row in rows] == [date(2025, 9, 1), None]
        with pytest.raises(actions.OneAtATime):
            actions.open_mandate(holder="C", paper="PV 3", starts_on=date(2025, 9, 1), last_day=None, **said)
        with pytest.raises(IntegrityError, match="one_in_office_at_a_time"), transaction.atomic():
            InstitutionMandate.objects.create(
                institution=house, organisation=association, office="director", holder="D", paper="PV 4",
                period=rows[1].period, created_at=NOON,
            )  # fmt: skip


def test_the_committee_whose_mandate_ended_shines(house, delegation, association, hanane, nezha):
    given_licence(house, hanane)
    with as_work(nezha):
        actions.open_mandate(
            institution=house, organisation=association, office="committee", holder="A", paper="PV 1",
            starts_on=LONG_AGO, last_day=TODAY - timedelta(days=1), by=nezha, at=NOON,
        )  # fmt: skip
    assert line(house, hanane, delegation).lights == (Light.MANDATE_ENDED,)


def test_both_bodies_write_and_nobody_else_reads_more_than_the_register(
    house, delegation, association, hanane, nezha, salma
):
    given_licence(house, hanane)
    count(house, delegation, hanane, "present", "41", status=Status.VERIFIED)
    count(house, association, nezha, "posts", "4", post="educator")
    found = line(house, salma)
    assert (found.inside, found.present, found.lights) == (False, None, ())
    assert found.licence.number == "12/2019" and found.capacity.value == 40  # who funds sees the licence
    with as_work(salma):
        assert not InstitutionFigure.objects.exists()
        with pytest.raises(NoPermission):
            actions.count_institution(
                institution=house, organisation=association, subject="present", figure=Figure(Decimal(1), source="x"),
                on=TODAY, by=salma, at=NOON,
            )  # fmt: skip
        row = InstitutionFigure(
            institution=house, organisation_id=queries.my_organisations(salma, on=TODAY)[0].pk, subject="present",
            on=TODAY, value=1, status="counted", source="x", written_by=salma, written_at=NOON,
        )  # fmt: skip
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            row.save(force_insert=True)
    with as_work(nezha):
        with pytest.raises(NoPermission):
            actions.edit_institution(
                institution=house, category="dar_talib", name_ar="x", place=None, association=association,
                convention=None, opened_on=None, by=nezha, at=NOON,
            )  # fmt: skip
        assert Institution.objects.filter(pk=house.pk).update(name_fr="x") == 0  # its delegation alone


def test_a_figure_is_never_overwritten(house, association, nezha):
    count(house, association, nezha, "present", "31")
    with as_work(nezha), connection.cursor() as cursor, pytest.raises(ProgrammingError), transaction.atomic():
        cursor.execute("UPDATE network_institutionfigure SET value = 3")


@pytest.mark.parametrize(
    "changed",
    [
        {"subject": "posts"},
        {"post": "guard"},
        {"sex": "x"},
        {"on": TODAY + timedelta(days=1)},
        {"figure": Figure(Decimal("2.5"), source="x")},
    ],
)
def test_it_refuses_figures_that_say_nothing(house, association, nezha, changed):
    said = {"subject": "present", "figure": Figure(Decimal(3), source="x"), "on": TODAY} | changed
    with as_work(nezha), pytest.raises(actions.UnfitFigure):
        actions.count_institution(institution=house, organisation=association, by=nezha, at=NOON, **said)


def test_a_complex_contains_several_and_a_refuge_never_stands_here(delegation):
    rachida = given_member("Rachida", "provincial_delegate", delegation)
    place = given_place("05.301.07.03")
    with as_work(rachida):
        open_site = {"organisation": delegation, "by": rachida, "at": timezone.now()}
        complex_ = actions.open_site(
            kind="social_complex", name_ar="المركب الاجتماعي", place=place, **open_site
        )
        wings = [
            actions.open_site(kind="other", name_ar=f"جناح {n}", place=place, part_of=complex_, **open_site)
            for n in (1, 2)
        ]
        refuge = actions.open_site(kind="womens_centre", name_ar="فضاء", refuge=True, **open_site)
    first = given_institution(delegation, rachida, name_ar="دار الطالب")
    second = given_institution(delegation, rachida, name_ar="دار الأمومة")
    with as_work(rachida):
        for institution, site in ((first, wings[0]), (second, wings[1])):
            actions.place_institution(institution=institution, site=site, by=rachida, at=NOON)
        file = queries.file_of(first, {delegation.pk}, today=TODAY)
        assert [one.site.part_of for one in file.sites] == [complex_] and file.beside == [second]
        with pytest.raises(actions.NoRefugeHere):
            actions.place_institution(institution=first, site=refuge, by=rachida, at=NOON)
        with pytest.raises(actions.RefugeSaysNoPlace):
            actions.make_refuge(site=wings[0], name_ar="فضاء", by=rachida, at=timezone.now())
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "UPDATE network_site SET refuge = true, place_id = NULL, part_of_id = NULL WHERE id = %s",
                [wings[0].pk],
            )
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        actions.leave_site(institution=first, site=wings[0], on=TODAY, paper="PV 4/2026", by=rachida, at=NOON)
        (left,) = queries.sites_left(first)
        assert left.name == str(wings[0]) and left.inside == str(complex_)
        with pytest.raises(actions.NotThere):
            actions.leave_site(institution=first, site=wings[0], on=TODAY, paper="x", by=rachida, at=NOON)
        assert actions.make_refuge(site=wings[0], name_ar="فضاء", by=rachida, at=timezone.now()).refuge


def test_it_is_run_by_convention_with_a_party_of_it(delegation, association, hanane):
    with as_work(hanane):
        convention = actions.sign_convention(
            organisation=delegation, title="Convention de gestion", starts_on=LONG_AGO, by=hanane, at=NOON,
            parties=[actions.Party(delegation, "supervisor"), actions.Party(association, "operator")],
        )  # fmt: skip
    house = given_institution(delegation, hanane, association=association, convention=convention)
    assert house.convention == convention
    other = given_organisation("Association Ouergha")
    with pytest.raises(actions.NotAParty):
        given_institution(delegation, hanane, association=other, convention=convention)


def test_a_number_is_that_of_one_licence_and_an_institution_has_one(house, delegation, hanane):
    first = given_licence(house, hanane, cells=[("f", "12-14", 25), ("f", "15-17", 15)])
    other = given_institution(delegation, hanane, name_ar="دار الطالب")
    with pytest.raises(actions.LicenceNumberTaken):
        given_licence(other, hanane)
    with pytest.raises(actions.LicenceCannot):
        given_licence(house, hanane, number="13/2019")
    with pytest.raises(actions.UnfitLicence):
        given_licence(other, hanane, number="14/2019", cells=[("f", "12-14", 39)])
    with (
        as_work(hanane),
        pytest.raises(IntegrityError, match="institution_one_licence"),
        transaction.atomic(),
    ):
        first.pk, first.number, first._state.adding = Licence._meta.pk.get_default(), "15", True
        first.save(force_insert=True)


def test_the_delegate_suspends_and_withdraws_with_a_reason_that_everybody_reads(
    house, delegation, hanane, salma
):
    licence = given_licence(house, hanane)
    rachida = given_member("Rachida", "provincial_delegate", delegation)
    with as_work(hanane), pytest.raises(NoPermission):
        actions.move_licence(licence=licence, to="suspended", words="x", on=TODAY, by=hanane, at=NOON)
    with as_work(rachida):
        said = {"licence": licence, "on": TODAY, "by": rachida, "at": NOON}
        with pytest.raises(actions.LicenceCannot):
            actions.move_licence(to="suspended", words=" ", **said)
        actions.move_licence(to="suspended", words="Issue de secours fermée", **said)
    assert line(house, salma).licence.state_words == "Issue de secours fermée"
    assert line(house, hanane, delegation).lights == (Light.UNLICENSED,)
    with as_work(rachida):
        actions.move_licence(to="withdrawn", words="Toujours fermée", **said)
        with pytest.raises(actions.LicenceCannot):
            actions.move_licence(to="in_force", words="x", **said)
        with pytest.raises(IntegrityError, match="in no case"), transaction.atomic():
            Licence.objects.filter(pk=licence.pk).update(state="in_force")
    assert line(house, hanane, delegation).licence is None


def test_what_the_law_asks_is_data_that_the_delegate_writes_anew(delegation, hanane):
    regime = given_regime(delegation)
    content = dict(regime.content) | {
        "papers": [["form", "مطبوع", "Formulaire"]],
        "days": 45,
        "working": True,
    }
    rachida = given_member("Rachida", "provincial_delegate", delegation)
    said = {
        "organisation": delegation,
        "code": "65-15",
        "source": "Circulaire 3/2026",
        "valid_from": TODAY,
        "at": NOON,
    }
    with as_work(hanane), pytest.raises(NoPermission):
        actions.write_regime(content=content, by=hanane, **said)
    with as_work(rachida):
        assert actions.write_regime(content=content, by=rachida, **said).number == 1
        assert actions.write_regime(content=content, by=rachida, **said).number == 2
    assert given_regime(delegation).regime.days == 45
    elsewhere = given_organisation("Délégation d'El Hajeb", kind="provincial_unit")
    assert given_regime(elsewhere).regime.days == 30
    assert actions.load_regimes(at=NOON) is None  # run again, nothing
