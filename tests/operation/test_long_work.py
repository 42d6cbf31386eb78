"""Long work: asked for with the transaction, seen while it runs, found again, never half kept."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from twiza.lib.errors import DomainError
from twiza.network.tests.given import given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User
from twiza.platform.queue import actions as queue
from twiza.platform.queue import queries
from twiza.platform.queue.models import Work

AT = datetime(2026, 2, 2, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 2, 2, 12, 5, tzinfo=UTC)
seen: list[object] = []


class TooManyRows(DomainError):
    code = "test.too_many_rows"


@queue.job("test.count")
def count(*, by_id: UUID, work_id: UUID, rows: int) -> None:
    """Amina's job: it counts, and refuses more than a hundred rows."""
    with acting_as(by_id, purpose=Purpose.WORK):
        seen.append((by_id, rows))
        queue.advance(work=work_id, done=rows // 2, total=rows)
        if rows > 100:
            raise TooManyRows(_("There are %(rows)s rows; send at most 100."), rows=rows)
        if rows == 13:
            raise ZeroDivisionError
        queue.finish_work(work=work_id, at=LATER, result="/done/")


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    seen.clear()
    queue.tasks_app.cache_clear()
    yield


@pytest.fixture
def amina(db: None) -> User:
    return given_member("Amina", "association_president", given_organisation())


def ask(user: User, rows: int) -> Work:
    """Ask as an action does: the work and its job in one transaction."""
    with acting_as(user.pk, purpose=Purpose.WORK):
        work = queue.start_work(
            kind="test.count", title=_("Counting rows"), by=user, organisation=None, at=AT
        )
        queue.later("test.count", by=user, work_id=work.pk, rows=rows)
    return work


def found(user: User, work: Work) -> Work:
    with acting_as(user.pk, purpose=Purpose.WORK):
        return queries.work_for(user, work.pk)


def test_it_works(amina: User) -> None:
    work = ask(amina, 40)
    assert found(amina, work).state == "waiting"
    assert queue.run_waiting_jobs() == 1
    assert seen == [(amina.pk, 40)]
    done = found(amina, work)
    assert (done.state, done.done, done.total, done.result) == ("finished", 40, 40, "/done/")
    assert queue.run_waiting_jobs() == 0


def test_it_says_a_refusal_in_the_reader_s_language(amina: User) -> None:
    work = ask(amina, 500)
    queue.run_waiting_jobs()
    failed = found(amina, work)
    assert (failed.state, failed.problem_code) == ("failed", "test.too_many_rows")
    assert failed.problem % failed.problem_data == "There are 500 rows; send at most 100."


def test_it_ends_with_a_sentence_when_the_job_breaks(amina: User) -> None:
    work = ask(amina, 13)
    with translation.override("ar"):
        queue.run_waiting_jobs()
    failed = found(amina, work)
    assert (failed.state, failed.problem_code) == ("failed", "queue.unexpected")
    assert failed.problem.startswith("Something went wrong on our side.")


def test_it_forgets_a_job_whose_transaction_was_rolled_back(amina: User) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ask(amina, 1)
        raise ZeroDivisionError
    assert queue.run_waiting_jobs() == 0


def test_it_refuses_an_unknown_name_at_once(amina: User) -> None:
    with pytest.raises(queue.UnknownJob, match=r"test\.cuont"):
        queue.later("test.cuont", by=amina)


def test_it_does_not_begin_again_what_is_over(amina: User) -> None:
    """A job that was finished before its worker was killed is given out again: nothing happens twice."""
    work = ask(amina, 40)
    queue.run_waiting_jobs()
    with acting_as(amina.pk, purpose=Purpose.WORK):
        queue.later("test.count", by=amina, work_id=work.pk, rows=40)
    queue.run_waiting_jobs()
    assert seen == [(amina.pk, 40)]


def test_it_is_only_its_owners(amina: User) -> None:
    youssef = given_member("Youssef", "treasurer", given_organisation("Association Sebou"))
    work = ask(amina, 40)
    with acting_as(youssef.pk, purpose=Purpose.WORK):
        assert not Work.objects.exists()
        with pytest.raises(queries.NoSuchWork):
            queries.work_for(youssef, work.pk)
    assert not Work.objects.exists(), "nothing said, nothing seen"


def test_it_cannot_be_left_over_without_its_time(amina: User) -> None:
    work = ask(amina, 1)
    with pytest.raises(IntegrityError, match="over_has_its_time"), acting_as(amina.pk, purpose=Purpose.WORK):
        Work.objects.filter(pk=work.pk).update(state="finished")


@pytest.mark.slow
@pytest.mark.concurrent
@pytest.mark.usefixtures("own_database")
def test_it_shows_each_step_while_the_job_is_still_open() -> None:
    amina = given_member("Amina", "association_president", given_organisation())
    work = ask(amina, 40)
    with acting_as(amina.pk, purpose=Purpose.WORK):
        queue.advance(work=work.pk, done=7, total=9)
        connection.set_rollback(True)  # the job's own transaction comes to nothing; the step was seen
    assert (found(amina, work).done, found(amina, work).percent) == (7, 77)


def test_its_pages_show_how_far_it_is(amina: User, client: Client) -> None:
    client.cookies["twiza_language"] = "en"
    client.force_login(amina)
    assert "No long work yet" in client.get(reverse("queue:list_work")).content.decode()
    work, refused = ask(amina, 40), ask(amina, 500)
    page = client.get(reverse("queue:list_work")).content.decode()
    assert "Counting rows" in page and "Waiting for its turn" in page and 'hx-trigger="every 2s"' in page
    queue.run_waiting_jobs()
    piece = client.get(reverse("queue:list_work"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in piece and "Finished" in piece and "hx-trigger" not in piece
    shown = client.get(reverse("queue:show_work", args=[work.pk])).content.decode()
    assert 'href="/done/"' in shown
    shown = client.get(reverse("queue:show_work", args=[refused.pk])).content.decode()
    assert "There are 500 rows; send at most 100." in shown
    client.force_login(given_member("Salma", "treasurer", given_organisation("Association Sebou")))
    assert client.get(reverse("queue:show_work", args=[work.pk])).status_code == 404
