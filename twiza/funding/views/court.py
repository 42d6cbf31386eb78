"""A grant for the Court of Accounts, and the pictures that are handed over with its reports."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from twiza.funding import actions, forms, queries
from twiza.funding.views.asking import ask
from twiza.funding.views.grants import page_of
from twiza.platform.accounts.queries import SignedInRequest


@require_safe
def export_for_court(request: SignedInRequest, id: UUID) -> FileResponse:
    """One grant with all that belongs to it, as a ZIP that is checked without Twiza."""
    grant = queries.grant_for(request.user, id)
    made = actions.export_for_court(grant=grant, by=request.user, at=timezone.now())
    return FileResponse(
        made.content,
        as_attachment=True,
        filename=f"twiza-grant-{grant.code}.zip",
        content_type="application/zip",
        headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"},
    )


@require_http_methods(["GET", "POST"])
def hand_over_pictures(request: SignedInRequest, id: UUID) -> HttpResponse:
    """Hand the pictures of a report over, after it was sent."""
    report = queries.own_report_for(request.user, id)

    def act(_data: object) -> str:
        actions.hand_over_pictures(report=report, by=request.user, at=timezone.now())
        return page_of(report.grant)

    return ask(
        request, forms.AgreeForm(request.POST or None), act,
        title=_("Hand the pictures of the invoices over"),
        lead=_("The funder may then open them, and each opening is written down. It is not taken back."),
        submit=_("Hand the pictures over"), cancel=page_of(report.grant), done=_("The funder has the pictures."),
    )  # fmt: skip


@require_safe
def show_proof(request: SignedInRequest, id: UUID) -> HttpResponse:
    """The picture of an invoice that was handed over; each opening leaves a line."""
    proof = queries.proof_for(request.user, id)
    content = actions.open_proof(proof=proof, by=request.user, at=timezone.now())
    media, ending = queries.kind_of(content)
    return HttpResponse(
        content,
        content_type=media,
        headers={
            "Content-Disposition": f'inline; filename="proof-{proof.sha256[:12]}.{ending}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
