"""An hour as people write it."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError

from twiza.aid.forms.campaigns import HourField


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("9", time(9)),
        ("9h", time(9)),
        ("٩:٣٠", time(9, 30)),
        ("14h05", time(14, 5)),
        ("18:00", time(18)),
    ],
)
def test_it_reads_an_hour(written, hour):
    assert HourField().clean(written) == hour


@pytest.mark.parametrize("written", ["13:3", "25", "9:75", "midi"])
def test_it_asks_again_rather_than_guess(written):
    with pytest.raises(ValidationError):
        HourField().clean(written)
