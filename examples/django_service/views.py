"""A Django service that takes payments and tells prices through an upstream, every upstream call behind a policy."""

from __future__ import annotations

import os
from collections.abc import Callable

import requests
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

import backstay
import backstay.django

UPSTREAM = os.environ["UPSTREAM_URL"]
SERVICE = os.environ.get("SERVICE_NAME", "django")
PATIENCE_S = 2.0
SHORTEST_S = 0.001

# With gunicorn's --preload this runs before the fork: each worker goes on with guards of its own.
payments = backstay.django.policy("payments")
unreached = 0


class UpstreamError(Exception):
    """The upstream answered with a status of 500 or above; `retry_after` tells the policy when to come back."""

    def __init__(self, response: requests.Response) -> None:
        super().__init__(f"HTTP {response.status_code}")
        self.retry_after = payments.retry_after(response.headers.get("Retry-After", ""))


def ask(method: str, path: str, key: str) -> None:
    """One attempt. Whatever it raises counts against the upstream, and may be repeated, because all attempts share a key."""
    global unreached
    headers = {"X-Caller": f"{SERVICE}/{os.getpid()}", "Idempotency-Key": key}
    left = backstay.time_left()  # nobody can cut a synchronous function, so it reads its deadline itself
    patience = PATIENCE_S if left is None else max(left, SHORTEST_S)
    try:
        response = requests.request(method, f"{UPSTREAM}{path}", headers=headers, timeout=patience)
    except requests.Timeout as error:
        raise TimeoutError("the upstream didn't answer in time") from error
    except requests.ConnectionError:
        unreached += 1
        raise
    if response.status_code >= 500:
        raise UpstreamError(response)


@csrf_exempt
@require_POST
def pay(request: HttpRequest, policy: str = "payments") -> HttpResponse:
    """200 when paid, 502 when the upstream failed, 504 when it took too long; a rejection is answered by the middleware."""
    try:
        backstay.django.policy(policy).call(ask, "POST", "/charge", request.headers["Idempotency-Key"])
    except backstay.RejectedError:
        raise
    except TimeoutError as error:
        return JsonResponse({"paid": False, "because": type(error).__name__}, status=504)
    except (requests.RequestException, UpstreamError) as error:
        return JsonResponse({"paid": False, "because": type(error).__name__}, status=502)
    return JsonResponse({"paid": True})


def customer(request: HttpRequest) -> str:
    return str(request.headers["X-Customer"])


@backstay.django.guard("prices", key=customer)
def price(request: HttpRequest) -> HttpResponse:
    """What something costs; who asks too often gets 429 and the RateLimit fields."""
    payments.call(ask, "GET", "/price", request.headers["Idempotency-Key"])
    return JsonResponse({"price": 42})


def events(request: HttpRequest) -> HttpResponse:
    """What this process knows: its breaker's transitions, and attempts that found no connection."""
    page = backstay.django.runtime().events(0)
    known = [
        {"wall_ns": e.wall_ns, "kind": e.kind, "from": e.from_state, "to": e.to_state, "message": e.message}
        for e in page.events
    ]
    return JsonResponse({"worker": os.getpid(), "unreached": unreached, "dropped": page.dropped, "events": known})


def name_the_worker(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Puts this process and its breaker's state on every answer, so that the driver can tell processes apart."""

    def named(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["X-Worker"] = str(os.getpid())
        response["X-Breaker-State"] = str(payments.snapshot().state)
        return response

    return named
