"""Everything that changes money and what is known of donors."""

from twiza.funding.actions.books import (
    BooksClosed,
    DayToCome,
    MoreThanReceived,
    NotAnEntry,
    RestrictionKept,
    close_books,
    unrestricted,
)
from twiza.funding.actions.donors import (
    DonorErased,
    NotADonor,
    correct_donor,
    erase_donor,
    erase_donor_again,
    write_donor,
)
from twiza.funding.actions.gifts import (
    CorrectedAlready,
    NotAGift,
    NothingToDeposit,
    PledgeSettled,
    correct_gift,
    deposit_cash,
    receive_goods_pledge,
    record_gift,
)
from twiza.funding.actions.papers import (
    make_statement,
    print_receipt,
    print_statement,
    statement_workbook,
)
from twiza.funding.actions.payments import (
    InvoiceOrdered,
    NotAnOrder,
    NotYoursToPay,
    OrderSettled,
    cancel_payment,
    make_payment,
    order_payment,
)
from twiza.funding.actions.pledges import NothingPledged, give_up_pledge, write_pledge
from twiza.funding.actions.receipts import NoReceipt, ReceiptGiven, cancel_receipt, issue_receipt
from twiza.funding.actions.restrictions import (
    NotARestriction,
    PrayerIsOver,
    open_restriction,
    record_yield,
    set_prayer,
)
from twiza.funding.actions.sheets import CellsToCorrect, ListKnown, accept_gift_sheet

__all__ = [
    "BooksClosed",
    "CellsToCorrect",
    "CorrectedAlready",
    "DayToCome",
    "DonorErased",
    "InvoiceOrdered",
    "ListKnown",
    "MoreThanReceived",
    "NoReceipt",
    "NotADonor",
    "NotAGift",
    "NotARestriction",
    "NotAnEntry",
    "NotAnOrder",
    "NotYoursToPay",
    "NothingPledged",
    "NothingToDeposit",
    "OrderSettled",
    "PledgeSettled",
    "PrayerIsOver",
    "ReceiptGiven",
    "RestrictionKept",
    "accept_gift_sheet",
    "cancel_payment",
    "cancel_receipt",
    "close_books",
    "correct_donor",
    "correct_gift",
    "deposit_cash",
    "erase_donor",
    "erase_donor_again",
    "give_up_pledge",
    "issue_receipt",
    "make_payment",
    "make_statement",
    "open_restriction",
    "order_payment",
    "print_receipt",
    "print_statement",
    "receive_goods_pledge",
    "record_gift",
    "record_yield",
    "set_prayer",
    "statement_workbook",
    "unrestricted",
    "write_donor",
    "write_pledge",
]
