"""One line for each event, on the logger `backstay`, on the thread that caused it."""

import logging
import threading
from typing import Any

import pytest

import backstay
from backstay import _native


def trip(policy: backstay.Policy) -> None:
    for _ in range(3):
        policy.enter().failure("ConnectionError")


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[int, str]]:
    return [(record.levelno, record.getMessage()) for record in caplog.records if record.name == "backstay"]


@pytest.fixture(autouse=True)
def everything(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="backstay")


def test_each_transition_is_one_line(
    calls: backstay.Policy, runtime: backstay.Runtime, caplog: pytest.LogCaptureFixture
) -> None:
    trip(calls)
    assert len(lines(caplog)) == 1
    runtime.advance(30)
    with calls.enter():
        assert len(lines(caplog)) == 2
    events = runtime.events().events
    assert [message for _, message in lines(caplog)] == [event.message for event in events]
    assert [(event.from_state, event.to_state) for event in events] == [
        ("closed", "open"),
        ("open", "half_open"),
        ("half_open", "closed"),
    ]
    assert [level for level, _ in lines(caplog)] == [logging.WARNING, logging.INFO, logging.INFO]
    assert "calls: closed -> open (consecutive_failures, cause ConnectionError)" in lines(caplog)[0][1]
    assert caplog.records[0].backstay["reason"] == "consecutive_failures"  # type: ignore[attr-defined]


def test_operators_actions_are_logged_at_once(calls: backstay.Policy, caplog: pytest.LogCaptureFixture) -> None:
    calls.force_open("maintenance", 5)
    calls.force_closed("done")
    calls.disable("suspected")
    calls.metrics_only("watching")
    calls.reset("fresh")
    assert [level for level, _ in lines(caplog)] == [logging.WARNING] + [logging.INFO] * 4
    assert all(
        note in text for (_, text), note in zip(lines(caplog), ("maintenance", "done", "suspected"), strict=False)
    )


def test_a_disabled_runtime_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    with backstay.Runtime.disabled() as runtime:
        policy = runtime.policy("any")
        policy.call(print)
        policy.call(print)
    assert [level for level, _ in lines(caplog)] == [logging.WARNING]


def test_a_call_logs_on_its_own_thread(calls: backstay.Policy, caplog: pytest.LogCaptureFixture) -> None:
    thread = threading.Thread(target=trip, args=(calls,), name="caller")
    thread.start()
    thread.join()
    assert [record.threadName for record in caplog.records] == ["caller"]


def test_threads_write_no_line_twice_and_lose_none(
    calls: backstay.Policy, runtime: backstay.Runtime, caplog: pytest.LogCaptureFixture
) -> None:
    def work(number: int) -> None:
        for i in range(50):
            calls.force_closed(f"{number}-{i}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    texts = [text for _, text in lines(caplog)]
    assert sorted(texts) == sorted(event.message for event in runtime.events().events)
    assert len(texts) == 200


def test_an_exception_of_the_call_survives_its_log_line(
    calls: backstay.Policy, caplog: pytest.LogCaptureFixture
) -> None:
    error = ConnectionError("the last straw")

    @calls
    def fail() -> None:
        raise error

    for _ in range(3):
        with pytest.raises(ConnectionError) as caught:
            fail()
    assert caught.value is error
    assert len(lines(caplog)) == 1


class Breaking(logging.Filter):
    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error

    def filter(self, record: logging.LogRecord) -> bool:
        raise self.error


@pytest.fixture
def breaking(request: pytest.FixtureRequest) -> Any:
    made = Breaking(request.param)
    logger = logging.getLogger("backstay")
    logger.addFilter(made)
    yield made
    logger.removeFilter(made)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("breaking", [ValueError("broken logging")], indirect=True)
def test_broken_logging_breaks_no_call(calls: backstay.Policy, runtime: backstay.Runtime, breaking: Breaking) -> None:
    trip(calls)
    runtime.advance(30)
    assert calls.call(lambda: "fine") == "fine"
    assert calls.snapshot().state == "closed"


@pytest.mark.parametrize("breaking", [KeyboardInterrupt()], indirect=True)
def test_an_interrupt_while_logging_comes_through(
    calls: backstay.Policy, runtime: backstay.Runtime, breaking: Breaking
) -> None:
    with pytest.raises(KeyboardInterrupt):
        trip(calls)
    assert calls.snapshot().state == "open"
    runtime.advance(30)
    with pytest.raises(KeyboardInterrupt):
        calls.call(lambda: "half-open now, and the probe is given back")
    assert calls.snapshot().probes_in_flight == 0


def test_a_handler_may_use_the_guard_itself(calls: backstay.Policy, runtime: backstay.Runtime) -> None:
    seen: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            with pytest.raises(backstay.CircuitOpenError):
                calls.enter()
            seen.append(record.getMessage())

    handler = Handler()
    logging.getLogger("backstay").addHandler(handler)
    try:
        trip(calls)
    finally:
        logging.getLogger("backstay").removeHandler(handler)
    assert len(seen) == 1


def test_dropped_events_are_mentioned(caplog: pytest.LogCaptureFixture) -> None:
    config = {"events": {"capacity": 16}, "policies": {"p": {"circuit_breaker": {"consecutive_failures": 1}}}}
    with backstay.Runtime(config) as runtime:
        handle = runtime._native.policy("p")
        for i in range(20):
            handle.force_closed(str(i))
        runtime.policy("p").reset("now they are logged")
    texts = [text for _, text in lines(caplog)]
    assert "5 events were dropped before they could be logged" in texts[0]
    assert len(texts) == 17


def test_the_loser_of_a_race_reads_again() -> None:
    runtime = _native.Runtime.create('{"policies": {"p": {"circuit_breaker": {}}}}')
    runtime.policy("p").reset("one")
    source = runtime.source
    assert source.claim(0, 1) and not source.claim(0, 1)
    assert source.logged == 1
