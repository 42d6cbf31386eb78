"""The versions of regimes that Twiza comes with: a beginning, to be written anew by who keeps the register.

What is sure: that 14-05 wanted a prior authorisation examined within 30 days by a commission, that 65-15 replaced
it, and that services outside the premises are declared beforehand. The lists of papers follow the practice of
delegations; categories, delays and validity under 65-15 are to be checked against its decree before use.
"""

from datetime import date
from typing import Any, NamedTuple

from twiza.lib.errors import N_


class Given(NamedTuple):
    """One version: the regime, its source in words, from which day it holds, its content."""

    code: str
    source: str
    valid_from: date
    content: dict[str, Any]
    number: int = 1


_CATEGORIES = [
    ["dar_talib", "دار الطالب والطالبة", "Maison de l'étudiant et de l'étudiante"],
    ["children", "رعاية الأطفال في وضعية صعبة", "Enfants en situation difficile"],
    ["women", "رعاية النساء في وضعية صعبة", "Femmes en situation difficile"],
    ["elderly", "رعاية الأشخاص المسنين", "Personnes âgées"],
    ["disability", "رعاية الأشخاص في وضعية إعاقة", "Personnes en situation de handicap"],
    ["homeless", "إيواء الأشخاص بدون مأوى", "Personnes sans abri"],
    ["maternity", "دار الأمومة", "Maison de maternité"],
    ["complex", "مركب اجتماعي متعدد الخدمات", "Complexe social à plusieurs services"],
]
_PAPERS = [
    ["statutes", "النظام الأساسي للجمعية", "Statuts de l'association"],
    ["receipt", "وصل التصريح ولائحة المكتب", "Récépissé de déclaration et liste du bureau"],
    [
        "premises",
        "سند ملكية المحل أو عقد كرائه أو وضعه رهن الإشارة",
        "Titre, bail ou mise à disposition des locaux",
    ],
    ["safety", "تقرير الوقاية المدنية حول السلامة", "Rapport de sécurité de la protection civile", 12],
    ["hygiene", "تقرير المصالح الصحية حول النظافة", "Rapport d'hygiène des services de santé", 12],
    ["staff", "لائحة المستخدمين ومؤهلاتهم", "Liste du personnel et de ses qualifications"],
    ["budget", "الميزانية ومصادر التمويل الدائمة", "Budget et ressources durables"],
    ["rules", "النظام الداخلي للمؤسسة", "Règlement intérieur de l'établissement"],
    ["committee", "محضر تكوين لجنة التدبير", "Procès-verbal du comité de gestion"],
    ["director", "ملف مدير المؤسسة", "Dossier de la directrice ou du directeur"],
]
_GRID = [
    ["sleeping", "مساحة قاعات النوم (م²)", "Surface des dortoirs (m²)", 400],
    ["dining", "مساحة قاعة الأكل (م²)", "Surface du réfectoire (m²)", 120],
    ["water", "الماء الصالح للشرب والكهرباء", "Eau potable et électricité"],
    ["toilets", "مرافق صحية منفصلة وكافية", "Sanitaires séparés et suffisants"],
    ["exits", "مخارج النجدة ومطفآت الحريق", "Issues de secours et extincteurs"],
    ["access", "ولوج الأشخاص في وضعية إعاقة", "Accès des personnes handicapées"],
    ["kitchen", "مطبخ نظيف ومخزن للمؤونة", "Cuisine propre et réserve"],
]
_QUALITY = [
    ["welcome", "استقبال محترم وقانون داخلي معلق", "Accueil digne, règlement affiché", 2],
    ["rooms", "غرف نظيفة ومهواة وسرير لكل واحد", "Chambres propres, aérées, un lit pour chacun", 3],
    ["toilets", "مرافق صحية نظيفة ومنفصلة وماء ساخن", "Sanitaires propres et séparés, eau chaude", 3],
    ["food", "وجبات كافية ولائحة أسبوعية معلقة", "Repas suffisants, menu de la semaine affiché", 3],
    ["exits", "مخارج النجدة مفتوحة ومطفآت صالحة", "Issues libres, extincteurs valables", 4],
    ["health", "صيدلية وتتبع صحي", "Pharmacie et suivi de santé", 2],
    ["school", "تتبع الدراسة أو الأنشطة", "Suivi scolaire ou activités", 2],
    ["staff", "مستخدمون حاضرون ومؤهلون ليلا ونهارا", "Personnel présent et qualifié, jour et nuit", 4],
    ["privacy", "حياة خاصة وملفات مقفلة", "Intimité, dossiers sous clé", 2],
    ["voice", "صندوق شكايات ومجلس مستفيدين", "Boîte de plaintes, conseil des résidents", 2],
    ["access", "ولوج الأشخاص في وضعية إعاقة", "Accès des personnes handicapées", 2],
    ["books", "سجلات ممسوكة: دخول وخروج وحسابات", "Registres tenus : entrées, départs, comptes", 2],
]
_REPORTS = [
    ["half_year", "التقرير نصف السنوي", "Rapport semestriel", 30],
    ["year", "التقرير السنوي", "Rapport annuel", 60],
]
_BODIES = [
    ["authority", "السلطة المحلية", "Autorité locale"],
    ["entraide", "التعاون الوطني", "Entraide nationale"],
    ["health", "الصحة", "Santé"],
    ["education", "التربية الوطنية", "Éducation nationale"],
    ["civil_protection", "الوقاية المدنية", "Protection civile"],
    ["commune", "الجماعة", "Commune"],
]
_PAUSES = [
    ["papers", "في انتظار وثيقة طلبتها الإدارة", "En attente d'une pièce demandée"],
    [
        "bureau",
        "تغير رئيس الجمعية: في انتظار وصل المكتب الجديد",
        "Changement de président : en attente du récépissé",
    ],
    ["works", "أشغال طلبتها اللجنة", "Travaux demandés par la commission"],
]
_AUTHORISATION = {
    "categories": _CATEGORIES,
    "papers": _PAPERS,
    "grid": _GRID,
    "bodies": _BODIES,
    "pauses": _PAUSES,
    "quality": _QUALITY,
    "reports": _REPORTS,
    "quorum": 4,
    "days": 30,
    "working": False,
    "appeal_days": 60,
    "appeal_ar": "رئيس الإدارة المختصة ثم المحكمة الإدارية",
    "appeal_fr": "l'administration compétente, puis le tribunal administratif",
    "valid_months": 0,
}
GIVEN = (
    Given("14-05", N_("Law 14-05 (dahir 1-06-154 of 22 November 2006), papers as practised"), date(2006, 12, 7), _AUTHORISATION),
    Given("65-15", N_("Law 65-15 and decree 2-19-693: delays to be confirmed"), date(2021, 3, 22), _AUTHORISATION),
    Given(
        "off_premises",
        N_("Draft decree 2-25-605 (government council of 9 October 2025): publication to be verified"),
        date(2025, 10, 9),
        _AUTHORISATION
        | {
            "papers": [
                ["form", "نموذج التصريح موقعا", "Formule de déclaration signée"],
                ["licence", "نسخة من ترخيص المؤسسة", "Copie de l'autorisation de l'établissement"],
                ["staff", "لائحة المتدخلين ومؤهلاتهم", "Liste des intervenants et de leurs qualifications"],
                ["safe_visit", "قواعد الزيارة الآمنة", "Règles de la visite sûre"],
            ],
            "grid": [], "quality": [], "reports": [], "quorum": 0, "by_declaration": True,
        },
    ),
    Given(
        "off_premises",
        N_("Draft decree 2-25-605, checklist of the declaration alone: to be confirmed when it is published"),
        date(2025, 10, 9),
        _AUTHORISATION
        | {
            "papers": [
                ["form", "نموذج التصريح موقعا", "Formule de déclaration signée"],
                ["licence", "نسخة من ترخيص المؤسسة", "Copie de l'autorisation de l'établissement"],
                ["services", "وصف الخدمات خارج المقر والفئة المستفيدة ومكانها", "Services rendus hors des locaux : lesquels, à qui, où"],
                ["staff", "لائحة المتدخلين ومؤهلاتهم", "Liste des intervenants et de leurs qualifications"],
                ["supervision", "من يؤطر المتدخلين وكيف", "Qui encadre les intervenants, et comment"],
                ["safe_visit", "قواعد الزيارة الآمنة", "Règles de la visite sûre"],
                ["consent", "نموذج موافقة المستفيد أو وليه", "Formule d'accord de la personne ou de son tuteur"],
                ["visit_log", "نموذج سجل الزيارات", "Modèle du registre des visites"],
                ["insurance", "تأمين المتدخلين والتنقلات", "Assurance des intervenants et des déplacements"],
            ],
            "grid": [], "quality": [], "reports": [], "pauses": _PAUSES[:1], "quorum": 0, "by_declaration": True,
        },
        2,
    ),
)  # fmt: skip
