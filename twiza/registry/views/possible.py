"""At the counter: while somebody is written, who of the own register they may be. It asks; the person decides."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say
from twiza.registry import actions, forms, queries
from twiza.registry.views.lines import looked
from twiza.registry.views.places import working_in

ASK = _("First look: is it one of the people shown below? If not, tick the box under them and go on.")


@require_POST
def check_possible(request: HttpRequest) -> HttpResponse:
    """The people of the own register who may be the one that is being typed. Counted and logged, without the name."""
    organisation = working_in(request, Permission.REGISTRY_WRITE)
    form = forms.PersonForm(request.POST, prefix=forms.prefix_typed(request.POST.get("row", "")))
    form.is_valid()  # what is half typed is left out
    words: dict[str, Any] = {"row": form}
    try:
        show(request, form, matches(request, organisation, form, request.POST.get("place_words", "")))
    except actions.TooManyLooks as refusal:
        looked(request, "registry.search_refused", organisation, [])
        words["too_many"] = say(refusal)
    return render(request, "registry/possible.html", words)


def ask_first(
    request: HttpRequest, organisation: UUID, rows: list[Any], place: str, *, but: Any = None
) -> bool:
    """Say whether somebody typed may be in the register already, and nobody said yet that it is not so.

    Each row then carries who it may be. Without JavaScript this is where the question comes. Somebody who tried too
    often is asked nothing and shown nobody: the form is written, because help does not wait for a limit.

    Args:
        but: no answer: what a form of the same id has made (it was sent twice), or the person who is corrected.
    """
    try:
        for row in rows:
            if row.has_changed():
                show(request, row, matches(request, organisation, row, place, but=[but]))
    except actions.TooManyLooks:
        looked(request, "registry.search_refused", organisation, [])
        return False
    return any(getattr(row, "possible", ()) and not row.not_these for row in rows)


def show(request: HttpRequest, form: Any, found: list[queries.PossibleMatch]) -> None:
    """Put who somebody may be beside their form, and whether it was said that it is nobody of them."""
    form.possible = found
    form.possible_ids = ",".join(str(one.person) for one in found)
    ticked = set(",".join(request.POST.getlist("not_these")).split(","))
    form.not_these = {str(one.person) for one in found} <= ticked


def matches(
    request: HttpRequest,
    organisation: UUID,
    form: Any,
    place: str,
    *,
    but: Collection[Any] = (),
) -> list[queries.PossibleMatch]:
    """Look for one person, and leave a line that says who was shown.

    Raises:
        TooManyLooks: this account looked too often.
    """
    typed = form.typed()
    if not (typed.name_arabic or typed.name_latin or typed.name_said):
        return []
    actions.count_look(organisation=organisation, by=request.user, at=timezone.now())
    found = queries.possible_matches(organisation, typed, place[:300], but=but)
    ids = [id for one in found for id in (one.line.id, one.person)]
    looked(request, "registry.possible", organisation, ids)
    return found
