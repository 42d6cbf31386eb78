"""Who plays in the story: organisations and people, all invented, by role. Pure Python.

Public bodies may be named (a delegation exists); the two associations, their centre and every person are made up.
"""

from dataclasses import dataclass

PASSWORD = "twiza sur la meme natte"  # noqa: S105  known to everybody: a demonstration never listens beyond loopback
# Passphrase of the closed room
ROOM_WORDS = "menthe olive laine natte pluie"  # five words that everybody knows, for the same reason


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
COMMITTEE = "committee"

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
    Body(
        COMMITTEE,
        "committee",
        "لجنة اليقظة والتتبع الإقليمية (عرض)",
        "Comité provincial de veille et de suivi (démonstration)",
    ),
)

# One account per role; a second officer, since two score; three more for the partner, who signs second, imports its own sheets and sits at a desk.
PLAYERS = (
    Player("counter", "counter", OLIVE, "موظفة الاستقبال (عرض)"),
    Player("listener", "listener", OLIVE, "المستمعة (عرض)"),
    Player("supervisor", "listening_supervisor", OLIVE, "المشرفة على الاستماع (عرض)"),
    Player("psychologist", "psychologist", OLIVE, "الأخصائية النفسية (عرض)"),
    Player("director", "centre_director", OLIVE, "مديرة المركز (عرض)"),
    Player("president", "association_president", OLIVE, "رئيسة الجمعية (عرض)"),
    Player("treasurer", "treasurer", OLIVE, "أمين المال (عرض)"),
    Player("donor_desk", "donor_desk", OLIVE, "المكلفة بالمحسنين (عرض)"),
    Player("manager", "campaign_manager", OLIVE, "المكلفة بالحملة (عرض)"),
    Player("keeper", "store_keeper", OLIVE, "أمينة المخزن (عرض)"),
    Player("volunteer", "point_volunteer", OLIVE, "متطوع في نقطة التوزيع (عرض)"),
    Player("delegate", "provincial_delegate", DELEGATION, "المندوب الإقليمي (عرض)", "fr"),
    Player("officer", "licensing_grants_officer", DELEGATION, "مكلفة بالتراخيص والمنح (عرض)", "fr"),
    Player("second_officer", "licensing_grants_officer", DELEGATION, "موظفة ثانية بالمندوبية (عرض)"),
    Player("auditor", "auditor", OLIVE, "المدقق (عرض)", "fr"),
    Player("secretary", "committee_secretary", COMMITTEE, "كاتبة اللجنة (عرض)"),
    Player("member", "committee_member", COMMITTEE, "عضو في اللجنة (عرض)"),
    Player("leader", "round_leader", DELEGATION, "قائد الجولة الليلية (عرض)"),
    Player("site_keeper", "site_keeper", OLIVE, "المكلفة بالإيواء (عرض)"),
    Player("administrator", "platform_administrator", PLATFORM, "مدبرة المنصة (عرض)"),
    Player("partner_president", "association_president", WOOL, "رئيس الجمعية الشريكة (عرض)"),
    Player("partner_manager", "campaign_manager", WOOL, "مكلفة بالحملة في الجمعية الشريكة (عرض)", "fr"),
    Player("partner_listener", "listener", WOOL, "المستمعة في الجمعية الشريكة (عرض)"),
)
