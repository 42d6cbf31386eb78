"""What a campaign gives is called by its own name on pages and papers: a school kit is no basket."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from twiza.aid import actions, queries
from twiza.aid.queries.papers import shown_figures
from twiza.aid.tests.given import NOON, ZONES, given_association


@pytest.mark.django_db
def test_a_campaign_of_school_kits_never_says_basket():
    story = given_association()
    with story.work():
        campaign = actions.plan_campaign(
            organisation=story.organisation, title="الدخول المدرسي", hijri_year=1447, hijri_month=9, baskets=30,
            reserve=3, zones=ZONES, aid_kind="school_kit", by=story.amina, at=NOON,
        )  # fmt: skip
        figures = queries.public_figures(campaign, on=NOON.date())
        outcomes = {}
        for language in ("ar", "fr"):
            with translation.override(language):
                shown = shown_figures(figures)
                outcomes[language] = [*shown.lines, *(table.title for table in shown.tables)]
                outcomes[language] += [
                    str(label)
                    for label, _n in queries.outcomes_of_campaign(
                        story.amina, campaign.pk, through=NOON.date()
                    )
                ]
    client = Client()
    client.force_login(story.amina)
    for language, own, basket in (("ar", "محافظ مدرسية", "قف"), ("fr", "Cartable", "anier")):
        client.cookies["twiza_language"] = language
        pages = [
            client.get(reverse("aid:list_campaigns")),
            client.get(reverse("aid:list_days", args=[campaign.pk])),
        ]
        said = "\n".join(outcomes[language])
        assert own in said and basket not in said
        kit = "محفظة" if language == "ar" else "Cartable"
        body = pages[0].content.decode().split("<main", 1)[1].split("</main", 1)[0]
        assert kit in body and basket not in body
        assert pages[1].status_code == 200
    old = figures | {"kind": "basket"}
    del old["kind"]  # published before figures said what they are of
    with translation.override("fr"):
        assert any("Paniers" in line for line in shown_figures(old).lines)
