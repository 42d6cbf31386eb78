"""Who may sleep where: the rules, and the same in the database."""

from itertools import product

import pytest

from twiza.shelter import rules
from twiza.shelter.models import BedUse
from twiza.shelter.rules import Group, Who


@pytest.mark.parametrize(("who", "party"), list(product(Who, (1, 2, 5))))
def test_no_group_is_for_women_and_men_who_do_not_know_each_other(who, party):
    other = Who.MAN if who is Who.WOMAN else Who.WOMAN
    for group in Group:
        if rules.may_sleep(who, group, party=party) and rules.may_sleep(other, group, party=party):
            assert group is Group.FAMILY and party > 1


@pytest.mark.parametrize(
    ("who", "party", "care", "elderly"), list(product(Who, (1, 3), (True, False), (True, False)))
)
def test_what_is_proposed_may_always_be_slept_in(who, party, care, elderly):
    found = rules.groups_for(who, party=party, care=care, elderly=elderly)
    assert all(rules.may_sleep(who, group, party=party) for group in found)
    assert len(set(found)) == len(found)
    assert found or (who is Who.CHILD and party == 1)


def test_families_first_together_and_care_before_the_dormitory():
    assert rules.groups_for(Who.WOMAN, party=2)[0] is Group.FAMILY
    assert rules.groups_for(Who.MAN, care=True) == (Group.MEDICAL_MEN, Group.MEN)
    assert rules.groups_for(Who.WOMAN, elderly=True) == (Group.ELDERLY_WOMEN, Group.WOMEN)
    assert rules.groups_for(Who.CHILD) == ()


def test_each_group_counts_as_something_that_is_declared():
    assert set(rules.COUNTED_AS) == set(Group) == set(rules.GROUPS)
    assert set(rules.COUNTED_AS.values()) == set(rules.DECLARED)


def test_the_database_knows_the_same_groups():
    (fits,) = [one for one in BedUse._meta.constraints if one.name == "bed_use_of_their_group"]
    for who, group in product(Who, Group):
        held = fits.condition.check({"who": str(who), "group": str(group)})
        assert held == rules.may_sleep(who, group, party=2), (who, group)
