"""Every list of the network and of money is taken out as an Excel sheet, beside the list itself."""

import inspect
from pathlib import Path
from typing import Any

import pytest
from django.urls import get_resolver

ROOT = Path(__file__).resolve().parents[2]
# a list that is taken out otherwise, and why
OTHERWISE = {
    "network:list_processings": "the register of processings has its own export: every version, in both languages",
    "funding:list_works": "projects of works have their own sheet: shares and phases of each",
    "funding:show_journal": "the journal is taken out on the page for the accountant: one row a line, as an outside program checks it",
}
TEMPLATES = {"list_invitations": "invitations"}


def lists() -> dict[str, Any]:
    """Name of the address → its view, of every list of the two subjects."""
    found = {}
    for part in get_resolver().url_patterns:
        app = getattr(part, "app_name", None)
        if app not in ("network", "funding"):
            continue
        for one in part.url_patterns:
            if str(one.name).startswith("list_") or one.name == "show_journal":
                found[f"{app}:{one.name}"] = one.callback
    return found


def test_there_are_lists() -> None:
    assert len(lists()) >= 17 and set(OTHERWISE) <= set(lists())


@pytest.mark.parametrize("name", sorted(set(lists()) - set(OTHERWISE)))
def test_each_list_offers_itself_as_a_sheet(name: str) -> None:
    app, short = name.split(":")
    page = (ROOT / "twiza" / app / "templates" / app / f"{TEMPLATES.get(short, short)}.html").read_text()
    assert "<c-sheet />" in page, f"{name}: put <c-sheet /> into its actions, or say here why not"
    view = inspect.getsource(inspect.unwrap(lists()[name]))
    assert "wants_sheet(request)" in view and "send_workbook(" in view, name
