"""Surveys of institutions, made through the real doors. Invented, all of it."""

from typing import Any

from twiza.network import actions, queries
from twiza.network.models import Institution, InstitutionSurvey, Organisation, SurveyVersion
from twiza.network.tests.given_work import LONG_AGO, NOON, as_work
from twiza.platform.accounts.models import User

HEADING = ["section", "label_ar", "kind (inferred)", "choices_ar"]
SHEET = [
    HEADING,
    ["I. معطيات حول المؤسسة", "اسم المؤسسة", "text", ""],
    ["I", "وضعية البناية", "select_one", "إيجار|ملكية"],
    ["I", "مبلغ الكراء", "decimal (درهم); relevant: إيجار", ""],
    ["II. التمويل", "تمويل البناء", "select_multiple", "الجماعة|محسنون"],
    ["II", "تمويل التجهيز", "select_multiple", "(same list)"],
    ["II (per season 2024-25, 2025-26)", "المستفيدون", "integer", ""],
    ["II", "الذكور", "integer", ""],
    ["II", "ملاحظات", "text", ""],
    ["III. الأطر (repeat)", "المنصب", "select_one", "مدير|طباخ"],
    ["III", "العدد", "integer", ""],
]
WHO: dict[str, Any] = {
    "house_type": "girls", "house_name": "دار الطالبة أجلموس", "capacity_total": 40, "capacity_boys": 0,
    "capacity_girls": 40,
}  # fmt: skip
SERVED = {
    "served_total": {"2023-24": 30, "2025-26": 44},
    "served_boys": {"2023-24": 0, "2025-26": 0},
    "served_girls": {"2023-24": 30, "2025-26": 44},
}
STAFF = {"rows": [{"post": "director", "post_count": 1}, {"post": "night_guard", "post_count": 1},
                  {"post": "day_guard", "post_count": 2}]}  # fmt: skip


TODAY = NOON.date()


def given_version(institution: Institution) -> SurveyVersion:
    """The survey that asks this institution. Inside somebody's work."""
    found = queries.survey_asked(institution, on=TODAY)
    assert found is not None
    return found


def given_survey(institution: Institution, by: User, **sections: Any) -> InstitutionSurvey:
    """A draft with some sections filled in; without any, who it is, who was served, who works there."""
    actions.load_given_surveys(at=NOON)
    with as_work(by):
        row = actions.begin_survey(
            institution=institution, version=given_version(institution), by=by, at=NOON
        )
        for section, answers in (sections or {"i": WHO, "v": SERVED, "vi": STAFF}).items():
            row = actions.save_section(survey=row, section=section, answers=answers, by=by, at=NOON)
        return queries.survey_for(row.pk)


def one_survey_of_each(institution: Institution, organisation: Organisation, officer: User) -> None:
    """A survey that is sent, and a draft of a version of one's own."""
    row = given_survey(institution, officer, iv={"selected_by": "association"})
    with as_work(officer):
        actions.send_survey(survey=row, by=officer, at=NOON)
        mine = actions.load_survey(
            organisation=organisation, code="dar_talib", source="Circulaire", valid_from=LONG_AGO, rows=SHEET,
            by=officer, at=NOON,
        )  # fmt: skip
        actions.begin_survey(institution=institution, version=mine, by=officer, at=NOON)
