"""Whatever is lost, repeated, reordered or late: never two hand-overs that count without a conflict, never one lost."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.sync.field_machine import FieldMachine, given_ground

pytestmark = pytest.mark.django_db


def run(examples: int, steps: int) -> None:
    FieldMachine.ground = given_ground()
    run_state_machine_as_test(
        FieldMachine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.slow
def test_it_loses_nothing_and_counts_nothing_twice_whatever_happens_on_the_way():
    run(examples=6, steps=25)


@pytest.mark.proof
def test_it_loses_nothing_and_counts_nothing_twice_in_eighty_days():
    run(examples=80, steps=50)
