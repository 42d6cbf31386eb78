"""Rows of many ids, as one value of the statement: a list of five hundred values is read value by value first."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, F, Func, UUIDField, Value


class AnyOf(Func):
    """A condition: this column is one of these ids. `rows.filter(AnyOf("institution_id", ids))`."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field: ClassVar[Any] = BooleanField()

    def __init__(self, column: str, ids: Iterable[UUID]) -> None:
        super().__init__(F(column), Value(list(ids), output_field=ArrayField(UUIDField())))
