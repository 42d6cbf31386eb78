"""What is typed on the pages of money."""

from twiza.funding.forms.donors import (
    CancelReceiptForm,
    CorrectGiftForm,
    DonorForm,
    EraseDonorForm,
    GiftForm,
    GiveUpForm,
    PledgeForm,
    ReceiveGoodsForm,
    ReceiveMoneyForm,
)
from twiza.funding.forms.money import (
    CancelOrderForm,
    CloseBooksForm,
    DepositForm,
    GiftListForm,
    OrderForm,
    PayForm,
    PrayerForm,
    RestrictionForm,
    ShortageForm,
    YieldForm,
)

__all__ = [
    "CancelOrderForm",
    "CancelReceiptForm",
    "CloseBooksForm",
    "CorrectGiftForm",
    "DepositForm",
    "DonorForm",
    "EraseDonorForm",
    "GiftForm",
    "GiftListForm",
    "GiveUpForm",
    "OrderForm",
    "PayForm",
    "PledgeForm",
    "PrayerForm",
    "ReceiveGoodsForm",
    "ReceiveMoneyForm",
    "RestrictionForm",
    "ShortageForm",
    "YieldForm",
]
