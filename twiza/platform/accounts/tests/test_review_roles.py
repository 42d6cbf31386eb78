"""The roles page: words for every permission, both forms of every name, and a page for reading that is not stale."""

import html
import os
from pathlib import Path

import pytest
from django.utils import translation

from twiza.platform.accounts import queries
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.roles import CLASHES, EVERYBODY, ROLES, clash_of, invitable_by, permissions_of
from twiza.platform.accounts.tests.given import given_person

PAGE = Path(__file__).resolve().parents[4] / "docs" / "reference" / "roles.md"


def test_the_page_for_reading_is_not_stale():
    """With TWIZA_WRITE_PAGES=1 the page is written instead of compared."""
    fresh = queries.roles_page()
    if os.environ.get("TWIZA_WRITE_PAGES") == "1":
        PAGE.write_text(fresh, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == fresh, (
        "Write it again: TWIZA_WRITE_PAGES=1 .venv/bin/pytest twiza/platform/accounts/tests/test_review_roles.py"
    )


def test_every_permission_is_said_in_words_and_held_by_some_role():
    for one in Permission:
        assert one.about, f"{one}: say what a person with it may do"
        assert any(one in permissions_of(role) for role in ROLES), f"{one}: no role holds it"
    assert [one.name for one in Permission] == sorted(one.name for one in Permission)


def test_all_roles_of_the_house_are_there():
    assert set(ROLES) == {
        "committee_member",
        "committee_secretary",
        "round_leader",
        "site_keeper",
        "counter",
        "listener",
        "listening_supervisor",
        "psychologist",
        "centre_director",
        "association_president",
        "treasurer",
        "donor_desk",
        "campaign_manager",
        "point_volunteer",
        "store_keeper",
        "provincial_delegate",
        "licensing_grants_officer",
        "auditor",
        "platform_administrator",
    }


def test_only_the_volunteer_signs_in_without_a_second_factor():
    assert [role.code for role in ROLES.values() if not role.needs_second_factor] == ["point_volunteer"]


def test_a_volunteer_holds_nothing_but_the_point():
    assert permissions_of("point_volunteer") <= {Permission.HAND_OVER_RECORD} | EVERYBODY


def test_an_auditor_changes_nothing():
    assert {one.value.split(".")[1] for one in permissions_of("auditor") - EVERYBODY} <= {"read"}


def test_an_administrator_of_the_platform_sees_no_family():
    families = {one for one in Permission if one.value.startswith(("registry.", "household."))}
    assert not permissions_of("platform_administrator") & families


@pytest.mark.parametrize(("form", "expected"), [("f", "مديرة المركز"), ("m", "مدير المركز")])
def test_a_name_is_inflected_as_the_person_wishes(form, expected):
    assert ROLES["centre_director"].label("ar", form) == expected


def test_both_forms_stand_where_nothing_was_said():
    assert ROLES["centre_director"].label("fr") == "directrice du centre / directeur du centre"
    assert ROLES["campaign_manager"].label("fr") == "responsable de campagne"


def test_the_account_page_names_the_person_s_role_in_the_chosen_form(client, db):
    youssef = given_person("Youssef", "point_volunteer")
    client.force_login(youssef)
    client.post("/accounts/", {"display_name": "Youssef", "language": "ar", "addressed_as": "m"})
    page = client.get("/accounts/").content.decode()
    assert "متطوع في نقطة التوزيع" in page and "متطوعة" not in page.split("<form")[2]


@pytest.mark.parametrize("clash", CLASHES, ids=lambda clash: "+".join(sorted(clash.roles)))
def test_a_clash_is_found_from_both_sides(clash):
    one, other = sorted(clash.roles)
    assert clash_of([one], other) and clash_of([other, "listener"], one)
    assert not clash_of([one], one) and not clash_of([], one)


def test_nobody_but_the_platform_invites_presidents_and_administrators():
    for role in set(ROLES) - {"platform_administrator"}:
        invited = {one.code for one in invitable_by([role])}
        assert not invited & {"platform_administrator", "association_president", "provincial_delegate"}


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_the_roles_page_speaks_both_languages(client, db, language):
    client.force_login(given_person("Youssef", "point_volunteer"))
    client.cookies["twiza_language"] = language
    page = html.unescape(client.get("/accounts/roles/").content.decode())
    with translation.override(language):
        for role in ROLES.values():
            assert role.name.split(" / ")[0] in page
