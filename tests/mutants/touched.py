"""A plugin of pytest: which functions of the packages each test runs, in the file $TOUCHED.

``{"nn/linalg.py:dot": ["tests/nn/test_linalg.py::test_…", …], …}``; parameters of tests are left
out, and so is what a test runs in another process.
"""

import json
import os
import sys
import threading
from collections.abc import Generator
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

_tests: dict[str, dict[str, None]] = {}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, Any, Any]:
    codes: set[CodeType] = set()

    def note(frame: Any, event: str, argument: Any) -> None:
        codes.add(frame.f_code)  # None as the answer: lines are not followed

    threading.settrace(note)
    sys.settrace(note)
    try:
        return (yield)
    finally:
        sys.settrace(None)
        threading.settrace(None)
        here = f"{Path.cwd()}{os.sep}"
        for code in codes:
            if code.co_filename.startswith(here):
                function = f"{code.co_filename.removeprefix(here)}:{code.co_qualname}"
                _tests.setdefault(function, {})[item.nodeid.partition("[")[0]] = None


def pytest_sessionfinish() -> None:
    known = {function: [*tests] for function, tests in _tests.items()}
    Path(os.environ["TOUCHED"]).write_text(json.dumps(known), encoding="utf-8")
