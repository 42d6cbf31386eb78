"""Files of grants go on by keyset, the newest first: nobody is left out, none comes twice."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from twiza.funding.models import Grant
from twiza.funding.tests.given_grants import IN_2021, given_call, given_funding, given_grant, given_line
from twiza.funding.tests.test_show_grants import at
from twiza.funding.views import grants

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize(("name", "who"), [("list_grants", "meriem"), ("list_claims", "hassan")])
def test_files_go_on_behind_the_last_one_shown(client, monkeypatch, name, who):
    one = given_funding()
    for number in range(5):
        with one.at_funder():
            call = given_call(one, given_line(one, title=f"ligne {number}"))
        with one.at_grantee():
            given_grant(one, call, at=IN_2021 + timedelta(minutes=number // 2))
    monkeypatch.setattr(grants, "PAGE", 2)
    seen: list[str] = []
    answer = at(client, getattr(one, who), name)
    for _turn in range(4):
        text = answer.content.decode()
        seen += re.findall(r'href="/grants/([0-9a-f-]{36})/"', text)
        found = re.search(r'rel="next" href="([^"]+)"', text)
        if not found:
            break
        answer = client.get(reverse(f"funding:{name}") + found[1].replace("&amp;", "&"))
    with one.at_funder():
        assert len(seen) == len(set(seen)) == Grant.objects.count() == 5
