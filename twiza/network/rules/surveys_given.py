"""The survey that Twiza comes with: the ministry's diagnostic sheet of Dar Talib, with codes and words in both languages.

The French words are ours and wait for the ministry's own; the questions follow its Arabic sheet of 58 fields.
"""

from datetime import date
from typing import Any, NamedTuple

from twiza.lib.errors import N_


class GivenSurvey(NamedTuple):
    """One survey: the category of institutions it asks, its source in words, since when, its content."""

    code: str
    source: str
    valid_from: date
    content: dict[str, Any]


_SECTIONS = [
    ["i", "معطيات حول المؤسسة", "Données sur l'établissement", False],
    ["ii", "معطيات حول البناية المخصصة للمؤسسة", "Données sur le bâtiment", False],
    ["iii", "معطيات حول تمويل المؤسسة", "Données sur le financement", False],
    ["iv", "معطيات حول الاستهداف وتوسعة الخدمات", "Ciblage et extension des services", False],
    ["v", "خدمتي الإيواء والإطعام بالمؤسسة", "Hébergement et restauration", False],
    ["vi", "معطيات حول الموارد البشرية", "Ressources humaines", True],
]
SEASONS = ["2023-24", "2024-25", "2025-26"]
_OTHER = ["other", "آخر", "Autre"]
_FUNDERS = [
    ["ministry", "وزارة التضامن والإدماج الاجتماعي والأسرة", "Ministère de la solidarité, de l'insertion sociale et de la famille"],
    ["indh", "المبادرة الوطنية للتنمية البشرية", "Initiative nationale pour le développement humain"],
    ["commune", "الجماعة", "Commune"],
    ["association", "جمعية/مؤسسة", "Association ou fondation"],
    ["donors", "محسنون", "Bienfaiteurs"],
    _OTHER,
]  # fmt: skip
_FAR = [
    ["under_1", "أقل من 1 كم", "Moins de 1 km"],
    ["1_3", "من 1 إلى 3 كم", "De 1 à 3 km"],
    ["3_5", "من 3 إلى 5 كم", "De 3 à 5 km"],
    ["over_5", "أكثر من 5 كم", "Plus de 5 km"],
]
_POSTS = [
    ["director", "مدير", "Directeur ou directrice"],
    ["educator", "مربي", "Éducateur ou éducatrice"],
    ["social_worker", "مساعد اجتماعي", "Assistant social ou assistante sociale"],
    ["night_guard", "حارس ليلي", "Gardien de nuit"],
    ["day_guard", "حارس نهاري", "Gardien de jour"],
    ["cook", "طباخ", "Cuisinier ou cuisinière"],
    ["kitchen_help", "مساعد طباخ", "Aide-cuisinier"],
    ["cleaner", "عامل نظافة", "Agent d'entretien"],
    ["driver", "سائق", "Chauffeur"],
    ["accountant", "محاسب", "Comptable"],
    ["secretary", "كاتب", "Secrétaire"],
    ["psychologist", "أخصائي نفسي", "Psychologue"],
    ["other", "أخرى", "Autre"],
]
# section, code, Arabic, French, kind, choices; behind them what is particular
_QUESTIONS: list[tuple[Any, ...]] = [
    ("i", "house_type", "نوعية المؤسسة", "Type d'établissement", "select_one", [
        ["boys", "دار الطالب", "Dar Talib"], ["girls", "دار الطالبة", "Dar Taliba"],
        ["both", "دار الطالب والطالبة", "Dar Talib et Taliba"]]),
    ("i", "association", "اسم الجمعية المشرفة", "Association gestionnaire", "text"),
    ("i", "house_name", "اسم المؤسسة", "Nom de l'établissement", "text"),
    ("i", "address", "العنوان", "Adresse", "text"),
    ("i", "region", "الجهة", "Région", "territory:region"),
    ("i", "province", "العمالة أو الإقليم", "Préfecture ou province", "territory:province"),
    ("i", "commune", "الجماعة", "Commune", "territory:commune"),
    ("i", "milieu", "المجال", "Milieu", "select_one", [
        ["rural", "قروي", "Rural"], ["urban", "حضري", "Urbain"]]),
    ("i", "founded_year", "سنة إحداث المؤسسة", "Année de création", "integer"),
    ("i", "legal_status", "الوضعية القانونية للمؤسسة", "Situation juridique", "select_one", [
        ["licensed", "مرخصة", "Autorisé"], ["unlicensed", "غير مرخصة", "Non autorisé"]]),
    ("i", "licence", "رقم وتاريخ الرخصة", "Numéro et date de l'autorisation", "text"),
    ("i", "opened_on", "تاريخ شروع المؤسسة في تقديم خدماتها", "Date de début des services", "date"),
    ("i", "services", "الخدمات المقدمة بالمؤسسة", "Services rendus", "select_multiple", [
        ["lodging", "الإيواء", "Hébergement"], ["meals", "الإطعام", "Restauration"],
        ["schooling", "التتبع التربوي والمواكبة الاجتماعية", "Suivi éducatif et accompagnement social"],
        ["activities", "التنشيط الثقافي والرياضي والترفيهي", "Animation culturelle, sportive et de loisirs"],
        ["first_care", "تأمين العلاجات الصحية الأولية", "Premiers soins"],
        ["support", "الدعم والمواكبة الطبية والنفسية", "Soutien médical et psychologique"]]),
    ("i", "capacity_total", "الطاقة الاستيعابية الإجمالية المرخصة", "Capacité autorisée, en tout", "integer"),
    ("i", "capacity_boys", "الطاقة الاستيعابية المرخصة ذكور", "Capacité autorisée, garçons", "integer"),
    ("i", "capacity_girls", "الطاقة الاستيعابية المرخصة إناث", "Capacité autorisée, filles", "integer"),
    ("i", "levels", "المستوى التعليمي للفئة المستهدفة", "Niveau scolaire visé", "select_multiple", [
        ["primary", "ابتدائي", "Primaire"], ["lower", "ثانوي إعدادي", "Secondaire collégial"],
        ["upper", "ثانوي تأهيلي", "Secondaire qualifiant"], _OTHER]),
    ("i", "school_far", "البعد الجغرافي عن أقرب مؤسسة تعليمية", "Distance de l'école la plus proche", "select_one", _FAR),
    ("i", "boarding_far", "البعد الجغرافي عن أقرب داخلية تابعة لقطاع التربية الوطنية",
        "Distance de l'internat public le plus proche", "select_one", _FAR),
    ("ii", "building_tenure", "وضعية البناية", "Situation du bâtiment", "select_one", [
        ["rent", "إيجار", "Location"], ["owned", "ملكية", "Propriété"],
        ["lent", "وضع رهن إشارة المؤسسة", "Mis à disposition"], _OTHER]),
    ("ii", "building_state", "الحالة العامة للبناية", "État général du bâtiment", "select_one", [
        ["good", "جيدة", "Bon"], ["worn", "بعض علامات التدهور", "Quelques signes de dégradation"],
        ["bad", "متردية", "Dégradé"]]),
    ("ii", "building_repair", "قابلية البناية للترميم والإصلاح", "Réparation du bâtiment", "select_one", [
        ["easy", "سهلة", "Facile"], ["hard", "صعبة", "Difficile"],
        ["rebuild", "تتطلب إعادة البناء", "Demande une reconstruction"]]),
    ("ii", "land_owner", "تحديد مالك الوعاء العقاري", "Propriétaire du terrain", "select_one", [
        ["state", "أملاك الدولة", "Domaine de l'État"], ["communal", "ملك جماعي", "Bien communal"],
        ["private", "ملك خصوصي", "Bien privé"], _OTHER]),
    ("ii", "lent_by_convention", "وضع البناية رهن إشارة المؤسسة بموجب اتفاقية شراكة",
        "Bâtiment mis à disposition par convention", "yes_no"),
    ("iii", "built_by", "تمويل بناء المؤسسة", "Financement de la construction", "select_multiple", _FUNDERS),
    ("iii", "equipped_by", "تمويل تجهيز المؤسسة", "Financement de l'équipement", "select_multiple", _FUNDERS),
    ("iii", "run_by", "مصادر تمويل تسيير المؤسسة", "Financement du fonctionnement", "select_multiple", [
        ["education", "التربية الوطنية", "Éducation nationale"], _FUNDERS[1], _FUNDERS[2],
        ["own_association", "الجمعية المسيرة", "Association gestionnaire"], _FUNDERS[4], _OTHER]),
    ("iii", "budget", "الميزانية السنوية", "Budget annuel", "decimal:dirham"),
    ("iii", "share_ministry", "مساهمة الوزارة", "Part du ministère", "decimal"),
    ("iii", "share_association", "مساهمة الجمعية", "Part de l'association", "decimal"),
    ("iii", "share_commune", "مساهمة الجماعة", "Part de la commune", "decimal"),
    ("iii", "share_other", "مساهمات أخرى", "Autres parts", "decimal"),
    ("iv", "criteria", "المعايير المعتمدة في الاستهداف", "Critères de ciblage", "select_multiple", [
        ["family", "الوضعية الاجتماعية للأسرة", "Situation sociale de la famille"],
        ["distance", "المسافة بين المدرسة ومحل سكن المستفيد", "Distance entre l'école et le domicile"],
        ["orphans", "الأيتام", "Orphelins"], ["disability", "ذوي الاحتياجات الخاصة", "Besoins spécifiques"],
        ["other", "معايير أخرى", "Autres critères"]]),
    ("iv", "selected_by", "الجهة التي تقوم بعملية انتقاء المستفيدين", "Qui choisit les bénéficiaires", "select_one", [
        ["association", "الجمعية بمفردها", "L'association seule"],
        ["committee", "لجنة مختلطة", "Un comité mixte"]]),
    ("iv", "committee_of", "تضم اللجنة المختلطة", "Le comité réunit", "select_multiple", [
        ["association", "الجمعية", "L'association"], ["authorities", "السلطات المحلية", "Les autorités locales"],
        ["education", "التربية الوطنية", "L'Éducation nationale"],
        ["entraide", "التعاون الوطني", "L'Entraide nationale"], _OTHER], ["selected_by", "committee"]),
    ("iv", "fee", "خدمات المؤسسة", "Les services sont", "select_one", [
        ["free", "مجانية", "Gratuits"], ["paid", "بالاشتراك", "Contre cotisation"]]),
    ("iv", "fee_kind", "المبلغ الشهري للاشتراك لكل مستفيد", "Cotisation mensuelle par bénéficiaire", "select_one", [
        ["flat", "تعريفة موحدة", "Tarif unique"], ["varied", "تعريفة غير موحدة", "Tarif variable"]],
        ["fee", "paid"]),
    ("iv", "fee_amount", "قيمة التعريفة الموحدة", "Montant du tarif unique", "decimal", [], ["fee_kind", "flat"]),
    ("iv", "fee_slice", "شريحة التعريفة", "Tranche du tarif", "select_one", [
        ["under_50", "أقل من 50 درهم", "Moins de 50 dirhams"], ["50_100", "من 50 إلى 100 درهم", "De 50 à 100 dirhams"],
        ["100_150", "من 100 إلى 150 درهم", "De 100 à 150 dirhams"],
        ["over_150", "أكثر من 150 درهم", "Plus de 150 dirhams"]], ["fee_kind", "varied"]),
    ("v", "rooms", "عدد الغرف الإجمالي", "Nombre de chambres", "integer"),
    ("v", "beds", "عدد الأسرة الإجمالي", "Nombre de lits", "integer"),
    ("v", "beds_per_room", "عدد الأسرة في كل غرفة", "Lits par chambre", "integer"),
    ("v", "dining_room", "هل توجد قاعة للأكل", "Y a-t-il un réfectoire", "yes_no"),
    ("v", "dining_places", "سعة قاعة الأكل", "Places du réfectoire", "integer", [], ["dining_room", "yes"]),
    ("v", "meals", "نوعية خدمة الإطعام المقدمة", "Mode de restauration", "select_one", [
        ["own_kitchen", "إعداد الوجبات في مطبخ المؤسسة", "Repas préparés sur place"],
        ["ready", "وجبات جاهزة", "Repas livrés"], _OTHER]),
    ("v", "served_total", "العدد الإجمالي للمستفيدين", "Bénéficiaires, en tout", "integer:season"),
    ("v", "served_boys", "الذكور", "Garçons", "integer:season"),
    ("v", "served_girls", "الإناث", "Filles", "integer:season"),
    ("v", "served_primary", "الابتدائي", "Au primaire", "integer:season"),
    ("v", "served_lower", "الثانوي الإعدادي", "Au collège", "integer:season"),
    ("v", "served_upper", "الثانوي التأهيلي", "Au lycée", "integer:season"),
    ("v", "served_orphans", "الأيتام", "Orphelins", "integer:season"),
    ("v", "served_disability", "ذوي الاحتياجات الخاصة", "Besoins spécifiques", "integer:season"),
    ("v", "meal_wishes", "مقترحات تحسين جودة الإطعام بالمؤسسة", "Pour de meilleurs repas", "select_multiple", [
        ["repair", "ترميم البناية", "Réparer le bâtiment"], ["build", "بناء جديد", "Construire"],
        ["equip", "التجهيز", "Équiper"], ["enlarge", "الرفع من الطاقة الاستيعابية", "Augmenter la capacité"],
        ["train", "تكوين الموارد البشرية", "Former le personnel"]]),
    ("vi", "post", "نوع التأطير", "Poste", "select_one", _POSTS),
    ("vi", "post_count", "العدد", "Nombre", "integer"),
    ("vi", "post_diploma", "حاصل على شهادة", "Titulaire d'un diplôme", "yes_no"),
    ("vi", "post_cost", "الكلفة الشهرية (بالدرهم)", "Coût mensuel (en dirhams)", "decimal"),
]  # fmt: skip
_SHARES = ["share_ministry", "share_association", "share_commune", "share_other"]
# What is checked, what enters the register and what the register knows: of the questions a version has
AROUND: dict[str, Any] = {
    "sums": [
        ["capacity_total", ["capacity_boys", "capacity_girls"]],
        ["served_total", ["served_boys", "served_girls"]],
        ["served_total", ["served_primary", "served_lower", "served_upper"]],
    ],
    "within": [
        ["budget", _SHARES],
        ["served_total", ["served_orphans"]],
        ["served_total", ["served_disability"]],
    ],
    "figures": [
        ["capacity_total", "capacity", ""],
        ["capacity_boys", "capacity", "m"],
        ["capacity_girls", "capacity", "f"],
        ["served_total", "present", ""],
        ["served_boys", "present", "m"],
        ["served_girls", "present", "f"],
    ],
    "staff": [
        "post",
        "post_count",
        {
            "director": "director", "educator": "educator", "social_worker": "social_worker", "night_guard": "guard",
            "day_guard": "guard", "cook": "kitchen", "kitchen_help": "kitchen", "cleaner": "upkeep",
            "accountant": "accounts",
        },
    ],
    "register": {
        "house_name": "name", "association": "association", "region": "region", "province": "province",
        "commune": "commune", "legal_status": "licensed", "licence": "licence", "opened_on": "opened_on",
        "capacity_total": "capacity", "capacity_boys": "capacity_m", "capacity_girls": "capacity_f",
    },
}  # fmt: skip


def question_of(row: tuple[Any, ...]) -> dict[str, Any]:
    """Return a line of the list above as a question of a stored version."""
    section, code, ar, fr, kind, choices, relevant = (*row, [], None)[:7] if len(row) < 7 else row
    kind, _, more = kind.partition(":")
    return {
        "section": section, "code": code, "ar": ar, "fr": fr, "kind": kind, "choices": choices or [],
        "relevant": relevant or None, "by_season": more == "season", "level": more if kind == "territory" else "",
        "unit": more if kind == "decimal" else "",
    }  # fmt: skip


QUESTIONS = [question_of(one) for one in _QUESTIONS]
SECTIONS = _SECTIONS
GIVEN_SURVEYS: tuple[GivenSurvey, ...] = (
    GivenSurvey(
        "dar_talib",
        N_("Diagnostic sheet of Dar Talib and Dar Taliba (58 questions of the ministry; French words to be confirmed)"),
        date(2025, 9, 1),
        {"sections": SECTIONS, "questions": QUESTIONS, "seasons": SEASONS, **AROUND},
    ),
)  # fmt: skip
