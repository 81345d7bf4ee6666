"""What the settings of a Django project say of Backstay, and the runtime that is made of them."""

import difflib
import os
from collections.abc import Callable, Mapping
from typing import Any, Final, cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from backstay import Runtime, set_default
from backstay._default import stand_in

SETTING: Final = "BACKSTAY"
_KEYS: Final = ("config", "process", "idempotency", "principal", "tenant")

# The runtime of this process under its only key. A dict, since setdefault decides between racing threads without a lock,
# and there is no lock that a fork could leave locked.
_made: dict[str, Runtime] = {}


def runtime() -> Runtime:
    """Return this process' runtime, made from `settings.BACKSTAY` at the first call.

    It becomes the default runtime too, so guards bound at import (`backstay.policy("payments")`) mean the same breakers.
    Raises ImproperlyConfigured for wrong settings, ConfigError with every finding for a wrong document, IoError for a file
    that can't be read. Any thread may call it.
    """
    found = stand_in() or _made.get(SETTING)
    if found is None:
        found = _made.setdefault(SETTING, Runtime(options().get("config")))
        set_default(found)
    return found


def options() -> Mapping[str, Any]:
    """Return the settings' dict; raises ImproperlyConfigured with every problem of it."""
    value = getattr(settings, SETTING, {})
    found = problems(value)
    if found:
        raise ImproperlyConfigured("; ".join(found))
    return cast(Mapping[str, Any], value)


def problems(value: object) -> list[str]:
    """Say what is wrong with the value of the setting, apart from the document that it names."""
    if not isinstance(value, Mapping):
        return [f'{SETTING} must be a dict such as {{"config": BASE_DIR / "backstay.json"}}, not {value!r}']
    found = []
    for name in value:
        if name not in _KEYS:
            near = difflib.get_close_matches(str(name), _KEYS, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            found.append(f"{SETTING}[{name!r}] is unknown{hint} (allowed: {', '.join(_KEYS)})")
    config = value.get("config")
    if config is not None and not isinstance(config, str | os.PathLike | Mapping):
        found.append(f"{SETTING}['config'] must be a path or the document as a dict, not {config!r}")
    process = value.get("process", True)
    if not isinstance(process, bool | str):
        found.append(f"{SETTING}['process'] must be True, False or a text, not {process!r}")
    idempotency = value.get("idempotency")
    if idempotency is not None and not isinstance(idempotency, str):
        found.append(f"{SETTING}['idempotency'] must be a name of the document, not {idempotency!r}")
    for hook in ("principal", "tenant"):
        function = value.get(hook)
        if function is not None and not isinstance(function, str) and not callable(function):
            found.append(f"{SETTING}[{hook!r}] must be a function of the request, or its dotted path, not {function!r}")
    return found


def hook(name: str) -> Callable[..., Any] | None:
    """Return the function of the request that the settings name, None where they name none."""
    function = options().get(name)
    return cast(Callable[..., Any], import_string(function)) if isinstance(function, str) else function


def _forget(*, setting: str, **kwargs: Any) -> None:
    """Make the runtime anew when a test overrides the setting."""
    if setting == SETTING:
        _made.clear()


setting_changed.connect(_forget, dispatch_uid="backstay.django")
