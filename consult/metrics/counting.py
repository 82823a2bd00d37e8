"""Counting: each figure as the library of Prometheus keeps it, in memory, or in files where several processes count."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from consult import figures
from consult.figures import Figure

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""How the library is told where several processes count. It looks once, when it is first imported."""


class Counting:
    """Hears the figures of this process and keeps them."""

    def __init__(self, folder: Path | None) -> None:
        """Begin to count: in files of a folder that other processes share, or in memory alone."""
        if folder is not None:
            os.environ[VARIABLE] = str(folder)
        from prometheus_client import CollectorRegistry, values  # not before the folder is known

        from consult.metrics.allocated import Allocated

        values.MmapedDict = Allocated  # type: ignore[assignment, attr-defined] # it opens files so
        self.registry = CollectorRegistry()
        self.is_shared = bool(getattr(values.ValueClass, "_multiprocess", False))
        self._kept: dict[str, Callable[[float, tuple[str, ...]], None]] = {
            one.name: _keeper(one, self.registry) for one in figures.FIGURES
        }

    def __call__(self, figure: Figure, amount: float, labels: tuple[str, ...]) -> None:
        """Keep what was noted."""
        self._kept[figure.name](amount, labels)


def _keeper(figure: Figure, registry: Any) -> Callable[[float, tuple[str, ...]], None]:
    """Make a figure of the library; give who adds to it, tells it a value, or moves it."""
    from prometheus_client import Counter, Gauge, Histogram

    names = tuple(one.name for one in figure.labels)
    if figure.kind == figures.HISTOGRAM:
        histogram = Histogram(figure.name, figure.says, names, registry=registry, buckets=figure.classes)
        return lambda amount, labels: (histogram.labels(*labels) if labels else histogram).observe(amount)
    if figure.kind == figures.GAUGE:
        gauge = Gauge(figure.name, figure.says, names, registry=registry, multiprocess_mode="livesum")
        return lambda amount, labels: (gauge.labels(*labels) if labels else gauge).inc(amount)
    counter = Counter(figure.name, figure.says, names, registry=registry)
    return lambda amount, labels: (counter.labels(*labels) if labels else counter).inc(amount)
