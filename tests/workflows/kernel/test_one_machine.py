"""All cases of a procedure are moved by one machine, to which no case ever belongs and which nothing changes."""

from tests.workflows.kernel.play import Play
from tests.workflows.kernel.toys import play, step
from workflows.kernel.machine import compile_machine


def test_two_cases_are_moved_by_the_machine_that_was_made_first_and_neither_stays_in_it() -> None:
    """A machine that kept what it moved would keep every case of the installation, and look through all of them."""
    first = play([step("begin")])
    first.take("begin", "JPN", "2026-01-01")
    machine = compile_machine(first.procedure)
    states, events = list(machine.states), list(machine.events)
    second = Play(first.procedure, first.opened_on, first.parties, first.world)
    second.take("begin", "JPN", "2026-01-02")

    assert machine is compile_machine(second.case.procedure)
    assert [] == machine.models
    assert (states, events) == (list(machine.states), list(machine.events))
