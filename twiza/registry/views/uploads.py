"""Pages of the import: send, look, correct the columns, accept, undo."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from twiza.lib.errors import DomainError
from twiza.platform.accounts.permissions import Permission
from twiza.platform.web.sentences import say
from twiza.registry import actions, forms, queries
from twiza.registry.views.households import attachment
from twiza.registry.views.lines import shown
from twiza.registry.views.places import working_in


@require_http_methods(["GET", "POST"])
def list_uploads(request: HttpRequest) -> HttpResponse:
    """Send a list of families; the lists sent before, refused ones with their reason."""
    organisation = working_in(request, Permission.REGISTRY_IMPORT)
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = actions.send_upload(
                organisation=organisation,
                content=file.read(),
                name=file.name,
                said_by=form.cleaned_data["said_by"],
                by=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error("file", say(refusal))
        else:
            return redirect("registry:show_upload", upload.pk)
    uploads = list(queries.uploads_of(organisation))
    # a refusal quotes what stood in the file
    shown(request, "registry.uploads", organisation, [one.pk for one in uploads if one.refusal])
    words = {"form": form, "uploads": uploads, "organisation": organisation}
    return render(request, "registry/upload_list.html", words)


@require_GET
def show_upload(request: HttpRequest, id: UUID) -> HttpResponse:
    """The preview of a list: good rows, problems, rows already there, totals."""
    upload = queries.upload_for(request.user, id)
    if upload.preview or upload.refusal:
        shown(request, "registry.preview", upload.organisation_id, queries.shown_by_preview(upload))
    words = {
        "upload": upload,
        "counts": upload.counts,
        "preview": upload.preview,
        "may_seek": upload.state == "accepted" and may_seek(request, upload.organisation_id),
    }
    return render(request, "registry/upload_detail.html", words)


def may_seek(request: HttpRequest, organisation: UUID) -> bool:
    """Say whether this person may look for people written twice, and whether matching runs here at all."""
    user: Any = request.user
    return bool(user.has_perm(Permission.REGISTRY_MATCH, organisation)) and queries.may_match(organisation)


@require_http_methods(["GET", "POST"])
def map_columns(request: HttpRequest, id: UUID) -> HttpResponse:
    """Correct what each column is."""
    upload = queries.upload_for(request.user, id)
    if request.method == "POST":
        actions.map_columns(
            upload=upload,
            mapping=mapping_of(request, upload),
            remember="remember" in request.POST,
            by=request.user,
            at=timezone.now(),
        )
        return redirect("registry:show_upload", id)
    words = {
        "upload": upload,
        "tables": upload.preview.get("tables", []),
        "fields": queries.fields_to_choose(),
    }
    return render(request, "registry/upload_columns.html", words)


def mapping_of(request: HttpRequest, upload: Any) -> dict[str, dict[str, str]]:
    """Return sheet → {column: field}, from the boxes named "table-column"."""
    mapping: dict[str, dict[str, str]] = {}
    for number, table in enumerate(upload.preview.get("tables", [])):
        chosen = {
            str(column["index"]): request.POST.get(f"{number}-{column['index']}", column["field"])
            for column in table["columns"]
        }
        if request.POST.get(f"{number}-use") == "no":
            chosen["use"] = "no"
        mapping[table["sheet"]] = chosen
    return mapping


@require_POST
def accept_upload(request: HttpRequest, id: UUID) -> HttpResponse:
    """Write all good rows of a list into the register, or none."""
    upload = queries.upload_for(request.user, id)
    leave_out = "leave_out_problems" in request.POST
    back = [
        int(place) for place in request.POST.getlist("bring_back") if place.isdecimal() and len(place) < 5
    ]
    return decided(
        request,
        id,
        lambda: actions.accept_upload(
            upload=upload,
            leave_out_problems=leave_out,
            bring_back=back,
            by=request.user,
            at=timezone.now(),
        ),
    )


@require_POST
def put_aside(request: HttpRequest, id: UUID) -> HttpResponse:
    """Decide that a list does not enter the register."""
    upload = queries.upload_for(request.user, id)
    return decided(
        request, id, lambda: actions.put_aside_upload(upload=upload, by=request.user, at=timezone.now())
    )


@require_POST
def undo_upload(request: HttpRequest, id: UUID) -> HttpResponse:
    """Take the families of an accepted list out again."""
    upload = queries.upload_for(request.user, id)
    return decided(
        request, id, lambda: actions.undo_upload(upload=upload, by=request.user, at=timezone.now())
    )


@require_POST
def read_again(request: HttpRequest, id: UUID) -> HttpResponse:
    """Read a list again."""
    upload = queries.upload_for(request.user, id)
    return decided(
        request, id, lambda: actions.reopen_upload(upload=upload, by=request.user, at=timezone.now())
    )


def decided(request: HttpRequest, id: UUID, act: Any) -> HttpResponse:
    """Do it, and say why not when it is refused."""
    try:
        upload = act()
    except DomainError as refusal:
        messages.error(request, say(refusal))
    else:
        if upload.state in ("accepting", "reading") and upload.work:
            return redirect("queue:show_work", upload.work)
        if upload.state == "accepted":
            messages.success(request, _("The families of this list are in the register."))
    return redirect("registry:show_upload", id)


@require_GET
def download_copy(request: HttpRequest, id: UUID) -> HttpResponse:
    """The person's own sheet, marked: correct it and send it back."""
    upload = queries.upload_for(request.user, id)
    content, ids = queries.marked_copy_and_ids(upload, at=timezone.now())
    shown(request, "registry.marked_copy", upload.organisation_id, ids)
    return attachment(content, "marked-copy.xlsx")
