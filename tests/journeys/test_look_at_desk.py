"""The desk of people written twice looked at by a browser: by keyboard, at both widths, in both directions."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.browsing import NARROW, WIDE, Visitor
from tests.journeys.looking import LANGUAGES
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry import actions, queries
from twiza.registry.models import Pair
from twiza.registry.rules.people import HouseholdData, PersonData
from twiza.registry.tests.given import NOON, found_of, given_found

BOTH = pytest.mark.parametrize("language", LANGUAGES)
WIDTHS = pytest.mark.parametrize("width", [WIDE, NARROW])
# invented people: one household in two scripts, a typing error in the telephone, a day of birth that changed places
FILES = (
    (
        ("حليمة التيموري", "", "0655443322", NOON.date().replace(1950, 3, 9)),
        "حي السلام، زاكورة",
        "زنقة الرمان 7",
    ),
    (("", "Halima Timouri", "0655443321", NOON.date().replace(1950, 9, 3)), "Hay Essalam, Zagora", ""),
    (("حليمة الوزاني", "", "", None), "طاطا", ""),
)


@pytest.fixture(scope="module")
def amina(site: str) -> Any:
    """President of an association where a family is written twice, and a namesake once."""
    tissaout = given_organisation(name_ar="جمعية تيساوت")
    user = given_member("Amina", "association_president", tissaout)
    people = []
    for (arabic, latin, phone, born), place, address in FILES:
        with acting_as(user.pk, purpose=Purpose.WORK):
            home = actions.register_household(
                organisation=tissaout.pk,
                household=HouseholdData(place_words=place, address=address, size=4 if phone else 2),
                members=[
                    PersonData(
                        name_arabic=arabic, name_latin=latin, phone=phone, sex="female", birth_on=born,
                        birth_precision="day" if born else "",
                    ),
                    PersonData(name_latin="Youssef Timouri", relationship="child"),
                ],
                by=user,
                at=NOON,
            )  # fmt: skip
            people.append(queries.members_of(home))
    near = [["start", "", -9.0, 0.0], ["given", "same", 6.5, 2.0], ["birth", "swapped_or_hijri", 4.4, 0.0],
            ["sex", "same", 0.3, 0.0], ["home", "family_and_place", 5.0, 1.0]]  # fmt: skip
    far = [["start", "", -9.0, 0.0], ["given", "same", 6.5, 2.0], ["birth", "not_said", 0.0, 0.0],
           ["sex", "same", 0.3, 0.0], ["home", "differs", -2.4, 0.0]]  # fmt: skip
    found = found_of((people[0][0], people[1][0]), weight=7.2, evidence=near)
    found.pairs.extend(found_of((people[0][1], people[1][1]), weight=2.0, verdict="look").pairs)
    found.pairs.extend(
        found_of((people[0][0], people[2][0]), weight=-2.6, verdict="look", evidence=far).pairs
    )
    found.strange.append(("chained", [str(person.pk) for two in people for person in two[:1]]))
    given_found(tissaout, user, found)
    return user


@pytest.fixture(scope="module")
def salma(site: str) -> Any:
    """President of an association that never searched."""
    return given_member(
        "Salma", "association_president", given_organisation("Oum Rabia", name_ar="جمعية أم الربيع")
    )


def well(visitor: Visitor, name: str) -> None:
    visitor.picture(name)
    assert visitor.overflow() <= 0, name
    assert not visitor.faults() + visitor.contrast_faults(), name


@BOTH
@WIDTHS
def test_the_desk_from_the_list_to_an_answer_and_back(
    visit: Callable[..., Visitor], amina: Any, language: str, width: int
) -> None:
    visitor = visit(amina, language=language, width=width)
    visitor.go("/registry/doubles/")
    visitor.picture("desk-list")
    visitor.press(visitor.page.locator(".case-line a").first)
    visitor.page.wait_for_selector(".answers")
    visitor.page.locator("main details summary").first.click()
    visitor.picture("desk-case")
    visitor.page.locator("[name=decision][value=ask]").focus()
    visitor.page.keyboard.press(
        "Enter"
    )  # answered by keyboard: the next case opens, and offers to take this back
    visitor.page.wait_for_url("**decided=**")
    visitor.picture("desk-next")
    visitor.press(visitor.page.locator("form[action$='/undo/'] button").first)
    visitor.page.wait_for_selector(".answers")
    with acting_as(amina.pk, purpose=Purpose.WORK):
        assert set(Pair.objects.values_list("state", flat=True)) == {"open"}
    assert visitor.overflow() <= 0
    assert not visitor.faults() + visitor.contrast_faults()


@BOTH
@WIDTHS
def test_a_merge_is_put_together(
    visit: Callable[..., Visitor], amina: Any, language: str, width: int
) -> None:
    visitor = visit(amina, language=language, width=width)
    visitor.go("/registry/doubles/")
    visitor.press(visitor.page.locator(".case-line a").first)
    visitor.page.wait_for_selector(".answers")
    visitor.press("[name=decision][value=merge]")
    visitor.page.wait_for_selector("[name=kept]")
    well(visitor, "desk-merge")


@BOTH
@WIDTHS
def test_pages_beside_the_desk(
    visit: Callable[..., Visitor], amina: Any, salma: Any, language: str, width: int
) -> None:
    visitor, newcomer = (
        visit(amina, language=language, width=width),
        visit(salma, language=language, width=width),
    )
    visitor.go("/registry/doubles/strange/")
    well(visitor, "desk-strange")
    for name in ("", "strange/", "decisions/"):
        newcomer.go(f"/registry/doubles/{name}")
        well(newcomer, f"desk-empty-{name.strip('/') or 'list'}")


@BOTH
@WIDTHS
def test_what_the_decisions_say(visit: Callable[..., Visitor], amina: Any, language: str, width: int) -> None:
    with acting_as(amina.pk, purpose=Purpose.WORK):
        pair = Pair.objects.order_by("weight").first()
        act = actions.decide_pairs(
            decisions={pair.pk: "not_same"}, reason_code="namesakes", by=amina, at=NOON
        )
    visitor = visit(amina, language=language, width=width)
    visitor.go("/registry/doubles/decisions/")
    visitor.picture("desk-decisions")
    wrong = visitor.faults() + visitor.contrast_faults()
    visitor.go("/registry/doubles/?state=decided")
    visitor.picture("desk-decided")
    with acting_as(amina.pk, purpose=Purpose.WORK):
        actions.take_back(act=act, by=amina, at=NOON)
    assert not wrong and visitor.overflow() <= 0
