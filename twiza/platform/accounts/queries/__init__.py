"""Who is signed in, with what proof; and what the dated numbers are worth."""

from twiza.platform.accounts.queries.parameters import (
    NoSuchParameter,
    ParameterLine,
    parameter,
    parameter_line,
    parameter_lines,
    parameter_number,
)

__all__ = [
    "NoSuchParameter",
    "ParameterLine",
    "parameter",
    "parameter_line",
    "parameter_lines",
    "parameter_number",
]
