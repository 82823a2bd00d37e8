"""Tables of the peer: those that an act of the product writes or reads, by Django's ORM."""

from typing import Any

from django.db import models
from django_fsm import FSMField, transition
from django_fsm_log.decorators import fsm_log_by, fsm_log_description


class Party(models.Model):
    """A State."""

    key = models.CharField(max_length=80, primary_key=True)
    name = models.CharField(max_length=200)


class Mandate(models.Model):
    """Under which a person acts for a party, by the token of whoever asks over HTTP."""

    party = models.ForeignKey(Party, models.PROTECT)
    person = models.CharField(max_length=200)
    office = models.CharField(max_length=200)
    capacities = models.JSONField()
    valid_from = models.DateField()
    token = models.CharField(max_length=64, unique=True)


def limit_runs(case: "Case") -> bool:
    """Guard: the time limit of the answer runs."""
    return case.deadlines.filter(status="running").exists()


def may_dispatch(case: "Case", mandate: Mandate) -> bool:
    """Permission: the mandate dispatches, and its party takes part."""
    return "dispatch" in mandate.capacities and case.parties.filter(party=mandate.party_id).exists()


class Case(models.Model):
    """A running case."""

    ref = models.CharField(max_length=40, unique=True)
    filer = models.ForeignKey(Party, models.PROTECT)
    title = models.CharField(max_length=400)
    state = FSMField(default="asked", protected=True)
    version = models.IntegerField(default=0)
    n = models.IntegerField(default=0)
    summary = models.TextField(default="{}")
    opened_on = models.DateTimeField()
    changed_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)

    class Meta:
        """Lists go by day."""

        indexes = (models.Index(fields=["opened_on", "id"]),)

    @fsm_log_by
    @fsm_log_description
    @transition(state, ["draft"], "asked")
    def ask(self, by: Any = None, description: Any = None) -> None:
        """Serve a request."""

    @fsm_log_by
    @fsm_log_description
    @transition(state, ["asked"], "answered", conditions=[limit_runs], permission=may_dispatch)
    def give(self, by: Any = None, description: Any = None) -> None:
        """Give the answer."""

    @fsm_log_by
    @fsm_log_description
    @transition(state, ["asked", "answered"], None, permission=may_dispatch)
    def make_statement(self, by: Any = None, description: Any = None) -> None:
        """Place a statement on record."""

    @fsm_log_by
    @fsm_log_description
    @transition(state, ["asked"], "silent")
    def lapse(self, by: Any = None, description: Any = None) -> None:
        """Record that no answer came."""


class CaseParty(models.Model):
    """Who takes part."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties")
    party = models.ForeignKey(Party, models.PROTECT)
    role = models.CharField(max_length=40)


class Track(models.Model):
    """One relation of a case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="tracks")
    key = models.CharField(max_length=120)
    state = models.CharField(max_length=60)


class Act(models.Model):
    """One act."""

    case = models.ForeignKey(Case, models.PROTECT)
    n = models.IntegerField()
    step = models.CharField(max_length=80)
    party = models.CharField(max_length=80)
    office = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    body = models.TextField()

    class Meta:
        """An act has its number in its case."""

        unique_together = (("case", "n"),)


class ActPerson(models.Model):
    """Who took it."""

    act = models.OneToOneField(Act, models.PROTECT, primary_key=True)
    name = models.CharField(max_length=200)


class Filing(models.Model):
    """What was filed."""

    act = models.OneToOneField(Act, models.PROTECT)
    digest = models.CharField(max_length=64, db_index=True)


class FilingBody(models.Model):
    """Its words."""

    filing = models.OneToOneField(Filing, models.PROTECT, primary_key=True)
    body = models.TextField()


class Deadline(models.Model):
    """A time limit."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="deadlines")
    key = models.CharField(max_length=120)
    status = models.CharField(max_length=10)
    expires_at = models.DateTimeField()

    class Meta:
        """What is due is found by its end."""

        indexes = (models.Index(fields=["expires_at"], condition=models.Q(status="running"), name="due"),)


class Service(models.Model):
    """What was told to whom."""

    act = models.ForeignKey(Act, models.PROTECT)
    party = models.CharField(max_length=80)
    state = models.CharField(max_length=20)
    changed_at = models.DateTimeField()


class Outbox(models.Model):
    """Work to be done after the commit."""

    key = models.CharField(max_length=160, unique=True)
    payload = models.TextField()
    run_at = models.DateTimeField()


class Idempotency(models.Model):
    """The key of a request."""

    mandate = models.ForeignKey(Mandate, models.PROTECT)
    key = models.CharField(max_length=160)
    n = models.IntegerField()

    class Meta:
        """A key counts once."""

        unique_together = (("mandate", "key"),)


class Chain(models.Model):
    """The chain of a case in the log."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True)
    key = models.BinaryField()
    n = models.IntegerField(default=0)
    prev = models.BinaryField(null=True)


class Leaf(models.Model):
    """An entry of the log."""

    seq = models.BigIntegerField(primary_key=True)
    leaf = models.BinaryField()
    hash = models.BinaryField()
    tag = models.CharField(max_length=43, unique=True)


class Opening(models.Model):
    """What a digest of a leaf stands for."""

    leaf = models.ForeignKey(Leaf, models.PROTECT)
    field = models.CharField(max_length=12)
    salt = models.BinaryField()
    value = models.TextField()


class Node(models.Model):
    """A node above the leaves."""

    level = models.IntegerField()
    idx = models.BigIntegerField()
    hash = models.BinaryField()


class Head(models.Model):
    """The head of the log."""

    size = models.BigIntegerField(default=0)
    peaks = models.BinaryField(default=b"")
