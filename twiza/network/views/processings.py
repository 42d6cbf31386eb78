"""The register of processings: read, written, exported, and the notice printed."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.network import actions, forms, queries
from twiza.network.actions import ProcessingWords
from twiza.network.rules.processings import lack_of
from twiza.network.views.asking import ask
from twiza.network.views.mine import acting_organisation
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.accounts.queries import SignedInRequest
from twiza.platform.audit import actions as audit
from twiza.platform.web.papers import Paper, papers_pdf

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def list_processings(request: SignedInRequest) -> HttpResponse:
    """The register of the reader's organisations."""
    mine = queries.my_organisations(request.user, on=timezone.localdate())
    return render(
        request,
        "network/list_processings.html",
        {
            "rows": [(row, _lack(row)) for row in queries.processings_of(mine)],
            "may_write": request.user.has_perm(Permission.ORGANISATION_EDIT),
        },
    )


@require_safe
def export_register(request: SignedInRequest) -> HttpResponse:
    """The register of the reader's organisations as a workbook, every version."""
    mine = queries.my_organisations(request.user, on=timezone.localdate())
    audit.record_access(
        page="network.sheet_processings", ids=[], organisation=mine[0].pk if mine else None, by=request.user,
        at=timezone.now(), purpose="sheet",
    )  # fmt: skip
    return _file(queries.register_workbook(mine), WORKBOOK, "processings.xlsx")


@require_safe
def show_processing(request: HttpRequest, id: UUID) -> HttpResponse:
    """One processing as it is now, its notice, its earlier versions."""
    processing = queries.processing_for(id)
    versions = list(queries.versions_of(processing))
    return render(
        request,
        "network/show_processing.html",
        {
            "processing": processing,
            "now": versions[0],
            "lack": _lack(versions[0]),
            "data": queries.data_words(versions[0].data),
            "versions": versions[1:],
            "notices": queries.notice_for(processing),
            "may_write": request.user.has_perm(Permission.ORGANISATION_EDIT, processing),
        },
    )


@require_http_methods(["GET", "POST"])
def open_processing(request: SignedInRequest) -> HttpResponse:
    """Write a processing into the register."""
    organisation = acting_organisation(request, Permission.ORGANISATION_EDIT)

    def act(data: dict[str, Any]) -> str:
        made = actions.open_processing(
            organisation=organisation, words=ProcessingWords(**data), by=request.user, at=timezone.now()
        )
        return _page(made.pk)

    return ask(
        request,
        forms.ProcessingForm(request.POST or None),
        act,
        title=_("A processing of %(name)s") % {"name": organisation},
        submit=_("Write into the register"),
        cancel=reverse("network:list_processings"),
        done=_("It is in the register."),
    )


@require_http_methods(["GET", "POST"])
def revise_processing(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Write a version more of a processing."""
    processing = queries.processing_for(id)
    check(request.user, Permission.ORGANISATION_EDIT, processing)
    now = queries.version_now(processing)

    def act(data: dict[str, Any]) -> str:
        actions.revise_processing(
            processing=processing, words=ProcessingWords(**data), by=request.user, at=timezone.now()
        )
        return _page(id)

    initial = {name: getattr(now, name) for name in forms.ProcessingForm.base_fields}
    return ask(
        request,
        forms.ProcessingForm(request.POST or None, initial=initial),
        act,
        title=_("Say it anew"),
        submit=_("Write into the register"),
        cancel=_page(id),
        done=_("It is in the register. What was said before stays beside it."),
    )


@require_safe
def print_notice(request: HttpRequest, id: UUID) -> HttpResponse:
    """The notice to be read aloud, a page in Arabic and one in French."""
    processing = queries.processing_for(id)
    papers = [
        Paper(
            language=one.language,
            title=one.title,
            owner=_name(processing.organisation, one.language),
            paragraphs=one.lines,
            large=True,
        )
        for one in queries.notice_for(processing)
    ]
    return _file(papers_pdf(papers), "application/pdf", "notice.pdf")


def _name(organisation: Any, language: str) -> str:
    names = (organisation.name_ar, organisation.name_fr)
    return str(next(name for name in (names if language == "ar" else names[::-1]) if name))


def _lack(row: Any) -> str:
    return lack_of(data=row.data, filed=row.filed, number=row.filed_number)


def _page(id: UUID) -> str:
    return reverse("network:show_processing", args=[id])


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
