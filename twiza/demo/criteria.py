"""The criteria of the story's campaign: written before any name, each in one sentence. Pure Python."""

from collections.abc import Sequence
from typing import Any


def criteria(zones: Sequence[str]) -> dict[str, Any]:
    """Return who may be on the list and with how many points, for a campaign over `zones`."""
    return {
        "rules": [
            {
                "code": "in_the_zones",
                "must": True,
                "ar": "تسكن الأسرة في أحد أحياء الحملة",
                "fr": "Le ménage habite un quartier de la campagne",
                "when": {"fact": "zone", "is": "one_of", "value": list(zones)},
            },
            _points("large_family", 2, "خمسة أفراد أو أكثر", "Cinq personnes ou plus", "size", "at_least", 5),
            _points("children", 2, "ثلاثة أطفال أو أكثر", "Trois enfants ou plus", "children", "at_least", 3),
            _points(
                "alone", 3, "أرملة أو مطلقة أو أيتام", "Veuve, divorcée ou orphelins",
                "categories", "has_any", ["widows", "divorced_women", "orphans"],
            ),
            _points(
                "health", 3, "إعاقة أو مرض مزمن", "Handicap ou maladie chronique",
                "categories", "has_any", ["disability", "chronically_ill"],
            ),
            _points(
                "elderly", 3, "مسن(ة) بدون عائل", "Personne âgée sans soutien",
                "categories", "has_any", ["elderly_no_support"],
            ),
            _points(
                "income", 1, "فقدان الدخل أو العمل", "Perte de revenu ou d'emploi",
                "categories", "has_any", ["lost_income_shock", "unemployed"],
            ),
        ]
    }  # fmt: skip


def _points(code: str, points: int, ar: str, fr: str, fact: str, how: str, value: Any) -> dict[str, Any]:
    when = {"fact": fact, "is": how, "value": value}
    return {"code": code, "points": points, "ar": ar, "fr": fr, "when": when}
