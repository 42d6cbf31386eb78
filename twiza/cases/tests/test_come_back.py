"""She comes back by her word: reception learns nothing, the team of her case learns it, nobody else does."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from twiza.cases import actions, queries, rules
from twiza.cases.models import Knock, ReturnKey
from twiza.cases.tests.given import given_case, given_key
from twiza.cases.tests.test_receive_at_door import given_ticket
from twiza.lib.keyring import Keyring
from twiza.network.tests.given import NOON, as_work, given_member, given_organisation

pytestmark = pytest.mark.django_db
WORD = "زهرة ٢٧"


@pytest.fixture(autouse=True)
def unlimited():
    """Tries of another test are not counted here."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def hanane(centre):
    """At the reception."""
    return given_member("Hanane", "counter", centre)


@pytest.fixture
def hers(leila, room):
    """A case whose person chose a word."""
    return given_case(leila, room, code_word=WORD)


def knocked(by, centre, at=None, ticket=None, **way):
    with as_work(by):
        actions.knock(
            organisation=centre.pk, way=actions.WayBack(**way), ticket=ticket, by=by, at=at or timezone.now()
        )


def found(who, centre, at=None):
    with as_work(who):
        return queries.knocks_for_me(centre.pk, at=at or timezone.now())


def test_her_word_is_found_however_it_is_written(hers, leila, hanane, centre):
    ticket = given_ticket(hanane, centre, timezone.now())
    for typed in ("زهره 27", " زَهْرة٢٧ ", "زهرة  27"):
        knocked(hanane, centre, ticket=ticket, word=typed)
    assert [(one.case, one.number) for one in found(leila, centre)] == [(hers.pk, ticket.number)] * 3
    with as_work(leila):
        (line, *_others) = queries.after_waiting_for(leila, timezone.now())
        assert WORD not in str(line.sentence) and str(ticket.number) in str(line.sentence)
        actions.call_ticket(ticket=ticket, by=leila, at=timezone.now())
    assert found(leila, centre) == []


def test_a_number_and_two_facts_in_any_order(case, leila, hanane, centre):
    with as_work(leila):
        with pytest.raises(actions.NotAWayBack):
            actions.keep_way_back(
                case=case, way=actions.WayBack(number=7, facts=("فاطنة", "")), by=leila, at=NOON
            )
        way = actions.WayBack(number=7, facts=("فاطنة", "Derb Sultan"))
        actions.keep_way_back(case=case, way=way, by=leila, at=NOON)
    knocked(hanane, centre, number=8, facts=("derb sultan", "فاطنة"))
    knocked(hanane, centre, number=7, facts=("derb sultan", "زهرة"))
    assert found(leila, centre) == []
    knocked(hanane, centre, number=7, facts=("DERB  SULTAN", "فاطنه"))
    assert [one.case for one in found(leila, centre)] == [case.pk]


def test_nobody_but_the_team_sees_the_key_or_the_knock(hers, leila, zineb, hanane, centre):
    given_key(zineb, centre)
    samia = given_member("Samia", "listening_supervisor", centre)
    driss = given_member("Driss", "centre_director", centre)
    elsewhere = given_member("Salma", "listener", given_organisation("Centre Sebou"))
    knocked(hanane, centre, word=WORD)
    for other in (zineb, hanane, samia, driss, elsewhere):
        with as_work(other):
            assert (ReturnKey.objects.count(), Knock.objects.count()) == (0, 0)
            assert queries.after_waiting_for(other, timezone.now()) == []
            assert ReturnKey.objects.update(digest="0" * 64) == 0
            with connection.cursor() as cursor:
                for raw in (
                    "SELECT count(*) FROM cases_knock",
                    "SELECT count(*) FROM cases_knock k JOIN cases_returnkey r ON r.digest = ANY (k.digests)",
                    "SELECT count(*) FROM cases_returnkey WHERE kind = 'word'",
                ):
                    cursor.execute(raw)
                    assert cursor.fetchone()[0] == 0
    assert len(found(leila, centre)) == 1


def test_a_miss_is_read_by_nobody_and_nothing_typed_is_kept(hers, leila, hanane, centre):
    knocked(hanane, centre, word="كلمة أخرى")
    assert found(leila, centre) == []
    with as_work(leila):
        assert Knock.objects.count() == 0
        with connection.cursor() as cursor:
            cursor.execute("SELECT data::text FROM audit_line WHERE type = 'cases.knocked'")
            assert [one for (one,) in cursor.fetchall()] == ["{}"]
        kept = ReturnKey.objects.get()
        assert rules.return_word(WORD) not in str(vars(kept))


