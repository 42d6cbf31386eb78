"""Pages of members of a household and their situations."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twiza.lib.errors import DomainError
from twiza.platform.web.sentences import say
from twiza.registry import actions, forms, queries
from twiza.registry.rules.dates import Birth, Precision
from twiza.registry.views.households import ids_of
from twiza.registry.views.lines import shown
from twiza.registry.views.possible import ASK, ask_first

# What tells who somebody is: corrected, it asks who of the register she may be
TELLING = {"name_arabic", "name_latin", "name_said", "birth", "phone", "second_phone"}


@require_http_methods(["GET", "POST"])
def add_member(request: HttpRequest, id: UUID) -> HttpResponse:
    """Add a person to a household."""
    household = queries.household_for(request.user, id)
    form = forms.PersonForm(request.POST or None, initial={"relationship": "other"})
    if request.method == "POST" and form.is_valid():
        if ask_first(request, household.organisation_id, [form], place_in(household)):
            form.add_error(None, ASK)
            return render(request, "registry/member_form.html", {"form": form, "household": household})
        try:
            actions.add_member(household=household, person=form.person(), by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            return redirect("registry:show_household", id)
    return render(request, "registry/member_form.html", {"form": form, "household": household})


@require_http_methods(["GET", "POST"])
def correct_member(request: HttpRequest, id: UUID) -> HttpResponse:
    """Correct a person."""
    person = queries.person_for(request.user, id)
    household = queries.household_for(request.user, person.household_id)
    form = forms.PersonForm(request.POST or None, initial=as_typed(person))
    if request.method == "POST" and form.is_valid():
        asks = TELLING & set(form.changed_data)
        if asks and ask_first(request, household.organisation_id, [form], place_in(household), but=person.pk):
            form.add_error(None, ASK)
            words = {"form": form, "household": household, "person": person}
            return render(request, "registry/member_form.html", words)
        try:
            actions.correct_member(person=person, data=form.person(), by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            return redirect("registry:show_household", household.pk)
    shown(request, "registry.member", person.organisation_id, ids_of(household, [person]))
    words = {"form": form, "household": household, "person": person}
    return render(request, "registry/member_form.html", words)


def place_in(household: Any) -> str:
    """Return where a household lives, in words."""
    return str(household.place or household.place_words)


def as_typed(person: Any) -> dict[str, Any]:
    names = ("name_arabic", "name_latin", "name_said", "relationship", "sex", "phone", "second_phone")
    start = {name: getattr(person, name) for name in names}
    if person.birth_on:
        start["birth"] = Birth(person.birth_on, Precision(person.birth_precision))
    return start


@require_http_methods(["GET", "POST"])
def erase_member(request: HttpRequest, id: UUID) -> HttpResponse:
    """Erase a person for good, after saying why."""
    person = queries.person_for(request.user, id)
    household = queries.household_for(request.user, person.household_id)
    form = forms.EraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.erase_person(
                person=person, reason_code=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("The person is erased, with the history."))
            return redirect("registry:show_household", household.pk)
    shown(request, "registry.erase", person.organisation_id, ids_of(household, [person]))
    words = {"form": form, "household": household, "members": [person], "person": person}
    return render(request, "registry/erase.html", words)


@require_http_methods(["GET", "POST"])
def mark_situation(request: HttpRequest, id: UUID) -> HttpResponse:
    """Note a situation of a member or of the whole household."""
    household = queries.household_for(request.user, id)
    members = queries.members_of(household)
    start = {"on": timezone.localdate(), "said_by": "self_declared"}
    form = forms.SituationForm(request.POST or None, initial=start, members=members)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        person = next((one for one in members if str(one.pk) == data["person"]), None)
        try:
            actions.mark_vulnerability(
                household=household,
                person=person,
                category=data["category"],
                said_by=data["said_by"],
                on=data["on"],
                until=data["until"],
                by=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            return redirect("registry:show_household", id)
    shown(request, "registry.situation", household.organisation_id, ids_of(household, members))
    return render(request, "registry/situation_form.html", {"form": form, "household": household})


@require_POST
def end_situation(request: HttpRequest, id: UUID) -> HttpResponse:
    """Say that a situation is over."""
    mark = queries.mark_for(request.user, id)
    now = timezone.now()
    try:
        actions.end_vulnerability(mark=mark, on=timezone.localdate(now), by=request.user, at=now)
    except actions.MarkAlreadyEnded as refusal:
        messages.error(request, say(refusal))
    return redirect("registry:show_household", mark.household_id)
