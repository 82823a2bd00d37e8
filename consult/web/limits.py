"""How often somebody may ask. It holds back whoever asks without end, and is no lock.

Counted by all processes of an installation together where they share a Redis server (`jobs.queue`), by each process
for itself where they do not, and while that server cannot be reached: that nobody counts shall stop nobody.
"""

import logging
import time
from collections import deque
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import RateLimitItem
from limits.errors import ConfigurationError, StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from consult import clock
from consult.i18n import _
from consult.settings import Settings, SettingsError
from consult.web.parts import parts

log = logging.getLogger("consult.web")
limiter = Limiter(get_remote_address, strategy="moving-window", in_memory_fallback_enabled=True, enabled=True)
COUNTED = ("public", "public_files", "feeds")
"""The blueprints of which something is counted by the library; what machines ask is counted by its token."""
OWN = "memory://"
PATIENCE_SECONDS = 0.5
"""How long a request waits for the shared store before it is counted here."""
LEFT_ALONE = timedelta(seconds=30)
"""How long a store that did not answer is not asked again."""
SWEPT_SECONDS = 60.0
"""How often keys of which nothing counts any more are forgotten."""


def begin(app: Flask) -> None:
    """Count what is asked of an application."""
    settings: Settings = app.extensions["consult"].settings
    app.config["RATELIMIT_STORAGE_URI"] = store_address(settings)
    app.config["RATELIMIT_STORAGE_OPTIONS"] = _options(settings)
    limiter.init_app(app)
    _look_there_alone(app)


def _look_there_alone(app: Flask) -> None:
    """Let the library look at requests for what it counts. It stands around every address of an application, and found
    out with each request, for a twenty-fifth of what taking a step costs, that there was nothing to count."""
    everywhere: tuple[Any, ...] = (app.before_request_funcs, app.after_request_funcs, app.teardown_request_funcs)
    for around in everywhere:
        look = around[None].pop()  # what was added last, a moment ago
        for name in COUNTED:
            around.setdefault(name, []).insert(0, look)


def public_reads() -> str:
    """Answer how often the public register may be asked from one address."""
    return f"{parts().settings.public_reads} per minute"


def store_address(settings: Settings) -> str:
    """Name the store in which is counted, as the library names it."""
    shared = settings.jobs.redis
    if shared is None:
        return OWN
    return f"redis+{shared}" if shared.startswith("unix://") else shared


def _options(settings: Settings) -> dict[str, Any]:
    """Give how the shared store is asked; installations that share a server count apart."""
    if settings.jobs.redis is None:
        return {}
    waits = {"socket_timeout": PATIENCE_SECONDS, "socket_connect_timeout": PATIENCE_SECONDS}
    return {**waits, "key_prefix": f"consult:{settings.host_name}"}


class Windows:
    """Counts by key within moving windows, in this process. The library's own store of this kind begins a thread with
    almost every request that it counts."""

    def __init__(self) -> None:
        """Begin with nothing counted."""
        self._lock = Lock()
        self._counted: dict[str, deque[float]] = {}
        self._ends: dict[str, float] = {}
        self._swept = time.perf_counter()

    def hit(self, key: str, most: int, seconds: float) -> tuple[bool, int]:
        """Count a request, unless there were so many in the last seconds; say whether it was, and how many are left."""
        with self._lock:
            at = time.perf_counter()
            self._sweep(at)
            counted = self._counted.setdefault(key, deque())
            while counted and counted[0] <= at - seconds:
                counted.popleft()
            is_in = len(counted) < most
            if is_in:
                counted.append(at)
                self._ends[key] = at + seconds
            return is_in, most - len(counted)

    def _sweep(self, at: float) -> None:
        """Forget, once in a while, the keys of which nothing counts any more."""
        if at - self._swept < SWEPT_SECONDS:
            return
        self._swept = at
        for key in [key for key in self._counted if self._ends.get(key, 0.0) <= at]:
            del self._counted[key]
            self._ends.pop(key, None)


class Counter:
    """Counts requests by key within moving windows, in the shared store where there is one that answers."""

    def __init__(self, settings: Settings) -> None:
        """Begin; SettingsError where the library of the shared store is not installed."""
        self.own = Windows()
        self.shared: MovingWindowRateLimiter | None = None
        self.failed_at: datetime | None = None
        if settings.jobs.redis is not None:
            try:
                store = storage_from_string(store_address(settings), wrap_exceptions=True, **_options(settings))
            except ConfigurationError:
                raise SettingsError(_("jobs.queue: the library for this store is not installed here.")) from None
            self.shared = MovingWindowRateLimiter(store)

    def hit(self, limit: RateLimitItem, key: str) -> tuple[bool, int]:
        """Count a request; say whether it is within the limit, and how many are left."""
        if self.shared is not None and not self._is_left_alone():
            try:
                found = self.shared.hit(limit, key), self.shared.get_window_stats(limit, key).remaining
            except StorageError:
                self.failed_at = clock.now()
                log.warning("requests are counted in each process: the shared store does not answer")
            else:
                self.failed_at = None
                return found
        return self.own.hit(limit.key_for(key), limit.amount, limit.get_expiry())

    def _is_left_alone(self) -> bool:
        """Say whether the shared store failed a moment ago, by a clock that was not set back since."""
        return self.failed_at is not None and timedelta() <= clock.now() - self.failed_at <= LEFT_ALONE
