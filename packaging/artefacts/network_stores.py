"""Which stores over the network are in the artefacts, and the libraries that they need."""

import hiredis
import libpq
from target import Target

# Switched on one by one; a platform's libraries are made anew then.
REDIS = False
POSTGRESQL = False

# Both speak TLS.
TLS = REDIS or POSTGRESQL


def options() -> tuple[str, ...]:
    """For CMake."""
    return (
        f"-DBACKSTAY_REDIS={'ON' if REDIS else 'OFF'}",
        *(("-DBACKSTAY_POSTGRESQL=ON",) if POSTGRESQL else ()),
    )


def archives() -> tuple[str, ...]:
    """Static libraries, each before those that it needs."""
    return (
        *(("libhiredis.a",) if REDIS else ()),
        *(("libpq.a",) if POSTGRESQL else ()),
        *(("libssl.a",) if TLS else ()),
    )


def install(target: Target, *, library: bool = True) -> None:
    """Headers, and the libraries unless only compiling is wanted, below the platform's prefix."""
    if REDIS:
        hiredis.install(target, library=library)
    if POSTGRESQL:
        libpq.install(target, library=library)
