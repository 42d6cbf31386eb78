"""What a column of a list can be, and the words people write above it."""

from twiza.lib.errors import N_
from twiza.registry.rules.words import folded, without_article

# The fields a person can choose on the mapping page, in the order of that page.
FIELDS: dict[str, str] = {
    "name": N_("Full name"),
    "given_name": N_("First name"),
    "father_name": N_("Middle name or father's name"),
    "family_name": N_("Family name"),
    "name_latin": N_("Full name in Latin letters"),
    "relationship": N_("Relationship to the head"),
    "is_head": N_("Head of the household (yes or no)"),
    "sex": N_("Sex"),
    "birth": N_("Date or year of birth"),
    "age": N_("Age"),
    "phone": N_("Telephone"),
    "second_phone": N_("Second telephone"),
    "household_code": N_("Household code of this register"),
    "household_ref": N_("Number of the household on the sheet"),
    "number": N_("Row number"),
    "size": N_("Number of persons"),
    "children": N_("Number of children"),
    "place": N_("Commune or official place"),
    "wider_place": N_("Province or region"),
    "near_place": N_("Neighbourhood or douar"),
    "address": N_("Address"),
    "categories": N_("Situation (categories)"),
    "marital": N_("Family situation"),
    "mark:widows": N_("Widow (yes or no)"),
    "mark:divorced_women": N_("Divorced (yes or no)"),
    "mark:orphans": N_("Orphans (yes, no or number)"),
    "mark:disability": N_("Disability (yes, no or kind)"),
    "mark:chronically_ill": N_("Chronic illness (yes, no or kind)"),
    "mark:elderly_no_support": N_("Elderly without support (yes or no)"),
    "contact": N_("May be telephoned (yes or no)"),
    "identity": N_("Identity number: not kept"),
    "email": N_("E-mail address: not kept"),
    "sensitive": N_("Religion, origin, politics, union: not kept"),
    "ignored": N_("Not used"),
}
NEVER_KEPT = frozenset({"identity", "email", "sensitive"})
OF_PERSON = frozenset({"name", "given_name", "father_name", "family_name", "name_latin"})
MANY = frozenset(
    {"categories", "marital", "identity", "email", "sensitive", "ignored", "number", "near_place"}
)

