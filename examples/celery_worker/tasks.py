"""A task that runs once though it is delivered twice: brokers deliver at least once, and a worker may die before it acknowledges.

    SHOP=/tmp/shop celery -A tasks worker                                     # in this folder
    SHOP=/tmp/shop python -c "import tasks; tasks.charge.delay('a-17', 5)"    # twice: one line in /tmp/shop/ledger

$SHOP is a folder for the broker's messages, the keys and the ledger; a real shop has a broker, a database and a bank.
"""

import os
import pathlib

from celery import Celery

import backstay

SHOP = pathlib.Path(os.environ["SHOP"])

for folder in ("messages", "results", "control"):
    (SHOP / folder).mkdir(parents=True, exist_ok=True)

app = Celery("shop", broker="filesystem://", backend=f"file://{SHOP / 'results'}")
app.conf.broker_transport_options = {
    "data_folder_in": str(SHOP / "messages"),
    "data_folder_out": str(SHOP / "messages"),
    "control_folder": str(SHOP / "control"),
}

# Made before the worker forks and not used until then, so each child opens the file for itself.
runtime = backstay.Runtime(
    {
        "stores": {"main": f"sqlite:{SHOP / 'keys.db'}"},
        "idempotency": {"charges": {"ttl": "168h", "lease": "60s", "wait": "30s"}},
    }
)
charges = runtime.idempotency("charges")


# Acknowledged once it is done: a worker that dies lets it be delivered anew. The lease is then over, or is waited for by trying again.
@app.task(acks_late=True, autoretry_for=(backstay.InFlightError, backstay.StoreUnavailableError), retry_backoff=True)
@charges.once(key=lambda order, amount: order, fingerprint=lambda order, amount: str(amount))
def charge(order: str, amount: int) -> dict[str, object]:
    """Charge an order; the key is the order, and not the delivery."""
    with open(SHOP / "ledger", "a", encoding="utf-8") as ledger:
        ledger.write(f"{order} {amount}\n")
    return {"order": order, "charged": amount, "by": os.getpid()}
