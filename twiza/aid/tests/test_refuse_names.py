"""Whoever asks for names gets a paper with reasons, and no name; the authority gets plan and totals."""

from io import BytesIO

import pypdfium2
import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone, translation

from twiza.aid import actions, queries
from twiza.aid.models import NameDemand
from twiza.aid.tests.given import (
    NOON,
    ZONES,
    given_association,
    given_campaign,
    given_demand,
    given_distribution,
)
from twiza.aid.tests.given import hand_over as handed_over
from twiza.aid.tests.test_walk_campaign import signed_in
from twiza.network.tests.given import as_work, audit_data, given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    story = given_association()
    given_campaign(story)
    return story


def text_of(pdf):
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document), len(document)


def test_a_demand_is_written_down_with_its_last_day(story):
    demand = given_demand(story)
    assert demand.number == 1
    assert str(demand.due_on) == "2026-02-16"  # ten working days
    with story.work():
        (line,) = audit_data("aid.names_demanded")
        assert line["asker"] == "local_authority" and "office" not in line
    with story.work(story.hassan):
        (due,) = queries.demands_waiting_for(story.hassan, at=NOON)
        assert due.due == demand.due_on
    assert given_demand(story).number == 2


@pytest.mark.parametrize("said", [{"office": "  "}, {"asked_on": timezone.localdate().replace(year=2099)}])
def test_a_demand_names_an_office_and_a_day(story, said):
    with pytest.raises(actions.UnfitDemand):
        given_demand(story, **said)


def test_it_is_refused_with_reasons_by_who_answers_for_the_organisation(story):
    demand = given_demand(story)
    with story.work(), pytest.raises(NoPermission):
        actions.reply_demand(demand=demand, reasons=["personal_data"], gives=[], by=story.amina, at=NOON)
    with story.work(story.hassan):
        with pytest.raises(actions.UnfitDemand):
            actions.reply_demand(demand=demand, reasons=[], gives=[], by=story.hassan, at=NOON)
        with pytest.raises(actions.UnfitDemand):
            actions.reply_demand(demand=demand, reasons=["x"], gives=[], by=story.hassan, at=NOON)
        demand = actions.reply_demand(
            demand=demand, reasons=["oral", "personal_data"], gives=[], by=story.hassan, at=NOON
        )
        assert demand.reasons == ["personal_data", "oral"] and queries.is_ready(demand)
        with pytest.raises(actions.UnfitDemand):
            actions.reply_demand(demand=demand, reasons=["oral"], gives=[], by=story.hassan, at=NOON)


def test_what_is_given_waits_for_a_second_person_and_names_nobody():
    story = given_association()
    issued = given_distribution(story, baskets=10)
    with story.work(story.youssef):
        handed_over(story, issued[0])
    demand = given_demand(story)
    with story.work(story.hassan):
        demand = actions.reply_demand(
            demand=demand, reasons=["personal_data"], gives=["totals", "criteria"], by=story.hassan, at=NOON
        )
        assert queries.waits_for_signature(demand)
        with pytest.raises(actions.CannotSignReply):
            actions.sign_reply(demand=demand, by=story.hassan, at=NOON)
    page = reverse("aid:print_reply", args=[demand.pk])
    amina = signed_in(story.amina)
    assert amina.get(page).status_code == 302
    assert amina.post(reverse("aid:sign_reply", args=[demand.pk])).status_code == 302
    with translation.override("fr"):
        answer = amina.get(page)
    assert answer["Content-Type"] == "application/pdf" and answer["Cache-Control"] == "no-store"
    text, pages = text_of(answer.content)
    assert pages == 6  # letter, sheet, criteria: each in Arabic and in French
    assert "Nous ne donnons pas de noms" in text
    with story.work():
        codes = [row.code for row in queries.nominations_of(story.campaign)]
    assert not [code for code in codes if code in text]


def test_a_reply_gives_only_papers_that_are_there(story):
    """The plan alone says nothing of who was served; figures for everybody are given once they are published."""
    demand = given_demand(story)
    page = reverse("aid:reply_demand", args=[demand.pk])
    hassan = signed_in(story.hassan)
    assert 'value="plan"' in hassan.get(page).content.decode()
    assert 'value="public_summary"' not in hassan.get(page).content.decode()
    with story.work(story.hassan):
        with pytest.raises(actions.UnfitDemand):
            actions.reply_demand(
                demand=demand, reasons=["oral"], gives=["public_summary"], by=story.hassan, at=NOON
            )
        plan = queries.sheet_papers(
            story.campaign,
            provinces=[],
            points=list(queries.points_of(story.campaign)),
            totals=False,
            at=NOON,
        )
        whole = queries.sheet_papers(
            story.campaign, provinces=[], points=list(queries.points_of(story.campaign)), at=NOON
        )
    assert [len(one.table.heading) for one in plan] == [4, 4]
    assert [len(one.table.heading) for one in whole] == [5, 5]
    assert {len(row) for one in plan for row in one.table.rows} == {4}


def test_a_demand_that_nobody_can_answer_is_said_at_once(story):
    elsewhere = given_organisation("Coopérative Zerhoun")
    manager = given_member("Rachid", "campaign_manager", elsewhere)
    typed = {"organisation": elsewhere.pk, "asker": "police", "office": "درك", "written": "yes",
             "asked_on": f"{timezone.localdate():%d/%m/%Y}"}  # fmt: skip
    told = signed_in(manager).post(reverse("aid:record_demand"), typed, follow=True).content.decode()
    assert "notice-warning" in told
    with acting_as(manager.pk, purpose=Purpose.WORK):
        (demand,) = queries.demands_of(manager)
        assert queries.who_answers(demand) == []
        (due,) = queries.demands_waiting_for(manager, at=timezone.now())
        assert due.due == demand.due_on
    with story.work():
        assert [one.pk for one in queries.who_answers(given_demand(story))] == [story.hassan.pk]
        assert queries.demands_waiting_for(story.amina, at=NOON) == []  # somebody else answers


