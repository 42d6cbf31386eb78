"""The journal as a workbook."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from twiza.funding.queries.books import whole_journal
from twiza.funding.queries.chart import TrialBalance, labelled
from twiza.funding.rules.ledger import ENTRY_WORDS
from twiza.funding.rules.restrictions import KIND_WORDS
from twiza.lib.sheets import OutSheet, write_workbook


def journal_workbook(organisation: UUID, titles: Mapping[UUID, str]) -> bytes:
    """Return the whole journal, one row a line; in Arabic it opens from right to left. Nobody is named in it."""
    heading = [
        _("Reference number"), _("Day"), _("What happened"), _("Account"), _("Bound to"), _("Campaign"), _("Debit"), _("Credit"),
        _("Funder"), _("Project"), _("Currency"),
    ]  # fmt: skip

    def rows() -> Iterator[list[Any]]:
        for one in whole_journal(organisation):
            for line in one.lines:
                bound = [_(KIND_WORDS[line.restriction.kind]), line.restriction.label, line.restriction.zone]
                yield [
                    one.entry.number,
                    one.entry.on,
                    _(ENTRY_WORDS[one.entry.kind]),
                    f"{line.account.code} · {labelled(line.account)}",
                    " · ".join(word for word in bound if word),
                    titles.get(line.campaign, "") if line.campaign else "",
                    max(line.amount, 0) or None,
                    max(-line.amount, 0) or None,
                    str(line.funder) if line.funder else "",
                    line.project.code if line.project else "",
                    line.currency,
                ]

    return write_workbook(
        [OutSheet(_("Journal"), heading, rows())], right_to_left=(get_language() or "ar").startswith("ar")
    )


def balance_workbook(balance: TrialBalance) -> bytes:
    """Return a trial balance as a workbook; in Arabic it opens from right to left."""
    heading = [
        _("Code"),
        _("Account"),
        _("Opening balance"),
        _("Debit side"),
        _("Credit side"),
        _("Closing balance"),
    ]
    rows = (
        [one.account.code, labelled(one.account), one.opening, one.debits, one.credits, one.closing]
        for one in balance.lines
    )
    totals = ["", _("In all"), balance.opening, balance.debits, balance.credits, balance.opening]
    sheet = OutSheet(_("Trial balance"), heading, rows, totals)
    return write_workbook([sheet], right_to_left=(get_language() or "ar").startswith("ar"))
