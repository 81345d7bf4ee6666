"""Backstay in Django, under WSGI and ASGI.

    BACKSTAY = {"config": BASE_DIR / "backstay.json"}                       # settings: a file, or the document as a dict
    MIDDLEWARE = ["backstay.django.BackstayMiddleware", ...]                # answers refusals; wrong settings stop the start
    urlpatterns = [path("metrics", backstay.django.metrics_view), ...]

    @backstay.django.guard("payments")
    def pay(request): ...                                                   # or async def

    MIDDLEWARE = [..., "backstay.django.IdempotencyMiddleware"]
    @backstay.django.idempotent("orders")
    def place(request): ...                                                 # once a key

The runtime belongs to the process: it is made once, at the first use or when the middleware is loaded, and works on in
processes forked from there, each with state of its own.
"""

import functools
import inspect
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Any, Final, Self, TypeVar, cast

from backstay import AsyncPermit, Error, Permit, Policy, RejectedError, Runtime
from backstay._extras import missing_extra
from backstay._inbound import Inbound, deadline_error
from backstay._judge import is_server_error
from backstay._metrics import CONTENT_TYPE, process_label
from backstay._rate_fields import joined
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
        PermissionDenied,
        RequestAborted,
        SuspiciousOperation,
    )
    from django.http import Http404, HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase
    from django.views.decorators.http import require_safe

    from backstay._django_idempotency import IdempotencyMiddleware as IdempotencyMiddleware
    from backstay._django_idempotency import claim_of as claim_of
    from backstay._django_idempotency import idempotent as idempotent
    from backstay._django_idempotency import not_idempotent as not_idempotent
    from backstay._django_settings import SETTING, options, problems
    from backstay._django_settings import runtime as runtime
    from backstay._django_streams import hold
except ImportError as error:
    raise missing_extra("backstay.django", "django") from error

_View = TypeVar("_View", bound=Callable[..., Any])
_Response = HttpResponseBase | Awaitable[HttpResponseBase]

# Attribute of a request: what guards tell about their rate limits.
_RATE_FIELDS: Final = "_backstay_rate_fields"
# What Django answers with a status below 500, by the exception that asks for it.
_STATUS_OF_EXCEPTION: Final = (
    (Http404, 404),
    (PermissionDenied, 403),
    (SuspiciousOperation, 400),
    (BadRequest, 400),
)


def policy(name: str) -> Policy:
    """Return the policy `name` of this process' runtime; raises NotFoundError for a name that is not configured."""
    return runtime().policy(name)


class BackstayMiddleware:
    """Answer a refusal that a view raises with 429, 503 or 504, Retry-After and problem details.

    It also adds the header fields RateLimit and RateLimit-Policy to the answers of guarded views. Serves sync and async requests
    without switching between them. Loading it makes the runtime, so wrong settings stop the start of the server with the whole
    list of findings. A refusal raised by another *middleware* is not seen: Django turns that into a 500 by itself.
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
        """Serve one request."""
        setattr(request, _RATE_FIELDS, [])
        response = self._get_response(request)
        if isinstance(response, HttpResponseBase):
            return _told(request, response)
        return _told_later(request, response)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django with what a view raised."""
        if not isinstance(exception, RejectedError):
            return None
        answer = rejection_answer(exception, request.path)
        return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))


