"""What stands in several files for those who pack, cite or contribute is the same in each."""

import re
import tomllib
from pathlib import Path

import autograd

ROOT = Path(__file__).parent.parent


def test_citation_and_changes_name_the_present_version() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\nversion: {autograd.__version__}\n" in citation
    assert re.findall(r"^## (\S+)", changes, re.MULTILINE)[0] == autograd.__version__


def test_the_licence_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "MIT"
    assert "\nlicense: MIT\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")


def test_hatch_checks_what_the_page_for_contributors_tells() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    environment = project["tool"]["hatch"]["envs"]["default"]
    told = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    *checks, tests = environment["scripts"]["check"]
    assert f"\n{' && '.join(checks)} " in told
    assert f"\n{tests.removesuffix(' {args}')} " in told
    assert f'-e ".[{",".join(environment["features"])}]"' in told
