"""Letting families be compared: each party signs for itself, a protected service never, and anybody takes it back."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import Error, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from twiza.network import actions, queries
from twiza.network.models import Convention, Organisation, SharingSignature
from twiza.network.tests.given import as_work, given_member, given_organisation
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.permissions import NoPermission

pytestmark = pytest.mark.django_db

START = date(2026, 1, 1)


@pytest.fixture
def two():
    olive, wool = given_organisation("Association Tissaout"), given_organisation("Association Amal")
    amina = given_member("Amina", "association_president", olive)
    salma = given_member("Salma", "association_president", wool)
    return olive, wool, amina, salma


def convention_of(ours, theirs, by, **more):
    options = {"starts_on": START, "signed_on": START, **more}
    return actions.sign_convention(
        organisation=ours, title="Ramadan", by=by, at=timezone.now(), **options,
        parties=[actions.Party(ours, "partner"), actions.Party(theirs, "partner")],
    )  # fmt: skip


def signed(convention, *, among):
    return queries.signed_parties(
        convention, on=timezone.localdate(), among=[organisation.pk for organisation in among]
    )


def test_each_party_signs_for_itself_and_both_see_it(two):
    olive, wool, amina, salma = two
    now = timezone.now()
    with as_work(amina):
        convention = convention_of(olive, wool, amina)
        actions.sign_sharing(convention=convention, organisation=olive, by=amina, at=now)
        assert signed(convention, among=[olive, wool]) == [olive]
        with pytest.raises(NoPermission):
            actions.sign_sharing(convention=convention, organisation=wool, by=amina, at=now)
    with as_work(salma):
        actions.sign_sharing(convention=convention, organisation=wool, by=salma, at=now)
        assert set(signed(convention, among=[olive, wool])) == {olive, wool}
        line = apps.get_model("audit", "AuditLine")
        assert line.objects.filter(type="network.sharing_signed", organisation_id=wool.pk).count() == 2
    with as_work(amina):
        assert queries.agreements_of(olive.pk, on=timezone.localdate()) == [convention]


def test_it_is_taken_back_by_one_side_alone_and_may_be_signed_again(two):
    olive, wool, amina, salma = two
    now = timezone.now()
    with as_work(amina):
        convention = convention_of(olive, wool, amina)
        actions.sign_sharing(convention=convention, organisation=olive, by=amina, at=now)
        with pytest.raises(actions.CannotShare):
            actions.sign_sharing(convention=convention, organisation=olive, by=amina, at=now)
    with as_work(salma):
        actions.sign_sharing(convention=convention, organisation=wool, by=salma, at=now)
        actions.end_sharing(convention=convention, organisation=wool, by=salma, at=now)
        assert signed(convention, among=[olive, wool]) == [olive]
        with pytest.raises(actions.CannotShare):
            actions.end_sharing(convention=convention, organisation=wool, by=salma, at=now)
        actions.sign_sharing(convention=convention, organisation=wool, by=salma, at=now)
        assert len(signed(convention, among=[olive, wool])) == 2


def test_a_protected_service_never_signs(two):
    olive, wool, amina, salma = two
    with as_work(amina):
        convention = convention_of(olive, wool, amina)
        actions.sign_sharing(convention=convention, organisation=olive, by=amina, at=timezone.now())
        Organisation.objects.filter(pk=olive.pk).update(protected=True)
        assert signed(convention, among=[olive, wool]) == []  # what was signed before holds no more
        actions.end_sharing(convention=convention, organisation=olive, by=amina, at=timezone.now())
        with pytest.raises(actions.CannotShare):
            actions.sign_sharing(convention=convention, organisation=olive, by=amina, at=timezone.now())
        with pytest.raises(Error), transaction.atomic():
            SharingSignature.objects.create(
                convention=convention, organisation=olive, signed_by=amina, signed_at=timezone.now()
            )


def test_a_convention_that_is_not_signed_or_is_over_allows_nothing(two):
    olive, wool, amina, _salma = two
    today = timezone.localdate()
    with as_work(amina):
        unsigned = convention_of(olive, wool, amina, signed_on=None)
        past = convention_of(olive, wool, amina, ends_on=today)
        for convention in (unsigned, past):
            with pytest.raises(actions.CannotShare):
                actions.sign_sharing(convention=convention, organisation=olive, by=amina, at=timezone.now())
        ended = convention_of(olive, wool, amina)
        actions.sign_sharing(convention=ended, organisation=olive, by=amina, at=timezone.now())
        ended = actions.end_convention(
            convention=ended, on=today, reason="term", organisation=olive, by=amina, at=timezone.now()
        )
        assert signed(ended, among=[olive]) == [] == queries.agreements_of(olive.pk, on=today)


def test_who_extends_a_convention_extends_no_one_elses_word(two):
    olive, wool, amina, salma = two
    today = timezone.localdate()
    soon = today + timedelta(days=10)
    with as_work(amina):
        convention = convention_of(olive, wool, amina, ends_on=soon)
        actions.sign_sharing(convention=convention, organisation=olive, by=amina, at=timezone.now())
    with as_work(salma):
        actions.amend_convention(
            convention=convention, words="x", signed_on=today, new_end=soon + timedelta(days=400),
            organisation=wool, by=salma, at=timezone.now(),
        )  # fmt: skip
        convention = Convention.objects.get(pk=convention.pk)
        assert queries.signed_parties(convention, on=soon - timedelta(days=1), among=[olive.pk]) == [olive]
        assert queries.signed_parties(convention, on=soon, among=[olive.pk]) == []


def test_the_database_takes_no_signature_in_the_name_of_another(two):
    olive, wool, amina, salma = two
    with as_work(amina):
        convention = convention_of(olive, wool, amina)
        values = {"convention": convention, "signed_at": timezone.now()}
        for organisation, person in ((wool, amina), (wool, salma), (olive, salma)):
            with pytest.raises(Error), transaction.atomic():
                SharingSignature.objects.create(organisation=organisation, signed_by=person, **values)
        SharingSignature.objects.create(organisation=olive, signed_by=amina, **values)
        with pytest.raises(IntegrityError), transaction.atomic():
            SharingSignature.objects.create(organisation=olive, signed_by=amina, **values)
        with pytest.raises(Error), transaction.atomic():
            SharingSignature.objects.update(holds_until=START)
    elsewhere = given_member("Nadia", "association_president", given_organisation("Autre"))
    with as_work(elsewhere):
        assert not SharingSignature.objects.exists()
    with acting_as(None, purpose=Purpose.MATCHING):
        assert not SharingSignature.objects.exists()


def test_its_page_says_what_is_signed_and_asks_to_sign_in_again(two, client, in_english):
    olive, wool, amina, salma = two
    with as_work(amina):
        convention = convention_of(olive, wool, amina)
    client.force_login(amina)
    page = client.get(reverse("network:show_convention", args=[convention.pk])).content.decode()
    assert reverse("network:sign_sharing", args=[convention.pk]) in page
    answer = client.post(reverse("network:sign_sharing", args=[convention.pk]))
    assert answer.status_code == 302 and "sharing" not in answer["Location"].split("?")[0]
    with as_work(amina):
        assert not SharingSignature.objects.exists()
        actions.sign_sharing(convention=convention, organisation=olive, by=amina, at=timezone.now())
    answer = client.post(reverse("network:end_sharing", args=[convention.pk]))
    assert answer.status_code == 302
    with as_work(salma):
        assert SharingSignature.objects.get().ended_at is not None
