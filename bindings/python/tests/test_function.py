"""The decorator around plain functions and methods."""

import copy
import functools
import gc
import inspect
import pickle
import typing
import weakref
from typing import Any

import pytest
from conftest import counts

import backstay

ANYWHERE = backstay.Runtime.disabled().policy("anywhere")


@ANYWHERE
def described(a: int, b: str = "x", /, c: float = 1.0, *rest: int, d: bool, **more: Any) -> list[int]:
    """What it does."""
    return [a, *rest]


def test_arguments_arrive_and_the_result_comes_back(policy: backstay.Policy) -> None:
    @policy
    def collect(*args: Any, **kwargs: Any) -> Any:
        return args, kwargs

    assert collect() == ((), {})
    assert collect(1, 2, 3, x=4, y=5) == ((1, 2, 3), {"x": 4, "y": 5})
    assert collect(*range(20), z=1) == (tuple(range(20)), {"z": 1})
    assert counts(policy) == {"successes": 3}


def test_wrong_arguments_are_the_functions_own_error(policy: backstay.Policy) -> None:
    @policy
    def one(a: int) -> int:
        return a

    with pytest.raises(TypeError, match=r"one\(\) missing 1 required positional argument"):
        one()  # type: ignore[call-arg]
    assert counts(policy) == {"failures": 1}


def test_an_exception_comes_through_unchanged_and_counts(policy: backstay.Policy) -> None:
    error = ConnectionError("down")

    @policy
    def fail() -> None:
        raise error

    with pytest.raises(ConnectionError) as caught:
        fail()
    assert caught.value is error
    assert [entry.name for entry in caught.traceback][-1] == "fail"
    assert error.__context__ is None
    assert counts(policy) == {"failures": 1}
    assert [(cause.cause, cause.count) for cause in policy.snapshot().causes] == [("ConnectionError", 1)]


def test_open_refuses_without_calling(calls: backstay.Policy, runtime: backstay.Runtime) -> None:
    called = []

    @calls
    def fail() -> None:
        called.append(1)
        raise ConnectionError

    for _ in range(3):
        with pytest.raises(ConnectionError):
            fail()
    with pytest.raises(backstay.CircuitOpenError) as caught:
        fail()
    assert len(called) == 3
    assert (caught.value.policy, caught.value.key, caught.value.reason) == ("calls", None, backstay.Reason.OPEN)
    assert caught.value.retry_after == 30.0
    runtime.advance(10)
    with pytest.raises(backstay.CircuitOpenError) as caught:
        fail()
    assert caught.value.retry_after == 20.0
    assert str(caught.value) == "calls refused the call (open); retry after 20 s"


def test_a_forced_open_breaker_knows_no_time(calls: backstay.Policy) -> None:
    calls.force_open("maintenance")
    with pytest.raises(backstay.CircuitOpenError) as caught:
        calls.call(print)
    assert (caught.value.reason, caught.value.retry_after) == ("forced_open", None)


def test_a_refusal_inside_an_except_block_keeps_its_context(calls: backstay.Policy) -> None:
    calls.force_open("maintenance")
    guarded = calls(print)
    first = ValueError("first")
    try:
        raise first
    except ValueError:
        with pytest.raises(backstay.CircuitOpenError) as caught:
            guarded()
    assert caught.value.__context__ is first


def test_the_probe_after_the_open_time_closes(calls: backstay.Policy, runtime: backstay.Runtime) -> None:
    for _ in range(3):
        calls.enter().failure()
    assert calls.snapshot().state == backstay.State.OPEN
    runtime.advance(30)
    assert calls(lambda: "back")() == "back"
    assert calls.snapshot().state == "closed"


def test_methods_get_their_instance(policy: backstay.Policy) -> None:
    class Shop:
        @policy
        def charge(self, amount: int, *, tip: int = 0) -> tuple["Shop", int]:
            return self, amount + tip

        @policy
        @classmethod
        def above(cls) -> type:
            return cls

        @classmethod
        @policy
        def below(cls) -> type:
            return cls

        @policy
        @staticmethod
        def above_static(value: int) -> int:
            return value

        @staticmethod
        @policy
        def below_static(value: int) -> int:
            return value

        @property
        @policy
        def worth(self) -> int:
            return 7

    shop = Shop()
    assert shop.charge(1, tip=2) == (shop, 3)
    assert Shop.charge(shop, 4) == (shop, 4)
    bound = shop.charge
    assert bound(5) == (shop, 5)
    assert inspect.ismethod(bound) and bound.__self__ is shop  # type: ignore[attr-defined]
    assert list(inspect.signature(bound).parameters) == ["amount", "tip"]
    assert Shop.above() is Shop and shop.below() is Shop
    assert Shop.above_static(1) == shop.below_static(1) == 1
    assert shop.worth == 7
    assert counts(policy) == {"successes": 8}


