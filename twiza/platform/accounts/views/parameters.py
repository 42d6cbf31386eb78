"""The dated numbers: seen by all who work here, changed by the platform administrator."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from twiza.lib.errors import DomainError
from twiza.platform.accounts import actions, forms, queries
from twiza.platform.accounts.permissions import Permission
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.accounts.rules import parameters as rules


@require_GET
def list_parameters(request: SignedInRequest) -> HttpResponse:
    """Every dated number as it is today."""
    lines = queries.parameter_lines(on=timezone.localdate())
    may_change = request.user.has_perm(Permission.PARAMETERS_CHANGE)
    return render(request, "accounts/parameters.html", {"lines": lines, "may_change": may_change})


@require_http_methods(["GET", "POST"])
def show_parameter(request: SignedInRequest, name: str) -> HttpResponse:
    """One number with its past values; a new value for who may."""
    line = queries.parameter_line(name, on=timezone.localdate())
    may_change = request.user.has_perm(Permission.PARAMETERS_CHANGE) and line.row.kind != "unset"
    form = forms.ParameterForm(
        request.POST or None,
        in_days=line.row.unit in rules.COUNTED_IN_DAYS,
        initial={
            "valid_from": timezone.localdate(),
            "confidence": line.row.confidence,
            "unit": line.row.unit,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_parameter(name=name, **form.cleaned_data, by=request.user, at=timezone.now())
        except actions.NotAValue as refusal:
            form.add_error("value", say(refusal))
        except actions.RewritesThePast as refusal:
            form.add_error("valid_from", say(refusal))
        else:
            messages.success(request, _("The new value is written down."))
            return redirect("accounts:show_parameter", name=name)
    return render(request, "accounts/parameter.html", {"line": line, "form": form, "may_change": may_change})


def say(refusal: DomainError) -> str:
    """Return the sentence of a refusal in the language of the moment."""
    return _(str(refusal.template)) % refusal.data
