"""The tables. Importing any of them sets the naming of constraints first."""

from consult.models import base as base
