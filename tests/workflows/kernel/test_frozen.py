"""Frozen values mean what Python's dataclasses mean; only their methods are written later."""

import copy
import dataclasses
import gc
import inspect
import pickle
import subprocess
import sys
import threading
from abc import ABCMeta
from collections.abc import Callable
from dataclasses import KW_ONLY, FrozenInstanceError, InitVar, field, fields, is_dataclass, replace
from typing import Any, ClassVar, Generic, Self, TypeVar

import pytest

from tests.house import tree
from workflows.kernel import frozen
from workflows.kernel.frozen import dataclass

T = TypeVar("T")
ASKED = "__init__"
FROZEN = {"frozen": True, "slots": True}


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is."""

    name: str
    nodes: tuple[int, ...] = ()
    notes: dict[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Zone(Place):
    radius_m: int = 200

    def __post_init__(self) -> None:
        if self.radius_m <= 0:
            raise ValueError("a zone has a radius")


@dataclass(frozen=True, slots=True)
class Held(Generic[T]):
    what: T


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    first: str = ""
    last: str

    def __repr__(self) -> str:
        return f"<{self.last}>"


@dataclass(frozen=True, slots=True)
class Likened:
    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Likened) and self.name.casefold() == other.name.casefold()


def made_by(decorate: Callable[..., Any]) -> tuple[type[Any], type[Any]]:
    """Make the same two classes with a decorator."""

    @decorate(frozen=True, slots=True)
    class Two:
        a: int
        b: str = "b"
        c: list[int] = field(default_factory=list, metadata={"unit": "m"}, repr=False)

    @decorate(frozen=True, slots=True, kw_only=True)
    class Three(Two):
        b: str = "other"
        d: int

    return Two, Three


def untouched() -> type[Any]:
    return made_by(dataclass)[0]


def test_no_method_is_written_before_one_is_asked_for() -> None:
    kind = untouched()
    assert not inspect.isfunction(vars(kind)[ASKED])
    assert "__eq__" not in vars(kind)

    kind(1)

    assert inspect.isfunction(vars(kind)[ASKED])
    assert {"__eq__", "__hash__", "__repr__", "__setattr__", "__delattr__"} <= vars(kind).keys()


@pytest.mark.parametrize("which", [0, 1])
def test_a_class_gets_what_python_writes(which: int) -> None:
    late, at_once = made_by(dataclass)[which], made_by(dataclasses.dataclass)[which]
    assert [(one.name, one.type, one.default, dict(one.metadata), one.kw_only) for one in fields(at_once)] == [
        (one.name, one.type, one.default, dict(one.metadata), one.kw_only) for one in fields(late)
    ]
    assert inspect.signature(at_once) == inspect.signature(late)
    assert at_once.__match_args__ == late.__match_args__
    assert at_once.__slots__ == late.__slots__
    assert at_once.__doc__ == late.__doc__
    assert at_once.__qualname__ == late.__qualname__
    assert vars(at_once).keys() == vars(late).keys()


def test_values_are_alike_by_their_fields_and_stand_in_sets() -> None:
    assert Place("Haworth", (1, 2), {"a": "b"}) == Place("Haworth", (1, 2))
    assert Place("Haworth") != Place("Shackleton")
    assert 2 == len({Held("a"), Held("a"), Held("b")})
    assert "Zone(name='Z', nodes=(), notes={}, radius_m=200)" == repr(Zone("Z"))
    assert Zone("Z") != Place("Z")


def test_a_value_is_never_changed() -> None:
    one = Zone("Z")
    with pytest.raises(FrozenInstanceError):
        setattr(one, "radius_m", 3)  # noqa: B010 - a checker of types would refuse the plain form
    with pytest.raises(FrozenInstanceError):
        delattr(one, "name")
    assert not hasattr(one, "__dict__")
    assert 300 == replace(one, radius_m=300).radius_m


def test_what_a_class_says_itself_stays() -> None:
    assert "<Koroleva>" == repr(Named(last="Koroleva"))
    assert Likened("a") == Likened("A")
    assert hash(Likened("a")) == hash(Likened("a")) != hash(Likened("A"))
    assert ("name",) == Likened.__match_args__
    with pytest.raises(TypeError):
        Named(*("Sofia", "Koroleva"))
    with pytest.raises(ValueError, match="radius"):
        Zone("Z", radius_m=0)


def test_a_class_tells_its_fields_before_there_is_a_value() -> None:
    kind = untouched()
    assert is_dataclass(kind)
    assert ["a", "b", "c"] == [one.name for one in fields(kind)]


def test_a_pattern_reads_a_value() -> None:
    match Held(("a", 3)):
        case Held((name, count)):
            assert ("a", 3) == (name, count)
        case _:
            pytest.fail("the pattern does not hold")


def test_a_value_is_copied_and_kept_as_bytes() -> None:
    one = Zone("Z", (1,), {"a": "b"}, 3)
    assert one == copy.copy(one) == copy.deepcopy(one) == pickle.loads(pickle.dumps(one))


def test_a_process_that_made_none_itself_reads_a_value_from_bytes() -> None:
    words = pickle.dumps(Zone("Z", (1,), {}, 3)).hex()
    read = (
        "import pickle, sys; from tests.workflows.kernel import test_frozen as there; "
        "one = pickle.loads(bytes.fromhex(sys.argv[1])); print(one == one, len({one.name}), one, "
        "hash(one.nodes) == hash((1,)), one == there.Zone('Z', (1,), {}, 3))"
    )
    done = subprocess.run(
        [sys.executable, "-c", read, words], cwd=tree.ROOT, capture_output=True, text=True, check=True
    )
    assert "True 1 Zone(name='Z', nodes=(1,), notes={}, radius_m=3) True True" == done.stdout.strip()


def test_threads_that_need_a_class_in_the_same_moment_all_have_it() -> None:
    for _ in range(50):
        kind, together, found = untouched(), threading.Barrier(8), []

        def make(kind: type[Any] = kind, together: threading.Barrier = together, found: list[Any] = found) -> None:
            together.wait(10)
            found.append(kind(1, "x"))

        threads = [threading.Thread(target=make) for _ in range(8)]
        for one in threads:
            one.start()
        for one in threads:
            one.join(10)
        assert [kind(1, "x")] * 8 == found
        assert 8 == [repr(one) for one in found].count(repr(kind(1, "x")))


@pytest.mark.parametrize(
    "options",
    [{}, {"frozen": True}, {"slots": True}, FROZEN | {"eq": False}, FROZEN | {"order": True}],
)
def test_any_other_class_is_written_at_once(options: dict[str, bool]) -> None:
    @dataclass(**options)
    class Other:
        a: int

    assert inspect.isfunction(vars(Other)[ASKED])


class Slotless:
    pass


class Hooked:
    __slots__ = ()

    def __init_subclass__(cls, **more: object) -> None:
        super().__init_subclass__(**more)


class Metered(ABCMeta):
    pass


class OfConstants:
    title: ClassVar[str] = "told"
    a: int


class OfWhatIsGiven:
    a: int
    b: InitVar[int] = 3


class OfNames:
    a: int
    _: KW_ONLY
    b: int = 3


class MadeItself:
    a: int

    def __init__(self, a: int) -> None:
        object.__setattr__(self, "a", a)


class NewItself:
    a: int

    def __new__(cls, a: int) -> Self:
        return object.__new__(cls)


class Overriding(Place):
    @property
    def nodes(self) -> tuple[int, ...]:  # type: ignore[override]  # that is what is looked at
        return (3,)


class WithoutSlots(Slotless):
    a: int


class WithAHook(Hooked):
    a: int


class OfAnotherKind(metaclass=Metered):
    a: int


@pytest.mark.parametrize(
    "kind",
    [
        OfConstants,
        OfWhatIsGiven,
        OfNames,
        MadeItself,
        NewItself,
        Overriding,
        WithoutSlots,
        WithAHook,
        OfAnotherKind,
    ],
)
def test_a_class_that_a_mark_could_not_serve_is_written_at_once(kind: type[Any]) -> None:
    made = dataclass(frozen=True, slots=True)(type(kind)(kind.__name__, kind.__bases__, {**vars(kind)}))
    assert isinstance(vars(made)["__dataclass_fields__"], dict)


def test_a_class_without_fields_and_one_that_only_inherits_them_are_written_while_memory_is_collected() -> None:
    before = gc.get_threshold()
    gc.set_threshold(1)
    try:
        for _ in range(50):

            @dataclass(frozen=True, slots=True)
            class Never:
                """No fields."""

            @dataclass(frozen=True, slots=True)
            class Same(Place):
                """The fields of a place."""

            assert Never() == Never()
            assert "Never()" in repr(Never())
            assert Same("a") == Same("a")
    finally:
        gc.set_threshold(*before)


def test_what_is_asked_for_first_is_put_in_its_place_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or another thread could have a value that is equal to none, since its class had no way to compare yet."""
    kind, put = untouched(), []

    def keep(on: type[Any], name: str, value: object) -> None:
        put.append(name)
        setattr(on, name, value)

    monkeypatch.setattr(frozen, "setattr", keep, raising=False)
    kind(1)

    first = {"__init__", "__dataclass_fields__", "__dataclass_params__", "__match_args__", "__setstate__"}
    assert first == set(put[-5:])
    assert {"__eq__", "__hash__", "__repr__", "__setattr__"} <= set(put[:-5])


def test_a_subclass_that_is_made_in_its_own_way_asks_for_the_one_of_its_base() -> None:
    base = untouched()

    class Sub(base):  # type: ignore[misc, valid-type]  # a class made within a test
        def __init__(self, a: int) -> None:
            super().__init__(a, "of the base")

    assert "of the base" == Sub(1).b


def test_a_class_has_the_same_signature_whatever_is_asked_for_first() -> None:
    first = str(inspect.signature(untouched()))
    kind = untouched()
    kind(1)
    assert first == str(inspect.signature(kind))


def test_a_class_that_is_wrong_says_so_each_time() -> None:
    @dataclass(frozen=True, slots=True)
    class Wrong:
        a: int = 3
        b: str  # type: ignore[misc]  # that is what is wrong

    for _ in range(3):
        with pytest.raises(TypeError, match="non-default argument"):
            Wrong()


def test_a_class_without_options_is_written_at_once() -> None:
    @dataclass
    class Plain:
        a: int

    assert 3 == Plain(3).a
