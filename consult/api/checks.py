"""Checking what somebody holds, comparing two checkpoints, and what checks them elsewhere. Nothing is stored.

That something does not hold is the answer to a check and no refusal of it: 200, and the verdict says so.
"""

from typing import Annotated

from flask import Response
from pydantic import ConfigDict, Field, WithJsonSchema
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from consult.api.frame.declaring import Asked, Body
from consult.api.frame.nouns import Noun
from consult.api.frame.reading import Misfit
from consult.api.values.log import VerdictValue, verdict_value
from consult.log.given import MOST_BYTES
from consult.pages.log.checking import CheckPage, Verdict, check_page
from consult.pages.log.comparing import ComparePage, compare_page
from consult.web.checks import give_policy as policy_text
from consult.web.checks import give_verifier as verifier_text
from consult.web.checks import shipped
from consult.web.log import trusted
from consult.web.parts import reader

noun = Noun("checks", "Checks", "Checking receipts, checkpoints and bundles, here or with a file of one's own.")
MOST, MOST_POLICY = 1_000_000, 100_000
POLICY = Field(
    "", max_length=MOST_POLICY, description="The policy by which to check; that of this log where none is given."
)


EXAMPLE = {
    "policy": "log example.int/audit/1+f7c0a166+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\nquorum none\n",
    "text": "example.int/audit/1\n2\nnCZ3+vVfnZrFQVSlyMmK5Q4iHd7RmvQX7zwsB/PpVdM=\n",
}


class Held(Body):
    """A receipt or a checkpoint as text, and the policy by which to check it."""

    text: str = Field(min_length=1, max_length=MOST)
    policy: str = POLICY


class HeldFile(Body):
    """A receipt, a checkpoint or a bundle as a file, and the policy by which to check it."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    upload: Annotated[FileStorage, WithJsonSchema({"type": "string", "format": "binary"})]
    policy: str = POLICY


class TwoCheckpoints(Body):
    """Two signed notes, and the policy by which to check them."""

    first: str = Field(min_length=1, max_length=MOST)
    second: str = Field(min_length=1, max_length=MOST)
    policy: str = POLICY


@noun.post("/checks", answers=VerdictValue, body=Held, refuses=(413, 422), example=EXAMPLE)
def check(asked: Asked) -> VerdictValue:
    """Check a receipt or a checkpoint.

    422 for a policy that cannot be read alone: of what does not hold the verdict says why.
    """
    return _checked(asked.body.text.encode(), asked.body.policy)


@noun.post("/checks/files", answers=VerdictValue, upload=HeldFile, refuses=(413, 422))
def check_file(asked: Asked) -> VerdictValue:
    """Check a receipt, a checkpoint or a bundle that is a file."""
    with asked.body.upload.stream as stream:
        return _checked(stream.read(MOST_BYTES + 1), asked.body.policy)


def _checked(data: bytes, policy: str) -> VerdictValue:
    return verdict_value(_verdict(check_page(trusted(), shipped()[1], data, policy)))


@noun.post(
    "/checks/comparisons",
    answers=VerdictValue,
    body=TwoCheckpoints,
    refuses=(413, 422),
    example={"first": EXAMPLE["text"], "second": EXAMPLE["text"], "policy": EXAMPLE["policy"]},
)
def compare(asked: Asked) -> VerdictValue:
    """Compare two checkpoints: whether one continues the other, with the proof; a fork is evidence against the log."""
    page = compare_page(reader(), trusted(), asked.body.first, asked.body.second, asked.body.policy)
    return verdict_value(_verdict(page), page.proof)


def _verdict(page: CheckPage | ComparePage) -> Verdict:
    """Give the verdict of a page; Misfit for a policy that cannot be read, 413 for what is too large to be checked."""
    if page.policy_fault or page.verdict is None:
        raise Misfit([("/policy", page.policy_fault)])
    if page.verdict.status == 413:
        raise RequestEntityTooLarge
    return page.verdict


@noun.get("/checks/policy.txt", refuses=(404,), raw="text/plain")
def give_policy(asked: Asked) -> Response:
    """Give the policy by which this log is to be checked: its keys, its witnesses and their quorum."""
    return policy_text()


@noun.get("/checks/consult-verify.py", raw="text/x-python")
def give_verifier(asked: Asked) -> Response:
    """Give the stand-alone verifier, the very file by which this installation checks."""
    return verifier_text()
