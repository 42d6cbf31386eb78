"""The files of a real campaign: proved by the command without Django; sealed for an auditor; a family's slip; its pages."""

import gzip
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest
from django.conf import settings
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from twiza.aid import actions, queries
from twiza.aid.actions import NotAKey
from twiza.aid.models import Nomination, PublishedReplay
from twiza.aid.queries import NothingToReplay
from twiza.aid.queries.simulation import simulate
from twiza.aid.rules import reason_sheet
from twiza.aid.tests.given import CRITERIA, NOON, drawn_list, families, given_association, given_campaign
from twiza.config.replay import main as replay_command
from twiza.lib import sealed_streams
from twiza.network.tests.given import given_member
from twiza.platform.accounts.permissions import NoPermission
from twiza.platform.queue.actions import run_waiting_jobs

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_english")]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def story(module_database):
    """A campaign of 300 households with its drawn list, an auditor, and another association."""
    story = given_association()
    campaign = given_campaign(story, baskets=120, reserve=40)
    with story.work():
        story.campaign = actions.freeze_criteria(
            campaign=campaign, criteria=CRITERIA, by=story.amina, at=NOON
        )
        actions.nominate_households(
            campaign=story.campaign,
            bringing=story.organisation,
            households=[
                replace(one, facts=one.facts | {"children": n // 4 % 5, "disability": n // 20 % 3 == 0})
                for n, one in enumerate(families(300))
            ],
            by=story.amina,
            at=NOON,
        )
        story.before = simulate(story.campaign, least=1, codes=True)
    story.frozen = drawn_list(story, story.campaign)
    with story.work(), pytest.raises(NothingToReplay):
        next(queries.public_lines(story.campaign))
    with story.work(story.hassan):
        actions.sign_list(frozen=story.frozen, by=story.hassan, at=NOON)
    story.auditor = given_member("Rachid", "auditor", story.organisation)
    return story


@pytest.fixture(autouse=True)
def database(story, django_db_blocker):
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def public_file(story, django_db_blocker, tmp_path_factory):
    file = tmp_path_factory.mktemp("replay") / "replay.jsonl"
    with django_db_blocker.unblock(), story.work():
        file.write_text("".join(line + "\n" for line in queries.public_lines(story.campaign)))
    return file


def test_the_command_proves_it_without_django_or_database(public_file):
    program = (
        "import sys; from twiza.config.command import main; code = main(['replay', sys.argv[1]]);"
        "assert 'django' not in sys.modules and 'psycopg' not in sys.modules, 'loaded'; sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(public_file)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("✓") == 5 and "300 households" in done.stdout


def test_it_stops_at_what_does_not_fit(public_file, tmp_path, capsys):
    lines = public_file.read_text().splitlines()
    head = json.loads(lines[0]) | {"digits": "111111"}
    forged = tmp_path / "forged.jsonl"
    forged.write_text("\n".join([json.dumps(head), *lines[1:]]) + "\n")
    assert replay_command([str(forged)]) == 1
    assert "Line 1 does not fit" in capsys.readouterr().err
    assert replay_command([str(forged), "--language", "fr"]) == 1
    assert "Line 1" not in capsys.readouterr().err


def test_the_auditor_proves_the_rest(story, public_file, tmp_path, capsys):
    key = tmp_path / "auditor.key"
    assert replay_command(["--new-key", str(key)]) == 0
    recipient = capsys.readouterr().out.split()[-1]
    assert key.stat().st_mode & 0o077 == 0
    with story.work(story.auditor):
        sealed = actions.seal_for_auditor(
            campaign=story.campaign, recipient=recipient, by=story.auditor, at=NOON
        )
        with pytest.raises(NotAKey):
            actions.seal_for_auditor(campaign=story.campaign, recipient="age1x", by=story.auditor, at=NOON)
        code = Nomination.objects.first().code
    assert code.encode() not in sealed
    file = tmp_path / "replay.sealed"
    file.write_bytes(sealed)
    assert replay_command([str(public_file), "--sealed", str(file), "--key", str(key)]) == 0
    assert capsys.readouterr().out.count("✓") == 9
    other, _recipient = sealed_streams.new_identity()
    key.write_text(other)
    with pytest.raises(Exception, match="cannot be opened"):
        replay_command([str(public_file), "--sealed", str(file), "--key", str(key)])
    with story.work(), pytest.raises(NoPermission):
        actions.seal_for_auditor(campaign=story.campaign, recipient=recipient, by=story.amina, at=NOON)


def test_a_slip_opens_one_line(story, public_file, tmp_path, capsys):
    with story.work():
        nomination = Nomination.objects.order_by("code").first()
        _found, public, text = queries.slip_of(story.amina, story.campaign, nomination.code)
    slip = tmp_path / "slip.txt"
    slip.write_text(text)
    assert replay_command([str(public_file), "--slip", str(slip)]) == 0
    assert public in capsys.readouterr().out
    slip.write_text(text.replace(public, "0" * 16))
    assert replay_command([str(public_file), "--slip", str(slip)]) == 1


def test_the_reason_sheet_of_a_family_opens_its_own_line(story, public_file, tmp_path, capsys, monkeypatch):
    """What is printed on the sheet, typed as one line, is the slip of that family; an auditor's print has none."""
    made = []
    monkeypatch.setattr(
        reason_sheet, "sheets_pdf", lambda sheets, **words: made.append(list(sheets)) or b"%PDF"
    )
    with story.work():
        code = queries.codes_to_tell(story.campaign).first().code
        actions.print_reasons(campaign=story.campaign, code=code, language="ar", by=story.amina, at=NOON)
    with story.work(story.auditor):
        actions.print_reasons(campaign=story.campaign, code=code, language="ar", by=story.auditor, at=NOON)
    ((sheet,), (audited,)) = made
    assert sheet.code == code and not audited.slip
    slip = tmp_path / "sheet.txt"
    slip.write_text("".join(sheet.slip))
    assert replay_command([str(public_file), "--slip", str(slip)]) == 0
    assert "place" in capsys.readouterr().out
    assert json.loads(slip.read_text())["record"].count(code) == 1


@given(st.text(alphabet='ab: "{حي', min_size=1))
def test_a_slip_on_paper_says_the_same(part):
    said = {"code": "x", "record": part * 30}
    lines = reason_sheet.slip_lines(json.dumps(said, ensure_ascii=False))
    assert json.loads("".join(line.strip() for line in lines)) == said
    assert all(len(line) <= reason_sheet.WIDE and line.isascii() for line in lines)


def test_the_public_page_gives_the_file_to_anybody(story, public_file, tmp_path):
    """It stands beside the published figures, is written once, and proves the selection elsewhere."""
    with story.work():
        row = actions.publish_figures(campaign=story.campaign, by=story.amina, at=NOON)
        assert actions.publish_replay(campaign=story.campaign, by=story.amina, at=NOON) is None
    anybody, file = Client(), reverse("aid:published_replay", args=[row.key])
    assert file in anybody.get(reverse("aid:show_published", args=[row.key])).content.decode()
    taken = anybody.get(file).content
    assert taken == public_file.read_bytes()
    kept = tmp_path / "taken.jsonl"
    kept.write_bytes(taken)
    assert replay_command([str(kept)]) == 0
    assert anybody.get(reverse("aid:published_replay", args=["0" * 16])).status_code == 404
    with story.work(), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        PublishedReplay.objects.update(digest="1" * 64)


def test_another_association_makes_no_file(story):
    elsewhere = given_association("Association Sebou", "-2")
    with elsewhere.work(), pytest.raises(queries.NoSuchCampaign):
        queries.replay_campaign(elsewhere.amina, story.campaign.pk)
    with elsewhere.work(), pytest.raises(queries.NoSuchCampaign):
        queries.campaign_for(elsewhere.amina, story.campaign.pk)


def test_a_pool_too_small_has_no_public_file():
    small = given_association("Association Ouergha", "-3")
    campaign = given_campaign(small, baskets=3, reserve=1)
    with small.work():
        campaign = actions.freeze_criteria(campaign=campaign, criteria=CRITERIA, by=small.amina, at=NOON)
        actions.nominate_households(
            campaign=campaign, bringing=small.organisation, households=families(5), by=small.amina, at=NOON
        )
        with pytest.raises(NothingToReplay):
            list(queries.public_lines(campaign))
    frozen = drawn_list(small, campaign)
    with small.work(small.hassan):
        actions.sign_list(frozen=frozen, by=small.hassan, at=NOON)
    with small.work(), pytest.raises(NothingToReplay, match="Too few families"):
        list(queries.public_lines(campaign))


def test_it_said_beforehand_whom_it_would_reach(story):
    found = story.before
    assert found.need == 300
    assert round(sum(one.mean for one in found.by_need)) == 120
    for table in found.tables:
        assert sum(row.cells[0].need for row in table.rows) == 300
        assert round(sum(row.cells[0].mean for row in table.rows)) == 120
        assert all(row.cells[0].low <= row.cells[0].mean <= row.cells[0].high for row in table.rows)
    assert any(one.line.decided and one.above and one.below for one in found.lines)
    with story.work():
        after = simulate(story.campaign, least=40, codes=False)
    assert after.by_need == found.by_need, "unchanged facts and rules give the same"
    assert any(cell is None for table in after.tables for row in table.rows for cell in row.cells)
    assert not any(one.above or one.below for one in after.lines)


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_its_pages_answer_in_each_language(story, client, language):
    client.cookies["twiza_language"] = language
    client.force_login(story.amina)
    code = Nomination.objects.none()
    with story.work():
        code = Nomination.objects.order_by("code").first().code
    for name, query in (
        ("simulate", None), ("show_relations", None), ("show_replay", None), ("print_slip", None),
        ("print_slip", {"code": code}), ("print_slip", {"code": "zzz"}), ("show_pool", None),
    ):  # fmt: skip
        page = reverse(f"aid:{name}", args=[story.campaign.pk])
        answer = client.post(page, query) if query else client.get(page)
        assert answer.status_code == 200, name
        assert ("salt" in answer.content.decode()) == (query == {"code": code}), name
        assert 'style="' not in answer.content.decode()
    file = client.get(reverse("aid:download_public_file", args=[story.campaign.pk]))
    assert file["Content-Type"] == "application/jsonl" and code not in file.content.decode()
    client.force_login(story.auditor)
    page = reverse("aid:show_replay", args=[story.campaign.pk])
    _identity, recipient = sealed_streams.new_identity()
    sealed = client.post(page, {"recipient": recipient})
    assert sealed["Content-Type"] == "application/octet-stream"
    assert file["Cache-Control"] == sealed["Cache-Control"] == "no-store"
    assert client.post(page, {"recipient": "nothing"}).status_code == 200


def test_files_of_a_large_pool_are_made_by_a_worker_and_kept_sealed(story, client, monkeypatch):
    monkeypatch.setattr("twiza.aid.queries.replay.MADE_AT_ONCE", 10)
    identity, recipient = sealed_streams.new_identity()
    asked = {
        story.amina: lambda: client.get(reverse("aid:download_public_file", args=[story.campaign.pk])),
        story.auditor: lambda: client.post(
            reverse("aid:show_replay", args=[story.campaign.pk]), {"recipient": recipient}
        ),
    }
    for user, ask in asked.items():
        client.force_login(user)
        work = ask()["Location"]
        assert client.get(work).status_code == 200
        before = set(Path(settings.TWIZA_HOME, "files").rglob("*.sealed"))
        run_waiting_jobs()
        kept = set(Path(settings.TWIZA_HOME, "files").rglob("*.sealed")) - before
        assert kept and all(b'{"format"' not in one.read_bytes() for one in kept)
        (address,) = re.findall(r'href="(/files/[^"]+)"', client.get(work).content.decode())
        content = client.get(address).content
        with story.work():
            if user is story.amina:
                assert content.decode() == "".join(
                    line + "\n" for line in queries.public_lines(story.campaign)
                )
            else:
                opened = gzip.decompress(pyrage.decrypt(content, [pyrage.x25519.Identity.from_str(identity)]))
                assert opened.decode().count("\n") == 301
