"""The chart of accounts: what each class stands for, and the lines with which an association's books open. Pure Python.

The lines follow the classes of the Moroccan plan for associations. They are a beginning, to be confirmed by an
accountant, and each association adds, renames and closes its own.
"""

from dataclasses import dataclass
from datetime import date

from twiza.funding.rules.ledger import AccountKind, Role
from twiza.lib.errors import N_

# First digit of a code → on which side the account stands
CLASSES: dict[str, AccountKind] = {
    "1": AccountKind.EQUITY,
    "2": AccountKind.ASSET,
    "3": AccountKind.ASSET,
    "4": AccountKind.LIABILITY,
    "5": AccountKind.ASSET,
    "6": AccountKind.EXPENSE,
    "7": AccountKind.INCOME,
}
CLASS_WORDS: dict[str, str] = {
    "1": N_("1 · Lasting means"),
    "2": N_("2 · Fixed assets"),
    "3": N_("3 · Claims"),
    "4": N_("4 · Debts"),
    "5": N_("5 · Bank and cash"),
    "6": N_("6 · Expenses"),
    "7": N_("7 · Income"),
}
CODE = r"^[1-7][0-9]{2,7}$"
LONGEST = 120


@dataclass(frozen=True, slots=True)
class ChartLine:
    """One account as the books open with it; `role`: what the house itself uses it for, if anything."""

    code: str
    ar: str
    fr: str
    role: str = ""


CHART: tuple[ChartLine, ...] = (
    ChartLine("1111", "الأموال الجمعوية", "Fonds associatif"),
    ChartLine("1152", "احتياطيات الجمعية", "Réserves de l'association"),
    ChartLine("1161", "المرحل من جديد", "Report à nouveau"),
    ChartLine("1311", "إعانات الاستثمار", "Subventions d'investissement"),
    ChartLine("1481", "قروض طويلة الأمد", "Emprunts à long terme"),
    ChartLine("2321", "المباني", "Bâtiments"),
    ChartLine("2332", "المعدات والأدوات", "Matériel et outillage"),
    ChartLine("2340", "وسائل النقل", "Matériel de transport"),
    ChartLine("2351", "أثاث المكتب", "Mobilier de bureau"),
    ChartLine("2355", "المعدات المعلوماتية", "Matériel informatique"),
    ChartLine("3421", "مبالغ مستحقة على المستفيدين والزبناء", "Usagers et clients"),
    ChartLine("3431", "تسبيقات للمستخدمين", "Avances au personnel"),
    ChartLine("3450", "إعانات منتظرة", "Subventions à recevoir"),
    ChartLine("4411", "الموردون", "Fournisseurs"),
    ChartLine("4432", "أجور مستحقة للمستخدمين", "Rémunérations dues au personnel"),
    ChartLine("4441", "الصندوق الوطني للضمان الاجتماعي", "Caisse nationale de sécurité sociale"),
    ChartLine("4452", "ضرائب ورسوم مستحقة", "État, impôts et taxes à payer"),
    ChartLine("4488", "مبالغ واجبة الإرجاع إلى الممولين", "Sommes à rendre aux bailleurs"),
    ChartLine("5141", "البنك", "Banque", Role.BANK),
    ChartLine("5113", "نقود تنتظر الإيداع", "Espèces à déposer", Role.CASH),
    ChartLine("5161", "الصندوق", "Caisse"),
    ChartLine("6111", "مشتريات", "Achats", Role.PURCHASES),
    ChartLine("6122", "مواد ولوازم", "Achats de matières et fournitures"),
    ChartLine("6125", "الماء والكهرباء ولوازم لا تخزن", "Eau, électricité et achats non stockés"),
    ChartLine("6131", "الكراء", "Locations et charges locatives"),
    ChartLine("6133", "الصيانة والإصلاح", "Entretien et réparations"),
    ChartLine("6134", "أقساط التأمين", "Primes d'assurance"),
    ChartLine("6136", "أتعاب", "Honoraires"),
    ChartLine("6142", "النقل", "Transports"),
    ChartLine("6143", "التنقل والمهام", "Déplacements et missions"),
    ChartLine("6145", "البريد والهاتف", "Frais postaux et téléphone"),
    ChartLine("6147", "خدمات بنكية", "Services bancaires"),
    ChartLine("6161", "ضرائب ورسوم", "Impôts et taxes"),
    ChartLine("6171", "أجور المستخدمين", "Rémunérations du personnel"),
    ChartLine("6174", "تكاليف اجتماعية", "Charges sociales"),
    ChartLine("6182", "مساعدات مسلمة للمستفيدين", "Aides remises aux bénéficiaires"),
    ChartLine("6193", "مخصصات الاستهلاك", "Dotations aux amortissements"),
    ChartLine("7111", "واجبات الانخراط", "Cotisations"),
    ChartLine("7161", "المنح والإعانات المقبوضة", "Subventions reçues", Role.SUBSIDIES),
    ChartLine("7169", "منح أرجعت إلى الممولين", "Subventions rendues aux bailleurs", Role.GIVEN_BACK),
    ChartLine("7181", "هبات المحسنين", "Dons reçus", Role.GIFTS),
    ChartLine("7182", "ريع الوقف", "Revenus d'un waqf", Role.YIELDS),
    ChartLine("7381", "فوائد وعائدات مالية", "Produits financiers"),
)


def kind_of_code(code: str) -> AccountKind | None:
    """Return on which side an account with this code stands; None when it is of no class."""
    return CLASSES.get(code[:1])


def is_open(closed_on: date | None, on: date) -> bool:
    """Say whether a line may be dated that day: the last day of an account is included."""
    return closed_on is None or on <= closed_on
