"""The pages of the log."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from twiza.platform.audit import actions as audit
from twiza.reporting import forms, queries, rules


@require_safe
def show_log(request: HttpRequest, kind: str = "acts") -> HttpResponse:
    """Who did what (acts), or who was shown whom (looks), in an organisation whose log this person may read."""
    looks = kind == "looks"
    organisations = queries.logs_of(request.user, on=timezone.localdate())
    subjects = rules.subjects_of(rules.PAGES if looks else rules.ACTS)
    form = forms.ReadLog(request.GET, organisations=organisations, subjects=subjects)
    page = None
    if form.is_valid():
        page = queries.log_page(form.sought(), looks=looks, cursor=request.GET.get("cursor", ""))
    asked = {key: value for key, value in request.GET.items() if value and key != "cursor"}
    return render(
        request,
        "reporting/log.html",
        {
            "form": form,
            "log": page,
            "looks": looks,
            "asked": urlencode({key: value for key, value in asked.items() if key != "by"}),
            "by": asked.get("by"),
            "more": "?" + urlencode({**asked, "cursor": page.more}) if page and page.more else "",
        },
    )


@require_safe
def show_record_history(request: HttpRequest, id: UUID) -> HttpResponse:
    """What happened to one record and who was shown it. Asking is itself written in the log."""
    organisations = queries.logs_of(request.user, on=timezone.localdate())
    history = queries.record_history(id, organisations=[one.pk for one in organisations])
    audit.record_access(
        page="reporting.record_history",
        ids=[id],
        organisation=organisations[0].pk,
        by=request.user,
        at=timezone.now(),
    )
    return render(request, "reporting/record_history.html", {"id": id, "history": history})
