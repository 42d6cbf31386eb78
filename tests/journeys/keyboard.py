"""Somebody who has a keyboard and nothing else: no pointer, and no script puts the focus anywhere."""

from tests.journeys.browsing import Visitor

FAR = 600  # presses of Tab after which a thing counts as out of reach


class Keyboard:
    """The keys of one visitor."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.page, self.keys = visitor, visitor.page, visitor.page.keyboard

    def reach(self, what: str) -> None:
        """Press Tab until the focus is on what the selector names."""
        for _ in range(FAR):
            if self.page.evaluate("what => document.activeElement?.matches(what) ?? false", what):
                return
            self.keys.press("Tab")
        raise AssertionError(f"no Tab leads to {what} on {self.page.url}")

    def write(self, name: str, words: str) -> None:
        """Replace what stands in a field."""
        self.reach(f"main :is(input, textarea)[name='{name}']")
        self.keys.press("Control+a")
        self.keys.type(words)

    def tick(self, name: str, value: str = "") -> None:
        """Tick a box that is not ticked."""
        self.reach(f"main input[type=checkbox][name='{name}']" + (f"[value='{value}']" if value else ""))
        self.keys.press("Space")

    def choose(self, name: str, value: str) -> None:
        """Choose one of several by the arrows: of a group of buttons, or of a list."""
        self.reach(f"main :is(input[type=radio], select)[name='{name}']")
        if self.page.evaluate("document.activeElement.type") == "radio":
            self.keys.press("Space")
        for _ in range(60):
            if self.page.evaluate(
                "[document.activeElement.value, document.activeElement.checked !== false]"
            ) == [value, True]:
                return
            self.keys.press("ArrowDown")
        raise AssertionError(f"no arrow leads to {value} of {name}")

    def press(self, what: str) -> None:
        """Press Enter on a button or a link, and wait for the page it opens."""
        self.reach(what)
        with self.page.expect_navigation(wait_until="load"):
            self.keys.press("Enter")

    def send(self, holds: str) -> None:
        """Send the form that holds this."""
        self.press(f"main form:has({holds}) button:not([type=button])")
