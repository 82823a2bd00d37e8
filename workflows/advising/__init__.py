"""Which procedure: what may happen, which forums are for what is not here, and the answer for one set of facts.

`matters.toml` holds what can have happened or be planned, `forums.toml` who else it may be for; what each procedure is
for stands beside the procedure (``Advice``). No law of its own.
"""

from workflows.advising.answers import Counsel, Forum, Heard, Matter, Said, Way
from workflows.advising.judging import advise
from workflows.advising.reading import forums, matters

__all__ = ["Counsel", "Forum", "Heard", "Matter", "Said", "Way", "advise", "forums", "matters"]
