"""Read Prometheus text with the official parser, for comparisons by name and labels."""

from collections.abc import Iterable

from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

#: Name and labels of a sample.
Key = tuple[str, frozenset[tuple[str, str]]]


def key(name: str, **labels: str) -> Key:
    """Return the key of a sample."""
    return name, frozenset(labels.items())


def read(text: str) -> dict[Key, float]:
    """Return every sample of an exposition."""
    return values(text_string_to_metric_families(text))


def values(families: Iterable[Metric]) -> dict[Key, float]:
    """Return every sample of some families."""
    found: dict[Key, float] = {}
    for family in families:
        for sample in family.samples:
            assert key(sample.name, **sample.labels) not in found, "a sample appears twice"
            found[key(sample.name, **sample.labels)] = sample.value
    return found


def label_values(samples: dict[Key, float], label: str) -> set[str | None]:
    """Return the values of one label in all samples, None where a sample lacks it."""
    return {dict(labels).get(label) for _, labels in samples}
