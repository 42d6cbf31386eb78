"""The file of one grant for the Court of Accounts: paper, sheets, pictures, and a manifest, as one ZIP."""

import zipfile
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as translated

from twiza.funding.models import BudgetLine
from twiza.funding.queries.court_sheets import sheets
from twiza.funding.queries.grant_money import GrantMoney, grant_money
from twiza.funding.queries.grant_proofs import kind_of, pictures_of
from twiza.funding.queries.grants import GrantFile, examines, grant_file
from twiza.funding.rules import court
from twiza.funding.rules.grants import STATE_WORDS
from twiza.funding.rules.tranches import VERDICT_WORDS
from twiza.lib.errors import N_
from twiza.lib.money_words import in_words
from twiza.lib.text import isolated
from twiza.platform.web import formats
from twiza.platform.web.papers import Paper, PaperTable, papers_pdf
from twiza.platform.web.workbooks import workbook

IN_MEMORY = 16 * 1024**2  # above, a file without a name on the disk holds it until it is sent
CLOSED = ("closed", "archived")


@dataclass(frozen=True)
class CourtFile:
    """An export: its ZIP, ready to be read from its beginning; the head of its manifest; what does not agree in it."""

    content: IO[bytes]
    digest: str
    files: int
    differs: list[court.Differs]


def court_file(user: Any, grant: Any, *, at: datetime) -> CourtFile:
    """Return the file of a grant for the Court of Accounts, as far as its reader may see it.

    Pictures are read one at a time, so that a grant of a thousand invoices takes the memory of one.
    """
    file, money = grant_file(grant), grant_money(grant)
    # the funder's own: its association exports the file without it
    line = BudgetLine.objects.filter(pk=grant.line_id).first()
    differs = _differences(file, money)
    content: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by the answer that sends it
    sums: list[tuple[str, str]] = []
    names: dict[UUID, str] = {}
    with zipfile.ZipFile(content, "w") as pack:

        def add(name: str, data: bytes, how: int = zipfile.ZIP_DEFLATED) -> None:
            info = zipfile.ZipInfo(name, timezone.localtime(at).timetuple()[:6])
            info.external_attr = 0o644 << 16
            pack.writestr(info, data, compress_type=how)
            sums.append((name, court.digest_of(data)))

        for number, (row, picture) in enumerate(pictures_of(user, grant), start=1):
            names[row.pk] = f"proofs/{number:04d}.{kind_of(picture)[1]}"
            add(names[row.pk], picture, zipfile.ZIP_STORED)
        judged = examines(user, grant)
        add("grant.pdf", papers_pdf(_papers(_Told(file, money, line, differs, judged, len(names), at))))
        add("grant.xlsx", workbook(sheets(file, money, line, names, judged=judged)))
        listed = court.sums_file(sums)
        told, digest = court.manifest(
            [
                ("grant", grant.code),
                ("made at", at.isoformat()),
                ("made by", user.pk),
                ("totals agree", "no" if differs else "yes"),
            ],
            listed,
        )
        add("SHA256SUMS", listed.encode())
        add("MANIFEST.txt", told.encode())
    content.seek(0)
    return CourtFile(content, digest, len(sums), differs)


