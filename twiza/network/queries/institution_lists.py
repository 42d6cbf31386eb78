"""What the register knows, to put a list of institutions beside it."""

from datetime import date

from twiza.network.models import Institution, InstitutionFigure, Organisation
from twiza.network.queries.licences import licences_now
from twiza.network.rules.institution_lists import Known, Reading, read_list
from twiza.network.rules.official_tables import OfficialTable


def known_institutions(organisation: Organisation) -> list[Known]:
    """Return the institutions of a delegation that are not closed, with their licence and what was said of everybody in them."""
    rows = list(Institution.objects.filter(organisation=organisation, closed_on__isnull=True).order_by("pk"))
    licences = licences_now(one.pk for one in rows)
    figures: dict[object, dict[tuple[str, date], tuple[int, str]]] = {one.pk: {} for one in rows}
    newest: dict[object, int] = {}
    said = InstitutionFigure.objects.filter(
        institution__in=rows, subject__in=["capacity", "present"], sex="", age="", post=""
    )
    for one in said.order_by("on", "written_at"):
        figures[one.institution_id][one.subject, one.on] = (one.value, one.source)
        if one.subject == "capacity":
            newest[one.institution_id] = one.value
    return [
        Known(
            row, row.name_ar, row.name_fr, licences[row.pk].capacity if row.pk in licences else None,
            newest.get(row.pk), figures[row.pk],
        )
        for row in rows
    ]  # fmt: skip


def list_beside_register(organisation: Organisation, table: OfficialTable, *, stated_on: date) -> Reading:
    """Return a list put beside the register of a delegation; nothing is written."""
    return read_list(table, known_institutions(organisation), stated_on=stated_on)
