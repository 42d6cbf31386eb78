"""Pages of the winter: opened by its secretary, read by the bodies, closed to others."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.shelter.models import DutyContact, Meeting
from twiza.shelter.tests.given import given_decision, given_driss, given_duty, given_meeting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    client.cookies["twiza_language"] = "en"
    return client


def test_the_list_says_what_to_do_when_there_is_none(db):
    latifa = given_member("Latifa", "committee_secretary", given_organisation("Comité", kind="committee"))
    page = browser(latifa).get(reverse("shelter:list_winters")).content.decode()
    assert "Open the first one" in page and reverse("shelter:open_winter") in page


def test_a_winter_is_opened_on_one_page_and_what_is_refused_is_kept(cold):
    client = browser(cold.latifa)
    typed = {
        "organisation": cold.committee.pk, "crew": cold.committee.pk, "place": cold.winter.place_id,
        "name_ar": "شتاء آخر", "name_fr": "Autre hiver", "first_night": "01/12/2026", "last_night": "31/01/2027",
        "previous": cold.winter.pk,
    }  # fmt: skip
    with_province = client.get(reverse("shelter:open_winter")).context["form"].fields["place"].rows
    typed["place"] = next(iter(with_province))
    refused = client.post(reverse("shelter:open_winter"), typed)
    assert refused.status_code == 422 and "two organisations" in refused.content.decode()
    assert "Autre hiver" in refused.content.decode()
    answer = client.post(reverse("shelter:open_winter"), {**typed, "crew": cold.crew.pk}, follow=True)
    assert "Autre hiver" in answer.content.decode() or "شتاء آخر" in answer.content.decode()
    assert Client().get(reverse("shelter:list_winters")).status_code == 302


def test_each_body_reads_the_plan_and_nobody_else(cold):
    there = reverse("shelter:show_winter", args=[cold.winter.pk])
    for user in (cold.latifa, cold.omar, cold.zahra):
        page = browser(user).get(there)
        assert page.status_code == 200
        assert ("Move the last night" in page.content.decode()) is (user is cold.latifa)
    salma = given_member("Salma", "site_keeper", given_organisation("Association Sebou"))
    assert browser(salma).get(there).status_code == 404
    assert (
        browser(cold.omar).get(reverse("shelter:move_last_night", args=[cold.winter.pk])).status_code == 403
    )


def test_the_last_night_moves_with_its_reasons(cold):
    there = reverse("shelter:move_last_night", args=[cold.winter.pk])
    client = browser(cold.latifa)
    assert client.post(there, {"last_night": "07/02/2026", "reasons": ""}).status_code == 422
    page = client.post(there, {"last_night": "07/02/2026", "reasons": "موجة برد"}, follow=True)
    assert "موجة برد" in page.content.decode()
    closing = reverse("shelter:close_winter", args=[cold.winter.pk])
    done = client.post(closing, {"lessons": "نبدأ قبل أسبوع"}, follow=True).content.decode()
    assert "نبدأ قبل أسبوع" in done and "Move the last night" not in done


def test_the_committee_keeps_its_papers_on_the_pages(cold):
    client, today = browser(cold.latifa), timezone.localdate()
    winter = {"id": cold.winter.pk}
    typed = {"body": "national_security", "name": "District", "starts_on": f"{today:%d/%m/%Y}", "phone": "0535 22 22 22"}  # fmt: skip
    page = client.post(reverse("shelter:seat_body", kwargs=winter), typed, follow=True).content.decode()
    assert "District" in page and "tel:+212535222222" in page and "Nobody is named" in page
    typed = {
        "body": "health",
        "hours": "night",
        "first_night": "12/12/2025",
        "last_night": "31/01/2026",
        "name": "Dr B",
    }
    refused = client.post(reverse("shelter:write_duty", kwargs=winter), typed)
    assert refused.status_code == 422 and "Dr B" in refused.content.decode()
    client.post(reverse("shelter:write_duty", kwargs=winter), {**typed, "phone": "0535111111"})
    duty = DutyContact.objects
    with as_work(cold.latifa):
        assert duty.get().phone == "+212535111111"
    typed = {"held_on": "12/12/2025", "present": ["health", "delegation"], "minutes": "Froid attendu."}
    page = client.post(reverse("shelter:write_meeting", kwargs=winter), typed, follow=True).content.decode()
    assert "Meeting 1" in page and "to be signed" in page
    with as_work(cold.latifa):
        meeting = Meeting.objects.get()
    typed = {"text": "Ouvrir la réserve", "reasons": "Gel", "body": "delegation", "due_on": "13/12/2025"}
    page = client.post(reverse("shelter:decide", args=[meeting.pk]), typed, follow=True).content.decode()
    assert "Ouvrir la réserve" in page and "Gel" in page and "late" in page
    page = client.post(reverse("shelter:sign_minutes", args=[meeting.pk]), follow=True).content.decode()
    assert "Add a decision" not in page and "Take out" not in page
    refused = client.post(reverse("shelter:decide", args=[meeting.pk]), typed)
    assert refused.status_code == 422 and "These minutes are signed" in refused.content.decode()
    assert "Ouvrir la réserve" in client.get("/").content.decode()
    with as_work(cold.latifa):
        decision = meeting.decisions.get()
    page = client.post(
        reverse("shelter:finish_decision", args=[decision.pk]), {"words": "Ouverte"}, follow=True
    )
    assert "Ouverte" in page.content.decode()


def test_the_police_read_the_papers_and_change_nothing(cold):
    meeting, duty = given_meeting(cold), given_duty(cold)
    given_decision(cold, meeting)
    client = browser(given_driss(cold))
    for name in ("show_winter", "show_committee", "list_meetings"):
        page = client.get(reverse(f"shelter:{name}", args=[cold.winter.pk]))
        assert page.status_code == 200 and '<form method="post" action="/winter' not in page.content.decode()
    assert client.get(reverse("shelter:show_meeting", args=[meeting.pk])).status_code == 200
    assert client.post(reverse("shelter:sign_minutes", args=[meeting.pk])).status_code == 403
    assert client.post(reverse("shelter:take_out_duty", args=[duty.pk])).status_code == 403


def test_a_site_sees_who_answers_and_no_paper(cold):
    given_duty(cold)
    meeting, client = given_meeting(cold), browser(cold.zahra)
    page = client.get(reverse("shelter:show_committee", args=[cold.winter.pk])).content.decode()
    assert "Bodies of the committee" not in page and "Meetings and decisions" not in page
    for name, id in (("list_meetings", cold.winter.pk), ("show_meeting", meeting.pk)):
        assert client.get(reverse(f"shelter:{name}", args=[id])).status_code == 404
