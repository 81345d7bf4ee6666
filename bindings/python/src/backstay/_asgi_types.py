"""The words of ASGI."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

#: Bodies may also go out as files, where the server offers that.
BODY_MESSAGES: Final = frozenset({"http.response.body", "http.response.pathsend", "http.response.zerocopysend"})
