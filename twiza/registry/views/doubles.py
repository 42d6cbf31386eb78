"""The desk of people written twice: search, look at a case, decide, take back. People decide, never the engine."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say
from twiza.registry import actions, forms, queries
from twiza.registry.views.lines import shown
from twiza.registry.views.places import key_of, working_in

TABS = ("open", "ask", "decided")


@require_GET
def list_doubles(request: HttpRequest) -> HttpResponse:
    """The cases of one organisation, the surest first; when it was last searched, and how."""
    organisation = working_in(request, Permission.REGISTRY_MATCH)
    tab = request.GET.get("state", "open")
    tab = tab if tab in TABS else "open"
    page = queries.cases_page(organisation, tab, after=request.GET.get("after", ""))
    shown(request, "registry.doubles", organisation, [id for line in page.lines for id in line.ids])
    words = {
        "organisation": organisation,
        "tab": tab,
        "page_of": page,
        "run": queries.last_run(organisation),
        "allowed": queries.may_match(organisation),
        "decided": decided_before(request),
    }
    return render(request, "registry/double_list.html", words)


@require_POST
def seek_doubles(request: HttpRequest) -> HttpResponse:
    """Ask for a search of the register, and follow it."""
    organisation = working_in(request, Permission.REGISTRY_MATCH)
    try:
        work = actions.seek_doubles(organisation=organisation, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, say(refusal))
        return redirect(f"{reverse('registry:list_doubles')}?organisation={organisation}")
    return redirect("queue:show_work", work)


@require_http_methods(["GET", "POST"])
def show_double(request: HttpRequest, id: UUID) -> HttpResponse:
    """Two files side by side, why they may be one, and four answers."""
    pair = queries.pair_for(request.user, id)
    case = queries.desk_case(pair)
    same = ticked(request, case)
    words: dict[str, Any] = {"case": case, "same": same, "reasons": forms.DecisionForm()}
    if request.method == "POST":
        form = forms.DecisionForm(request.POST)
        words["reasons"] = form
        if form.is_valid():
            if form.cleaned_data["decision"] == "merge" and same:
                return redirect(merge_address(pair.pk, same))
            try:
                act = decide(request, form, case, same)
            except DomainError as refusal:
                words["refusal"] = say(refusal)
            else:
                return onward(pair.organisation_id, act)
    words |= {
        "may_merge": request.user.has_perm(Permission.REGISTRY_MERGE, pair),
        "decided": decided_before(request),
    }
    shown(request, "registry.double", pair.organisation_id, case.ids)
    return render(request, "registry/double_case.html", words)


def ticked(request: HttpRequest, case: queries.DeskCase) -> set[UUID]:
    """Return the pairs that are said to be one person: those ticked; at first, those that were proposed."""
    if request.method == "POST" or "same" in request.GET:
        said = set(request.POST.getlist("same") + request.GET.getlist("same"))
        return {one.pair.pk for one in case.waiting if str(one.pair.pk) in said}
    likely = {one.pair.pk for one in case.waiting if one.likely}
    return likely or {one.pair.pk for one in case.waiting[:1]}


def decide(request: HttpRequest, form: Any, case: queries.DeskCase, same: set[UUID]) -> UUID:
    """Write a decision other than a merge. Raises NobodyTheSame, DecidedMeanwhile."""
    decision = form.cleaned_data["decision"]
    if decision in ("merge", "keep") and not same:
        raise actions.NobodyTheSame(_("Say first who is one person."))
    said = {
        one.pair.pk: "not_same" if decision == "keep" and one.pair.pk not in same else decision
        for one in case.waiting
    }
    reason = form.cleaned_data.get(f"reason_{decision}", "")
    return actions.decide_pairs(decisions=said, reason_code=reason, by=request.user, at=timezone.now())


def merge_address(pair: UUID, same: set[UUID]) -> str:
    """Return the page on which a merge is put together."""
    query = urlencode({"same": sorted(map(str, same))}, doseq=True)
    return f"{reverse('registry:merge_double', args=[pair])}?{query}"


def onward(organisation: UUID, act: UUID) -> HttpResponse:
    """Go on with the next case; its page offers to take this decision back."""
    following = queries.next_case(organisation)
    address = (
        reverse("registry:show_double", args=[following]) if following else reverse("registry:list_doubles")
    )
    return redirect(f"{address}?{urlencode({'decided': str(act), 'organisation': str(organisation)})}")


def decided_before(request: HttpRequest) -> Any:
    """Return the decision that was just made, to be taken back from the page it led to; None when there is none."""
    act = key_of(request.GET.get("decided"))
    try:
        rows = queries.act_for(request.user, act) if act else []
    except queries.NoSuchDecision:
        return None
    return rows[0] if rows and all(row.decision != "undone" for row in rows) else None


@require_http_methods(["GET", "POST"])
def merge_double(request: HttpRequest, id: UUID) -> HttpResponse:
    """Choose which file stays, and what it says where the two differ; then merge."""
    pair = queries.pair_for(request.user, id)
    case = queries.desk_case(pair)
    same = ticked(request, case)
    chosen = [one for one in case.waiting if one.pair.pk in same]
    choices = queries.choices_of(case, chosen)
    form = forms.MergeForm(request.POST or None, case=case, choices=choices)
    if request.method == "POST" and form.is_valid():
        try:
            act = actions.merge_case(
                pairs=[one.pair for one in case.waiting],
                same=same,
                kept=form.stays(),
                take=form.take(actions.kept_persons([one.pair for one in chosen], form.stays())),
                only_persons=form.only_persons(),
                by=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            return onward(pair.organisation_id, act)
    shown(request, "registry.double", pair.organisation_id, case.ids)
    words = {"case": case, "chosen": chosen, "form": form}
    return render(request, "registry/double_merge.html", words)


@require_POST
def take_back(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take back one decision, and show its case again."""
    rows = queries.act_for(request.user, id)
    try:
        actions.take_back(act=id, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, say(refusal))
    else:
        messages.success(request, _("Taken back. Everything is as it was before."))
    return redirect("registry:show_double", rows[0].pair_id)