def test_it_looks_like_the_function_it_guards() -> None:
    plain = inspect.unwrap(described)
    assert inspect.signature(described) == inspect.signature(plain)
    assert inspect.signature(described, follow_wrapped=False) == inspect.signature(plain)
    assert typing.get_type_hints(described) == typing.get_type_hints(plain)
    assert (described.__name__, described.__qualname__, described.__doc__) == (
        "described",
        "described",
        "What it does.",
    )
    assert described.__module__ == __name__
    assert inspect.getdoc(described) == "What it does."
    assert inspect.getsource(described) == inspect.getsource(plain)
    assert inspect.isroutine(described) and callable(described)
    assert not inspect.iscoroutinefunction(described) and not inspect.isgeneratorfunction(described)
    assert described.__wrapped__ is plain  # type: ignore[attr-defined]
    assert described.__guard__ is ANYWHERE  # type: ignore[attr-defined]
    assert "described" in repr(described)
    assert "__code__" in dir(described)


def test_attributes_are_its_own_and_fall_back_to_the_functions() -> None:
    def plain() -> None: ...

    plain.limit = 5  # type: ignore[attr-defined]
    guarded: Any = ANYWHERE(plain)
    assert guarded.limit == 5
    guarded.csrf_exempt = True
    guarded.__name__ = "renamed"
    assert (guarded.csrf_exempt, guarded.__name__) == (True, "renamed")
    assert plain.__name__ == "plain" and not hasattr(plain, "csrf_exempt")
    with pytest.raises(AttributeError, match="absent"):
        guarded.absent  # noqa: B018


def test_functools_wraps_and_partial_understand_it() -> None:
    @functools.wraps(described)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        return described(*args, **kwargs)

    assert wrapper.__name__ == "described" and inspect.unwrap(wrapper) is inspect.unwrap(described)
    assert functools.partial(described, 1, d=True)("y", 2.0, 3) == [1, 3]


def test_it_is_pickled_and_copied_by_its_name() -> None:
    assert pickle.loads(pickle.dumps(described)) is described
    assert copy.deepcopy(described) is described


def test_it_can_be_weakly_referenced_and_collected(policy: backstay.Policy) -> None:
    guarded: Any = policy(lambda: None)
    guarded.itself = guarded
    reference = weakref.ref(guarded)
    del guarded
    gc.collect()
    assert reference() is None


def test_other_callables_are_guarded(policy: backstay.Policy) -> None:
    class Adder:
        def __call__(self, a: int, b: int) -> int:
            return a + b

    assert policy(Adder())(1, 2) == 3
    assert policy(len)("four") == 4
    assert policy(functools.partial(max, 5))(3) == 5
    assert counts(policy) == {"successes": 3}


@pytest.mark.parametrize("thing", [1, None, "text", int, backstay.Runtime])
def test_what_is_no_function_is_refused(thing: Any) -> None:
    with pytest.raises(backstay.InvalidArgumentError, match="a policy guards functions"):
        ANYWHERE(thing)


def test_call_guards_one_call(policy: backstay.Policy) -> None:
    assert policy.call(divmod, 7, 2) == (3, 1)
    assert policy.call(dict, a=1) == {"a": 1}
    with pytest.raises(ZeroDivisionError):
        policy.call(divmod, 1, 0)
    with pytest.raises(TypeError, match="needs the function"):
        policy.call()  # type: ignore[call-arg]
    assert counts(policy) == {"successes": 2, "failures": 1}


def test_a_guarded_function_may_call_itself(policy: backstay.Policy) -> None:
    @policy
    def factorial(n: int) -> int:
        return 1 if n == 0 else n * factorial(n - 1)

    assert factorial(10) == 3628800
    assert counts(policy) == {"successes": 11}


def test_references_are_neither_lost_nor_kept(policy: backstay.Policy) -> None:
    class Token: ...

    @policy
    def echo(value: Any, *, named: Any = None) -> Any:
        if named == "fail":
            raise LookupError
        return value

    token = Token()
    reference = weakref.ref(token)
    for _ in range(100):
        echo(token, named=token)
        with pytest.raises(LookupError):
            echo(token, named="fail")
        policy.reset("again")
    del token
    gc.collect()
    assert reference() is None


def test_a_call_in_flight_keeps_its_policy() -> None:
    runtime = backstay.Runtime({"policies": {"p": {"circuit_breaker": {"consecutive_failures": 1}}}})

    def drop_everything() -> str:
        nonlocal guarded
        guarded = None
        gc.collect()
        return "done"

    guarded: Any = runtime.policy("p")(drop_everything)
    del runtime
    assert guarded() == "done"
