"""A Django service that takes payments through an upstream, guarded by the breaker `payments`."""

from __future__ import annotations

import os
from collections.abc import Callable

import requests
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

import backstay.django

UPSTREAM = os.environ["UPSTREAM_URL"]
SERVICE = os.environ.get("SERVICE_NAME", "django")
PATIENCE_S = 0.8

# With gunicorn's --preload this runs before the fork: each worker goes on with a breaker of its own.
payments = backstay.django.policy("payments")
unreached = 0


@payments
def charge() -> None:
    """One upstream call. Whatever it raises counts against the upstream."""
    global unreached
    try:
        response = requests.post(
            f"{UPSTREAM}/charge", headers={"X-Caller": f"{SERVICE}/{os.getpid()}"}, timeout=PATIENCE_S
        )
    except requests.Timeout as error:
        raise TimeoutError("the upstream didn't answer in time") from error
    except requests.ConnectionError:
        unreached += 1
        raise
    response.raise_for_status()


@csrf_exempt
@require_POST
def pay(request: HttpRequest) -> HttpResponse:
    """200 when paid, 502 when the upstream failed; a rejection is turned into 503 by the middleware."""
    try:
        charge()
    except (requests.RequestException, TimeoutError) as error:
        return JsonResponse({"paid": False, "because": type(error).__name__}, status=502)
    return JsonResponse({"paid": True})


def events(request: HttpRequest) -> HttpResponse:
    """What this process knows: its breaker's transitions, and calls that found no connection."""
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
