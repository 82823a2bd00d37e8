"""How often one address may ask where nobody signs in. Counted in each process: it holds back whoever asks without end,
and is no lock.
"""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from consult.web.parts import parts

limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window", enabled=True)


def begin(app: Flask) -> None:
    """Count what is asked of an application."""
    limiter.init_app(app)


def public_reads() -> str:
    """Answer how often the public register may be asked from one address."""
    return f"{parts().settings.public_reads} per minute"
