"""What an installation looks like to whoever runs it: keys, files, database, documents, clock, front, work, backups.

Each part is examined by itself and gives findings; a finding that is not sound says how to mend it. Nothing is changed;
in a bucket something is put and taken away.
"""

from consult.doctor.examining import examine
from consult.doctor.findings import Degree, Finding

__all__ = ("Degree", "Finding", "examine")
