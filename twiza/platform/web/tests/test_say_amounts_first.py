"""A form with an amount saves nothing before the amount was read in words."""

from decimal import Decimal

from django.http import QueryDict

from twiza.platform.web.amounts import AmountField, AmountsInWords


class Asking(AmountsInWords):
    amount = AmountField(label="Amount")
    more = AmountField(label="More", required=False)


def sent(**typed: str) -> Asking:
    form = Asking(QueryDict("&".join(f"{key}={value}" for key, value in typed.items())))
    form.is_valid()
    return form


def test_the_first_time_it_shows_the_words_and_waits():
    form = sent(amount="160000")
    assert not form.is_valid()
    page = str(form)
    assert "مائة وستون ألف درهم" in page
    assert "cent soixante mille dirhams" in page
    assert form["amount_meant"].value() == "160000.00"  # sure: to be read, then sent once more


def test_once_read_it_is_kept():
    form = sent(amount="160000", amount_meant="160000.00")
    assert form.is_valid()
    assert form.cleaned_data["amount"] == Decimal(160000)
    assert form.cleaned_data["more"] is None


def test_a_scrambled_one_is_asked_and_none_is_chosen_beforehand():
    form = sent(amount="00 000 160")
    assert not form.is_valid()
    assert form["amount_meant"].value() == ""
    assert [code for code, _words in form.fields["amount_meant"].choices] == ["160000.00", "160.00"]
    assert sent(amount="00 000 160", amount_meant="160000.00").cleaned_data["amount"] == Decimal(160000)


def test_an_amount_typed_anew_is_read_anew():
    assert not sent(amount="16000", amount_meant="160000.00").is_valid()


def test_nothing_and_zero_are_refused_with_what_would_work():
    for typed in ("0", "-3", "a lot"):
        assert "1250" in str(sent(amount=typed).errors["amount"])
