"""Pages: the two officers who bring back a key together; the worker who asks them; a worker who starts anew."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from twiza.cases import actions, forms, queries
from twiza.cases.views import room as door
from twiza.cases.views.awareness import chosen_among
from twiza.cases.views.cases import form_key
from twiza.cases.views.room import opened_for, to_the_door, unseen, working_in
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say


@unseen
@require_http_methods(["GET", "POST"])
def show_recovery(request: HttpRequest) -> HttpResponse:
    """An officer takes a key of their own, sees what waits by its number, and confirms with the passphrase."""
    allowed = queries.where_officer(request.user, on=timezone.localdate())
    organisation = chosen_among(request, allowed, Permission.ROOM_RECOVER)
    does = request.POST.get("do", "")
    take = forms.TakeRecoveryKey(request.POST if does == "take" else None, prefix="take")
    confirm = forms.ConfirmRecovery(request.POST if does == "confirm" else None)
    form: Any = {"take": take, "confirm": confirm}.get(does)
    if form is not None and form.is_valid():
        now: dict[str, Any] = {"organisation": organisation, "by": request.user, "at": timezone.now()}
        try:
            if form is take:
                actions.take_recovery_key(passphrase=take.cleaned_data["passphrase"], **now)
                messages.success(request, _("Your key is made. Keep the passphrase where only you find it."))
            else:
                actions.confirm_recovery(**confirm.cleaned_data, **now)
                messages.success(request, _("You confirmed. The colleague needs the second officer too."))
        except DomainError as refusal:
            form.add_error("passphrase", say(refusal))
        else:
            return redirect(f"{reverse('cases:show_recovery')}?organisation={organisation}")
    words = {
        "organisation": organisation, "take": take, "confirm": confirm,
        "key": queries.officer_of(request.user, organisation), "waiting": queries.recoveries_waiting(organisation),
        "has_two": bool(queries.officers_of(organisation)),
    }  # fmt: skip
    return render(request, "cases/recovery_officer.html", words)


@unseen
@require_http_methods(["GET", "POST"])
def ask_recovery(request: HttpRequest) -> HttpResponse:
    """A worker asks the two officers for the key of a case, sees how far it is, and takes the key."""
    organisation = working_in(request)
    room = opened_for(request, organisation)
    if room is None:
        return to_the_door(request, organisation)
    user: Any = request.user
    form, now = forms.AskRecovery(), timezone.now()
    if request.method == "POST" and request.POST.get("do") == "finish":
        try:
            ask = queries.my_recovery(user, form_key(request.POST.get("ask")))
            case = actions.finish_recovery(ask=ask, room=room, by=user, at=now)
        except DomainError as refusal:
            messages.error(request, say(refusal))
            return redirect(f"{reverse('cases:ask_recovery')}?organisation={organisation}")
        messages.success(request, _("The case opens again, and you are in its team."))
        return redirect("cases:show_case", case.pk)
    if request.method == "POST":
        form = forms.AskRecovery(request.POST)
        if form.is_valid():
            try:
                actions.ask_recovery(organisation=organisation, by=user, at=now, **form.cleaned_data)
            except DomainError as refusal:
                form.add_error(None, say(refusal))
            else:
                messages.success(request, _("The two officers are asked. Say them the number below, aloud."))
                return redirect(f"{reverse('cases:ask_recovery')}?organisation={organisation}")
    asked = queries.my_recoveries(user, organisation, at=now)
    words = {"organisation": organisation, "form": form, "asked": asked, "has_two": bool(queries.officers_of(organisation))}  # fmt: skip
    return render(request, "cases/recovery_ask.html", words)


@unseen
@require_http_methods(["GET", "POST"])
def start_anew(request: HttpRequest) -> HttpResponse:
    """After a forgotten passphrase, and one question: a new key, to which colleagues hand the cases again."""
    organisation = working_in(request)
    user: Any = request.user
    if queries.worker_of(user.pk, organisation) is None:
        return to_the_door(request, organisation)
    form = forms.StartAnew(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            room = actions.start_anew(
                organisation=organisation, passphrase=form.cleaned_data["passphrase"], by=user, at=timezone.now()
            )  # fmt: skip
        except DomainError as refusal:
            form.add_error("passphrase", say(refusal))
        else:
            messages.success(
                request, _("You have a new key. Ask your colleagues to hand you your cases again.")
            )
            response = redirect(f"{reverse('cases:list_cases')}?organisation={organisation}")
            door.hold_open(request, response, room)
            response.delete_cookie(door.DEVICE, path=door.PATH, samesite="Strict")
            return response
    words = {
        "organisation": organisation, "form": form, "held": queries.keys_held(user, organisation),
        "has_two": bool(queries.officers_of(organisation)),
    }  # fmt: skip
    return render(request, "cases/room_anew.html", words)
