"""Signatures of webhooks: checked by the reference library and by hand, as a receiver's programmer would."""

import base64
import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from standardwebhooks import Webhook, WebhookVerificationError

from consult.delivery import signing
from tests.house import tree

AT = datetime(2026, 11, 20, 9, 0, 0, 700_000, tzinfo=UTC)
BODY = '{"type":"act.served"}'


def test_a_signature_holds_by_the_library_and_by_hand() -> None:
    """Under the secret alone, for that body, number and second."""
    secret = signing.draw()
    headers = signing.headers([secret], "msg_1", AT, BODY)

    with time_machine.travel(AT, tick=False):
        assert {"type": "act.served"} == Webhook(secret).verify(BODY, headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(signing.draw()).verify(BODY, headers)
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(BODY + " ", headers)
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"msg_1.{int(AT.timestamp())}.{BODY}".encode()
    by_hand = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert f"v1,{by_hand}" == headers["webhook-signature"]


def test_while_two_secrets_sign_either_is_enough() -> None:
    """The signatures stand beside one another, with a space between, the newer secret's first."""
    new, old = signing.draw(), signing.draw()
    headers = signing.headers([new, old], "msg_1", AT, BODY)

    with time_machine.travel(AT, tick=False):
        for secret in (new, old):
            Webhook(secret).verify(BODY, headers)
    assert 2 == len(headers["webhook-signature"].split(" "))
    assert headers["webhook-signature"].startswith(Webhook(new).sign("msg_1", AT, BODY))


def test_a_secret_has_256_random_bits_and_no_two_are_alike() -> None:
    """In the spelling of the specification."""
    drawn = {signing.draw() for _number in range(50)}

    assert 50 == len(drawn)
    assert {32} == {len(base64.b64decode(secret.removeprefix("whsec_"))) for secret in drawn}


def test_a_secret_is_kept_under_that_of_the_installation() -> None:
    """What is kept does not hold it; with another installation's secret it cannot be read."""
    secret = signing.draw()
    kept = signing.lock(secret, "the secret of this installation")

    assert secret.removeprefix("whsec_") not in kept
    assert secret == signing.unlock(kept, "the secret of this installation")
    with pytest.raises(signing.Unreadable):
        signing.unlock(kept, "the secret of another installation")


def test_the_code_that_receivers_are_given_does_what_it_says() -> None:
    """The function of the page for programmers takes what was signed, and nothing else, and nothing old."""
    page = tree.text(Path("docs/webhooks.md"))
    code = next(text for text in re.findall(r"```python\n(.*?)```", page, re.S) if "def is_signed" in text)
    given: dict[str, Any] = {}
    exec(code, given)
    secret, old = signing.draw(), signing.draw()
    headers = signing.headers([secret, old], "msg_1", AT, BODY)

    with time_machine.travel(AT, tick=False):
        assert all(given["is_signed"](one, headers, BODY.encode()) for one in (secret, old))
        assert not given["is_signed"](signing.draw(), headers, BODY.encode())
        assert not given["is_signed"](secret, headers, BODY.encode() + b" ")
    with time_machine.travel(AT + timedelta(seconds=302), tick=False):
        assert not given["is_signed"](secret, headers, BODY.encode())