HEADINGS: dict[str, str] = {
    "name": "الاسم|الاسم الكامل|الإسم الكامل|الاسم والنسب|الاسم و النسب|الإسم|الاسم العائلي والشخصي|الاسم الشخصي والعائلي"
    "|اسم ونسب|إسم ونسب المستفيد|اسم المستفيد|اسم المستفيدة|المستفيد|المستفيدة|المستفيد ة|اسم رب الأسرة|رب الأسرة|ربة الأسرة|اسم ربة الأسرة"
    "|رب ة الأسرة|اسم الأرملة|رب العائلة|رئيس الأسرة|اسم رئيس الأسرة|المعيل|اسم المعيل|اسم الأسرة|الأسماء|أسماء المستفيدين|لائحة المستفيدين|الأسرة"
    "|nom complet|nom et prénom|nom et prenoms|noms et prénoms|nom prénom|prénom et nom|prénom nom|bénéficiaire|bénéficiaires"
    "|nom du bénéficiaire|nom de la bénéficiaire|chef de famille|chef de ménage|nom du chef de famille|nom du chef de ménage"
    "|nom et prénom du chef de ménage|nom et prénom du chef de famille|nom et prénom du bénéficiaire|cheffe de ménage|nom du membre|nom de la personne"
    "|full name|name|name of beneficiary|beneficiary|beneficiary name|head name|name of head of household|head of household|اسم الفرد|اسم العضو",
    "given_name": "الاسم الشخصي|الإسم الشخصي|الشخصي|prénom|prénoms|given name|first name|forename",
    "father_name": "اسم الأب|إسم الأب|nom du père|prénom du père|middle name|middle names|father name|name of father",
    "family_name": "الاسم العائلي|الإسم العائلي|النسب|العائلي|اللقب|nom|nom de famille|family name|last name|surname",
    "name_latin": "الاسم بالفرنسية|الاسم باللاتينية|الاسم الكامل بالفرنسية|الاسم بالحروف اللاتينية|nom en français|nom et prénom en français|name in latin letters|latin name|full name in latin letters",
    "relationship": "القرابة|صلة القرابة|درجة القرابة|العلاقة برب الأسرة|الصفة|علاقة القرابة|lien|lien de parenté|parenté|lien familial|lien avec le chef de ménage"
    "|relation avec le chef de ménage|qualité|relationship|relationship to head|relationship to head of household|relation",
    "is_head": "is head|هل هو رب الأسرة",
    "sex": "الجنس|النوع|ذكر أنثى|sexe|genre|sex|gender|h f|m f|f m",
    "birth": "تاريخ الازدياد|تاريخ الإزدياد|تاريخ الميلاد|الازدياد|الميلاد|سنة الازدياد|سنة أو تاريخ الميلاد|سنة أو تاريخ الازدياد|تاريخ أو سنة الازدياد|سنة الميلاد|تاريخ الولادة|date de naissance|naissance|né le|née le|né e le"
    "|ddn|année de naissance|date naissance|birth date|birthdate|date of birth|dob|year of birth",
    "age": "السن|العمر|age|âge",
    "phone": "الهاتف|رقم الهاتف|هاتف|الهاتف النقال|المحمول|رقم الهاتف المحمول|téléphone|telephone|tél|tel|gsm|n tél|n de tél|numéro de téléphone|n téléphone|portable|mobile"
    "|phone|phone number|phone no|phone number 1|telephone number|mobile number|n gsm|الهاتف 1|téléphone 1|tél 1",
    "second_phone": "هاتف ثان|هاتف آخر|الهاتف 2|téléphone 2|tél 2|autre téléphone|second telephone|phone number 2|phone number alternative|phone no alternative|alternative phone number|autre numéro",
    "household_code": "رمز الأسرة في السجل|code twiza|household code of this register|رمز الأسرة في سجل تويزة|code du ménage dans ce registre|household code",
    "household_ref": "رقم الأسرة|رقم العائلة|رمز الأسرة|رقم الملف|رقم ملف الأسرة|code ménage|n ménage|n du ménage|numéro ménage|numéro du ménage|id ménage|n famille|n de famille"
    "|n dossier|numéro de dossier|code famille|household id|household number|household no|hh id|family id|family number|household",
    "number": "الرقم|رقم|ر ت|رت|الرقم الترتيبي|الرقم التسلسلي|الترتيب|n|no|num|numéro|n ordre|numéro d ordre|n d ordre|ordre|index|index id|row number|serial",
    "size": "عدد الأفراد|عدد أفراد الأسرة|أفراد الأسرة|عدد افراد العائلة|عدد الأشخاص|حجم الأسرة|عدد أعضاء الأسرة|نفر|nombre de personnes|nb de personnes|nbr de personnes|nb personnes|nbr personnes|nbre de personnes"
    "|taille du ménage|taille ménage|taille de la famille|nombre de membres|nb membres|membres du ménage|nombre de membres du ménage|effectif|nb pers|household size|size|number of persons|family size|members|what is the household size"
    "|number of members",
    "children": "عدد الأطفال|عدد الأبناء|الأطفال|الأبناء|nombre d enfants|nb d enfants|nb enfants|nbr enfants|nombre enfants|enfants|enfants à charge|children|number of children",
    "place": "الجماعة|الجماعة الترابية|المدينة|المكان|مكان السكن|commune|ville|localité|commune de résidence|city|town|municipality|admin2|admin level 2|admin3|المقاطعة|arrondissement|place|lieu",
    "wider_place": "الإقليم|العمالة|العمالة أو الإقليم|الجهة|إقليم|province|préfecture|région|region|admin1|admin level 1",
    "near_place": "الحي|الدوار|الدوار أو الحي|الحي أو الدوار|الدرب|مقر السكنى|quartier|douar|quartier douar|village|neighbourhood|hamlet|secteur|زنقة|دوار",
    "address": "العنوان|عنوان السكن|السكن|محل السكنى|مقر السكن|الإقامة|adresse|domicile|résidence|adresse complète|address|home address",
    "categories": "الفئة|الفئات|الحالة|الوضعية|الوضعية الاجتماعية|حالة الهشاشة|نوع الهشاشة|الهشاشة|الملاحظة الاجتماعية|catégorie|catégories|situation|situation sociale|vulnérabilité|type de vulnérabilité|cas"
    "|category|categories|vulnerability|situation categories",
    "marital": "الحالة العائلية|الحالة الاجتماعية|الحالة المدنية|situation familiale|situation matrimoniale|état matrimonial|état civil|marital status|family situation",
    "mark:widows": "أرملة|ارملة|أرامل|veuve|veuves|widow|widowed",
    "mark:divorced_women": "مطلقة|divorcée|divorced",
    "mark:orphans": "أيتام|يتيم|الأيتام|عدد الأيتام|orphelin|orphelins|orpheline|nombre d orphelins|nb orphelins|orphans|orphan|number of orphans",
    "mark:disability": "إعاقة|الإعاقة|معاق|ذوي الاحتياجات الخاصة|نوع الإعاقة|شخص في وضعية إعاقة|handicap|handicapé|situation de handicap|type de handicap|disability|disabled|observed disability",
    "mark:chronically_ill": "مرض مزمن|أمراض مزمنة|المرض|مرض|maladie chronique|maladie|malade|chronic illness|chronically ill",
    "mark:elderly_no_support": "مسن|مسنون|شخص مسن|كبير السن|personne âgée|personnes âgées|elderly",
    "contact": "موافقة على الاتصال|يمكن الاتصال|الاتصال مسموح|accord de contact|peut être appelé|accord pour appel|may be called|may be telephoned|consent to contact",
    "identity": "البطاقة الوطنية|رقم البطاقة الوطنية|رقم ب ت و|رقم البطاقة|ب ت و|رقم ب و|ب و|بطاقة التعريف|رقم بطاقة التعريف الوطنية|رقم بطاقة التعريف|البطاقة|cin|cnie|n cin|n cnie|numéro cin|cin n|n de cin|carte nationale|carte d identité"
    "|n carte nationale|pièce d identité|rsu|n rsu|idcs|رقم السجل الاجتماعي|national id|national id no|identity number|id number|national id number|passport|passeport|ramed|amo|cnss",
    "email": "البريد الإلكتروني|email|e mail|courriel|mail",
    "sensitive": "الديانة|الدين|religion|ethnie|الأصل|origine ethnique|ethnicity|الانتماء السياسي|الحزب|parti politique|syndicat|النقابة|الانتماء النقابي|tribu|القبيلة|race",
    "ignored": "ملاحظات|ملاحظة|remarques|remarque|observation|observations|notes|note|التوقيع|توقيع|signature|émargement|emargement|التاريخ|date|المهنة|profession|fonction|عدد القفف|القفة|panier",
}


def heading_key(text: str) -> str:
    """Return a heading as it is compared: folded, no article, no order marks."""
    return without_article(folded(text))


FIELD_OF: dict[str, str] = {}
for _field, _words in HEADINGS.items():
    for _word in _words.split("|"):
        FIELD_OF.setdefault(heading_key(_word), _field)
