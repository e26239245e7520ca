"""From text to a function in memory, and which llvmlite is good enough."""

import ctypes
import gc
import importlib.metadata
import sys
from importlib.machinery import ModuleSpec
from typing import Any

import pytest

from autograd.compiler.backends.llvm import machine as module
from autograd.compiler.backends.llvm.machine import Machine, machine, usable

TWICE = """
define double @{name}(ptr %words) {{
  %x = load double, ptr %words
  %q = getelementptr double, ptr %words, i64 1
  %y = load double, ptr %q
  %product = fmul double %x, %y
  store double %product, ptr %words
  %sum = fadd double %x, %y
  ret double %sum
}}"""


@pytest.fixture
def llvm() -> Any:
    return pytest.importorskip("llvmlite.binding", reason="machine code needs llvmlite")


def words(*numbers: float) -> Any:
    return (ctypes.c_double * len(numbers))(*numbers)


# --- which llvmlite ---


@pytest.mark.parametrize(
    ("version", "good"),
    [
        ("0.44.0", False),
        ("0.9.0", False),
        ("0.45.0", True),
        ("0.45.1", True),
        ("0.46.0rc1", True),
        ("0.100.2", True),
        ("1.0.0", True),
    ],
)
def test_llvmlite_has_to_be_new_enough(
    version: str, good: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        module, "find_spec", lambda name: asked.append(name) or ModuleSpec(name, None)
    )
    monkeypatch.setattr(importlib.metadata, "version", lambda name: asked.append(name) or version)
    assert usable() is good
    assert asked == ["llvmlite", "llvmlite"]


def test_without_llvmlite_there_is_no_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    assert usable() is False
    monkeypatch.setitem(sys.modules, "llvmlite", None)
    monkeypatch.setitem(sys.modules, "llvmlite.binding", None)
    with pytest.raises(ImportError):
        Machine()


# --- what it compiles ---


@pytest.mark.parametrize("level", [0, 1])
def test_a_text_becomes_a_function_of_an_address(llvm: Any, level: int) -> None:
    native = machine().compile(TWICE.format(name="kernel"), level)
    numbers = words(3.0, 0.5)
    assert native.call(ctypes.addressof(numbers)) == 3.5
    assert list(numbers) == [1.5, 0.5]


def test_the_function_is_found_by_its_name(llvm: Any) -> None:
    text = TWICE.format(name="one") + TWICE.format(name="other").replace("fadd", "fsub")
    numbers = words(3.0, 0.5)
    assert machine().compile(text, 0, "one").call(ctypes.addressof(numbers)) == 3.5
    numbers = words(3.0, 0.5)
    assert machine().compile(text, 0, name="other").call(ctypes.addressof(numbers)) == 2.5


def test_functions_live_as_long_as_they_are_held(llvm: Any) -> None:
    text, numbers = TWICE.format(name="kernel"), words(1.0, 2.0)
    kept = [machine().compile(text.replace("fadd", op), 0) for op in ("fadd", "fsub", "fmul")]
    gc.collect()
    assert [native.call(ctypes.addressof(words(1.5, 2.0))) for native in kept] == [3.5, -0.5, 3.0]
    assert list(numbers) == [1.0, 2.0]


def test_a_text_that_is_none_is_refused_by_llvm(llvm: Any) -> None:
    with pytest.raises(RuntimeError, match="expected"):
        machine().compile("define double @kernel(", 0)
    with pytest.raises(RuntimeError, match=r"undefined value"):
        machine().compile("define double @kernel(ptr %p) {\n  ret double %x\n}", 0)


def test_there_is_one_machine_and_it_is_this_processor(llvm: Any) -> None:
    host = machine()
    assert machine() is host
    assert host.cpu == llvm.get_host_cpu_name()
    features = llvm.get_host_cpu_features()
    bits = 512 if features.get("avx512f") else 256 if features.get("avx") else 128
    assert host.native_lanes * 64 == bits
    for name, on in features.items():
        assert ("+" if on else "-") + name in host.features.split(",")


@pytest.mark.parametrize(
    ("flags", "lanes"),
    [
        ({}, 2),
        ({"sse2": True}, 2),
        ({"avx": True}, 4),
        ({"avx": True, "avx512f": True}, 8),
        ({"avx": True, "avx512f": False}, 4),
    ],
)
def test_vectors_are_as_wide_as_the_registers(
    llvm: Any, flags: dict[str, bool], lanes: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = llvm.FeatureMap(flags)
    monkeypatch.setattr(llvm, "get_host_cpu_features", lambda: found)
    assert Machine().native_lanes == lanes


def test_the_schedulers_are_told_once(llvm: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are options of the process; setting one twice would be an error of LLVM."""
    machine()
    said: list[str] = []
    monkeypatch.setattr(llvm, "set_option", lambda name, option: said.append(option))
    Machine()
    assert said == []
    module._keep_our_order.__wrapped__()
    assert said == ["-pre-RA-sched=source", "-enable-misched=false", "-disable-lsr"]


def test_llvmlite_without_its_metadata_is_asked_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    assert usable()
