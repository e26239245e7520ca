"""From LLVM IR text to a function in memory, through llvmlite.

Read ``run.py`` next.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import Any

__all__ = ["Machine", "machine", "usable"]


def usable() -> bool:
    """Whether llvmlite is installed, and new enough: 0.45 brought LLVM 20, whose text we write."""
    if find_spec("llvmlite") is None:
        return False
    from importlib.metadata import PackageNotFoundError, version

    try:
        found = version("llvmlite")
    except PackageNotFoundError:  # it is there without its papers, or they may not be read
        import llvmlite

        found = str(llvmlite.__version__)
    return tuple(map(int, found.split(".")[:2])) >= (0, 45)


class Machine:
    """The host's processor, and the functions compiled for it (they live as long as it does)."""

    def __init__(self) -> None:
        import llvmlite.binding as llvm

        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        _keep_our_order()
        self.llvm = llvm
        self._provided: dict[str, Any] = {}
        self.cpu = llvm.get_host_cpu_name()
        features = llvm.get_host_cpu_features()
        self.features = features.flatten()
        self.native_lanes = 8 if features.get("avx512f") else 4 if features.get("avx") else 2

    def provide(self, symbol: str, function: Callable[..., float], arity: int) -> None:
        """Let code that is compiled from now on call a Python function of so many floats."""
        prototype = ctypes.CFUNCTYPE(ctypes.c_double, *[ctypes.c_double] * arity)
        self._provided[symbol] = prototype(function)  # which must live as long as the code
        address = ctypes.cast(self._provided[symbol], ctypes.c_void_p).value
        self.llvm.add_symbol(symbol, address)

    def compile(self, text: str, level: int, name: str = "kernel") -> Native:
        """Compile a module at a level of code generation: 0 is quick, 1 thorough.

        No passes are run over the text: it has nothing left that they could improve.
        """
        llvm = self.llvm
        target = llvm.Target.from_default_triple().create_target_machine(
            cpu=self.cpu, features=self.features, opt=level, jit=True
        )
        module = llvm.parse_assembly(text)
        engine = llvm.create_mcjit_compiler(module, target)
        engine.finalize_object()
        return Native(engine, engine.get_function_address(name))


@cache
def _keep_our_order() -> None:
    """Tell LLVM to leave code in the order in which it is written, and addresses as they are.

    What its schedulers find is no faster (digits: slower by a third) and takes most of the time
    to compile; what it makes of the addresses in loops is no faster and takes a fifth of it.
    These are options of the whole process, which may be set once.
    """
    import llvmlite.binding as llvm

    for option in ("-pre-RA-sched=source", "-enable-misched=false", "-disable-lsr"):
        llvm.set_option("autograd", option)


class Native:
    """A compiled function; it keeps its code in memory."""

    def __init__(self, engine: Any, address: int) -> None:
        self._engine, self.address = engine, address
        prototype: Callable[[int], Any] = ctypes.CFUNCTYPE(ctypes.c_double, ctypes.c_void_p)
        self.call = prototype(address)


@cache
def machine() -> Machine:
    """The one Machine of this process; ``ImportError`` without llvmlite."""
    return Machine()
