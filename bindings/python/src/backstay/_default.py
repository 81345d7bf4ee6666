"""The runtime that guards bound at import use: `@backstay.policy("payments")` above a function of a module."""

import functools

from backstay import _native
from backstay._policy import Policy, late_bound, unbind_all
from backstay._runtime import Runtime

_default: Runtime | None = None
#: What a test has put in the place of every other runtime.
_stand_in: Runtime | None = None


def get_default() -> Runtime:
    """Return the runtime in use: the one given to `set_default`, else one opened now by the file rule ($BACKSTAY_CONFIG,
    ./backstay.json)."""
    global _default
    if _stand_in is not None:
        return _stand_in
    if _default is None:
        # Two threads may both come here; the one that sets it first is kept by both.
        found = Runtime()
        if _default is None:
            _default = found
    return _default


def set_default(runtime: Runtime | None) -> Runtime | None:
    """Use `runtime` from now on, in every guard that `backstay.policy` made, and return the one before.

    None forgets it: the next use opens the file. Calls in flight end at the runtime that they began with. Meant for the start of
    a program and for tests, not for concurrent use.
    """
    global _default
    before, _default = _default, runtime
    unbind_all()
    return before


def stand_in() -> Runtime | None:
    """Return the runtime that a test has put in the place of every other, None outside of such a test."""
    return _stand_in


def set_stand_in(runtime: Runtime | None) -> Runtime | None:
    """Put `runtime` in the place of every other, for late-bound guards and for the adapters' guards; return the one before."""
    global _stand_in
    before, _stand_in = _stand_in, runtime
    unbind_all()
    return before


def policy(name: str) -> Policy:
    """Return a policy that is looked up in the default runtime at its first use, so that decorators can stand above functions
    of modules that are imported before the configuration is known. An unknown name is an error of that first use."""
    return late_bound(name, functools.partial(_find, name))


def _find(name: str) -> _native.Handle:
    return get_default().policy(name)._handle