def _told(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    for name, value in joined(getattr(request, _RATE_FIELDS, [])):
        response.headers[name] = value
    return response


async def _told_later(request: HttpRequest, response: Awaitable[HttpResponseBase]) -> HttpResponseBase:
    return _told(request, await response)


def guard(
    name: str,
    *,
    key: Callable[[HttpRequest], str] | None = None,
    cost: Callable[[HttpRequest], int] | None = None,
    failure: Callable[[int], bool] = is_server_error,
    rate_limit_fields: bool = True,
) -> Callable[[_View], _View]:
    """Return a decorator that lets a view run only with a permit of the policy `name`.

    The whole policy counts: rate limit, bulkhead and its queue, breaker, timeout. Nothing is repeated, whatever the policy says
    about retries. At the policy's deadline an async view is cut where it awaits and the answer is 504; a sync one reads
    `backstay.time_left()`, and its TimeoutError after the deadline is answered alike. A streaming response holds the permit, and with
    it a place in the bulkhead, until its stream ends or the client goes away; the deadline is that of the view.

    Sync and async views; methods of a view class through Django's `method_decorator`. A response whose status `failure`
    accepts (by default 500 and above) is a failure, any other 4xx neutral, the rest a success; so are the exceptions that
    Django answers with a 4xx (Http404, PermissionDenied, BadRequest, SuspiciousOperation). A client that went away counts as
    cancelled where Django cancels the view (5.0 and newer, under ASGI). Other exceptions are classified as the policy does it.

    `key` gives the policy's instance for a request, such as its user, tenant or client address; `cost` its weight for the rate
    limit. Answers of a policy with a rate limit carry the header fields RateLimit and RateLimit-Policy, unless `rate_limit_fields`
    is False. The policy is looked up at each request, so the decorator may be applied before the settings are there.
    """
    inbound = Inbound(key, cost, failure, rate_limit_fields)

    def decorate(view: _View) -> _View:
        if inspect.iscoroutinefunction(view) or iscoroutinefunction(view):

            @functools.wraps(view)
            async def guarded_async(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
                async with _Visit(policy(name), inbound, request) as visit:
                    return visit.returned(await view(request, *args, **kwargs))

            return cast(_View, guarded_async)

        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            with _Visit(policy(name), inbound, request) as visit:
                return visit.returned(view(request, *args, **kwargs))

        return cast(_View, guarded)

    return decorate


class _Visit:
    """One call of a guarded view: a permit whose block ends with the view, or whose stream takes it along."""

    __slots__ = ("_entrance", "_inbound", "_permit", "_policy", "_request", "_streams")

    #: Set when the policy gave one.
    _permit: Permit

    def __init__(self, policy: Policy, inbound: Inbound[HttpRequest], request: HttpRequest) -> None:
        self._policy = policy
        self._inbound = inbound
        self._request = request
        self._entrance = inbound.entrance(policy, request)
        self._streams = False

    def __enter__(self) -> Self:
        try:
            self._permit = self._entrance.policy.enter(cost=self._entrance.cost)
        finally:
            self._note_fields()
        self._permit.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._streams:
            self._permit._suspend()
            return
        self._report(error)
        self._permit.__exit__(kind, error, trace)
        self._raise_passed_deadline(error)

    async def __aenter__(self) -> Self:
        entering = self._entrance.policy.enter_async(cost=self._entrance.cost)
        try:
            self._permit = await entering.__aenter__()
        finally:
            self._note_fields()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._streams:
            self._permit._suspend()
            return
        self._report(error)
        assert isinstance(self._permit, AsyncPermit)
        try:
            await self._permit.__aexit__(kind, error, trace)
        except TimeoutError as cut:
            self._raise_passed_deadline(cut)
            raise
        self._raise_passed_deadline(error)

    def returned(self, response: Any) -> Any:
        """Report what the view returned, now or when its stream ends, and return it."""

        def complete() -> None:
            self._inbound.report(self._permit, response.status_code)

        self._streams = hold(response, self._permit, complete)
        if not self._streams:
            complete()
        return response

    def _note_fields(self) -> None:
        self._inbound.note_fields(self._policy, self._entrance, getattr(self._request, _RATE_FIELDS, None))

    def _report(self, error: BaseException | None) -> None:
        """Report what the policy's classification can't know: what Django makes of an exception."""
        if isinstance(error, RequestAborted):
            self._permit.cancelled()
            return
        for kind, status in _STATUS_OF_EXCEPTION:
            if isinstance(error, kind):
                self._inbound.report(self._permit, status)
                return

    def _raise_passed_deadline(self, error: BaseException | None) -> None:
        passed = None if error is None else deadline_error(self._permit, self._entrance.policy, error)
        if passed is not None and passed is not error:
            raise passed from error


@require_safe
def metrics_view(request: HttpRequest) -> HttpResponse:
    """Answer GET with the metrics of the worker that serves the request, in the Prometheus text format.

    The label `process` is the worker's process id; `BACKSTAY = {"process": False}` leaves it out, a text replaces it.
    """
    process = options().get("process", True)
    return HttpResponse(runtime().metrics(process=process_label(process)), content_type=CONTENT_TYPE)


class BackstayConfig(AppConfig):
    """For INSTALLED_APPS ("backstay.django.BackstayConfig"): `manage.py check` then checks the settings. Optional otherwise."""

    name = "backstay"
    label = "backstay"
    verbose_name = "Backstay"


@register
def check_settings(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Django system check: the setting, the document that it names, and whether the middleware is there."""
    value = getattr(settings, SETTING, {})
    found: list[CheckMessage] = [CheckError(problem, id="backstay.E001") for problem in problems(value)]
    if not found:
        try:
            Runtime(value.get("config"))
        except Error as error:
            found.append(CheckError(f"{SETTING}['config']: {error}", id="backstay.E002"))
    name = f"{__name__}.{BackstayMiddleware.__name__}"
    if name not in settings.MIDDLEWARE:
        hint = f"Add {name!r} to MIDDLEWARE; without it a refused call is answered with 500."
        found.append(CheckWarning("Backstay's middleware is missing.", hint=hint, id="backstay.W001"))
    return found
