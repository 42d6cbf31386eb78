"""Addresses of money."""

from django.urls import path

from twiza.funding.views import books, donors, gifts, payments, pledges, restrictions, sheets, shortage

app_name = "funding"
urlpatterns = [
    path("money/", books.show_money, name="show_money"),
    path("money/journal/", books.show_journal, name="show_journal"),
    path("money/journal/sheet", books.download_journal, name="download_journal"),
    path("money/journal/beancount", books.download_beancount, name="download_beancount"),
    path("money/entries/<uuid:id>/", books.show_entry, name="show_entry"),
    path("money/close/", books.close_books, name="close_books"),
    path("money/donors/", donors.list_donors, name="list_donors"),
    path("money/donors/new/", donors.write_donor, name="write_donor"),
    path("money/donors/<uuid:id>/", donors.show_donor, name="show_donor"),
    path("money/donors/<uuid:id>/correct/", donors.correct_donor, name="correct_donor"),
    path("money/donors/<uuid:id>/erase/", donors.erase_donor, name="erase_donor"),
    path("money/pledges/", pledges.list_pledges, name="list_pledges"),
    path("money/pledges/new/", pledges.write_pledge, name="write_pledge"),
    path("money/pledges/<uuid:id>/", pledges.show_pledge, name="show_pledge"),
    path("money/pledges/<uuid:id>/receive/", pledges.receive_pledge, name="receive_pledge"),
    path("money/pledges/<uuid:id>/give-up/", pledges.give_up_pledge, name="give_up_pledge"),
    path("money/gifts/", gifts.list_gifts, name="list_gifts"),
    path("money/gifts/new/", gifts.record_gift, name="record_gift"),
    path("money/gifts/list/", sheets.preview_gifts, name="preview_gifts"),
    path("money/gifts/list/accept/", sheets.accept_gifts, name="accept_gifts"),
    path("money/gifts/<uuid:id>/", gifts.show_gift, name="show_gift"),
    path("money/gifts/<uuid:id>/receipt/", gifts.issue_receipt, name="issue_receipt"),
    path("money/gifts/<uuid:id>/take-back/", gifts.correct_gift, name="correct_gift"),
    path("money/deposits/new/", gifts.deposit_cash, name="deposit_cash"),
    path("money/receipts/", gifts.list_receipts, name="list_receipts"),
    path("money/receipts/<uuid:id>/", gifts.show_receipt, name="show_receipt"),
    path("money/receipts/<uuid:id>/cancel/", gifts.cancel_receipt, name="cancel_receipt"),
    path("money/receipts/<uuid:id>/paper", gifts.print_receipt, name="print_receipt"),
    path("money/restrictions/new/", restrictions.open_restriction, name="open_restriction"),
    path("money/restrictions/<uuid:id>/", restrictions.show_restriction, name="show_restriction"),
    path("money/restrictions/<uuid:id>/prayer/", restrictions.set_prayer, name="set_prayer"),
    path("money/restrictions/<uuid:id>/yield/", restrictions.record_yield, name="record_yield"),
    path("money/restrictions/<uuid:id>/statement", restrictions.print_statement, name="print_statement"),
    path("money/payments/", payments.list_payments, name="list_payments"),
    path("money/payments/new/", payments.order_payment, name="order_payment"),
    path("money/payments/<uuid:id>/", payments.show_payment, name="show_payment"),
    path("money/payments/<uuid:id>/pay/", payments.make_payment, name="make_payment"),
    path("money/payments/<uuid:id>/cancel/", payments.cancel_payment, name="cancel_payment"),
    path("money/shortage/", shortage.simulate_shortage, name="simulate_shortage"),
]
