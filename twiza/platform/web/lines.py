"""Forms of which some boxes come again and again: each time is one line, and most lines are folded."""

import re

from django import forms

NUMBERED = re.compile(r"_([0-9]+)(_meant)?$")


class InLines(forms.Form):
    """Boxes whose names end with the same number stand in one line: `account_1`, `debit_1`, `credit_1`."""

    shown_lines = 2

    @property
    def before_lines(self) -> list[forms.BoundField]:
        """The boxes above the lines."""
        return self._alone(before=True)

    @property
    def lines_in_sight(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The number and the boxes of each of the first lines."""
        return [one for one in self._lines() if one[0] <= self.shown_lines]

    @property
    def folded_lines(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The number and the boxes of each of the other lines."""
        return [one for one in self._lines() if one[0] > self.shown_lines]

    @property
    def is_unfolded(self) -> bool:
        """Whether something stands in the folded lines."""
        return any(box.value() or box.errors for _n, boxes in self.folded_lines for box in boxes)

    @property
    def after_lines(self) -> list[forms.BoundField]:
        """The boxes below the lines."""
        return self._alone(before=False)

    def _lines(self) -> list[tuple[int, list[forms.BoundField]]]:
        lines: dict[int, list[forms.BoundField]] = {}
        for box in self:
            if found := NUMBERED.search(box.name):
                lines.setdefault(int(found[1]), []).append(box)
        return sorted(lines.items())

    def _alone(self, *, before: bool) -> list[forms.BoundField]:
        names = [box.name for box in self]
        first = next(place for place, name in enumerate(names) if NUMBERED.search(name))
        return [
            box
            for place, box in enumerate(self)
            if not NUMBERED.search(box.name) and (place < first) is before
        ]