def sent(client, word, **more):
    """What reception's answer looks like: the redirect, the page after it, how many questions went to the database."""
    here = reverse("cases:list_tickets")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = client.post(here, {"do": "knock", "word": word} | more)
    page = client.get(answer["Location"])
    shown = page.content.decode()
    for token in {page.context["csrf_token"], *(str(page.context["form_id"]),)}:
        shown = shown.replace(str(token), "")
    shown = "".join(line for line in shown.splitlines() if "csrf" not in line and 'name="id"' not in line)
    return answer.status_code, answer["Location"], shown, [_shape(one["sql"]) for one in asked]


def _shape(sql):
    return sql.split("VALUES")[0].split("WHERE")[0][:60]


def test_reception_gets_the_same_answer_whether_the_word_is_known_or_not(client, hers, leila, hanane, centre):
    client.force_login(hanane)
    sent(client, "first word warms what is kept")
    hit, miss, nothing = sent(client, WORD), sent(client, "كلمة أخرى"), sent(client, "")
    facts = sent(client, "", number="7", first="a b c", second="d e f")
    assert hit == miss == nothing == facts and hit[0] == 302
    assert len(found(leila, centre)) == 1


def test_after_too_many_tries_the_answer_is_the_same_and_nothing_goes_through(
    client, hers, leila, hanane, centre
):
    client.force_login(hanane)
    answers = [sent(client, "كلمة")[:3] for _ in range(12)]
    assert sent(client, WORD)[:3] == answers[-1]
    assert found(leila, centre) == []


def test_another_centre_another_hash_and_a_rotated_key_still_finds(hers, leila, hanane, centre):
    other = given_organisation("Centre Sebou")
    salma = given_member("Salma", "listener", other)
    given_case(salma, given_key(salma, other), code_word=WORD)
    with as_work(leila):
        mine = ReturnKey.objects.get().digest
    with as_work(salma):
        assert ReturnKey.objects.get().digest != mine
    Keyring(settings.TWIZA_KEYS).rotate("return")
    knocked(hanane, centre, word=WORD)
    assert len(found(leila, centre)) == 1 and found(salma, other) == []


def test_a_new_word_takes_the_place_of_the_old_and_may_be_taken_back(hers, leila, hanane, centre):
    with as_work(leila):
        actions.keep_way_back(case=hers, way=actions.WayBack(word="ياسمين"), by=leila, at=NOON)
    knocked(hanane, centre, word=WORD)
    assert found(leila, centre) == []
    knocked(hanane, centre, word="ياسمين")
    assert len(found(leila, centre)) == 1
    with as_work(leila):
        actions.drop_way_back(case=hers, by=leila, at=NOON)
    assert found(leila, centre) == []


def test_knocks_are_gone_after_a_day_and_reception_deletes_no_others(hers, leila, hanane, centre):
    now = timezone.now()
    knocked(hanane, centre, at=now - timezone.timedelta(days=2), word=WORD)
    knocked(hanane, centre, at=now, word=WORD)
    with as_work(leila):
        assert [one.at for one in Knock.objects.all()] == [now]
        with pytest.raises(DatabaseError), transaction.atomic():
            Knock.objects.update(by=leila)
    with as_work(hanane):
        Knock.objects.all()._raw_delete("default")
        with pytest.raises(DatabaseError), transaction.atomic():
            Knock(organisation_id=centre.pk, by=leila, digests=[], at=now).save(force_insert=True)
    assert len(found(leila, centre)) == 1


letters = st.text(alphabet="ابتثةهأإآءىيزورسكمن abcdé0123٤٥٦", min_size=1, max_size=14)


@given(letters)
def test_one_word_in_many_spellings_is_one_word(typed):
    word = rules.return_word(typed)
    assert rules.return_word(word) in (word, "")
    spaced = "  ".join(typed)
    western = typed.translate(str.maketrans("٤٥٦", "456"))
    seats = typed.translate(str.maketrans("أإآ", "ااا"))
    for other in (typed.upper(), f" {typed}\u200f", western, seats, typed.replace("ة", "ه")):
        assert rules.return_word(other) == word
    if typed.isascii() is False and not any(one in "abcdé" for one in typed):
        assert rules.return_word(spaced) == word


@given(st.integers(1, 99), letters, letters)
def test_two_facts_are_the_same_in_both_orders(number, one, other):
    assert rules.return_facts(number, (one, other)) == rules.return_facts(number, (other, one))
    assert rules.return_facts(None, (one, other)) == rules.return_facts(number, (one,)) == ""
