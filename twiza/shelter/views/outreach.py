"""Pages: a team's night for its leader, its phones and call-outs; notes of the night, in the open room of a listener."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.lib.errors import DomainError, NotAllowed
from twiza.platform.sync import queries as devices
from twiza.platform.web.sentences import say
from twiza.shelter import actions, queries
from twiza.shelter.forms.outreach import EndPhone, WriteCallOut
from twiza.shelter.views.nights import looked, night_asked, night_words
from twiza.shelter.views.saving import done_or_said, saved
from twiza.shelter.views.winters import page_words


@require_safe
def show_team(request: HttpRequest, id: UUID) -> HttpResponse:
    """A team's night: meetings by area as counts, beds, call-outs with their response time, phones, what waits."""
    team = queries.team_for(request.user, id)
    night = night_asked(request, team.winter)
    found = queries.team_night(team, night)
    words = page_words(request, team.winter) | night_words(team.winter, night)
    words |= {
        "found": found,
        "team": team,
        "phones": [
            (one, None if one.revoked_at else EndPhone(initial={"device": one.id}, auto_id=f"id_%s_{one.id}"))
            for one in devices.devices_of([team.pk])
        ],
    }
    return render(request, "shelter/team_night.html", words)


@require_POST
def open_team_phone(request: HttpRequest, id: UUID) -> HttpResponse:
    """The sheet that opens one phone of a team, made here and kept nowhere."""
    team = queries.team_for(request.user, id)
    try:
        opened = actions.open_team_phone(team=team, by=request.user, at=timezone.now())
    except NotAllowed:
        raise
    except DomainError as refusal:
        messages.error(request, say(refusal))
        return redirect(_team(team))
    address = request.build_absolute_uri("/field/")
    language = "fr" if (get_language() or "ar").startswith("fr") else "ar"
    response = HttpResponse(
        actions.print_team_opening(opened, address, language), content_type="application/pdf"
    )
    response["Content-Disposition"] = 'attachment; filename="phone.pdf"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def end_team_phone(request: HttpRequest, id: UUID) -> HttpResponse:
    """End a phone of a team: lost, stolen, dead, put away."""
    team = queries.team_for(request.user, id)
    form = EndPhone(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say what happened to the phone."))
        return redirect(_team(team))

    def act(by: Any, at: Any) -> None:
        actions.revoke_team_phone(team=team, **form.cleaned_data, by=by, at=at)

    return done_or_said(
        request, act, back=_team(team), done=_("The phone is ended. What it still sends waits here for you.")
    )


@require_POST
def accept_late(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take in what waits of the phones of a team, in this person's name."""
    team = queries.team_for(request.user, id)
    chosen = [one.operation for one in devices.waiting_of([team.pk])]
    chosen = [one for one in chosen if str(one) in request.POST.getlist("operation")]

    def act(by: Any, at: Any) -> None:
        count = actions.accept_late_rounds(team=team, operations=chosen, by=by, at=at)
        messages.info(request, _("Taken in: %(count)s.") % {"count": count})

    return done_or_said(request, act, back=_team(team), done=_("Looked at."))


@require_http_methods(["GET", "POST"])
def write_call_out(request: HttpRequest, id: UUID) -> HttpResponse:
    """Send a team to people outside."""
    team = queries.team_for(request.user, id)
    now = timezone.now()
    areas = queries.plan_of(team.winter).hot_spots
    form = WriteCallOut(
        request.POST or None, areas=areas, initial={"alerted": timezone.localtime(now).time()}
    )
    phones = sum(one.revoked_at is None for one in devices.devices_of([team.pk]))

    def act(by: Any, at: Any, alerted: Any, **typed: Any) -> None:
        moment = min(form.alerted_at(at), at)
        actions.write_call_out(team=team, alerted_at=moment, **typed, by=by, at=at)

    return saved(
        request,
        form,
        act,
        back=_team(team),
        done=_("The team has it as soon as its phone is online."),
        title=_("Call the team out"),
        lead=_("Phones of this team that will have the place: %(phones)s. Call them too: a phone without network knows nothing.")
        % {"phones": phones},
        submit=_("Send it to the team"),
    )  # fmt: skip


@require_safe
def read_notes(request: HttpRequest, id: UUID) -> HttpResponse:
    """What was noted in a night, opened for who has a seat at its key. Each look leaves a line."""
    winter = queries.winter_noted(request.user, id)
    room = import_string(settings.ROOM_OPENED)(request, winter.crew_id)
    if room is None:
        door: HttpResponse = import_string(settings.ROOM_DOOR)(request, winter.crew_id)
        return door
    night = night_asked(request, winter)
    notes = queries.night_notes(winter, night, room)
    looked(request, "shelter.night_notes", winter.crew_id, [one.about.pk for one in notes])
    words = {"winter": winter, "notes": notes} | night_words(winter, night)
    response = render(request, "shelter/night_notes.html", words)
    add_never_cache_headers(response)
    return response


@require_POST
def hand_keys(request: HttpRequest, id: UUID) -> HttpResponse:
    """Hand the keys of the notes to colleagues who listen and have none of them yet."""
    winter = queries.winter_noted(request.user, id)
    room = import_string(settings.ROOM_OPENED)(request, winter.crew_id)
    if room is None:
        door: HttpResponse = import_string(settings.ROOM_DOOR)(request, winter.crew_id)
        return door

    def act(by: Any, at: Any) -> None:
        count = actions.hand_outreach_keys(winter=winter, room=room, by=by, at=at)
        messages.info(request, _("Keys handed: %(count)s.") % {"count": count})

    back = reverse("shelter:read_notes", args=[winter.pk])
    return done_or_said(request, act, back=back, done=_("Every listener with a key of the room has them."))


@require_safe
def hear_note(request: HttpRequest, id: UUID) -> HttpResponse:
    """The voice note of a meeting, for who has a seat at its key. Each time leaves a line."""
    encounter = queries.encounter_noted(request.user, id)
    room = import_string(settings.ROOM_OPENED)(request, encounter.crew_id)
    if room is None:
        door: HttpResponse = import_string(settings.ROOM_DOOR)(request, encounter.crew_id)
        return door
    voice = queries.night_voice(encounter, room)
    if voice is None:
        raise Http404
    looked(request, "shelter.night_voice", encounter.crew_id, [encounter.pk])
    response = HttpResponse(voice[0], content_type=voice[1])
    response["X-Content-Type-Options"] = "nosniff"
    add_never_cache_headers(response)
    return response


def _team(team: Any) -> str:
    return reverse("shelter:show_team", args=[team.pk])
