"""Orders to the peer: one a line as JSON; each is answered with a line that says how many seconds it took."""

import json
import secrets
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - Django is set up before its models are imported
from django.core.paginator import Paginator  # noqa: E402 - the same

from peer.acts import lapse, take  # noqa: E402 - the same
from peer.models import Case, CaseParty, Chain, Deadline, Head, Mandate, Party, Track  # noqa: E402 - the same

AT, AT_ONCE, PAGE = datetime(2026, 11, 20, 9, tzinfo=UTC), 2000, 50
KEYS = count()
WAITING: list[int] = []


def setup() -> None:
    """Make the tables and two parties with a mandate each."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    Head.objects.create()
    for key in ("JPN", "FRA", "KOR", "BRA"):
        party = Party.objects.create(key=key, name=key)
        held = {"capacities": ["draft", "dispatch"], "valid_from": date(2026, 1, 1), "token": f"token-{key}"}
        Mandate.objects.create(party=party, person=f"Person of {key}", office="Ministry", **held)


def fill(cases: int, due: int = 0) -> None:
    """Add cases that wait for an answer, so many of them due within a week."""
    first = Case.objects.count()
    numbers = iter(range(first, first + cases))
    while part := list(islice(numbers, AT_ONCE)):
        made = Case.objects.bulk_create([_case(number) for number in part])
        WAITING.extend(one.pk for one in made)
        CaseParty.objects.bulk_create(
            [CaseParty(case=one, party_id=key, role="asked") for one in made for key in _pair(one)]
        )
        Track.objects.bulk_create([Track(case=one, key="berth:FRA", state="served") for one in made])
        Chain.objects.bulk_create([Chain(case=one, key=secrets.token_bytes(32)) for one in made])
        Deadline.objects.bulk_create(list(_limits(made, part, first, due)))


def _case(number: int) -> Case:
    return Case(ref=f"CASE-{number}", filer_id="JPN", title="A case", opened_on=AT, changed_at=AT, next_at=AT)


def _pair(case: Case) -> tuple[str, str]:
    number = int(case.ref.rpartition("-")[2])
    return ("JPN", "FRA") if number % 2 else ("KOR", "BRA")


def _limits(made: list[Case], numbers: list[int], first: int, due: int) -> Iterator[Deadline]:
    for one, number in zip(made, numbers, strict=True):
        ends = AT + timedelta(days=3 if number - first < due else 30 + number % 900)
        yield Deadline(case=one, key="answer", status="running", expires_at=ends)


def steps(n: int) -> None:
    """Give the answer in so many cases, each of its own."""
    mandates = {one.party_id: one.pk for one in Mandate.objects.all()}
    for _i in range(n):
        case = Case.objects.get(pk=WAITING.pop())
        take(case.pk, "give", mandates[_pair(case)[1]], {"text": "Yes"}, f"k-{next(KEYS)}", AT)


def page(times: int) -> None:
    """Read the first page of a party's cases, as Django's paginator does."""
    for _i in range(times):
        own = Case.objects.filter(parties__party="JPN").order_by("-opened_on", "-id")
        found = Paginator(own, PAGE).page(1)
        assert len([(one.ref, one.state, found.paginator.num_pages) for one in found]) == PAGE


def sweep(n: int) -> None:
    """Record what has passed, one case after the other."""
    due = Deadline.objects.filter(status="running", expires_at__lte=AT + timedelta(days=7)).order_by("expires_at")
    for limit in list(due[:n]):
        lapse(limit, AT + timedelta(days=7))


ORDERS = {one.__name__: one for one in (setup, fill, steps, page, sweep)}

if __name__ == "__main__":
    for line in sys.stdin:
        order = json.loads(line)
        begun = time.perf_counter()
        ORDERS[order.pop("do")](**order)
        print(json.dumps({"seconds": time.perf_counter() - begun}), flush=True)
