"""The short account that `twiza demo` prints: what was read, refused, listed, served, and in how long. Pure Python."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class SheetRead:
    """What became of one spreadsheet.

    Attributes:
        refused: reason, as the program says it → rows.
        repeated: rows found twice in the sheet, or already there.
        totals: sentences on printed totals that do not add up.
        planted: rows with a problem that the writer of the sheet put in, for comparison.
    """

    name: str
    association: str
    rows: int
    households: int
    persons: int
    refused: Mapping[str, int]
    repeated: int
    totals: Sequence[str]
    planted: int


@dataclass(frozen=True)
class Sought:
    """Families written twice: how many were planted, suggested, and right; `sure` and `look` as the desk sees them."""

    planted: int
    sure: int
    sure_right: int
    look: int
    look_right: int


@dataclass(frozen=True)
class MoneyLine:
    """What became of the gifts bound to one thing: dirhams as text, and whether received = spent + left."""

    kind: str
    received: str
    spent: str
    left: str
    agrees: bool


@dataclass
class Account:
    """Everything the story counted. `seconds`: step → time on this machine."""

    sheets: list[SheetRead] = field(default_factory=list)
    households: int = 0
    persons: int = 0
    selected: int = 0
    reserve: int = 0
    cards: int = 0
    served: int = 0
    doubles: int = 0
    packed: int = 0
    gap: int = 0
    plan: dict[str, str] = field(
        default_factory=dict
    )  # cost, before, lessons, provinces, slots, opened, missing
    zones: list[tuple[str, int, int]] = field(default_factory=list)  # name, on the list, served
    fair: dict[str, int | str] = field(default_factory=dict)  # the pool, its draw, what was proved again
    compared: int = 0  # figures put beside the truth of whoever wrote the sheets
    wrong: list[str] = field(default_factory=list)  # those that differ
    across: Sought | None = None  # of the two associations, in the campaign
    inside: Sought | None = None  # in the register of each
    door: dict[str, int] = field(
        default_factory=dict
    )  # requests at the counter: received, waiting, by answer
    money: list[MoneyLine] = field(default_factory=list)
    receipts: int = 0
    # last winter, over: objections, accepted, maintained, exceptions, sample, asked, incidents, figures, hidden
    after: dict[str, int] = field(default_factory=dict)
    public: str = ""  # where its figures are published
    goods: dict[str, int] = field(default_factory=dict)  # lots and baskets, and the goods seized by customs
    listening: dict[str, int] = field(
        default_factory=dict
    )  # a day at the centre: numbers, listened, cases, referrals, accepted, alerts, closed
    cold: dict[str, int] = field(default_factory=dict)  # a winter: beds, met, slept, refused, unmet
    register: dict[str, int] = field(default_factory=dict)  # institutions, and where their files are
    grants: dict[str, int] = field(
        default_factory=dict
    )  # of the delegation: granted, closed, running, refused
    paper_in: dict[str, int] = field(default_factory=dict)  # nomination sheets: given out, typed, lines
    provinces: int = 0  # in which the distribution was declared
    deposits: int = 0  # of them without a receipt, by a proof of deposit signed by two
    warned: bool = False  # the campaign kept disability before the authority's number was there
    refused_names: int = 0  # demands for names that got a paper and no name
    reasons: dict[str, int] = field(default_factory=dict)  # judged, eligible, rules, not selected, sheets
    seconds: dict[str, float] = field(default_factory=dict)


# What gifts are bound to, in the words of the account
BOUND = {
    "en": {"none": "no restriction", "purpose": "the Ramadan basket", "zakat": "zakat", "zakat_al_fitr": "zakat al-fitr", "sadaqa": "sadaqa"},
    "fr": {"none": "sans affectation", "purpose": "le panier du Ramadan", "zakat": "zakat", "zakat_al_fitr": "zakat al-fitr", "sadaqa": "sadaqa"},
    "ar": {"none": "بدون تخصيص", "purpose": "قفة رمضان", "zakat": "زكاة", "zakat_al_fitr": "زكاة الفطر", "sadaqa": "صدقة"},
}  # fmt: skip

_WORDS = {
    "en": {
        "title": "What happened",
        "fair": "Drawn before witnesses ({digits}): a pool of {pool}, {eligible} eligible in {zones} neighbourhoods; proved again from its public file: {drawn} places drawn again, {counted} counted",
        "sheet": "{name} ({association}): {rows} rows read, {households} households, {persons} persons named",
        "refused": "    {count} refused: {why}",
        "repeated": "    {count} already there or written twice: counted once",
        "total": "    total: {sentence}",
        "compared": "Compared with what was written into the sheets: {compared} figures, {differ} differ",
        "households": "Households registered: {households} ({persons} persons named), in {sheets} spreadsheets",
        "across": "Families of both associations in one campaign",
        "plan": "Plan begun from last year's, {lessons} lessons answered: a basket costs {cost} MAD (last year {before}); provinces: {provinces}; slots: {slots}",
        "crisis": "Urgent programme opened from its template in {opened} s; tents still missing on the board: {missing}",
        "inside": "Families written twice by one association",
        "sought": "{what}: {planted} planted; suggested as most likely one: {sure}, of which right {sure_right}; to look at: {look}, of which right {look_right}; not found: {missed}",
        "door": "At the counter, without a name: {received} requests; answered: {reasoned} with reasons, {listening} tickets, {orientation} ways to others, {nomination} put forward; by mistake: {mistake}; waiting: {waiting}, of which {late} late and {postponed} promised for later",
        "listening": "Listening centre, closed room: {numbers} numbers at reception, {listened} listened to, {alerts} alert taken, {cases} cases; referrals accepted: {accepted} of {referrals}; closed: {closed}",
        "cold": "Warm winter, two nights: {beds} beds; met: {met}, slept inside: {slept}, did not want it: {refused}, no bed found: {unmet}",
        "register": "Register of the delegation: {institutions} institutions; licensed today: {licensed}, papers missing: {waiting}, being regularised: {regularised}, too full: {full}, closing: {closing}",
        "grants": "Grants of the delegation, sums of 2021: {granted} granted, of which {closed} closed and {running} running; refused with reasons: {refused}",
        "paper_in": "Nomination sheets on paper: {printed} given to a committee, {typed} typed in; {written} lines written, {taken} taken, {left} left on the paper",
        "legal": "Declared in {provinces} provinces, {deposits} of them by a proof of deposit signed by two; demands for names refused on paper: {refused_names}",
        "warned": "Warned until the number of the data-protection authority was entered: disability is kept",
        "reasons": "Judged by {rules} rules: {judged} households, {eligible} eligible; not selected: {turned_away}, each with its reasons; sheets printed for one neighbourhood: {printed}",
        "list": "On the list: {selected}; reserve: {reserve}; cards made: {cards}",
        "served": "Served: {served}; second uses of a card caught, at the dignity desk: {doubles}",
        "gap": "Same night: {packed} baskets packed, gap {gap}",
        "goods": "Goods: {made} baskets made of lots, {opened} opened and counted; {out} handed out, {damaged} damaged with a record, {left} left; of a gift {refused} bottles refused",
        "customs": "Seized by customs: {listed} listed, {received} received = {given} handed out + {kept} left + {destroyed} destroyed; accounted for {share} %",
        "zone": "    {name}: {listed} on the list, {served} served",
        "receipts": "Gifts: {receipts} receipts, numbered without a gap",
        "money": "    {kind}: received {received}, spent {spent}, left {left}{agrees}",
        "agrees": " (received = spent + left)",
        "differs": " (DOES NOT ADD UP)",
        "after": "Last winter, over: {objections} objections ({accepted} accepted, {maintained} maintained), {exceptions} families taken outside the list, {asked} of {sample} drawn were asked, {incidents} incidents of money asked for; {figures} figures published, {hidden} of them not shown: {public}",
        "seconds": "Seconds: {steps} (all: {all})",
    },
    "fr": {
        "title": "Ce qui s'est passé",
        "fair": "Tiré devant témoins ({digits}) : un vivier de {pool}, {eligible} éligibles en {zones} quartiers ; prouvé à nouveau par son fichier public : {drawn} places tirées à nouveau, {counted} comptées",
        "sheet": "{name} ({association}) : {rows} lignes lues, {households} ménages, {persons} personnes nommées",
        "refused": "    {count} refusées : {why}",
        "repeated": "    {count} déjà là ou écrites deux fois : comptées une fois",
        "total": "    total : {sentence}",
        "compared": "Comparé à ce qui a été écrit dans les fichiers : {compared} chiffres, {differ} différents",
        "households": "Ménages enregistrés : {households} ({persons} personnes nommées), en {sheets} fichiers",
        "across": "Familles des deux associations dans une même campagne",
        "plan": "Plan commencé à partir de celui de l'année dernière, {lessons} leçons répondues : un panier coûte {cost} MAD (l'année dernière {before}) ; provinces : {provinces} ; créneaux : {slots}",
        "crisis": "Programme urgent ouvert à partir de son modèle en {opened} s ; tentes qui manquent encore au tableau : {missing}",
        "inside": "Familles écrites deux fois par une association",
        "sought": "{what} : {planted} semées ; proposées comme très probables : {sure}, dont justes {sure_right} ; à regarder : {look}, dont justes {look_right} ; non trouvées : {missed}",
        "door": "À l'accueil, sans nom : {received} demandes ; répondues : {reasoned} avec motifs, {listening} tickets d'écoute, {orientation} orientations, {nomination} proposées ; par erreur : {mistake} ; en attente : {waiting}, dont {late} en retard et {postponed} remises à plus tard",
        "listening": "Centre d'écoute, salle fermée : {numbers} numéros à l'accueil, {listened} écoutées, {alerts} alerte prise, {cases} dossiers ; orientations acceptées : {accepted} sur {referrals} ; clos : {closed}",
        "cold": "Hiver au chaud, deux nuits : {beds} lits ; rencontrés : {met}, ont dormi à l'abri : {slept}, n'en ont pas voulu : {refused}, sans lit trouvé : {unmet}",
        "register": "Registre de la délégation : {institutions} établissements ; autorisé ce jour : {licensed}, pièces manquantes : {waiting}, en régularisation : {regularised}, trop plein : {full}, en fermeture : {closing}",
        "grants": "Subventions de la délégation, montants de 2021 : {granted} accordées, dont {closed} close et {running} en cours ; refusée avec ses raisons : {refused}",
        "paper_in": "Feuilles de proposition : {printed} données à un comité, {typed} saisie ; {written} lignes écrites, {taken} prises, {left} laissée sur le papier",
        "legal": "Déclarée dans {provinces} provinces, dont {deposits} par une preuve de dépôt signée de deux personnes ; demandes de noms refusées sur papier : {refused_names}",
        "warned": "Avertissement jusqu'à la saisie du numéro de la CNDP : le handicap est conservé",
        "reasons": "Évalués par {rules} règles : {judged} ménages, {eligible} éligibles ; non retenus : {turned_away}, chacun avec ses motifs ; feuilles imprimées pour un quartier : {printed}",
        "list": "Sur la liste : {selected} ; réserve : {reserve} ; cartes faites : {cards}",
        "served": "Servis : {served} ; cartes présentées deux fois, au guichet de la dignité : {doubles}",
        "gap": "Le soir même : {packed} paniers préparés, écart {gap}",
        "goods": "Marchandises : {made} paniers faits de lots, {opened} ouverts et comptés ; {out} remis, {damaged} abîmé avec procès-verbal, {left} restants ; d'un don, {refused} bouteilles refusées",
        "customs": "Saisi par la douane : {listed} sur la liste, {received} reçus = {given} remis + {kept} restants + {destroyed} détruits ; justifié à {share} %",
        "zone": "    {name} : {listed} sur la liste, {served} servis",
        "receipts": "Dons : {receipts} reçus, numérotés sans trou",
        "money": "    {kind} : reçu {received}, dépensé {spent}, reste {left}{agrees}",
        "agrees": " (reçu = dépensé + reste)",
        "differs": " (NE TOMBE PAS JUSTE)",
        "after": "L'hiver passé, fini : {objections} réclamations ({accepted} acceptées, {maintained} maintenues), {exceptions} familles prises hors liste, {asked} interrogées sur {sample} tirées au sort, {incidents} incidents d'argent demandé ; {figures} chiffres publiés, dont {hidden} non montrés : {public}",
        "seconds": "Secondes : {steps} (en tout : {all})",
    },
    "ar": {
        "title": "ما جرى",
        "fair": "قرعة أمام شهود ({digits}): مجموعة من {pool} أسرة، {eligible} تستوفي المعايير في {zones} أحياء؛ تم التحقق من جديد بالملف العمومي: {drawn} مكانا أعيدت قرعته، {counted} معدودة",
        "sheet": "{name} ({association}): قُرئ {rows} سطرا، {households} أسرة، {persons} شخصا بالاسم",
        "refused": "    {count} مرفوضة: {why}",
        "repeated": "    {count} موجودة من قبل أو مكررة: حُسبت مرة واحدة",
        "total": "    المجموع: {sentence}",
        "compared": "بالمقارنة مع ما كُتب في الملفات: {compared} رقما، منها {differ} مختلفة",
        "households": "الأسر المسجلة: {households} ({persons} شخصا بالاسم) من {sheets} ملفات",
        "across": "أسر الجمعيتين في حملة واحدة",
        "plan": "خطة انطلقت من خطة السنة الماضية، وأُجيب عن {lessons} دروس: كلفة القفة {cost} درهم (السنة الماضية {before})؛ الأقاليم: {provinces}؛ الفترات: {slots}",
        "crisis": "فُتح برنامج مستعجل من نموذجه في {opened} ثانية؛ الخيام الناقصة في اللوحة: {missing}",
        "inside": "أسر كتبتها جمعية واحدة مرتين",
        "sought": "{what}: المزروع منها {planted}؛ المقترح على أنه الأرجح أسرة واحدة: {sure}، الصحيح منها {sure_right}؛ للنظر: {look}، الصحيح منها {look_right}؛ لم يعثر عليها: {missed}",
        "door": "في الاستقبال دون أسماء: {received} طلبا؛ أُجيب بتعليل عن {reasoned}، وتذاكر الاستماع {listening}، والتوجيهات {orientation}، والترشيحات {nomination}؛ كُتب خطأ {mistake}؛ ينتظر {waiting}، منها {late} متأخر و{postponed} أُجل إلى يوم لاحق",
        "listening": "مركز الاستماع، الغرفة المغلقة: أرقام الاستقبال {numbers}، جلسات الاستماع {listened}، التنبيهات المتكفل بها {alerts}، الملفات {cases}؛ الإحالات المقبولة {accepted} من {referrals}؛ المغلقة {closed}",
        "cold": "شتاء دافئ، ليلتان: الأسرة {beds}؛ من التقينا بهم {met}، من باتوا {slept}، من لم يريدوا {refused}، من لم يوجد لهم سرير {unmet}",
        "register": "سجل المندوبية: {institutions} مؤسسات؛ رخص لها اليوم {licensed}، وثائق ناقصة {waiting}، في التسوية {regularised}، فوق الطاقة {full}، في الإغلاق {closing}",
        "grants": "منح المندوبية بمبالغ 2021: الممنوح {granted}، منها {closed} مقفلة و{running} جارية؛ رفض مع أسبابه {refused}",
        "paper_in": "أوراق الترشيح: سُلم منها للجنة {printed}، ونُسخت {typed}؛ الأسطر المكتوبة {written}، والمأخوذة {taken}، والباقية على الورق {left}",
        "legal": "صُرح بالتوزيع في {provinces} أقاليم، منها {deposits} بإثبات إيداع عليه توقيعان؛ طلبات أسماء رُفضت على الورق: {refused_names}",
        "warned": "تنبيه إلى أن أُدخل رقم اللجنة الوطنية لحماية المعطيات: الإعاقة محفوظة",
        "reasons": "قُيّمت بـ{rules} قواعد: {judged} أسرة، منها {eligible} تستوفي؛ لم تُختر: {turned_away}، لكل منها أسبابها؛ أوراق طُبعت لحي واحد: {printed}",
        "list": "في اللائحة: {selected}؛ في الاحتياط: {reserve}؛ البطائق: {cards}",
        "served": "تسلمت القفة: {served}؛ بطائق قُدمت مرتين وأحيلت على مكتب الكرامة: {doubles}",
        "gap": "في الليلة نفسها: {packed} قفة مهيأة، الفارق {gap}",
        "goods": "السلع: هيئت {made} قفة من الحصص، فتحت وعدت منها {opened}؛ سلمت {out}، وتلفت {damaged} بمحضر، وبقيت {left}؛ ورفضت من هبة {refused} قنينة",
        "customs": "محجوزات الجمارك: في اللائحة {listed}، استلم {received} = سلم {given} + بقي {kept} + أتلف {destroyed}؛ المبرر {share} %",
        "zone": "    {name}: {listed} في اللائحة، {served} تسلمت",
        "receipts": "الهبات: {receipts} وصلا، مرقمة دون فراغ",
        "money": "    {kind}: المقبوض {received}، المصروف {spent}، الباقي {left}{agrees}",
        "agrees": " (المقبوض = المصروف + الباقي)",
        "differs": " (غير متوازن)",
        "after": "الشتاء الماضي، وقد انتهى: {objections} اعتراضات ({accepted} قُبلت، {maintained} بقي قرارها)، {exceptions} أسر خارج اللائحة، سُئلت {asked} من {sample} اختيرت بالقرعة، {incidents} حوادث طلب مال؛ نُشر {figures} رقما، منها {hidden} لا تُعرض: {public}",
        "seconds": "الثواني: {steps} (المجموع: {all})",
    },
}
LANGUAGES = tuple(_WORDS)


def lines(account: Account, language: str = "en", why: Callable[[str], str] = str) -> list[str]:
    """Return the account as lines of text in "en", "fr" or "ar"; `why` puts the code of a refusal into words."""
    words = _WORDS[language]
    told = [words["title"], "-" * len(words["title"])]
    for sheet in account.sheets:
        told.append(words["sheet"].format(**vars(sheet)))
        told += [words["refused"].format(why=why(code), count=count) for code, count in sheet.refused.items()]
        if sheet.repeated:
            told.append(words["repeated"].format(count=sheet.repeated))
        told += [words["total"].format(sentence=sentence) for sentence in sheet.totals]
    values = vars(account) | {"sheets": len(account.sheets), "differ": len(account.wrong)}
    told.append(words["compared"].format(**values) + "".join(f"\n    {one}" for one in account.wrong))
    told.append(words["households"].format(**values))
    told += [words["fair"].format(**account.fair)] if account.fair else []
    for key, found in (("inside", account.inside), ("across", account.across)):
        if found is not None:
            missed = found.planted - found.sure_right - found.look_right
            told.append(words["sought"].format(what=words[key], missed=missed, **vars(found)))
    told += [words["plan"].format(**account.plan)] if "cost" in account.plan else []
    told += [
        words[key].format(**vars(account)[key])
        for key in ("door", "listening", "cold", "register", "grants", "paper_in")
        if vars(account)[key]
    ]
    if account.provinces:
        told += [words["legal"].format(**values), *([words["warned"]] if account.warned else [])]
    told += [words["reasons"].format(**account.reasons)] if account.reasons else []
    told += [words[key].format(**values) for key in ("list", "served", "gap")]
    if account.goods:
        told += [words[key].format(**account.goods) for key in ("goods", "customs")]
    told += [
        words["zone"].format(name=name, listed=listed, served=served)
        for name, listed, served in account.zones
    ]
    told += _money(account, language)
    if account.after:
        told.append(words["after"].format(public=account.public, **account.after))
    told += [words["crisis"].format(**account.plan)] if "opened" in account.plan else []
    steps = ", ".join(f"{step} {seconds:.1f}" for step, seconds in account.seconds.items())
    told.append(words["seconds"].format(steps=steps, all=f"{sum(account.seconds.values()):.1f}"))
    return told


def _money(account: Account, language: str) -> list[str]:
    words = _WORDS[language]
    if not account.money:
        return []
    rows = [
        words["money"].format(
            kind=BOUND[language].get(one.kind, one.kind),
            received=one.received,
            spent=one.spent,
            left=one.left,
            agrees=words["agrees" if one.agrees else "differs"],
        )
        for one in account.money
    ]
    return [words["receipts"].format(receipts=account.receipts), *rows]


def to_json(account: Account) -> dict[str, object]:
    """Return the account as plain values, to keep beside the demonstration's data."""
    sought = {
        name: dict(vars(found)) if found else None
        for name, found in (("across", account.across), ("inside", account.inside))
    }
    return {
        **vars(account),
        **sought,
        "sheets": [dict(vars(sheet)) for sheet in account.sheets],
        "money": [dict(vars(one)) for one in account.money],
    }


def from_json(kept: Mapping[str, object]) -> Account:
    """Return the account kept by `to_json`."""
    values = dict(kept)
    sheets = values.pop("sheets")
    zones = values.pop("zones")
    money = values.pop("money", [])
    sought = {name: values.pop(name, None) for name in ("across", "inside")}
    assert isinstance(sheets, list) and isinstance(zones, list) and isinstance(money, list)
    account = Account(**values)  # type: ignore[arg-type]
    for name, found in sought.items():
        if isinstance(found, dict):
            setattr(account, name, Sought(**found))
    account.money = [MoneyLine(**one) for one in money]
    account.sheets = [SheetRead(**sheet) for sheet in sheets]
    account.zones = [(str(name), int(listed), int(served)) for name, listed, served in zones]
    return account
