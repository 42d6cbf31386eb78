"""Lines typed from paper enter the register as an accepted list does: all or none, kept as a file, undone as one act."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from twiza.lib.sheets import OutSheet, write_csv
from twiza.platform.accounts.permissions import Permission, check
from twiza.platform.audit import actions as audit
from twiza.platform.files import actions as files
from twiza.registry import queries
from twiza.registry.actions.bulk import write_drafts
from twiza.registry.actions.uploads import PreviewIsOld
from twiza.registry.models import Upload
from twiza.registry.rules.drafts import Draft
from twiza.registry.rules.typed import SHEET, TypedLines, good_rows


@transaction.atomic
def bring_lines(
    *,
    organisation: UUID,
    typed: TypedLines,
    name: str,
    digest: str,
    bring_back: Collection[int] = (),
    by: Any,
    at: datetime,
) -> tuple[Upload | None, dict[int, UUID]]:
    """Write the good lines that are not in the register yet, as one accepted list; those already there stay as they are.

    Args:
        name: of the file in which the lines are kept.
        digest: of the preview that was accepted: its `counts["digest"]`.
        bring_back: lines (from 1) of families that were erased and ask to be written again.

    Returns:
        (the list, None when every family was there already; line → household).

    Raises:
        PreviewIsOld: the lines or the register are not those of the preview; nothing is written.
    """
    check(by, Permission.REGISTRY_IMPORT, organisation)
    seen = queries.typed_preview(organisation, typed, at=at)
    old = PreviewIsOld(
        _("The register changed since this preview was made. Look at it again, then accept it.")
    )
    if seen.counts["digest"] != digest:
        raise old
    back = [draft for draft, _on in seen.known.erased if draft.row - 1 in bring_back]
    fresh = [*seen.known.fresh, *back]
    upload = None
    if fresh:
        try:
            with transaction.atomic():
                upload = _accepted(organisation, typed, fresh, name, by, at)
        except IntegrityError as error:
            raise old from error
    after = queries.typed_preview(organisation, typed, at=at).known
    households = {draft.row - 1: id for draft, id in (*after.already, *after.differs)}
    same = {row - 1: first - 1 for _sheet, row, first in seen.preview.repeated}
    return upload, households | {row: households[first] for row, first in same.items() if first in households}


def _accepted(
    organisation: UUID, typed: TypedLines, fresh: list[Draft], name: str, by: Any, at: datetime
) -> Upload:
    heading, *rows = good_rows(typed, sorted(draft.row for draft in fresh))
    file = files.store_file(
        content=write_csv(OutSheet(SHEET, heading, rows)),
        name=name,
        kind="registry.import",
        permission=Permission.REGISTRY_IMPORT,
        organisation=organisation,
        by=by,
        at=at,
    )
    persons = sum(len(draft.members) for draft in fresh)
    upload = Upload.objects.create(
        organisation_id=organisation,
        file=file,
        by=by,
        created_at=at,
        read_at=at,
        state="accepted",
        accepted_at=at,
        accepted_by=by,
        counts={"rows": len(rows), "good": len(fresh), "persons": persons},
    )
    write_drafts(upload, fresh, by=by, at=at)
    audit.record(
        type="registry.upload_accepted",
        target=upload,
        organisation=organisation,
        by=by,
        at=at,
        households=len(fresh),
        persons=persons,
        left_out=0,
        brought_back=0,
    )
    return upload
