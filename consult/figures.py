"""Figures of what this process does, for whoever keeps it running: a closed list, each with its labels.

Whoever does something notes it here and knows no more; who listens is said once (`consult.metrics`), and where nobody
does, nothing is kept. No label names a party, a person, a case or an address, and each has a bounded number of values:
a value that is not on its list is counted as "other".
"""

from collections.abc import Callable
from http import HTTPStatus

from workflows.kernel.frozen import dataclass

COUNTER, HISTOGRAM, GAUGE = "counter", "histogram", "gauge"
OTHER = "other"
QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Ends of the classes of what should be quick, in seconds."""
SLOW = (0.01, 0.05, 0.25, 1.0, 5.0, 30.0, 120.0, 600.0)
"""Ends of the classes of background work, in seconds."""
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
STATUSES = tuple(str(one.value) for one in HTTPStatus)
TOPICS = ("serve", "send", "receipt", "output", "forget")
OUTCOMES = ("done", "waits", "failed", "busy")
ACTS = ("taken", "refused", "again")


@dataclass(frozen=True, slots=True)
class Label:
    """One label: its name, and the values that it may have; none are listed for a route, of which a program has no more
    than it declares."""

    name: str
    values: tuple[str, ...] = ()

    def bounded(self, value: str) -> str:
        """Give a value as it is, or what stands for all that are not listed."""
        return value if not self.values or value in self.values else OTHER


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its name, its kind, what it tells, its labels, and the ends of its classes."""

    name: str
    kind: str
    says: str
    labels: tuple[Label, ...] = ()
    classes: tuple[float, ...] = QUICK


ROUTE = Label("route")
"""The pattern of an address as it is declared, never an address."""
REQUESTS = Figure(
    "consult_http_requests",
    COUNTER,
    "Requests answered, by pattern of the address, method and status.",
    (ROUTE, Label("method", METHODS), Label("status", STATUSES)),
)
REQUEST_SECONDS = Figure(
    "consult_http_request_seconds", HISTOGRAM, "How long answers took, by pattern of the address.", (ROUTE,)
)
ACTS_ASKED = Figure(
    "consult_acts",
    COUNTER,
    "Steps and openings that were asked for: taken, refused, or answered again by their key.",
    (Label("outcome", ACTS),),
)
GATE_SECONDS = Figure("consult_write_wait_seconds", HISTOGRAM, "How long writers waited for their turn.")
GIVEN_UP = Figure(
    "consult_database_given_up",
    COUNTER,
    "Transactions not begun or not ended: for want of a turn, a connection or an answer in time; undone by the "
    "database; broken off; broken off at the last moment.",
    (Label("why", ("turn", "connection", "time", "undone", "lost", "unsure")),),
)
TRIED_AGAIN = Figure("consult_database_tried_again", COUNTER, "Work that was done again from its beginning.")
POOL_IN_USE = Figure("consult_database_connections_in_use", GAUGE, "Connections in use, of all processes here.")
POOL_MOST = Figure("consult_database_connections_most", GAUGE, "Connections that may be in use, of all processes here.")
SLOW_STATEMENTS = Figure("consult_slow_statements", COUNTER, "Statements that took longer than is set.")
JOBS = Figure(
    "consult_jobs",
    COUNTER,
    "Pieces of background work, by topic and what came of it.",
    (Label("topic", TOPICS), Label("outcome", OUTCOMES)),
)
JOB_SECONDS = Figure(
    "consult_job_seconds", HISTOGRAM, "How long background work took, by topic.", (Label("topic", TOPICS),), SLOW
)
TICK_SECONDS = Figure("consult_tick_seconds", HISTOGRAM, "How long a round of the background work took.", classes=SLOW)
FIGURES = (
    REQUESTS,
    REQUEST_SECONDS,
    ACTS_ASKED,
    GATE_SECONDS,
    GIVEN_UP,
    TRIED_AGAIN,
    POOL_IN_USE,
    POOL_MOST,
    SLOW_STATEMENTS,
    JOBS,
    JOB_SECONDS,
    TICK_SECONDS,
)
Listener = Callable[[Figure, float, tuple[str, ...]], None]
_listeners: list[Listener] = []


def note(figure: Figure, amount: float = 1.0, *labels: str) -> None:
    """Add to a counter, tell a histogram one value, or move a gauge; labels in the order of the figure."""
    for listener in _listeners:
        listener(figure, amount, tuple(one.bounded(value) for one, value in zip(figure.labels, labels, strict=True)))


def are_heard() -> bool:
    """Say whether anybody listens, for those who would have to measure first."""
    return bool(_listeners)


def hear(listener: Listener | None) -> None:
    """Let one listener hear from now on, in the place of any other; None: nobody."""
    _listeners[:] = [listener] if listener else []
