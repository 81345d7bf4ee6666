"""The calls about completion queues, for the interpreter: a queue by its tokens, one step below the futures that users await."""

from __future__ import annotations

import asyncio
import select
from typing import Any

import backstay
from backstay import _queue
from backstay._catalogue import Status

#: What a `drain` asks for by default.
MOST = 64


class QueueCalls:
    """The queues that a vector's steps named, and the results of their drained records."""

    runtime: Any
    loop: asyncio.AbstractEventLoop | None

    def __init__(self) -> None:
        super().__init__()
        self.queues: dict[str, Any] = {}
        self.results: dict[tuple[str, int], int] = {}

    def do_queue(self, args: dict[str, Any], name: str) -> dict[str, Any]:
        self.queues[name] = self.runtime._native.queue(args["capacity"])
        return {"done": True}

    def do_submit(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        how = _queue.HELD if args.get("held") else _queue.AT_ONCE
        accepted = self.queues[args["queue"]].echo(args["token"], args["data"].encode(), how)
        return {"accepted": True} if accepted else {"full": True}

    def do_complete(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return {"completed": self.queues[args["queue"]].complete(args["token"])}

    def do_cancel(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        return {"cancelled": self.queues[args["queue"]].cancel(args["token"])}

    def do_drain(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        queue, records = args["queue"], []
        for token, status, result, length in self.queues[queue].drain(args.get("most", MOST)):
            records.append({"token": token, "status": Status(status).name.lower(), "length": length})
            # The later record of a token takes the place of the earlier one.
            self.queues[queue].drop(self.results.pop((queue, token), 0))
            if result:
                self.results[queue, token] = result
        return {"records": records}

    def do_take(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        result = self.results.get((args["queue"], args["token"]))
        return {"absent": True} if result is None else {"data": self.queues[args["queue"]].take(result).decode()}

    def do_drop_result(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        result = self.results.get((args["queue"], args["token"]))
        if result is None:
            return {"absent": True}
        if not self.queues[args["queue"]].drop(result):
            raise backstay.InvalidArgumentError("result: it was taken or dropped before")
        return {"done": True}

    def do_readable(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        descriptor = self.queues[args["queue"]].fd()
        if self.loop is None:
            return {"readable": bool(select.select([descriptor], [], [], 0)[0])}
        told: list[bool] = []
        self.loop.add_reader(descriptor, told.append, True)
        self.loop.run_until_complete(asyncio.sleep(0))  # one turn of the loop
        self.loop.remove_reader(descriptor)
        return {"readable": bool(told)}

    def do_close_queue(self, args: dict[str, Any], _name: str) -> dict[str, Any]:
        self.queues[args["queue"]].close()
        return {"done": True}
