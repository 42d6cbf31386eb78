"""The worker: takes jobs as they come, and takes up again what a dead worker held."""

import asyncio
import contextlib

from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

BEAT = 2.0  # seconds between two signs of life
DEAD_AFTER = 10.0  # seconds without one
FINISH_WITHIN = 20.0  # seconds for the running job when told to stop
LOOK_EVERY = 5.0


def run_worker() -> None:
    """Work until SIGTERM or SIGINT. A job that a killed worker held is taken up again within seconds."""
    asyncio.run(_work())


async def _work() -> None:
    connector = app.connector
    assert isinstance(connector, DjangoConnector)
    with app.replace_connector(connector.get_worker_connector()) as worker_app:
        async with worker_app.open_async():
            upkeep = asyncio.create_task(_take_up_again(worker_app))
            try:
                await worker_app.run_worker_async(
                    concurrency=1,
                    fetch_job_polling_interval=2,
                    update_heartbeat_interval=BEAT,
                    stalled_worker_timeout=DEAD_AFTER,
                    shutdown_graceful_timeout=FINISH_WITHIN,
                    delete_jobs="successful",
                )
            finally:
                upkeep.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await upkeep


async def _take_up_again(worker_app: App) -> None:
    """Give back to the queue every job whose worker gives no sign of life."""
    manager = worker_app.job_manager
    while True:
        for job in await manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER):
            await manager.retry_job(job)
        await asyncio.sleep(LOOK_EVERY)
