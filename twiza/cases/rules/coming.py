"""What everybody may know before coming: what happens, emergency numbers, what the law says."""

from dataclasses import dataclass
from datetime import date, timedelta

from twiza.lib.errors import N_


@dataclass(frozen=True)
class Step:
    """What happens when somebody comes, in one sentence; `code` names its recording."""

    code: str
    words: str


COMING = (
    Step("door", N_("You come in. Nobody asks your name at the door, nor why you come. You get a number.")),
    Step(
        "room",
        N_("Somebody listens to you in a closed room, in your language. Your children can be with you."),
    ),
    Step(
        "told",
        N_("First you are told what may be written down and who can read it. You may say: write nothing."),
    ),
    Step("words", N_("You tell what you want to tell, once. You may stop at any time, and leave.")),
    Step(
        "danger", N_("We look together whether you are in danger now, and what would make you safer today.")
    ),
    Step(
        "contact",
        N_("You say whether we may reach you, and how. If you do not say, we never call, write or visit."),
    ),
    Step(
        "choice",
        N_("You choose what comes next: a lawyer, a doctor, a safe place, papers, work. Or nothing."),
    ),
    Step("yes", N_("Nothing is passed on to anybody without your yes. You may take your yes back.")),
    Step(
        "again", N_("You can come back whenever you want, with your word or your number. It costs nothing.")
    ),
)
SPOKEN = {
    "darija": N_("Darija"),
    "tamazight": N_("Tamazight"),
    "arabic": N_("Arabic"),
    "french": N_("French"),
}
EMERGENCY_NUMBERS = {  # dated parameter → whom it reaches
    "emergency_police": N_("Police, in towns"),
    "emergency_gendarmerie": N_("Royal Gendarmerie, elsewhere"),
    "emergency_ambulance": N_("Ambulance and fire brigade"),
}
CHILD_NUMBER = "emergency_child"  # dated parameter: the line for a child in danger


@dataclass(frozen=True)
class LegalCard:
    """What a law says, in plain words, as it was known on a day (L-06, L-18, L-30): good for a year."""

    code: str
    law: str
    words: str
    known_on: date

    def is_old(self, on: date) -> bool:
        """Whether nobody has looked again for a year: it may have changed."""
        return on > self.known_on + timedelta(days=365)


LEGAL_CARDS = (
    LegalCard(
        "103-13",
        N_("Law 103-13, against violence done to women"),
        N_(
            "Violence is forbidden, at home too. Courts, hospitals, police and gendarmerie each have a cell that"
            " receives women, listens and accompanies them. A judge can forbid him to come near you or to write to you."
        ),
        date(2026, 11, 29),
    ),
    LegalCard(
        "446",
        N_("Penal code, article 446: professional secrecy"),
        N_(
            "Whoever listens to you keeps what you say. If a child is being hurt, the law lets them tell the"
            " prosecutor, and they tell you first."
        ),
        date(2026, 11, 29),
    ),
    LegalCard(
        "09-08",
        N_("Law 09-08: what is written about you is yours"),
        N_(
            "You may ask what is written about you, have it corrected, take your yes back, and have it deleted."
            " No husband and no brother asks in your place."
        ),
        date(2026, 11, 29),
    ),
)
