"""The short form of the kill loop, and that it catches what it is for."""

from __future__ import annotations

import pytest
import run


def test_every_key_is_acted_on_once_a_holder() -> None:
    tally = run.loop(run.options(["--kills", "5", "--random", "12"]))
    assert not tally.faults
    assert tally.takeovers > 0  # who was killed between its claim and its end left a lease behind
    for language in run.commands():
        for phase in run.PHASES:
            assert tally.kills[language, phase] >= 5


def test_workers_that_know_nothing_of_each_other_are_caught() -> None:
    """As a store would be that forgets, or shows different things to different processes."""
    tally = run.loop(run.options(["--kills", "1", "--random", "0", "--store", "memory:"]))
    assert any("0 takeovers" in fault for fault in tally.faults)


@pytest.mark.parametrize("server", run.SERVERS)
def test_every_key_is_acted_on_once_a_holder_while_the_server_crashes(server: str) -> None:
    """Behind a pooler too. Connections are cut at any time, and the server comes back from its log."""
    tally = run.loop(run.options(["--kills", "8", "--random", "8", "--server", server, "--disturb"]))
    assert not tally.faults
    assert tally.takeovers > 0
    assert tally.cuts > 0
    assert tally.crashes > 0
