"""Every field has a privacy class: no personal field enters the house without a decision."""

import pytest

from tests.architecture import house

CLASSES = {"public", "internal", "personal", "identifying", "restricted"}


@pytest.mark.parametrize("model", house.our_models(), ids=lambda model: model._meta.label)
def test_every_field_has_a_privacy_class(model):
    said = privacy_of(model)
    fields = {field.name for field in model._meta.get_fields() if field.concrete and not field.many_to_many}
    if is_history(model):
        fields = {name for name in fields if not name.startswith("pgh_")}
    missing = fields - set(said)
    assert not missing, f"{model._meta.label}: say in PRIVACY what {sorted(missing)} are: {sorted(CLASSES)}"
    assert set(said.values()) <= CLASSES
    if "PRIVACY" in vars(model):
        assert set(said) <= fields, (
            f"{model._meta.label}: PRIVACY speaks of {sorted(set(said) - fields)}, which are gone"
        )


def is_history(model) -> bool:
    return hasattr(model, "pgh_tracked_model")


def privacy_of(model) -> dict[str, str]:
    """A model's own classes; a history table has those of what it follows, a join table holds ids."""
    if is_history(model):
        return {"id": "internal", **getattr(model.pgh_tracked_model, "PRIVACY", {})}
    if model._meta.auto_created:
        return dict.fromkeys((field.name for field in model._meta.get_fields()), "internal")
    return getattr(model, "PRIVACY", {})
