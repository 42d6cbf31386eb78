"""Page: somebody asks for the data of somebody else. The same answer for everybody, read aloud."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from twiza.cases import actions, forms, queries
from twiza.cases.views.cases import form_key
from twiza.cases.views.room import unseen
from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.web.sentences import say


@unseen
@require_http_methods(["GET", "POST"])
def refuse_outside(request: HttpRequest) -> HttpResponse:
    """The sentence to read aloud stands on the page before and after; what is written down changes nothing in it."""
    allowed = queries.where_refusing(request.user, on=timezone.localdate())
    if not allowed:
        check(request.user, Permission.TICKET_GIVE)
    asked = request.GET.get("organisation") or request.POST.get("organisation")
    organisation = next((one for one in allowed if str(one) == asked), allowed[0])
    form = forms.RefuseOutside(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.refuse_outside(
                organisation=organisation,
                **form.cleaned_data,
                by=request.user,
                at=timezone.now(),
                id=form_key(request.POST.get("id")),
            )
        except DomainError as refusal:
            form.add_error(None, say(refusal))
        else:
            messages.success(request, _("It is written down. Say the sentence, and nothing else."))
            return redirect("cases:refuse_outside")
    words = {
        "form": form,
        "organisation": organisation,
        "form_id": form_key(request.POST.get("id")),
        "supervises": queries.supervises(request.user, organisation),
        "asks": queries.outside_asks(request.user, organisation),
    }
    return render(request, "cases/outside.html", words)


@unseen
@require_POST
def look_at_ask(request: HttpRequest, id: UUID) -> HttpResponse:
    """Who supervises looked at a refused request."""
    ask = queries.outside_ask_for(request.user, id)
    try:
        actions.look_at_ask(ask=ask, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return redirect("cases:refuse_outside")
