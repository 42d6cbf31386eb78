"""Asking for long work, and saying how far it is."""

from twiza.platform.queue.actions.jobs_by_name import (
    UnknownJob,
    job,
    later,
    run_waiting_jobs,
    tasks_app,
)
from twiza.platform.queue.actions.work import advance, begin_work, fail_work, finish_work, start_work
from twiza.platform.queue.actions.worker import run_worker

__all__ = [
    "UnknownJob",
    "advance",
    "begin_work",
    "fail_work",
    "finish_work",
    "job",
    "later",
    "run_waiting_jobs",
    "run_worker",
    "start_work",
    "tasks_app",
]
