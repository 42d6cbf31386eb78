"""Beds held, slept in, left, refused; and what the database keeps whoever writes."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.platform.accounts.permissions import NoPermission
from twiza.shelter import actions, queries
from twiza.shelter.models import BedUse, Guest, GuestCard, UnmetNeed
from twiza.shelter.tests.given import EVENING, LAST, NIGHT, given_guests, given_site, given_unit, held

pytestmark = pytest.mark.django_db
NEXT = NIGHT + timedelta(days=1)
LATE = EVENING + timedelta(hours=3)


def test_a_woman_goes_to_a_place_of_women(cold):
    given_unit(cold, "men", 5)
    guests = given_guests(cold, "woman")
    with pytest.raises(actions.NoBedLeft):
        held(cold, guests)
    women = given_unit(cold, "women", 1)
    (use,) = held(cold, guests)
    assert use.unit == women and use.who == "woman"


def test_a_family_stays_together_or_is_sheltered_in_one_site(cold):
    given_unit(cold, "women", 1)
    given_unit(cold, "men", 1)
    family = given_unit(cold, "family", 2)
    three = given_guests(cold, "woman", "man", "child")
    with pytest.raises(actions.NoBedLeft):  # two family beds do not hold three, and a child is nowhere else
        held(cold, three)
    with as_work(cold.zahra):
        actions.add_beds(unit=family, beds=1, by=cold.zahra, at=EVENING)
    assert {use.unit for use in held(cold, three)} == {family}
    couple = given_guests(cold, "woman", "man")
    assert {use.group for use in held(cold, couple)} == {"women", "men"}


def test_a_child_alone_is_no_guest(cold):
    with pytest.raises(actions.ChildAlone):
        given_guests(cold, "child")
    with as_work(cold.omar), pytest.raises(IntegrityError), transaction.atomic():
        Guest.objects.create(
            winter=cold.winter, crew=cold.crew, code="ABC", who="child", met_at=EVENING, met_by=cold.omar
        )


def test_a_bed_kept_is_free_again_after_silence(cold):
    given_unit(cold, "men", 1)
    first, second = given_guests(cold, "man"), given_guests(cold, "man")
    (kept,) = held(cold, first)
    with pytest.raises(actions.NoBedLeft):
        held(cold, second)
    (taken,) = held(cold, second, at=kept.held_until + timedelta(seconds=1))
    with as_work(cold.omar):
        kept.refresh_from_db()
        assert (kept.use, kept.freed) == ("freed", "silent") and taken.bed == kept.bed
        with pytest.raises(actions.OutOfOrder):
            actions.take_in(use=kept, by=cold.omar, at=LATE)


def test_refusing_frees_it_at_once_and_it_is_offered_again(cold):
    given_unit(cold, "men", 1)
    guests = given_guests(cold, "man")
    (use,) = held(cold, guests)
    with as_work(cold.omar):
        actions.give_back(use=use, why="refused", by=cold.omar, at=EVENING)
        with pytest.raises(actions.OutOfOrder):
            actions.give_back(use=use, why="refused", by=cold.omar, at=EVENING)
    (again,) = held(cold, guests)
    assert again.pk != use.pk and again.use == "held"


def test_one_person_has_one_bed_a_night_even_in_another_site(cold):
    other = given_organisation("Association Sebou")
    site = given_site(cold.winter, other, cold.latifa, "Sebou")
    hind = given_member("Hind", "site_keeper", other)
    with as_work(hind):
        found = queries.site_for(hind, site.pk)
        actions.open_unit(winter_site=found, name="رجال", group="men", beds=2, by=hind, at=EVENING)
    given_unit(cold, "men", 2)
    guests = given_guests(cold, "man")
    with as_work(cold.zahra):
        actions.hold_beds(guests=guests, night=NIGHT, host=cold.host.pk, by=cold.zahra, at=EVENING)
    with as_work(hind):
        assert not BedUse.objects.exists()  # another host's rows
        with pytest.raises(actions.HasABed):
            actions.hold_beds(guests=guests, night=NIGHT, host=other.pk, by=hind, at=EVENING)


def test_more_nights_fewer_nights_and_a_bed_that_is_taken(cold):
    given_unit(cold, "men", 1)
    (use,) = held(cold, given_guests(cold, "man"))
    with as_work(cold.zahra):
        use = actions.take_in(use=use, by=cold.zahra, at=EVENING)
        use = actions.stay_on(use=use, last_night=NIGHT + timedelta(days=5), by=cold.zahra, at=EVENING)
        for wrong in (NIGHT, LAST + timedelta(days=1)):
            with pytest.raises((actions.OutOfOrder, actions.WinterOver)):
                actions.stay_on(use=use, last_night=wrong, by=cold.zahra, at=EVENING)
        use = actions.leave(use=use, after=NEXT, by=cold.zahra, at=EVENING)
        assert (use.nights.lower, use.nights.upper) == (NIGHT, NEXT + timedelta(days=1))
    later = NIGHT + timedelta(days=2)
    held(cold, given_guests(cold, "man"), night=later)
    with as_work(cold.zahra), pytest.raises(actions.BedTaken):
        actions.stay_on(use=use, last_night=later, by=cold.zahra, at=EVENING)


def test_a_bed_out_of_order_is_given_to_nobody(cold):
    unit = given_unit(cold, "men", 1)
    with as_work(cold.zahra):
        bed = unit.beds.get()
        closed = actions.close_bed(bed=bed, first=NIGHT, last=NEXT, reasons="سقف", by=cold.zahra, at=EVENING)
    with pytest.raises(actions.NoBedLeft):
        held(cold, given_guests(cold, "man"))
    with as_work(cold.zahra):
        actions.give_back(use=closed, why="mended", by=cold.zahra, at=EVENING)
    held(cold, given_guests(cold, "man"))
    with as_work(cold.zahra), pytest.raises(actions.BedTaken):
        actions.close_bed(bed=bed, first=NIGHT, last=NEXT, reasons="سقف", by=cold.zahra, at=EVENING)


def test_a_reserve_opens_by_decision_for_one_night(cold):
    unit = given_unit(cold, "men", 1, reserve=True)
    guests = given_guests(cold, "man")
    with pytest.raises(actions.NoBedLeft):
        held(cold, guests)
    with as_work(cold.zahra), pytest.raises(NoPermission):
        actions.open_reserve(unit=unit, night=NIGHT, reasons="برد", by=cold.zahra, at=EVENING)
    for user in (cold.latifa, cold.omar):  # twice is once
        with as_work(user):
            actions.open_reserve(unit=unit, night=NIGHT, reasons="برد", by=user, at=EVENING)
    held(cold, guests)
    with pytest.raises(actions.NoBedLeft):
        held(cold, given_guests(cold, "man"), night=NEXT)


def test_a_need_without_a_bed_is_counted_once_and_ends_with_a_bed(cold):
    guests = given_guests(cold, "man")
    with as_work(cold.omar):
        for _twice in range(2):
            actions.write_need(guests=guests, night=NIGHT, by=cold.omar, at=EVENING)
        assert UnmetNeed.objects.filter(solved_at=None).count() == 1
        assert queries.board(cold.winter, NIGHT, at=EVENING).waiting == 1
    given_unit(cold, "men", 1)
    held(cold, guests)
    with as_work(cold.omar):
        assert UnmetNeed.objects.exclude(solved_at=None).count() == 1
        assert queries.board(cold.winter, NIGHT, at=EVENING).waiting == 0


def test_the_committee_reaches_no_guest(cold):
    given_unit(cold, "men", 2)
    held(cold, given_guests(cold, "man"))
    police = given_member("Driss", "committee_member", cold.committee)
    for user in (cold.latifa, police):
        with as_work(user):
            assert (
                not Guest.objects.exists() and not BedUse.objects.exists() and not UnmetNeed.objects.exists()
            )
            with pytest.raises(NoPermission):
                actions.meet_guests(winter=cold.winter, who=["man"], by=user, at=EVENING)


def test_what_a_site_keeps_of_a_guest_is_read_there_only(cold):
    given_unit(cold, "men", 2)
    guests = given_guests(cold, "man")
    words = {"nickname": "الهادئ", "belongings": "حقيبة", "animal": "كلب", "rules_read": True}
    with as_work(cold.zahra), pytest.raises(actions.OutOfOrder):
        actions.write_card(guest=guests[0], host=cold.host.pk, by=cold.zahra, at=EVENING, **words)
    held(cold, guests)
    with as_work(cold.zahra):
        card = actions.write_card(guest=guests[0], host=cold.host.pk, by=cold.zahra, at=EVENING, **words)
        assert card.nickname == "الهادئ" and card.rules_read_at == EVENING
        again = words | {"belongings": "حقيبة وكتاب", "rules_read": False}
        changed = actions.write_card(guest=guests[0], host=cold.host.pk, by=cold.zahra, at=LATE, **again)
        changed.refresh_from_db()
        assert (changed.pk, changed.belongings, changed.written_at) == (card.pk, "حقيبة وكتاب", LATE)
        assert changed.rules_read_at == EVENING  # read once, it was read
    with as_work(cold.omar):
        assert not GuestCard.objects.exists()


def test_the_database_keeps_one_bed_one_guest_one_night(cold):
    given_unit(cold, "men", 2)
    one, other = held(cold, given_guests(cold, "man")), held(cold, given_guests(cold, "man"))
    with as_work(cold.omar):
        copy = {field.attname: getattr(other[0], field.attname) for field in BedUse._meta.concrete_fields}
        del copy["id"]
        for change in ({"bed_id": one[0].bed_id}, {"bed_id": one[0].bed_id, "guest_id": one[0].guest_id}, {}):
            with pytest.raises(IntegrityError), transaction.atomic():
                BedUse.objects.create(**(copy | change))
        (third,) = _met(cold)
        with pytest.raises(IntegrityError, match="guest_once_a_night"), transaction.atomic():
            BedUse.objects.create(
                **(
                    copy
                    | {"guest_id": one[0].guest_id, "bed_id": _bed(cold), "nights": DateRange(NIGHT, NEXT)}
                )
            )
        assert third.pk


def _met(cold):
    return actions.meet_guests(winter=cold.winter, who=["man"], by=cold.omar, at=EVENING)


def _bed(cold):
    """A third bed, free, in rooms made by hand: the row of a bed says its unit."""
    with as_work(cold.zahra):
        unit = queries.unit_for(cold.zahra, cold.site.units.get(name="men").pk)
        actions.add_beds(unit=unit, beds=1, by=cold.zahra, at=EVENING)
        return unit.beds.get(number=3).pk


@pytest.mark.parametrize(
    "change",
    [
        {"use": "held"},
        {"use": "freed", "freed": "refused"},
        {"use": "freed", "freed": ""},
        {"nights": DateRange(date(2025, 12, 19), NEXT)},
        {"nights": DateRange(NIGHT, NIGHT)},
        {"nights": DateRange(NIGHT, None)},
        {"use": "closed"},
    ],
    ids=str,
)
def test_the_database_refuses_what_no_stay_does(cold, change):
    given_unit(cold, "men", 1)
    (use,) = held(cold, given_guests(cold, "man"))
    with as_work(cold.omar):
        actions.take_in(use=use, by=cold.omar, at=EVENING)
        with pytest.raises(IntegrityError), transaction.atomic():
            BedUse.objects.filter(pk=use.pk).update(**change)
        with pytest.raises(DatabaseError), transaction.atomic():
            BedUse.objects.filter(pk=use.pk).delete()


def test_a_woman_is_never_written_into_a_dormitory_of_men(cold):
    unit = given_unit(cold, "men", 1)
    (guest,) = given_guests(cold, "woman")
    with (
        as_work(cold.omar),
        pytest.raises(IntegrityError, match="bed_use_of_their_group"),
        transaction.atomic(),
    ):
        BedUse.objects.create(
            winter=cold.winter, crew=cold.crew, host=cold.host, winter_site=cold.site, unit=unit, group="men",
            bed=unit.beds.get(), guest=guest, who="woman", nights=DateRange(NIGHT, NEXT), use="held",
            held_until=LATE, made_at=EVENING, made_by=cold.omar, changed_at=EVENING, changed_by=cold.omar,
        )  # fmt: skip


def test_somebody_elderly_goes_to_rooms_for_elderly_people_first_and_is_never_left_outside(cold):
    given_unit(cold, "men", 2)
    elderly = given_unit(cold, "elderly_men", 1)
    first, second = (given_guests(cold, "man", elderly=True) for _one in range(2))
    assert held(cold, first)[0].unit == elderly
    assert held(cold, second)[0].group == "men"
