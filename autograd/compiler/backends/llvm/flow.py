"""The order of a kernel's text: labels, loops that count, and what has been computed already.

``Flow`` holds the builders of one function: ``wide`` for a block of examples, ``narrow`` for one
vector of the machine. Everything goes to the same lines.

>>> flow = Flow(lanes=4, width=4)
>>> with flow.repeat(10, carried=[flow.wide.vector(0.0)]) as turn:
...     turn.following = [turn.carried[0] + 1.0]
>>> print("\\n".join(flow.lines))
  br label %loop0
loop0:
  %k0 = phi i64 [ 0, %entry ], [ %k0_next, %loop0 ]
  %k0_0 = phi <4 x double> [ splat (double 0x0000000000000000), %entry ], [ %v0, %loop0 ]
  %v0 = fadd <4 x double> %k0_0, splat (double 0x3FF0000000000000)
  %k0_next = add nuw nsw i64 %k0, 1
  %k0_more = icmp slt i64 %k0_next, 10
  br i1 %k0_more, label %loop0, label %after0
after0:

Read ``layout.py`` next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

from autograd.compiler.backends.llvm.vectors import Builder, Vector

__all__ = ["Flow", "Turn"]


class Turn:
    """One time round a loop: its counter, what comes from the time before (``carried``), and what
    goes to the next (``following``, which the body sets; after the loop it is the result)."""

    def __init__(self, counter: str, carried: Sequence[Vector]) -> None:
        self.counter, self.carried = counter, list(carried)
        self.following: list[Vector] = []


class Flow:
    """The text of one function as it grows; ``here`` is the label that it stands under."""

    def __init__(self, lanes: int, width: int) -> None:
        self.wide = Builder(lanes)
        self.narrow = self.wide.narrower(width)
        self.narrow.functions = set()
        self.lines = self.wide.lines
        self.here = "entry"
        self.known: dict[Any, Any] = {}
        self._loops = count()

    def once(self, key: Any, instruction: str) -> str:
        """The register of an instruction that this part of the text has already, or has now."""
        return self.computed(key, lambda: self.wide.emit(instruction))

    def computed(self, key: Any, make: Callable[[], str]) -> str:
        """The name of what this part of the text has already, or has now."""
        if key not in self.known:
            self.known[key] = make()
        name: str = self.known[key]
        return name

    def label(self, name: str) -> None:
        """Go on under a label."""
        self.lines += [f"  br label %{name}", f"{name}:"]
        self.here = name

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Forget at the end what was computed inside."""
        before = self.known
        self.known = dict(before)
        yield
        self.known = before

    @contextmanager
    def repeat(
        self,
        stop: int | str,
        step: int | str = 1,
        start: int | str = 0,
        carried: Sequence[Vector] = (),
    ) -> Iterator[Turn]:
        """A loop that runs at least once, over ``range(start, stop, step)``."""
        number = next(self._loops)
        counter, before = f"%k{number}", self.here
        self.label(f"loop{number}")
        head, first = self.here, len(self.lines)
        names = [f"{counter}_{i}" for i in range(len(carried))]
        self.lines += [""] * (1 + len(carried))
        turn = Turn(counter, [Vector(v.builder, name) for v, name in zip(carried, names)])
        with self.scope():
            yield turn
        self.lines += [
            f"  {counter}_next = add nuw nsw i64 {counter}, {step}",
            f"  {counter}_more = icmp slt i64 {counter}_next, {stop}",
            f"  br i1 {counter}_more, label %{head}, label %after{number}",
            f"after{number}:",
        ]
        self.lines[first] = _phi(counter, "i64", (start, before), (f"{counter}_next", self.here))
        for i, (old, new) in enumerate(zip(carried, turn.following, strict=True)):
            kind = old.builder.double
            self.lines[first + 1 + i] = _phi(
                names[i], kind, (old.text, before), (new.text, self.here)
            )
        self.here = f"after{number}"


def _phi(name: str, kind: str, *ways: tuple[int | str, str]) -> str:
    return f"  {name} = phi {kind} " + ", ".join(f"[ {x}, %{label} ]" for x, label in ways)
