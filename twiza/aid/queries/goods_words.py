"""The words of goods: states, movements, origins, sorts, records. What pages, papers and forms say."""

from django.utils.translation import gettext_lazy as _

from twiza.aid.rules.customs import Opinion, Source
from twiza.aid.rules.goods import Condition, Kind, Light, LotState, Origin
from twiza.aid.rules.records import How
from twiza.aid.rules.records import Kind as Record
from twiza.aid.rules.tracing import Missing, Move

MOVED = {
    Move.RECEIVED: _("Goods counted in"),
    Move.FOUND: _("Found at a count"),
    Move.RETURNED: _("Came back"),
    Move.PACKED: _("Baskets made"),
    Move.SPLIT_IN: _("Part of another lot"),
    Move.SENT: _("Goods sent"),
    Move.ARRIVED: _("Arrived"),
    Move.ISSUED: _("Handed out"),
    Move.PACKED_IN: _("Put into baskets"),
    Move.SPLIT_OUT: _("A part became a lot of its own"),
    Move.LOST: _("Lost"),
    Move.DESTROYED: _("Destroyed"),
    Move.GIVEN_BACK: _("Given back"),
}
MISSING = {
    Missing.DOES_NOT_ADD_UP: _("The sum does not come out right"),
    Missing.NEVER_ARRIVED: _("On the list, and not counted in"),
    Missing.LESS_THAN_LISTED: _("On the paper that came with them, and not counted"),
    Missing.ON_THE_ROAD: _("On the road, not counted where they go"),
    Missing.NO_RECORD: _("No record signed by three persons"),
    Missing.NO_MARK: _("Given without a signature or a mark"),
    Missing.NOT_INSPECTED: _("Not inspected yet"),
}
STATES = {
    LotState.ANNOUNCED: _("Announced"),
    LotState.RECEIVED: _("Counted in, record to sign"),
    LotState.QUARANTINED: _("Kept apart"),
    LotState.USABLE: _("Usable"),
    LotState.ALLOCATED: _("Kept for a campaign"),
    LotState.ISSUED: _("Handed out"),
    LotState.DESTROYED: _("Destroyed"),
    LotState.EXPIRED: _("Expired"),
}
LIGHTS = {
    Light.NONE: _("No expiry date"),
    Light.GOOD: _("Good for long"),
    Light.NEAR: _("Near its date"),
    Light.TOO_NEAR: _("Too near its date"),
    Light.PAST: _("Expired"),
}
ORIGINS = {
    Origin.PURCHASE: _("Bought"),
    Origin.DONATION: _("Given in kind"),
    Origin.CUSTOMS_EXEMPT: _("Exempted from customs duty"),
    Origin.CUSTOMS_SEIZED: _("Seized by customs"),
    Origin.TRANSFER: _("From another organisation"),
    Origin.PACKED: _("Baskets made here"),
}
SORTS = {
    Kind.FOOD: _("Food"),
    Kind.MEDICINE: _("Medicine"),
    Kind.ELECTRICAL: _("Electrical goods"),
    Kind.HYGIENE: _("Hygiene"),
    Kind.CLOTHING: _("Clothes and blankets"),
    Kind.EQUIPMENT: _("Equipment"),
    Kind.OTHER: _("Other goods"),
}
CONDITIONS = {
    Condition.NEW: _("New"),
    Condition.GOOD: _("In good condition"),
    Condition.WORN: _("Worn"),
    Condition.DAMAGED: _("Damaged"),
}
# What an inspection found wrong, by the name of the question
SEEN = {
    "expiry": _("the expiry date"),
    "packaging": _("the packaging"),
    "storage": _("how it was kept"),
    "genuine": _("counterfeit"),
    "safe": _("spoilt, broken or recalled"),
}
PLACES = {"store": _("Store"), "vehicle": _("Vehicle"), "point": _("Point"), "road": _("On the road")}
RECORDS = {
    Record.ARRIVAL: _("Record of an arrival"),
    Record.DIFFERENCE: _("Record of a difference on the road"),
    Record.LOSS: _("Record of a loss"),
    Record.DAMAGE: _("Record of damaged goods"),
    Record.DESTRUCTION: _("Record of a destruction"),
    Record.COUNT: _("Record of a stock count"),
}
RECORD_STATES = {
    "drafted": _("Waits for signatures"),
    "signed": _("Signed by three"),
    "cancelled": _("Set aside"),
}
SIGNED = {
    How.ACCOUNT: _("with an account here"),
    How.PAPER: _("on the paper"),
    How.MARK: _("by a mark on the paper"),
}
SOURCES = {
    Source.EXEMPT: _("A donation exempted from customs duty"),
    Source.SEIZED: _("Goods seized by customs"),
}
OPINIONS = {
    Opinion.AWAITED: _("Awaited"),
    Opinion.FAVOURABLE: _("Favourable"),
    Opinion.UNFAVOURABLE: _("Unfavourable"),
    Opinion.NOT_NEEDED: _("Not needed"),
}
MARKS = {
    "signature": _("Signed"),
    "mark": _("Put a mark"),
    "proxy": _("Somebody signed for them"),
    "none": _("Neither: it is still to be had"),
}
AIDS = {
    "home_delivery": _("Brought home"),
    "carry": _("Help to carry"),
    "audio": _("Read aloud"),
    "large_print": _("Large print"),
}
RELEASED = {
    "not_ours": _("What was seen did not come from here"),
    "seller_found": _("It is known how they came there, and it was ended"),
    "customs_informed": _("Customs were informed and let them go on"),
}
