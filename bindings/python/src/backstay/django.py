"""Backstay in Django, under WSGI and ASGI.

    BACKSTAY = {"config": BASE_DIR / "backstay.json"}                       # settings: a file, or the document as a dict
    MIDDLEWARE = ["backstay.django.BackstayMiddleware", ...]                # refusals become 503, wrong settings stop the start
    urlpatterns = [path("metrics", backstay.django.metrics_view), ...]

    @backstay.django.guard("payments")
    def pay(request): ...                                                   # or async def

The runtime belongs to the process: it is made once, at the first use or when the middleware is loaded, and works on in
processes forked from there, each with state of its own.
"""

import difflib
import functools
import inspect
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final, TypeVar, cast

from backstay import Error, Permit, Policy, RejectedError, Runtime, set_default
from backstay._default import stand_in
from backstay._extras import missing_extra
from backstay._judge import is_server_error, report_inbound
from backstay._metrics import CONTENT_TYPE, process_label
from backstay.problem import rejection_answer

try:
    from asgiref.sync import iscoroutinefunction, markcoroutinefunction
    from django.apps import AppConfig
    from django.conf import settings
    from django.core.checks import CheckMessage, register
    from django.core.checks import Error as CheckError
    from django.core.checks import Warning as CheckWarning
    from django.core.exceptions import (
        BadRequest,
        ImproperlyConfigured,
        PermissionDenied,
        RequestAborted,
        SuspiciousOperation,
    )
    from django.core.signals import setting_changed
    from django.http import Http404, HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase
    from django.views.decorators.http import require_safe
except ImportError as error:
    raise missing_extra("backstay.django", "django") from error

_View = TypeVar("_View", bound=Callable[..., Any])
_Response = HttpResponseBase | Awaitable[HttpResponseBase]

_SETTING: Final = "BACKSTAY"
_KEYS: Final = ("config", "process")
# What Django answers with a status below 500, by the exception that asks for it.
_STATUS_OF_EXCEPTION: Final = (
    (Http404, 404),
    (PermissionDenied, 403),
    (SuspiciousOperation, 400),
    (BadRequest, 400),
)

# The runtime of this process under its only key. A dict, since setdefault decides between racing threads without a lock,
# and there is no lock that a fork could leave locked.
_made: dict[str, Runtime] = {}


def runtime() -> Runtime:
    """Return this process' runtime, made from `settings.BACKSTAY` at the first call.

    It becomes the default runtime too, so guards bound at import (`backstay.policy("payments")`) mean the same breakers.
    Raises ImproperlyConfigured for wrong settings, ConfigError with every finding for a wrong document, IoError for a file
    that can't be read. Any thread may call it.
    """
    found = stand_in() or _made.get(_SETTING)
    if found is None:
        found = _made.setdefault(_SETTING, Runtime(_options().get("config")))
        set_default(found)
    return found


def policy(name: str) -> Policy:
    """Return the policy `name` of this process' runtime; raises NotFoundError for a name that is not configured."""
    return runtime().policy(name)


class BackstayMiddleware:
    """Answer a refusal that a view raises with 503, Retry-After and problem details.

    Serves sync and async requests without switching between them. Loading it makes the runtime, so wrong settings stop the
    start of the server with the whole list of findings. A refusal raised by another *middleware* is not seen: Django turns
    that into a 500 by itself.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], _Response]) -> None:
        """Called by Django."""
        self._get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)
        runtime()

    def __call__(self, request: HttpRequest) -> _Response:
        """Serve one request: nothing to do on the way in and out, the coroutine of an async request is passed on."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django with what a view raised."""
        if not isinstance(exception, RejectedError):
            return None
        answer = rejection_answer(exception, request.path)
        return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))


