"""Pages of a record (محضر): what it states, who signed, the paper to sign."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from twiza.aid import actions
from twiza.aid.forms import goods as forms
from twiza.aid.queries import stock, traces
from twiza.aid.views.downloads import attachment, language_of
from twiza.aid.views.goods_pages import asked
from twiza.lib.errors import DomainError
from twiza.platform.accounts import queries as accounts
from twiza.platform.web.sentences import say


@require_http_methods(["GET", "POST"])
def show_record(request: HttpRequest, id: UUID) -> HttpResponse:
    """A record with its lines and signatures; a signature from the paper is entered here."""
    record = stock.record_for(request.user, id)
    form = forms.EnterSignature(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter_signature(record=record, **form.cleaned_data, by=_user(request), at=timezone.now())
            return redirect("aid:show_record", record.pk)
        except DomainError as refusal:
            form.add_error(None, say(refusal))
    may = record.state == "drafted" and stock.may_keep(request.user, record)
    return render(
        request, "aid/show_record.html", {"page_of": traces.record_page(record), "form": form, "may": may}
    )


@require_http_methods(["GET", "POST"])
def sign_record(request: HttpRequest, id: UUID) -> HttpResponse:
    """Sign with one's own account; whoever signs has just signed in again."""
    record = stock.record_for(request.user, id)
    if not accounts.has_just_signed_in(request, at=timezone.now()):
        return redirect(accounts.sign_in_again_address(request.path))
    form = forms.SignRecord(request.POST or None)

    def act(data: dict[str, Any], user: Any) -> HttpResponse:
        signed = actions.sign_record(record=record, **data, by=user, at=timezone.now())
        if signed.state == "signed":
            messages.success(request, _("Signed by three: the record is carried out."))
        return redirect("aid:show_record", record.pk)

    return asked(
        request, form, act, title=_("Sign record %(number)s") % {"number": record}, submit=_("Sign"), record=record,
        lead=_("You say that you saw it yourself."),
    )  # fmt: skip


@require_POST
def cancel_record(request: HttpRequest, id: UUID) -> HttpResponse:
    """Set a draft aside: its number stays."""
    record = stock.record_for(request.user, id)
    try:
        actions.cancel_record(record=record, by=_user(request), at=timezone.now())
        messages.success(request, _("Set aside. Its number stays, so that none is missing."))
    except DomainError as refusal:
        messages.error(request, say(refusal))
    return redirect("aid:show_record", record.pk)


@require_safe
def record_paper(request: HttpRequest, id: UUID) -> HttpResponse:
    """The record on paper, with three places to sign, in Arabic or French."""
    record = stock.record_for(request.user, id)
    with translation.override(language_of(request)):
        pdf = actions.print_record(traces.record_page(record), language_of(request))
    return attachment(pdf, "record.pdf", "application/pdf")


def _user(request: HttpRequest) -> Any:
    return request.user
