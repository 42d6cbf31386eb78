"""Every form of the site, sent with nothing in it and without script: it answers, and can be read by everyone."""

from collections.abc import Callable

from tests.journeys.browsing import Visitor
from tests.journeys.given import House
from tests.journeys.looking import look, pages, told

FORMS = "main form[method=post]"


def test_every_form_answers_without_script_and_says_what_is_wrong(
    visit: Callable[..., Visitor], house: House
) -> None:
    plain, reader = visit(house.everyone, script=False), visit(None)
    wrong: dict[str, list[str]] = {}
    for address, path in pages(house, filled=True):
        if not plain.ask(path)[1]:
            continue
        plain.go(path)
        for place in range(plain.page.locator(FORMS).count()):
            plain.go(path)
            found = sent_empty(plain, place) or (look(reader) if reader.shown(plain) else [])
            if found:
                wrong[f"{address.name} form {place}"] = found
    assert not wrong, told(wrong)


def sent_empty(visitor: Visitor, place: int) -> list[str]:
    """Send one form with nothing in it: what is wrong with the answer. Forms of one button are not sent."""
    form = visitor.page.locator(FORMS).nth(place)
    boxes = form.locator("input:not([type=hidden], [type=submit]), select, textarea")
    buttons = form.locator("button:not([type=button])")
    if (
        not boxes.count() or not buttons.count()
    ):  # a passkey is made by script alone: its form has no button to send
        return []
    for box in form.locator("input[type=text], input[type=password], textarea").all():
        box.fill("")
    with visitor.page.expect_navigation() as sent:
        buttons.last.click()
    answer = sent.value
    return [] if answer and answer.status < 500 else [f"answers {answer.status if answer else 'nothing'}"]
