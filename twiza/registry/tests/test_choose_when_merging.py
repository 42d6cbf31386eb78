"""The form on which two files are put together: only what a reader can tell apart is asked."""

from types import SimpleNamespace

from twiza.registry.forms import MergeForm


def choice(field: str, one: object, other: object) -> SimpleNamespace:
    return SimpleNamespace(
        key=f"household-{field}", field=field, of="household", pair=None, one=one, other=other
    )


def test_it_asks_only_between_values_that_read_differently() -> None:
    known = SimpleNamespace(place="حي الزهور", place_words="", address="زنقة الرمان 7")
    written = SimpleNamespace(place=None, place_words="حي الزهور", address="زنقة الرمان 9")
    choices = [choice("place", known, written), choice("address", known, written)]
    form = MergeForm({"household-address": "one"}, case=SimpleNamespace(one_home=True), choices=choices)
    assert list(form.fields) == ["household-address"] and form.is_valid()
    assert [one.field for one in form.choices] == ["address"]
