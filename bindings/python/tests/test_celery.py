"""The example of Celery with a real worker and its forked children: what is delivered twice is done once."""

import json
import os
import pathlib
import signal
import subprocess
import sys

from loopback import HARD_TIMEOUT, run_python

EXAMPLE = pathlib.Path(__file__).resolve().parents[3] / "examples" / "celery_worker"
DELIVERIES = 4
CLIENT = f"""
import json, tasks
sent = [tasks.charge.delay(order, 5) for _ in range({DELIVERIES}) for order in ("a-17", "a-18")]
print(json.dumps([each.get(timeout={HARD_TIMEOUT}) for each in sent]))
other = tasks.charge.delay("a-17", 6)
print(json.dumps(type(other.get(timeout={HARD_TIMEOUT}, propagate=False)).__name__))
"""


def test_a_task_that_is_delivered_several_times_runs_once(tmp_path: pathlib.Path) -> None:
    environment = {**os.environ, "SHOP": str(tmp_path)}
    options = ["--concurrency", "2", "--loglevel", "warning", "--without-gossip", "--without-mingle"]
    command = [sys.executable, "-m", "celery", "-A", "tasks", "worker", *options]
    log = (tmp_path / "worker.log").open("wb")
    worker = subprocess.Popen(
        command, cwd=EXAMPLE, env=environment, start_new_session=True, stdout=log, stderr=subprocess.STDOUT
    )
    try:
        answers, other = run_python("-c", CLIENT, cwd=EXAMPLE, env=environment).stdout.splitlines()
    finally:
        worker.terminate()
        try:
            worker.wait(HARD_TIMEOUT / 3)
        finally:
            if worker.poll() is None:
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait(HARD_TIMEOUT / 3)
            log.close()
    told = [json.dumps(answer, sort_keys=True) for answer in json.loads(answers)]
    assert len(told) == 2 * DELIVERIES and len(set(told)) == 2, (tmp_path / "worker.log").read_text()
    assert json.loads(other) == "KeyMismatchError"
    assert sorted((tmp_path / "ledger").read_text().splitlines()) == ["a-17 5", "a-18 5"]
