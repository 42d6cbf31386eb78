"""A device is said in words, not by the line that its browser sends."""

import pytest

from twiza.platform.accounts.rules.devices import device_of

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (f"Mozilla/5.0 (Linux; Android 14; SM-A155F) {WEBKIT} Chrome/131.0 Mobile Safari/537.36", "Chrome · Android"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/131.0 Safari/537.36 Edg/131.0", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox · Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1 Safari/604.1", "Safari · iPhone"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_it_names_browser_and_machine(agent, words):
    assert device_of(agent) == words
