"""The field app as it was built: served with its own rules for scripts and camera, its page never kept."""

import gzip
from pathlib import Path

import pytest
from django.test import Client

from twiza.config import field_app


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(field_app, "BUILT", tmp_path / "dist")
    return tmp_path / "dist"


def given_built(built: Path) -> None:
    (built / "assets").mkdir(parents=True)
    (built.parent / "secret.js").write_text("secret")
    for name in (
        "index.html",
        "sw.js",
        "manifest.webmanifest",
        "assets/app-0a1b2c3d.js",
        "assets/read-0a1b2c3d.wasm",
    ):
        (built / name).write_text(f"content of {name} " * 50)
    (built / "strange.unheardof").write_text("x")


@pytest.mark.django_db
def test_it_says_what_to_run_while_the_app_is_not_built(built):
    answer = Client().get("/field/")
    assert answer.status_code == 404
    assert "make ready" in answer.content.decode()


@pytest.mark.django_db
def test_it_opens_the_app_without_signing_in_with_its_own_rules(built):
    given_built(built)
    answer = Client().get("/field/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert answer["Cache-Control"] == "no-cache"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "script-src 'self' 'wasm-unsafe-eval'" in policy
    assert "unsafe-inline" not in policy and "worker-src 'self'" in policy
    assert all(f"{name}=(self)" in answer["Permissions-Policy"] for name in ("camera", "microphone"))
    assert "geolocation=()" in answer["Permissions-Policy"], "an area, never a point"
    assert Client().get("/field")["Location"] == "/field/"


@pytest.mark.django_db
def test_the_page_that_a_phone_keeps_may_use_camera_and_microphone_too(built):
    given_built(built)
    kept = Client().get(
        "/field/index.html"
    )  # asked for by the worker, shown at /field/ from the second opening on
    assert kept["Permissions-Policy"] == Client().get("/field/")["Permissions-Policy"]
    assert "microphone=()" in Client().get("/field/sw.js")["Permissions-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("sw.js", "text/javascript; charset=utf-8", "no-cache"),
        ("manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("assets/app-0a1b2c3d.js", "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"),
        ("assets/read-0a1b2c3d.wasm", "application/wasm", "public, max-age=31536000, immutable"),
    ],
)
def test_it_sends_each_file_with_its_kind_and_how_long_it_is_good(built, name, kind, kept):
    given_built(built)
    answer = Client().get(f"/field/{name}")
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, kind, kept)
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    packed = Client().get(f"/field/{name}", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == answer.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    ["../secret.js", "..%2Fsecret.js", "assets/../../secret.js", "strange.unheardof", "assets", "none.js"],
)
def test_it_sends_nothing_else(built, name):
    given_built(built)
    assert Client().get(f"/field/{name}").status_code == 404


@pytest.mark.django_db
def test_it_sends_a_file_anew_when_it_was_built_again(built):
    given_built(built)
    Client().get("/field/sw.js")
    (built / "sw.js").write_text("another")
    assert Client().get("/field/sw.js").content == b"another"
