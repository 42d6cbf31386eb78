"""Institutions, licences and their files, made through the real doors. Invented, all of them."""

from datetime import date
from typing import Any

from twiza.network import actions, queries
from twiza.network.models import Institution, Licence, Organisation, RegimeVersion
from twiza.network.rules.figures import Figure, Status, read_figure
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


def one_institution_of_each(organisation: Organisation, place: Any, officer: User) -> None:
    """A row of each table of the register for a body that keeps it."""
    institution = given_institution(organisation, officer)
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
        actions.open_mandate(
            institution=institution, organisation=organisation, office="director", holder="Nezha",
            paper="PV 3/2025", starts_on=LONG_AGO, last_day=None, by=officer, at=NOON,
        )  # fmt: skip
        actions.keep_paper(
            institution=institution, code="safety", expires_on=TODAY, folder="12", by=officer, at=NOON
        )
    count(institution, organisation, officer, "present", "31")
    given_licence(institution, officer)
