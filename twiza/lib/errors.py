"""Refusals: one shape for the whole house. Pure Python.

A refusal is a fact with a code for programs and a sentence for people that says what would work.
The sentence is a template: `%(name)s` places filled from `data`. Templates are in English and are
translated where they are shown (`platform/web` → `say`); mark them with `N_` in rooms without Django,
with `gettext_lazy as _` elsewhere.
"""

from typing import Any, ClassVar


def N_(sentence: str) -> str:
    """Mark a sentence for the catalogues and return it unchanged."""
    return sentence


class DomainError(Exception):
    """Something a person asked for that cannot be done, and why."""

    code: ClassVar[str] = "refused"

    def __init__(self, template: Any, **data: Any) -> None:
        self.template = template
        self.data = data
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """The sentence, filled in; in the language of the moment if the template is lazy."""
        return str(self.template) % self.data if self.data else str(self.template)


class NotFound(DomainError):
    """There is no such thing, or it is not for this person: the two look the same."""

    code = "not_found"


class NotAllowed(DomainError):
    """This person may not do this."""

    code = "not_allowed"
