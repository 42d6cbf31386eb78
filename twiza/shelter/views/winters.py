"""Pages: the winters of a committee, one winter and its plan, its last night, its closing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.lib.errors import DomainError
from twiza.network import queries as network
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web.sentences import say
from twiza.shelter import actions, queries, rules
from twiza.shelter.forms.winters import CloseWinter, MoveLastNight, OpenWinter
from twiza.shelter.views.saving import saved


@require_safe
def list_winters(request: HttpRequest) -> HttpResponse:
    """The winters of whoever plans, sits in the committee, goes out or keeps a site."""
    if not queries.where(request.user, *queries.READS):
        check(request.user, Permission.WINTER_READ)
    words = {
        "winters": queries.winters_of(request.user),
        "may_open": bool(queries.where(request.user, Permission.WINTER_PLAN)),
        "tonight": rules.night_of(timezone.now()),
    }
    return render(request, "shelter/winter_list.html", words)


@require_http_methods(["GET", "POST"])
def open_winter(request: HttpRequest) -> HttpResponse:
    """Open a winter: whose it is, who goes out, from which night to which."""
    user: Any = request.user
    check(user, Permission.WINTER_PLAN)
    mine = network.organisations_where(user, Permission.WINTER_PLAN, on=timezone.localdate())
    bodies, _next = network.organisations(all_of_them=True)
    form = OpenWinter(
        request.POST or None,
        committees=mine,
        crews=bodies,
        places=network.provinces(),
        previous=queries.winters_of(user),
    )
    if request.method == "POST" and form.is_valid():
        try:
            winter = actions.open_winter(**form.cleaned_data, by=user, at=timezone.now())
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(
                request, _("The winter is open. Write its plan now: who answers, where to go, with what.")
            )
            return redirect("shelter:show_winter", winter.pk)
    words = {
        "form": form,
        "title": _("Open a winter"),
        "lead": _("The committee keeps the plan and the totals. The body whose teams go out is another organisation."),
        "submit": _("Open the winter"),
        "back": reverse("shelter:list_winters"),
    }  # fmt: skip
    return render(request, "shelter/winter_form.html", words, status=422 if form.errors else 200)


@require_safe
def show_winter(request: HttpRequest, id: UUID) -> HttpResponse:
    """The plan of the period: nights, bodies, changes, what the one before taught."""
    winter = queries.winter_for(request.user, id)
    words = {
        **page_words(request, winter),
        "changes": winter.changes.select_related("by").order_by("-at"),
        "before": queries.winter_before(request.user, winter),
    }
    return render(request, "shelter/winter_detail.html", words)


@require_http_methods(["GET", "POST"])
def move_last_night(request: HttpRequest, id: UUID) -> HttpResponse:
    """Go on longer, or end earlier, with reasons."""
    winter = queries.winter_for(request.user, id)
    check(request.user, Permission.WINTER_PLAN, winter)
    form = MoveLastNight(request.POST or None, initial={"last_night": winter.last_night})

    def act(**typed: Any) -> None:
        actions.move_last_night(winter=winter, **typed)

    return saved(
        request, form, act, back=_path(winter), done=_("The last night has moved. The reasons stay with it."),
        title=_("Move the last night"), submit=_("Move it"),
        lead=_("The decision and its reasons stay on the page of the winter."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def close_winter(request: HttpRequest, id: UUID) -> HttpResponse:
    """Close a winter with what the next one should know."""
    winter = queries.winter_for(request.user, id)
    check(request.user, Permission.WINTER_PLAN, winter)

    def act(**typed: Any) -> None:
        actions.close_winter(winter=winter, **typed)

    return saved(
        request, CloseWinter(request.POST or None), act, back=_path(winter), done=_("The winter is closed."),
        title=_("Close the winter"), submit=_("Close it"),
        lead=_("After the last night. Nothing is added any more; the papers stay."),
    )  # fmt: skip


def page_words(request: HttpRequest, winter: Any) -> dict[str, Any]:
    """What every page of a winter needs: the winter, whether its reader plans it or goes out, and tonight."""
    user: Any = request.user
    is_open = winter.closed_at is None
    keeps = user.has_perm(Permission.WINTER_PLAN, winter.organisation_id)
    return {
        "winter": winter,
        "inside": queries.is_inside(user, winter),
        "keeps": keeps,  # its papers: what was decided is carried out and signed after the closing too
        "plans": is_open and keeps,
        "goes_out": is_open and user.has_perm(Permission.NIGHT_ROUND, winter.crew_id),
        "tonight": rules.night_of(timezone.now()),
    }


def _path(winter: Any) -> str:
    return reverse("shelter:show_winter", args=[winter.pk])
