"""An error on a page is written in the log without its words: a database quotes the whole row in them."""

import io
import logging

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

ROW = "Failing row contains (Zineb, 0612345678)"  # as PostgreSQL says it


def logged(typed: str = "Zineb") -> str:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(import_string(settings.LOGGING["formatters"]["wordless"]["()"])())
    log = logging.Logger("a page")
    log.addHandler(handler)
    try:
        try:
            int(typed)
        except ValueError as error:
            raise RuntimeError(ROW) from error
    except RuntimeError:
        log.exception("Internal Server Error: /registry/")
    return written.getvalue()


def test_no_word_of_an_error_is_logged() -> None:
    said = logged()
    assert "Zineb" not in said.replace('typed: str = "Zineb"', "") and "0612345678" not in said
    assert "invalid literal" not in said and "Failing row" not in said


def test_what_broke_and_where_is_logged() -> None:
    said = logged()
    assert said.index("builtins.ValueError") < said.index("builtins.RuntimeError")
    assert "in logged" in said and "Internal Server Error: /registry/" in said


@pytest.mark.parametrize("name", settings.LOGGING["handlers"])
def test_every_handler_is_so(name: str) -> None:
    assert settings.LOGGING["handlers"][name]["formatter"] == "wordless"
