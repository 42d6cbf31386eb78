"""Vulnerability categories: codes, labels, and the words sheets use for them.

Source of the codes: the seed's list (many-valued, dated, never a single label). They never appear on
cards, envelopes, messages, queues or public pages.
"""

from functools import lru_cache

from twiza.lib.errors import N_
from twiza.registry.rules.words import folded, without_article

CATEGORIES: dict[str, str] = {
    "women_victims_violence": N_("women victims of violence"),
    "women_in_difficulty": N_("women in difficulty"),
    "single_mothers": N_("mothers alone"),
    "widows": N_("widows"),
    "divorced_women": N_("divorced women"),
    "abandoned_children": N_("abandoned children"),
    "orphans": N_("orphans"),
    "children_street": N_("children in street situation"),
    "children_contact_law": N_("children in contact with the law"),
    "schoolchildren_far_douars": N_("schoolchildren from far douars"),
    "school_dropouts": N_("children who left school"),
    "youth_no_work_training": N_("young people without work or training"),
    "unemployed": N_("unemployed"),
    "lost_income_shock": N_("lost income by a shock"),
    "elderly_no_support": N_("elderly without support"),
    "disability": N_("persons with disability"),
    "disability_motor": N_("motor disability"),
    "disability_visual": N_("visual disability"),
    "disability_hearing": N_("hearing disability"),
    "disability_intellectual": N_("intellectual disability"),
    "disability_autism": N_("autism"),
    "disability_multiple": N_("multiple disability"),
    "chronically_ill": N_("chronically ill"),
    "mental_illness": N_("mental illness"),
    "addiction": N_("addiction"),
    "homeless": N_("without a home"),
    "roaming": N_("roaming"),
    "passers_by": N_("passers-by"),
    "beggars": N_("begging"),
    "migrants": N_("migrants"),
    "asylum_refugees": N_("asylum seekers and refugees"),
    "trafficking_victims": N_("victims of trafficking"),
    "ex_detainees": N_("former detainees"),
    "disaster_victims": N_("disaster victims"),
    "no_health_cover": N_("without health cover"),
}