def guard(
    name: str,
    *,
    key: Callable[[HttpRequest], str] | None = None,
    failure: Callable[[int], bool] = is_server_error,
) -> Callable[[_View], _View]:
    """Return a decorator that lets a view run only with a permit of the policy `name`.

    Sync and async views; methods of a view class through Django's `method_decorator`. A response whose status `failure`
    accepts (by default 500 and above) is a failure, any other 4xx neutral, the rest a success; so are the exceptions that
    Django answers with a 4xx (Http404, PermissionDenied, BadRequest, SuspiciousOperation). A client that went away counts as
    cancelled where Django cancels the view (5.0 and newer, under ASGI). Other exceptions are classified as the policy does it.

    `key` gives the policy's instance for a request, such as its tenant. The policy is looked up at each request, so the
    decorator may be applied before the settings are there.
    """

    def chosen(request: HttpRequest) -> Policy:
        found = policy(name)
        return found if key is None else found.keyed(key(request))

    def decorate(view: _View) -> _View:
        if inspect.iscoroutinefunction(view) or iscoroutinefunction(view):

            @functools.wraps(view)
            async def guarded_async(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
                async with chosen(request).enter_async() as permit:
                    try:
                        response = await view(request, *args, **kwargs)
                    except Exception as error:
                        _report_exception(permit, error, failure)
                        raise
                    report_inbound(permit, response.status_code, failure)
                    return response

            return cast(_View, guarded_async)

        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            with chosen(request).enter() as permit:
                try:
                    response = view(request, *args, **kwargs)
                except Exception as error:
                    _report_exception(permit, error, failure)
                    raise
                report_inbound(permit, response.status_code, failure)
                return response

        return cast(_View, guarded)

    return decorate


@require_safe
def metrics_view(request: HttpRequest) -> HttpResponse:
    """Answer GET with the metrics of the worker that serves the request, in the Prometheus text format.

    The label `process` is the worker's process id; `BACKSTAY = {"process": False}` leaves it out, a text replaces it.
    """
    process = _options().get("process", True)
    return HttpResponse(runtime().metrics(process=process_label(process)), content_type=CONTENT_TYPE)


class BackstayConfig(AppConfig):
    """For INSTALLED_APPS ("backstay.django.BackstayConfig"): `manage.py check` then checks the settings. Optional otherwise."""

    name = "backstay"
    label = "backstay"
    verbose_name = "Backstay"


def _report_exception(permit: Permit, error: Exception, failure: Callable[[int], bool]) -> None:
    """Report what the policy's classification can't know: what Django makes of an exception."""
    if isinstance(error, RequestAborted):
        permit.cancelled()
        return
    for kind, status in _STATUS_OF_EXCEPTION:
        if isinstance(error, kind):
            report_inbound(permit, status, failure)
            return


def _options() -> Mapping[str, Any]:
    """Return the settings' dict; raises ImproperlyConfigured with every problem of it."""
    options = getattr(settings, _SETTING, {})
    problems = _problems(options)
    if problems:
        raise ImproperlyConfigured("; ".join(problems))
    return cast(Mapping[str, Any], options)


def _problems(options: object) -> list[str]:
    """Say what is wrong with the value of the setting, apart from the document that it names."""
    if not isinstance(options, Mapping):
        return [f'{_SETTING} must be a dict such as {{"config": BASE_DIR / "backstay.json"}}, not {options!r}']
    problems = []
    for name in options:
        if name not in _KEYS:
            near = difflib.get_close_matches(str(name), _KEYS, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            problems.append(f"{_SETTING}[{name!r}] is unknown{hint} (allowed: {', '.join(_KEYS)})")
    config = options.get("config")
    if config is not None and not isinstance(config, str | os.PathLike | Mapping):
        problems.append(f"{_SETTING}['config'] must be a path or the document as a dict, not {config!r}")
    process = options.get("process", True)
    if not isinstance(process, bool | str):
        problems.append(f"{_SETTING}['process'] must be True, False or a text, not {process!r}")
    return problems


@register
def check_settings(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Django system check: the setting, the document that it names, and whether the middleware is there."""
    options = getattr(settings, _SETTING, {})
    found: list[CheckMessage] = [CheckError(problem, id="backstay.E001") for problem in _problems(options)]
    if not found:
        try:
            Runtime(options.get("config"))
        except Error as error:
            found.append(CheckError(f"{_SETTING}['config']: {error}", id="backstay.E002"))
    name = f"{__name__}.{BackstayMiddleware.__name__}"
    if name not in settings.MIDDLEWARE:
        hint = f"Add {name!r} to MIDDLEWARE; without it a refused call is answered with 500."
        found.append(CheckWarning("Backstay's middleware is missing.", hint=hint, id="backstay.W001"))
    return found


def _forget(*, setting: str, **kwargs: Any) -> None:
    """Make the runtime anew when a test overrides the setting."""
    if setting == _SETTING:
        _made.clear()


setting_changed.connect(_forget, dispatch_uid="backstay.django")
