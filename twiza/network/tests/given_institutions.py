"""Institutions, licences and their files, made through the real doors. Invented, all of them."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from twiza.network import actions, queries
from twiza.network.models import Institution, Licence, LicenceFile, Organisation, RegimeVersion
from twiza.network.rules.figures import Figure, Status, read_figure
from twiza.network.tests.given_life import life_of_each, one_change_of_each
from twiza.network.tests.given_surveys import one_survey_of_each
from twiza.network.tests.given_work import LONG_AGO, NOON, as_work
from twiza.platform.access.actions import acting_as
from twiza.platform.access.rules import Purpose
from twiza.platform.accounts.models import User

TODAY = NOON.date()


def given_regime(organisation: Organisation, code: str = "65-15") -> RegimeVersion:
    """The version that holds on the day of the tests."""
    actions.load_regimes(at=NOON)
    with acting_as(None, purpose=Purpose.SETUP):
        return next(one for one in queries.regimes_for(organisation, on=TODAY) if one.code == code)


def given_institution(
    delegation: Organisation,
    by: User,
    *,
    association: Organisation | None = None,
    name_ar: str = "دار الطالبة أجلموس",
    name_fr: str = "",
    opened_on: date | None = LONG_AGO,
    **more: Any,
) -> Institution:
    """An institution that receives people since long ago."""
    actions.load_regimes(at=NOON)
    with as_work(by):
        return actions.open_institution(
            organisation=delegation, association=association, category="dar_talib", name_ar=name_ar,
            name_fr=name_fr, opened_on=opened_on, source="Liste de la délégation", by=by, at=NOON, **more,
        )  # fmt: skip


def given_licence(institution: Institution, by: User, *, number: str = "12/2019", **more: Any) -> Licence:
    """A licence for forty, granted on paper under law 14-05."""
    said: dict[str, Any] = {"capacity": 40, "valid_from": LONG_AGO} | more
    with as_work(by):
        return actions.register_licence(
            institution=institution, regime=given_regime(institution.organisation, "14-05"), number=number,
            category="dar_talib", source="Copie de la décision", by=by, at=NOON, **said,
        )  # fmt: skip


def count(
    institution: Institution,
    organisation: Organisation,
    by: User,
    subject: str,
    said: str,
    *,
    on: date = TODAY,
    status: Status = Status.COUNTED,
    **who: str,
) -> Any:
    """Write a figure as people say it: "66", "أزيد من 23"."""
    read = read_figure(said, status=status, source="Appel du soir")
    figure = Figure(read.value, read.status, read.at_least, read.source)
    with as_work(by):
        return actions.count_institution(
            institution=institution, organisation=organisation, subject=subject, figure=figure, on=on,
            by=by, at=NOON, **who,
        )  # fmt: skip


PAPERS = ("statutes", "receipt", "premises", "staff", "budget", "rules", "committee", "director")
MEASURES = {"sleeping": Decimal(180), "dining": Decimal(60)}  # 45 places to sleep, 50 to eat: 45


def given_file(
    institution: Institution, by: User, *, kind: str = "renewal", capacity: int = 40, at: datetime = NOON
) -> LicenceFile:
    """An open file, without its papers."""
    regime = given_regime(institution.organisation)
    with as_work(by):
        file = actions.intend_licence(
            institution=institution, regime=regime, kind=kind, capacity=capacity, by=by, at=at
        )
        return actions.begin_file(file=file, by=by, at=at)


def given_papers(institution: Institution, by: User, *, but: str = "") -> None:
    """Every paper that law 65-15 asks for, seen in folder 12."""
    with as_work(by):
        for code in PAPERS:
            if code != but:
                actions.keep_paper(institution=institution, code=code, folder="12", by=by, at=NOON)
        for code in ("safety", "hygiene"):
            if code != but:
                actions.keep_paper(
                    institution=institution, code=code, folder="12", issued_on=TODAY - timedelta(days=20),
                    expires_on=TODAY + timedelta(days=340), by=by, at=NOON,
                )  # fmt: skip


def given_received(institution: Institution, by: User, **more: Any) -> LicenceFile:
    """A file received complete."""
    file = given_file(institution, by, **more)
    given_papers(institution, by)
    with as_work(by):
        if file.kind == "regularisation":
            actions.protect(file=file, words="Extincteurs posés", due_on=TODAY, by=by, at=NOON)
        return actions.receive_file(file=file, by=by, at=NOON)


def given_visited(institution: Institution, by: User, *, verdicts: str = "yyyy", **more: Any) -> LicenceFile:
    """A file visited, on which four bodies spoke: y, n or c."""
    file = given_received(institution, by, **more)
    with as_work(by):
        actions.call_commission(file=file, on=TODAY, by=by, at=NOON)
        visit(file, by)
        for body, said in zip(BODIES, verdicts, strict=False):
            verdict = {"y": "yes", "n": "no", "c": "conditions"}[said]
            actions.give_opinion(
                file=file, body=body, verdict=verdict, reasons="Vu sur place", on=TODAY, by=by, at=NOON
            )
        return queries.file_for(file.pk)


BODIES = ("authority", "entraide", "health", "civil_protection")


def visit(file: LicenceFile, by: User, *, present: Any = BODIES, **more: Any) -> Any:
    """The visit of a commission: every line of the grid answered."""
    answers = dict.fromkeys(("water", "toilets", "exits", "access", "kitchen"), True)
    said: dict[str, Any] = {"answers": answers, "measures": MEASURES, "on": TODAY} | more
    return actions.hold_visit(file=file, present=present, by=by, at=NOON, **said)


def one_institution_of_each(organisation: Organisation, place: Any, officer: User, examiner: User) -> None:
    """A row of each table of the register for a body that keeps it."""
    institution = given_institution(organisation, officer, association=organisation)
    life_of_each(institution, organisation, officer)
    one_survey_of_each(institution, organisation, officer)
    with as_work(officer):
        regime = given_regime(organisation)
        actions.write_regime(
            organisation=organisation, code="65-15", source="Circulaire", valid_from=LONG_AGO,
            content=regime.content, by=officer, at=NOON,
        )  # fmt: skip
        site = actions.open_site(
            organisation=organisation, kind="dar_taliba", name_ar="بناية", place=place, by=officer, at=NOON
        )
        actions.place_institution(institution=institution, site=site, by=officer, at=NOON)
        one_change_of_each(institution, organisation, site, officer)
        actions.open_mandate(
            institution=institution, organisation=organisation, office="director", holder="Nezha",
            paper="PV 3/2025", starts_on=LONG_AGO, last_day=None, by=officer, at=NOON,
        )  # fmt: skip
        actions.keep_paper(
            institution=institution, code="safety", expires_on=TODAY, folder="12", by=officer, at=NOON
        )
    count(institution, organisation, officer, "present", "1")
    given_licence(institution, officer)
    file = given_visited(institution, officer, kind="renewal")
    with as_work(officer):
        actions.protect(file=file, words="Extincteurs", due_on=TODAY, by=officer, at=NOON)
        actions.stop_clock(file=file, reason="papers", words="Bail", on=TODAY, by=officer, at=NOON)
        actions.run_clock(file=file, words="Bail reçu", on=TODAY, by=officer, at=NOON)
        actions.decide_file(
            file=file, granted=True, number="4/2026", category="dar_talib", cells=[("f", "12-14", 40)], by=officer,
            at=NOON,
        )  # fmt: skip
        actions.plan_closure(
            institution=institution, closes_on=TODAY, reasons="x", places=[("f", "12-14", "M'rirt")], residents=1,
            by=officer, at=NOON,
        )  # fmt: skip
        actions.delegate_signature(
            organisation=organisation, user=examiner, reference="7/2026", starts_on=TODAY, last_day=TODAY,
            by=officer, at=NOON,
        )  # fmt: skip
