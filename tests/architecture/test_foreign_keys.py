"""What the import linter cannot see: a foreign key or a migration that points up a floor."""

import configparser
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).resolve().parents[2]


def heights() -> dict[str, int]:
    """The floor of each app, read from .importlinter: the higher the number, the nearer the roof."""
    linter = configparser.ConfigParser()
    linter.read(ROOT / ".importlinter")
    floors = [*_layers(linter, "floors")]
    inside = [*_layers(linter, "platform")]
    found: dict[str, int] = {}
    for height, names in enumerate(reversed(floors)):
        for name in names:
            found[name] = height * 100
    base = found["platform"]
    for height, names in enumerate(reversed(inside)):
        for name in names:
            found[name] = base + height
    return found


def _layers(linter: configparser.ConfigParser, contract: str) -> list[list[str]]:
    lines = linter[f"importlinter:contract:{contract}"]["layers"].split("\n")
    return [[name.strip(" ()") for name in line.split("|")] for line in lines if line.strip()]


HEIGHT = heights()


def package(module: str) -> str | None:
    """The app a module belongs to: "registry"; "audit" inside platform; None outside twiza."""
    parts = module.split(".")
    if parts[0] != "twiza":
        return None
    return parts[2] if parts[1] == "platform" else parts[1]


@pytest.mark.parametrize("model", apps.get_models(include_auto_created=True), ids=str)
def test_foreign_keys_only_go_down(model):
    here = package(model.__module__)
    for field in model._meta.get_fields():
        if not field.concrete or not field.is_relation or field.related_model is None:
            continue
        there = package(field.related_model.__module__)
        if here and there and here != there:
            assert HEIGHT[here] > HEIGHT[there], f"{field} points up: {here} -> {there}"
            assert field.remote_field.related_name == "+", f'{field} crosses apps: related_name="+"'


def test_the_log_keeps_ids_without_foreign_keys():
    """A line outlives what it speaks of."""
    for model in apps.get_app_config("audit").get_models():
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation:
                assert package(field.related_model.__module__) == "audit", field


def test_migrations_only_depend_downwards():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    labels = {config.label: package(config.name) for config in apps.get_app_configs()}
    for (app, name), migration in loader.disk_migrations.items():
        here = labels.get(app)
        for on, _ in migration.dependencies:
            there = labels.get(on)
            if here and there and here != there:
                assert HEIGHT[here] > HEIGHT[there], f"{app} {name} depends on {on}, a floor above"


def test_the_test_can_see_a_key_that_points_up():
    assert HEIGHT["registry"] > HEIGHT["network"] > HEIGHT["web"] > HEIGHT["accounts"] > HEIGHT["audit"]
    assert HEIGHT["audit"] > HEIGHT["access"] > HEIGHT["lib"]
    assert HEIGHT["aid"] > HEIGHT["registry"] == HEIGHT["funding"]
