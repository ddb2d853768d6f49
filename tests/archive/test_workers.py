import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from archive.errors import LimitExceededError, WorkerFailedError
from archive.worker import NICENESS
from archive.workers import Worker, WorkerLimits, WorkerPool

JOBS = "tests.archive.jobs_for_tests"


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1, WorkerLimits(memory_bytes=1 << 30)) as pool:
        yield pool


def everything(reply: dict[str, Any], blob: bytes, scratch: memoryview) -> tuple[dict[str, Any], bytes, bytes]:
    return reply, blob, bytes(scratch)


def echo(pool: WorkerPool, text: str = "abc") -> dict[str, Any]:
    reply, blob, scratch = pool.submit(f"{JOBS}:echo", {"text": text}, everything).result(60)
    assert (blob, scratch[: len(text)]) == (text[::-1].encode(), text.encode())
    return reply


def test_jobs_are_done_in_one_process_that_stays(pool: WorkerPool) -> None:
    assert echo(pool)["pid"] == echo(pool, "longer than that")["pid"]


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGKILL])
def test_a_death_fails_only_its_job(pool: WorkerPool, number: int) -> None:
    before = echo(pool)["pid"]
    dying = pool.submit(f"{JOBS}:die", {"signal": number}, everything)
    with pytest.raises(WorkerFailedError, match=f"died at it .exit -{number:d}"):
        dying.result(60)
    assert echo(pool)["pid"] != before


def test_a_job_that_hangs_is_ended(pool: WorkerPool) -> None:
    with pytest.raises(WorkerFailedError, match="longer than"):
        pool.submit(f"{JOBS}:hang", {}, everything, seconds=0.3).result(60)
    echo(pool)


def test_memory_is_limited(pool: WorkerPool) -> None:
    with pytest.raises(WorkerFailedError, match="memory"):
        pool.submit(f"{JOBS}:devour", {}, everything).result(60)


def test_a_jobs_own_error_arrives_as_itself(pool: WorkerPool) -> None:
    with pytest.raises(LimitExceededError, match="too deep"):
        pool.submit(f"{JOBS}:refuse", {}, everything).result(60)
    with pytest.raises(WorkerFailedError, match="KeyError in the worker"):
        pool.submit(f"{JOBS}:stumble", {}, everything).result(60)


def test_an_answer_that_cannot_be_used_fails_its_job(pool: WorkerPool) -> None:
    def spoil(_reply: dict[str, Any], _blob: bytes, _scratch: memoryview) -> None:
        raise ZeroDivisionError

    with pytest.raises(WorkerFailedError, match="ZeroDivisionError"):
        pool.submit(f"{JOBS}:echo", {}, spoil).result(60)
    echo(pool)


def test_processes_are_replaced_after_their_number_of_jobs() -> None:
    worker = Worker(WorkerLimits(jobs=2))
    pids = [worker.call(f"{JOBS}:echo", {}, 60)[0]["pid"] for _ in range(4)]
    worker.stop()
    assert pids[0] == pids[1] != pids[2] == pids[3]


def test_a_closed_pool_takes_nothing() -> None:
    pool = WorkerPool(1)
    pool.close()
    pool.close()
    with pytest.raises(WorkerFailedError, match="closed"):
        pool.submit(f"{JOBS}:echo", {}, everything)


def test_a_job_that_is_submitted_while_the_pool_closes_fails_and_is_not_forgotten() -> None:
    pool = WorkerPool(1)
    closing = threading.Thread(target=pool.close)

    class Slow:
        def put(self, _job: object) -> None:
            closing.start()
            closing.join(0.3)  # where it may, it is through by then
            pool._jobs = jobs
            jobs.put(_job)  # type: ignore[arg-type]

    jobs, pool._jobs = pool._jobs, Slow()  # type: ignore[assignment]
    late = pool.submit(f"{JOBS}:hang", {}, everything)
    with pytest.raises(WorkerFailedError):
        late.result(20)
    closing.join()


def test_closing_does_not_wait_for_a_job_that_hangs() -> None:
    pool = WorkerPool(1, WorkerLimits(job_seconds=3600))
    hanging = pool.submit(f"{JOBS}:hang", {}, everything)
    while not hanging.running():
        time.sleep(0.01)
    pool.close()
    with pytest.raises(WorkerFailedError):
        hanging.result(60)


def test_a_warm_pool_has_its_processes_before_the_first_job() -> None:
    with WorkerPool(2, WorkerLimits(memory_bytes=1 << 30)) as pool:
        for started in pool.warm_up():
            assert started.result(60) is None
        first = {echo(pool)["pid"] for _ in range(2)}
        assert first <= {worker._process.pid for worker in pool._workers if worker._process is not None}


def test_workers_give_way_to_whoever_renders(pool: WorkerPool) -> None:
    nice = os.getpriority(os.PRIO_PROCESS, echo(pool)["pid"])
    assert nice == min(19, os.getpriority(os.PRIO_PROCESS, os.getpid()) + NICENESS)