def test_the_database_keeps_a_reply_as_it_was_given(story):
    demand = given_demand(story)

    def change(statement):
        with pytest.raises(IntegrityError) as caught, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE aid_namedemand SET {statement}")  # noqa: S608
        return caught.value.__cause__.diag.constraint_name

    with story.work(story.hassan):
        assert change("replied_at = now(), reasons = '{oral}'") == "reply_given_once"
        me, other = f"'{story.hassan.pk}'", f"'{story.amina.pk}'"
        assert (
            change(f"replied_at = now(), replied_by_id = {other}, reasons = '{{oral}}'") == "reply_given_once"
        )
        assert change(f"replied_at = now(), replied_by_id = {me}") == "demand_refused_with_reasons"
        name = "'{فاطمة}'"
        assert (
            change(f"replied_at = now(), replied_by_id = {me}, reasons = {name}")
            == "demand_reply_of_known_words"
        )
        actions.reply_demand(demand=demand, reasons=["oral"], gives=["plan"], by=story.hassan, at=NOON)
        assert change("reasons = '{personal_data}'") == "reply_given_once"
        assert change(f"signed_at = now(), signed_by_id = {me}") == "demand_signed_by_another"
        assert change(f"signed_at = now(), signed_by_id = {other}") == "reply_signed_once"


def test_a_demand_is_walked_through_its_pages(story):
    amina, hassan = signed_in(story.amina), signed_in(story.hassan)
    typed = {"organisation": story.organisation.pk, "campaign": story.campaign.pk, "asker": "elected",
             "office": "مجلس جماعي", "written": "no", "asked_on": f"{timezone.localdate():%d/%m/%Y}"}  # fmt: skip
    assert amina.post(reverse("aid:record_demand"), typed | {"office": ""}).status_code == 200
    page = amina.post(reverse("aid:record_demand"), typed)["Location"]
    assert amina.get(page).status_code == 200 and "reply.pdf" not in amina.get(page).content.decode()
    asked = hassan.get(page + "reply/").content.decode()
    assert 'value="electoral"' in asked and "checked" in asked
    assert hassan.post(page + "reply/", {"reasons": ["personal_data", "electoral"]}).status_code == 302
    letter = amina.get(page + "reply.pdf")
    text, pages = text_of(letter.content)
    assert pages == 2 and "18-18" in text
    with story.work():
        assert NameDemand.objects.get().asker == "elected"


def test_the_authority_gets_totals_and_small_figures_stay_hidden():
    """Sixteen baskets over two points: what a point served that is below five is not shown, nor the total that tells it."""
    story = given_association()
    issued = given_distribution(story, baskets=16, households=20, zones=ZONES)
    with story.work(story.youssef):
        for number, card in enumerate([one for one in issued if one.point.code == "P1"][:2]):
            handed_over(story, card, minutes=number)
    with story.work():
        pdf = queries.authority_sheet(
            story.campaign,
            provinces=queries.provinces_to_declare(story.campaign),
            points=list(queries.points_of(story.campaign)),
            annex="ملحقة الزهور",
            at=NOON,
        )
        papers = queries.sheet_papers(
            story.campaign, provinces=[], points=list(queries.points_of(story.campaign)), at=NOON
        )
        codes = [row.code for row in queries.nominations_of(story.campaign)]
    text, pages = text_of(pdf)
    assert pages == 2 and "Cachet de l'autorité locale" in text.replace("’", "'")
    assert "03.231/2026" in text
    (sheet, _french) = papers
    by_point = {row[0].split(" ")[0]: row[3:] for row in sheet.table.rows}
    assert by_point["P1"][1] == "—"  # two were served there
    assert "2" not in [cell for row in sheet.table.rows for cell in row[3:]]
    assert not [code for code in codes if code in text]
    page = reverse("aid:print_authority_sheet", args=[story.campaign.pk])
    answer = signed_in(story.amina).get(page, {"point": "P1", "annex": "ملحقة"})
    assert answer.status_code == 200 and "P2" not in text_of(answer.content)[0]


@pytest.mark.parametrize("role", ["round_leader", "site_keeper"])
def test_the_police_ask_who_slept_here_and_it_is_written_down(role, client):
    """Whoever stands at the door at night writes it down; names are refused by who answers for the house."""
    house = given_organisation(
        "Maison du seuil", kind="provincial_unit" if role == "round_leader" else "association"
    )
    keeper = given_member(f"Keeper-{role}", role, house)
    client.force_login(keeper)
    page = client.get(reverse("aid:record_demand")).content.decode()
    assert str(house.pk) in page
    said = {"organisation": house.pk, "campaign": "", "asker": "police", "office": "Premier arrondissement",
            "basis": "", "written": "no", "asked_on": timezone.localdate().strftime("%d/%m/%Y")}  # fmt: skip
    answer = client.post(reverse("aid:record_demand"), said)
    assert answer.status_code == 302
    with as_work(keeper):
        (row,) = queries.demands_of(keeper)
        assert (row.asker, row.organisation_id, row.replied_at) == ("police", house.pk, None)
        with pytest.raises(NoPermission):
            actions.reply_demand(
                demand=row, reasons=["personal_data"], gives=[], by=keeper, at=timezone.now()
            )
    stranger = given_member(f"Other-{role}", role, given_organisation("Autre maison"))
    client.force_login(stranger)
    assert client.get(answer["Location"]).status_code == 404
