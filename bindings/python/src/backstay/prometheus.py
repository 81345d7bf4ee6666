"""Backstay's metrics in a registry of prometheus_client, beside the application's own.

prometheus_client.REGISTRY.register(BackstayCollector(runtime))
"""

from collections.abc import Iterator

from backstay import Runtime
from backstay._extras import missing_extra

try:
    from prometheus_client import Metric
    from prometheus_client.parser import text_string_to_metric_families
    from prometheus_client.registry import Collector
except ImportError as error:
    raise missing_extra("backstay.prometheus", "prometheus") from error


class BackstayCollector(Collector):
    """Hands the runtime's metrics to a registry at each scrape; names, types and values are the core's.

    One collector a registry: a second runtime in the same registry needs a `metrics.prefix` of its own. Any thread may scrape;
    reading consumes nothing.
    """

    def __init__(self, runtime: Runtime, process: str | None = None) -> None:
        """Read from `runtime`; `process`, where given, becomes the label `process` of every sample."""
        self._runtime = runtime
        self._process = process

    def collect(self) -> Iterator[Metric]:
        """Called by the registry."""
        yield from text_string_to_metric_families(self._runtime.metrics(process=self._process))
