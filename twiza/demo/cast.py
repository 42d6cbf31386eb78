"""Who plays in the story: organisations and people, all invented, by role. Pure Python.

Public bodies may be named (a delegation exists); the two associations, their centre and every person are made up.
"""

from dataclasses import dataclass

PASSWORD = "twiza sur la meme natte"  # noqa: S105  known to everybody: a demonstration never listens beyond loopback


@dataclass(frozen=True)
class Body:
    """An organisation of the story."""

    key: str
    kind: str
    ar: str
    fr: str


@dataclass(frozen=True)
class Player:
    """An account: the user name is typed at sign-in, the role is held in `body`."""

    username: str
    role: str
    body: str
    display_name: str
    language: str = "ar"


OLIVE, WOOL, DELEGATION, CEDAR, PLATFORM = "olive", "wool", "delegation", "cedar", "platform"

BODIES = (
    Body(PLATFORM, "other", "منصة تويزة (عرض)", "Plateforme Twiza (démonstration)"),
    Body(OLIVE, "association", "جمعية ظلال الزيتونة", "Association Dilal Zaytouna"),
    Body(WOOL, "association", "جمعية خيط الصوف", "Association Khayt Souf"),
    Body(CEDAR, "association", "جمعية ينابيع الأرز", "Association Sources du Cèdre"),
    Body(
        DELEGATION,
        "provincial_unit",
        "المندوبية الإقليمية للتعاون الوطني بخنيفرة",
        "Délégation provinciale de l'Entraide nationale de Khénifra",
    ),
)

# One account per role; two more for the partner, who signs second and imports its own sheets.
PLAYERS = (
    Player("counter", "counter", OLIVE, "موظفة الاستقبال (عرض)"),
    Player("listener", "listener", OLIVE, "المستمعة (عرض)"),
    Player("supervisor", "listening_supervisor", OLIVE, "المشرفة على الاستماع (عرض)"),
    Player("director", "centre_director", OLIVE, "مديرة المركز (عرض)"),
    Player("president", "association_president", OLIVE, "رئيسة الجمعية (عرض)"),
    Player("treasurer", "treasurer", OLIVE, "أمين المال (عرض)"),
    Player("donor_desk", "donor_desk", OLIVE, "المكلفة بالمحسنين (عرض)"),
    Player("manager", "campaign_manager", OLIVE, "المكلفة بالحملة (عرض)"),
    Player("keeper", "store_keeper", OLIVE, "أمينة المخزن (عرض)"),
    Player("volunteer", "point_volunteer", OLIVE, "متطوع في نقطة التوزيع (عرض)"),
    Player("delegate", "provincial_delegate", DELEGATION, "المندوب الإقليمي (عرض)", "fr"),
    Player("officer", "licensing_grants_officer", DELEGATION, "مكلفة بالتراخيص والمنح (عرض)", "fr"),
    Player("auditor", "auditor", OLIVE, "المدقق (عرض)", "fr"),
    Player("administrator", "platform_administrator", PLATFORM, "مدبرة المنصة (عرض)"),
    Player("partner_president", "association_president", WOOL, "رئيس الجمعية الشريكة (عرض)"),
    Player("partner_manager", "campaign_manager", WOOL, "مكلفة بالحملة في الجمعية الشريكة (عرض)", "fr"),
)