WORDS: dict[str, str] = {
    "widows": "أرملة|أرامل|ارملة|أرمل|veuve|veuves|veuf|widow|widows|widowed",
    "divorced_women": "مطلقة|مطلقات|divorcée|divorcées|divorced|separated|séparée|منفصلة",
    "single_mothers": "أم عازبة|أمهات عازبات|mère seule|mère célibataire|mères célibataires|single mother|mother alone",
    "women_in_difficulty": "امرأة في وضعية صعبة|نساء في وضعية صعبة|femme en difficulté|femmes en difficulté",
    "abandoned_children": "أطفال مهملون|طفل مهمل|متخلى عنه|متخلى عنهم|متخلى عنها|مهمل|enfant abandonné|abandoned child",
    "orphans": "يتيم|يتيمة|أيتام|ايتام|يتامى|orphelin|orpheline|orphelins|orphan|orphans",
    "children_street": "أطفال الشارع|أطفال في وضعية الشارع|enfant de la rue|enfants en situation de rue|street child",
    "schoolchildren_far_douars": "تلاميذ متمدرسون|دار الطالب|دار الطالبة|élève interne",
    "school_dropouts": "منقطع عن الدراسة|منقطعون عن الدراسة|منقطعة عن الدراسة|abandon scolaire|déscolarisé|dropout",
    "unemployed": "عاطل|عاطلة|عاطلون|عاطل عن العمل|بدون عمل|بدون شغل|chômeur|chômeuse|sans emploi|sans travail|unemployed",
    "youth_no_work_training": "شباب بدون شغل ولا تكوين|neet",
    "lost_income_shock": "فقدان الدخل|فاقد الدخل|فاقدو الدخل|perte de revenu|perte d emploi|lost income",
    "elderly_no_support": "مسن|مسنة|مسنون|مسنين|كبير السن|شيخ|مسن بدون عائل|مسنون بدون عائل|personne âgée|personnes âgées|âgé|âgée|personne âgée sans soutien|personne âgée seule|elderly",
    "disability": "معاق|معاقة|إعاقة|في وضعية إعاقة|ذوي الاحتياجات الخاصة|أشخاص في وضعية إعاقة|شخص في وضعية إعاقة"
    "|personne en situation de handicap|handicap|handicapé|handicapée|situation de handicap|en situation de handicap|disabled|disability|memory|self care|communicating",
    "disability_motor": "إعاقة حركية|حركية|handicap moteur|moteur|motrice|motor|walking|physical",
    "disability_visual": "إعاقة بصرية|بصرية|كفيف|كفيفة|مكفوف|ضرير|handicap visuel|visuel|visuelle|aveugle|non voyant|visual|blind|seeing",
    "disability_hearing": "إعاقة سمعية|سمعية|أصم|صماء|handicap auditif|auditif|auditive|sourd|sourde|hearing|deaf",
    "disability_intellectual": "إعاقة ذهنية|ذهنية|handicap mental|mental|mentale|intellectuel|intellectual|remembering",
    "disability_autism": "توحد|التوحد|طيف التوحد|autisme|autiste|autism",
    "disability_multiple": "متعددة|إعاقة متعددة|polyhandicap|multiple|multi disabled",
    "chronically_ill": "مرض مزمن|مريض مزمن|أمراض مزمنة|مرضى مزمنون|مزمن|مريض|مريضة|maladie chronique|malade chronique|malade"
    "|diabète|diabétique|سكري|السكري|ضغط الدم|سرطان|cancer|قصور كلوي|chronic illness|chronically ill",
    "mental_illness": "مرض نفسي|مريض نفسي|مرضى نفسيون|maladie mentale|trouble psychique|mental illness",
    "addiction": "إدمان|مدمن|addiction|toxicomane",
    "homeless": "بدون مأوى|sans abri|sdf|homeless",
    "roaming": "تشرد|في وضعية تشرد|متشرد|متشردة|errance|en situation d'errance",
    "passers_by": "عابر سبيل|عابرو سبيل|de passage",
    "beggars": "متسول|متسولة|متسولون|mendiant|mendiante",
    "migrants": "مهاجر|مهاجرة|مهاجرون|migrant|migrante|migrants",
    "asylum_refugees": "لاجئ|لاجئة|لاجئون|طالب لجوء|طالبة لجوء|طالبو لجوء|réfugié|réfugiée|demandeur d asile|refugee|asylum seeker",
    "ex_detainees": "سجين سابق|سجناء سابقون|ex détenu|ancien détenu",
    "disaster_victims": "منكوب|منكوبة|منكوبون|متضرر من الزلزال|متضررة من الزلزال|متضرر|sinistré|sinistrée|sinistrés|disaster victim",
    "no_health_cover": "بدون تغطية صحية|بدون تغطية|sans couverture|sans couverture médicale|sans amo|no health cover",
}

# Words of the same columns that say nothing about need: read without a remark.
PLAIN = (
    "متزوج|متزوجة|أعزب|عازب|عازبة|عزباء|marié|mariée|célibataire|married|single|free union|عادية|عادي|لا شيء|بدون"
    "|لا|no|non|none|aucun|aucune|néant|rien|not provided|ras|سليم|x"
)


def key(word: str) -> str:
    return without_article(folded(word))


CODE_OF = {key(word): code for code, words in WORDS.items() for word in words.split("|")} | {
    folded(code): code for code in CATEGORIES
}
SAYS_NOTHING = {key(word) for word in PLAIN.split("|")}


@lru_cache(maxsize=4_096)
def category_of(word: str) -> str | None:
    """Return the code for one word or phrase; "" when it says nothing about need; None when unknown."""
    text = key(word)
    if not text or text in SAYS_NOTHING:
        return ""
    return CODE_OF.get(text)


def with_parents(codes: set[str]) -> tuple[str, ...]:
    """Return the codes sorted, a kind of disability bringing `disability` itself."""
    if any(code.startswith("disability_") for code in codes):
        codes = codes | {"disability"}
    return tuple(sorted(codes))