def _differences(file: GrantFile, money: GrantMoney) -> list[court.Differs]:
    decision = file.decision
    return court.differences(
        money.standing,
        parts=[court.PaidPart(one.amount, one.held_back, one.paid_on is not None) for one in money.tranches],
        lines=[
            court.ReportedLine(line.share, line.verdict, report.state == "accepted")
            for report, lines in money.reports
            for line in lines
        ],
        returns=[one.amount for one in money.returns],
        granted=decision.amount if decision else Decimal(0),
        asked=file.grant.asked,
        headings=[one.asked for one in file.headings],
        closed=file.grant.state in CLOSED,
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What the papers say: `judged` when scores are in the export, `pictures` how many are."""

    file: GrantFile
    money: GrantMoney
    line: BudgetLine | None
    differs: list[court.Differs]
    judged: bool
    pictures: int
    at: datetime


def _papers(told: _Told) -> list[Paper]:
    found = []
    for language in ("ar", "fr"):
        with translation.override(language):
            found.append(_first(told, language))
            if any(lines for _report, lines in told.money.reports):
                found.append(_second(told.file, told.money, language))
    return found


def _named(thing: Any, language: str) -> str:
    first, second = ("name_ar", "name_fr") if language == "ar" else ("name_fr", "name_ar")
    return isolated(str(getattr(thing, first) or getattr(thing, second)))


def _first(told: _Told, language: str) -> Paper:
    grant, money, decision, line = told.file.grant, told.money, told.file.decision, told.line
    standing = money.standing
    facts = [
        (translated(N_("Code of the file")), isolated(grant.code)),
        (translated(N_("Association")), _named(grant.grantee, language)),
        (translated(N_("Project")), isolated(grant.project)),
        (
            translated(N_("State")),
            f"{translated(STATE_WORDS[grant.state])} · {formats.day(grant.state_at)}",
        ),
        (translated(N_("Amount asked")), formats.money(grant.asked)),
    ]
    if line is not None:
        facts.append(
            (
                translated(N_("Budget line")),
                f"{isolated(line.title)} · {line.year} · {isolated(line.legal_basis)}",
            )
        )
    if decision is not None:
        facts += _decided(decision, language)
    facts += _signed(money)
    facts += [
        (translated(N_("Paid by the funder")), formats.money(standing.paid)),
        (translated(N_("Accepted in reports")), formats.money(standing.accepted)),
        (translated(N_("Taken off later tranches")), formats.money(standing.held_back)),
        (translated(N_("Paid back by the bank")), formats.money(standing.returned)),
        (translated(N_("Not accounted for yet")), formats.money(standing.unaccounted)),
    ]
    return Paper(
        language,
        translated(N_("File of a grant for the Court of Accounts")),
        _named(grant.organisation, language),
        facts=facts,
        paragraphs=_agreement(told.differs),
        table=PaperTable(
            [translated(one) for one in (N_("Tranche"), N_("Amount"), N_("Taken off"), N_("Paid on"), N_("Bank's reference"))],
            [
                [
                    str(one.number),
                    formats.money(one.amount),
                    formats.money(one.held_back),
                    formats.day(one.paid_on) if one.paid_on else "–",
                    isolated(one.reference) if one.reference else "–",
                ]
                for one in money.tranches
            ],
        ) if money.tranches else None,
        notes=_notes(told),
    )  # fmt: skip


def _decided(decision: Any, language: str) -> list[tuple[str, str]]:
    said = translated(N_("Granted")) if decision.granted else translated(N_("Not granted"))
    if decision.granted:
        said += f": {formats.money(decision.amount)} ({in_words(decision.amount, language)})"
    return [
        (translated(N_("Decision")), said),
        (
            translated(N_("Decided by")),
            f"{isolated(decision.by.display_name)} · {formats.day(decision.at)}",
        ),
        (translated(N_("What speaks for it")), isolated(decision.reasons_for)),
        (translated(N_("What speaks against it")), isolated(decision.reasons_against)),
    ]


def _signed(money: GrantMoney) -> list[tuple[str, str]]:
    convention = money.convention
    if convention is None:
        return []
    sides = [
        (N_("Signed for the association"), convention.grantee_signed_by, convention.grantee_signed_at),
        (N_("Signed for the funder"), convention.funder_signed_by, convention.funder_signed_at),
    ]
    return [
        (
            translated(N_("Period of the convention")),
            f"{formats.day(convention.starts_on)} – {formats.day(convention.ends_on)}",
        ),
        *(
            (
                translated(label),
                f"{isolated(person.display_name)} · {formats.day(day)}"
                if person
                else translated(N_("not signed yet")),
            )
            for label, person, day in sides
        ),
    ]


def _agreement(differs: list[court.Differs]) -> list[str]:
    """The first thing said of the figures: that they agree, or each pair that does not."""
    if not differs:
        return [translated(N_("The totals of this export were compared with its rows: they agree."))]
    return [
        translated(N_("Attention: totals of this export do not agree. They are printed as they were found:")),
        *(
            translated(N_("%(what)s: %(one)s against %(other)s"))
            % {
                "what": translated(one.what),
                "one": formats.money(one.one),
                "other": formats.money(one.other),
            }
            for one in differs
        ),
    ]


def _notes(told: _Told) -> list[str]:
    said = [
        translated(N_("Made on %(moment)s. Pictures of invoices in this export: %(count)s."))
        % {"moment": formats.moment(told.at), "count": told.pictures},
        translated(N_("Each file is checked with SHA256SUMS (sha256sum -c), that list with MANIFEST.txt: its last line is the SHA-256 of the lines above it, and stands in the log of Twiza.")),
    ]  # fmt: skip
    if not told.judged:
        said.append(
            translated(N_("Scores, declared links and the budget line are kept by the funder: they stand in its own export."))
        )  # fmt: skip
    return said


def _second(file: GrantFile, money: GrantMoney, language: str) -> Paper:
    heading = [
        translated(one)
        for one in (N_("Heading"), N_("Supplier"), N_("Invoice"), N_("Of it charged to this grant"), N_("Ruling"))
    ]  # fmt: skip
    rows = [
        [
            isolated(line.heading),
            isolated(line.supplier),
            f"{isolated(line.number)} · {formats.day(line.on)}" if line.number else formats.day(line.on),
            formats.money(line.share),
            translated(VERDICT_WORDS[line.verdict]) + (f" · {isolated(line.note)}" if line.note else ""),
        ]
        for _report, lines in money.reports
        for line in lines
    ]
    return Paper(
        language,
        translated(N_("Expenses of the reports and how they were ruled on")),
        f"{_named(file.grant.organisation, language)} · {isolated(file.grant.code)}",
        table=PaperTable(heading, rows),
    )
