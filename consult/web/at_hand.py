"""The request that is answered, its application and what is kept beside it, each as it is.

Flask gives them through proxies (`request`, `session`, `current_app`, `g`). To ask one for something costs as much as
half a dozen short functions, and whatever stands around every request asked them a hundred times for each step that was
taken over HTTP. So what runs with every request takes the thing itself, once in a function; everywhere else the proxies
are as good. Nothing taken here may be kept anywhere: it belongs to one request.
"""

from typing import Any, cast

from flask import Flask, Request, current_app, g, request, session
from flask.sessions import SessionMixin


def this_request() -> Request:
    """Give the request that is answered; RuntimeError outside one."""
    return cast(Request, request._get_current_object())  # type: ignore[attr-defined] # as Flask's documentation names it


def this_session() -> SessionMixin:
    """Give the session of the browser that asks; RuntimeError outside a request."""
    return cast(SessionMixin, session._get_current_object())  # type: ignore[attr-defined] # as Flask's documentation names it


def this_app() -> Flask:
    """Give the application that answers; RuntimeError outside one."""
    return cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined] # as Flask's documentation names it


def kept() -> Any:
    """Give what is kept for this request alone (`flask.g`); RuntimeError outside an application."""
    return g._get_current_object()
