"""The register at the size of the country: 5,000 institutions of ten delegations with ten years of counts, mandates, papers.

Rows are loaded by the owner with triggers on; one institution and one licence file are made by the actions and compared
with them. Pages are those of one delegation of 500 institutions, of its delegate, and of the president of one association.
"""

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench.delegations import AT, Land, differences, land_of, load_register, owner, read_page
from bench.ground import place, timed
from bench.report import Result, save

LIST = (
    "SELECT i.*, l.number, l.capacity, f.value FROM network_institution i LEFT JOIN network_licence l ON l.institution_id = i.id"
    " LEFT JOIN LATERAL (SELECT sum(value) AS value FROM network_institutionfigure f WHERE f.institution_id = i.id AND f.subject = 'present'"
    ' AND f."on" = (SELECT max("on") FROM network_institutionfigure g WHERE g.institution_id = i.id AND g.subject = \'present\')) f ON true'
    " WHERE i.organisation_id = %s ORDER BY i.name_ar LIMIT 100"
)
ONE = "SELECT * FROM network_institution i JOIN network_licence l ON l.institution_id = i.id JOIN network_institutionpaper p ON p.institution_id = i.id WHERE i.id = %s"
FILES = "SELECT f.*, i.* FROM network_licencefile f JOIN network_institution i ON i.id = f.institution_id WHERE f.organisation_id = %s AND f.decided_on IS NULL ORDER BY f.arrival LIMIT 100"
FILE = "SELECT * FROM network_licencefile f JOIN network_institutionpaper p ON p.institution_id = f.institution_id WHERE f.id = %s"


def measure(quick: bool) -> list[Result]:
    """Fill the register, compare a sample, read its pages."""
    delegations, each = (2, 40) if quick else (10, 500)
    seconds: dict[str, float] = {}
    with place("institutions"):
        import twiza.config.wsgi  # noqa: F401 - its care for memory: what was loaded is not looked through again

        land = land_of(delegations, each)
        with timed(seconds, "load"):
            count = load_register(land)
        wrong = compare(land)
        return [
            Result(
                f"{count:,} institutions of {delegations} delegations with ten years of what is written about them",
                f"loaded by the owner, triggers on, in {seconds['load']:.0f} s; {'a sample is as actions make it' if not wrong else '; '.join(wrong)}",
                met=not wrong,
            ),
            *_pages(land, quick),
        ]


def compare(land: Land) -> list[str]:
    """Make an institution with a licence and a received file by the actions; return how it differs from a loaded one."""
    from twiza.network import actions, queries
    from twiza.network.rules.figures import Figure, Status
    from twiza.network.rules.regimes_given import GIVEN
    from twiza.platform.access.actions import acting_as
    from twiza.platform.access.rules import Purpose

    officer, here = land.officers[0], land.here
    with acting_as(land.president.pk, purpose=Purpose.WORK):
        ours = queries.my_organisations(land.president, on=AT.date())[0]
    with acting_as(officer.pk, purpose=Purpose.WORK):
        known: dict[str, Any] = {"by": officer, "at": AT}
        house = actions.open_institution(
            organisation=here, association=ours, category="dar_talib",
            name_ar="دار بالأفعال", name_fr="Foyer par actions", place=queries.place_by_code("05.301.07.03"),
            opened_on=AT.date(), source="Visite", **known,
        )  # fmt: skip
        actions.register_licence(
            institution=house, regime=land.regime, number="99999/2019", category="dar_talib", capacity=40,
            cells=[("f", "12-14", 25), ("f", "15-17", 15)], valid_from=AT.date(), source="Copie", **known,
        )  # fmt: skip
        actions.count_institution(
            institution=house, organisation=here, subject="present", figure=Figure(Decimal(12), Status.COUNTED, False, "Appel"),
            on=AT.date(), sex="f", **known,
        )  # fmt: skip
        for code, *_words in GIVEN[1].content["papers"]:
            expires = {"expires_on": AT.date().replace(year=2027)} if code in ("safety", "hygiene") else {}
            actions.keep_paper(
                institution=house, code=code, folder="7", issued_on=AT.date(), **expires, **known
            )
        file = actions.intend_licence(
            institution=house, regime=land.regime, kind="renewal", capacity=40, **known
        )
        file = actions.receive_file(file=actions.begin_file(file=file, **known), **known)
    with owner() as it:
        found = it.execute(
            "SELECT f.institution_id, f.id FROM network_licencefile f JOIN network_licence l ON l.institution_id = f.institution_id"
            " WHERE f.organisation_id = %s AND f.state = 'receipted' AND f.institution_id <> %s ORDER BY f.id LIMIT 1",
            [here.pk, house.pk],
        ).fetchone()
        assert found is not None
        loaded, filed = found
        pairs = (
            ("network_institution", loaded, house.pk, "id"),
            ("network_licence", loaded, house.pk, "institution_id"),
            ("network_institutionfigure", loaded, house.pk, "institution_id"),
            ("network_licencefile", filed, file.pk, "id"),
        )
        return [
            said for table, one, other, link in pairs if (said := differences(it, table, one, other, link))
        ]


def _pages(land: Land, quick: bool) -> list[Result]:
    with owner() as it:
        row = it.execute(
            "SELECT f.institution_id, f.id FROM network_licencefile f JOIN network_licence l ON l.institution_id = f.institution_id"
            " WHERE f.organisation_id = %s ORDER BY f.state <> 'visited', f.id LIMIT 1",
            [land.here.pk],
        ).fetchone()
    assert row is not None
    house, file = row
    here, officer = land.here.pk, land.officers[0]
    pages = (
        (officer, "institutions, the register of a delegation", "/network/institutions/", (LIST, [here])),
        (officer, "institutions of the whole country", "/network/institutions/?everywhere=on&q=", (LIST, [here])),
        (officer, "one institution", f"/network/institutions/{house}/", (ONE, [house])),
        (officer, "licence files under way", "/network/licence-files/", (FILES, [here])),
        (officer, "licence files that are decided", "/network/licence-files/?decided", (FILES, [here])),
        (officer, "one licence file", f"/network/licence-files/{file}/", (FILE, [file])),
        (officer, "the officer's today", "/", (FILES, [here])),
        (land.delegate, "the delegate's today", "/", (FILES, [here])),
        (land.president, "the register of an association", "/network/institutions/", (LIST, [here])),
    )  # fmt: skip
    return [read_page(user, name, url, floor, quick=quick) for user, name, url, floor in pages]


if __name__ == "__main__":
    save(measure(bool(os.environ.get("BENCH_QUICK"))), Path(os.environ["BENCH_OUT"]))
