"""The five spreadsheets of the story, each as its association keeps it, against the truth about each."""

import pytest

from twiza.demo.sheets import write_spreadsheets
from twiza.network.tests.given import NOON, given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.registry import actions


@pytest.mark.django_db
def test_it_reads_the_five_spreadsheets_of_the_story(tmp_path):
    story = write_spreadsheets(tmp_path, families=50)
    here = {name: given_organisation(f"Association {name}") for name in ("olive", "wool")}
    users = {name: given_member(name, "campaign_manager", one) for name, one in here.items()}
    for sheet in story.sheets:
        user = users[sheet.association]
        with acting_as(user.pk, purpose=Purpose.WORK):
            upload = actions.send_upload(
                organisation=here[sheet.association].pk,
                content=sheet.file.read_bytes(),
                name=sheet.file.name,
                by=user,
                at=NOON,
            )
            counts = upload.counts
            assert counts["problem_rows"] == len({one.row for one in sheet.problems}), sheet.file.name
            assert counts["repeated"] == len(sheet.repeats)
            assert counts["totals_wrong"] == sum(1 for one in sheet.totals if one.printed != one.counted)
            assert counts["good"] == len(sheet.at)
            accepted = actions.accept_upload(upload=upload, leave_out_problems=True, by=user, at=NOON)
            assert accepted.state == "accepted"
