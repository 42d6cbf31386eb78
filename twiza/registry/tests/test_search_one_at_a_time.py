"""A register is searched by one job at a time, and the pages never load the engine."""

import subprocess
import sys
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from twiza.registry import actions


@pytest.mark.concurrent
def test_a_second_search_of_the_same_register_is_refused_while_the_first_runs(own_database):
    from uuid import uuid4

    here, elsewhere = uuid4(), uuid4()
    held, go = Event(), Event()

    def first() -> None:
        try:
            with transaction.atomic():
                actions.hold_register(organisation=here)
                held.set()
                go.wait(10)
        finally:
            connection.close()

    runner = Thread(target=first)
    runner.start()
    try:
        assert held.wait(10)
        with transaction.atomic():
            actions.hold_register(organisation=elsewhere)
            with pytest.raises(actions.SearchRunning):
                actions.hold_register(organisation=here)
    finally:
        go.set()
        runner.join()
    with transaction.atomic():
        actions.hold_register(organisation=here)


@pytest.mark.slow
def test_the_site_starts_without_the_engine():
    code = (
        "import os, sys; os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'twiza.config.settings');"
        "import django; django.setup(); import twiza.config.urls, twiza.registry.jobs, twiza.registry.views;"
        "print(sorted({'pyarrow', 'duckdb', 'splink', 'pandas'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"
