"""Every example runs, prints what its page says, draws its picture, and is right.

What is right is told by closed forms and by SciPy without our derivatives.
"""

import io
import math
import re
import runpy
import shutil
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests import pages, svgs

np = pytest.importorskip("numpy")
pytest.importorskip("matplotlib").use("agg")
integrate = pytest.importorskip("scipy.integrate")
optimize = pytest.importorskip("scipy.optimize")

pytestmark = pytest.mark.xdist_group("examples")  # each is run once
FOLDER = pages.ROOT / "docs" / "examples"
PAGE = pages.ROOT / "docs" / "examples.md"
SCRIPTS = sorted(FOLDER.glob("*.py"))
each_script = pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Run a copy of an example once; its names, where it was, and what it ``printed``."""
    from matplotlib import pyplot, rc_context

    folder = tmp_path_factory.mktemp("examples")
    shutil.copytree(FOLDER, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.svg"))

    @cache
    def run(name: str) -> dict[str, Any]:
        printed = io.StringIO()
        with rc_context(), redirect_stdout(printed):
            found = runpy.run_path(str(folder / f"{name}.py"))
        pyplot.close("all")
        return {**found, "printed": printed.getvalue()}

    return run


def section(script: Path) -> str:
    """What the page says of an example."""
    parts = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    (found,) = [part for part in parts if f"](examples/{script.name})" in part]
    return found


# --- all of them ---


@each_script
def test_an_example_prints_one_line_and_draws_one_picture(script: Path, ran: Any) -> None:
    found = ran(script.stem)
    path = Path(found["__file__"]).with_suffix(".svg")
    (line,) = found["printed"].splitlines()
    assert f"\n> {line}\n" in section(script)
    assert path.stat().st_size > 10_000
    assert len(script.read_text(encoding="utf-8").splitlines()) < 60


@each_script
def test_the_page_shows_lines_of_the_example_and_its_picture(script: Path) -> None:
    shown = section(script)
    assert f"](examples/{script.stem}.svg)" in shown
    blocks = re.findall(r"^```py\n(.*?)^```", shown, re.DOTALL | re.MULTILINE)
    assert blocks
    assert all(block in script.read_text(encoding="utf-8") for block in blocks)


@each_script
def test_a_picture_has_no_paper_of_its_own(script: Path) -> None:
    text = script.with_suffix(".svg").read_text(encoding="utf-8")
    assert "fill: #ffffff" not in text
    width = float(re.search(r'width="([\d.]+)pt"', text)[1]) * 4 / 3
    assert width <= svgs.COLUMN


# --- each of them ---


def test_pendulum_by_its_variational_equations_and_by_differences(ran: Any) -> None:
    found = ran("pendulum")
    swing, start, g = found["swing"], found["start"], found["GRAVITY"]

    def slope(t: float, z: Any) -> list[float]:
        a, s, a_a, s_a, a_l, s_l = z
        pull = -g * math.cos(a)
        return [s, -g * math.sin(a), s_a, pull * a_a, s_l, pull * a_l + g * math.sin(a)]

    exact = integrate.solve_ivp(slope, (0, 10), [start, 0, 1, 0, 0, 0], rtol=1e-12, atol=1e-12)
    end, _, by_angle, _, by_length, _ = exact.y[:, -1]
    assert found["end"] == pytest.approx(end, abs=2e-5)  # so exact are 500 steps of fourth order
    assert found["by_angle"] == pytest.approx(by_angle, abs=2e-4)
    assert found["by_length"] == pytest.approx(by_length, rel=1e-5)
    assert found["along"][-1] == pytest.approx(found["by_angle"], rel=1e-12)
    step = 1e-5
    angle = (swing(start + step, 1.0)[-1] - swing(start - step, 1.0)[-1]) / (2 * step)
    length = (swing(start, 1.0 + step)[-1] - swing(start, 1.0 - step)[-1]) / (2 * step)
    assert found["by_angle"] == pytest.approx(angle, rel=1e-6)
    assert found["by_length"] == pytest.approx(length, rel=1e-6)


@pytest.mark.parametrize(("spot", "sigma", "years"), [(105.0, 0.2, 0.5), (80.0, 0.35, 2.0)])
def test_greeks_by_closed_forms(ran: Any, spot: float, sigma: float, years: float) -> None:
    worth, (delta, vega, by_years), hessian = ran("options")["greeks"](spot, sigma, years)
    strike, rate, root = 100.0, 0.03, math.sqrt(years)
    d1 = (math.log(spot / strike) + (rate + sigma**2 / 2) * years) / (sigma * root)
    d2 = d1 - sigma * root
    density = math.exp(-d1 * d1 / 2) / math.sqrt(2 * math.pi)
    below1, below2 = ((1 + math.erf(d / math.sqrt(2))) / 2 for d in (d1, d2))
    paid = strike * math.exp(-rate * years)
    exactly = lambda x: pytest.approx(x, rel=1e-11)  # noqa: E731
    assert worth == exactly(spot * below1 - paid * below2)
    assert delta == exactly(below1)
    assert vega == exactly(spot * density * root)
    assert by_years == exactly(spot * density * sigma / (2 * root) + rate * paid * below2)
    assert hessian[0][0] == exactly(density / (spot * sigma * root))  # gamma
    assert hessian[0][1] == exactly(-density * d2 / sigma)  # vanna
    assert hessian[1][0] == exactly(hessian[0][1])
    assert hessian[1][1] == exactly(vega * d1 * d2 / sigma)  # volga
    charm = density * (2 * rate * years - d2 * sigma * root) / (2 * years * sigma * root)
    assert hessian[0][2] == exactly(charm)


def test_the_fit_and_its_error_bars_are_those_of_curve_fit(ran: Any) -> None:
    found = ran("cooling")
    minutes, readings = found["minutes"], found["readings"]
    law = lambda t, room, above, time: room + above * np.exp(-t / time)  # noqa: E731
    best, covariance = optimize.curve_fit(law, minutes, readings, [20.0, 60.0, 15.0])
    assert found["best"] == pytest.approx(best, rel=1e-6)
    # curve_fit leaves the second derivatives of the law out
    assert found["errors"] == pytest.approx(np.sqrt(np.diag(covariance)), rel=0.05)
    by_hand = []
    for t in minutes:
        decay, time = math.exp(-t / found["best"][2]), found["best"][2]
        by_hand.append([1.0, decay, found["best"][1] * decay * t / time**2])
    outer = np.linalg.inv(np.transpose(by_hand) @ np.array(by_hand)) * found["variance"]
    assert outer == pytest.approx(covariance, rel=1e-4)


def test_the_orbit_by_newtons_law(ran: Any) -> None:
    found = ran("orbit")

    def slope(t: float, z: Any) -> Any:
        return [*z[2:], *(-found["MU"] * z[:2] / np.hypot(*z[:2]) ** 3)]

    for velocity in found["tries"]:
        start = [*found["START"], *velocity]
        way = integrate.solve_ivp(slope, (0, found["SECONDS"]), start, rtol=1e-12, atol=1e-9).y
        assert found["place"](velocity, found["SECONDS"]) == pytest.approx(way[:2, -1], abs=1e-5)
    assert way[:2, -1] == pytest.approx(found["TARGET"], abs=1e-5)  # km


def test_the_rope_is_a_catenary(ran: Any) -> None:
    found = ran("chain")
    length, apart = found["LENGTH"], found["APART"]
    a = optimize.brentq(lambda a: 2 * a * math.sinh(apart / (2 * a)) - length, 0.1, 10)
    knots = np.array(found["knots"](found["found"].x))
    middle = apart / 2
    heights = [a * (math.cosh((x - middle) / a) - math.cosh(middle / a)) for x in knots[:, 0]]
    assert knots[:, 1] == pytest.approx(heights, abs=0.005)
    links = np.hypot(*np.diff(knots, axis=0).T)
    assert links == pytest.approx(length / found["LINKS"], rel=0.01)


def test_hares_and_lynx_go_round_on_a_curve_of_volterra(ran: Any) -> None:
    found = ran("lynx")
    assert found["balance"] == pytest.approx([0.80 / 0.024, 0.55 / 0.028], rel=1e-9)
    assert found["cycle"] == pytest.approx(2 * math.pi / math.sqrt(0.55 * 0.80), rel=1e-9)
    hares, lynx = found["way"]
    kept = 0.024 * hares - 0.80 * np.log(hares) + 0.028 * lynx - 0.55 * np.log(lynx)
    assert np.ptp(kept) < 1e-5
