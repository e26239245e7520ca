"""The state as a text and back, the same in Python, and rows of one's own."""

import ast
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nn.playground.code import AT_FIRST, script
from nn.playground.state import State
from tests.browser.modules import ADDRESS
from tests.browser.screen.conftest import drawn, heard

Screen = Callable[..., Any]
FRAME = "(() => { const { epoch, parameters, measure } = changes.at(-1).frame; \
return [epoch, [...parameters], measure]; })()"


def press(page: Any, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def shared(page: Any) -> str:
    press(page, "Share…")
    text: str = page.get_by_role("dialog").locator("input").last.input_value()
    page.keyboard.press("Escape")
    return text


def test_a_state_leads_back_to_the_same_numbers(screen: Screen) -> None:
    page = screen({"task": "moons", "hidden": [3], "batch_size": 50}, is_real=True)
    page.wait_for_function("() => changes.at(-1)?.frame")
    for _ in range(3):
        press(page, "Step")
    page.wait_for_function("() => changes.at(-1).frame.epoch === 3")
    page.evaluate("trainer.postMessage({ kind: 'weights', changes: [[0, 0.25]] })")
    press(page, "Step")
    page.wait_for_function("() => changes.at(-1).frame.epoch === 4")
    found = page.evaluate(FRAME)
    text = shared(page)
    assert State.read(text).edits == [[3, 0, [[0, 0.25]]]]
    page.evaluate("screen_.apply({ seed: 8 })")
    page.wait_for_function("() => changes.at(-1)?.frame?.epoch === 0")
    press(page, "Open a state…")
    page.get_by_role("dialog").locator("input").fill(f"file:///xor.html#{text}")
    page.keyboard.press("Enter")
    page.wait_for_function("() => changes.at(-1)?.frame?.epoch === 4")
    assert page.evaluate(FRAME) == found
    assert page.get_by_role("dialog").count() == 0


def test_a_state_far_on_says_where_it_goes_and_can_be_stopped(screen: Screen) -> None:
    page = screen({"task": "moons"}, is_real=True)
    page.wait_for_function("() => changes.at(-1)?.frame")
    press(page, "Open a state…")
    far = State.of({"task": "moons", "hidden": [32] * 6, "points": 2000}, epoch=900_000)
    page.get_by_role("dialog").locator("input").fill(far.text)
    page.keyboard.press("Enter")
    line = page.locator(".moments [role=status]", has_text="trains again")
    line.wait_for()
    assert line.locator("span").inner_text() == "It trains again up to epoch 900,000."
    page.wait_for_function("() => changes.at(-1)?.frame?.epoch > 2")
    press(page, "Stop here")
    line.wait_for(state="hidden")
    press(page, "Reset")
    page.wait_for_function("() => changes.at(-1).frame.epoch === 0")


def test_a_pace_comes_along(screen: Screen) -> None:
    page = screen(state=State.of({"task": "xor"}, pace=7).text)
    pace = page.get_by_label("Epochs a frame")
    assert pace.locator("option:checked").inner_text() == "×7"
    press(page, "Play")
    press(page, "Pause")
    assert [message["epochs"] for message in heard(page, "play")] == [7]
    pace.select_option("max")
    assert page.evaluate("changes.at(-1).pace") == "max"
    text = shared(page)
    assert State.read(text).pace == "max"
    pace.select_option("auto")
    press(page, "Open a state…")
    page.get_by_role("dialog").locator("input").fill(text)
    page.keyboard.press("Enter")
    assert pace.input_value() == "max"


def test_the_address_holds_the_state(screen: Screen) -> None:
    page = screen()
    press(page, "Share…")
    address, text = (field.input_value() for field in page.locator("dialog input").all())
    assert address == f"{ADDRESS}#{text}"


def test_what_is_no_state_is_told_and_nothing_changes(screen: Screen) -> None:
    page = screen()
    runs = len(heard(page, "make"))
    press(page, "Open a state…")
    page.get_by_role("dialog").locator("input").fill("hello")
    page.keyboard.press("Enter")
    told = page.get_by_role("dialog").get_by_role("status").inner_text()
    assert told == "'hello' is no state: copy it whole, it begins with 1."
    assert len(heard(page, "make")) == runs


def test_what_is_copied_can_be_pasted(screen: Screen) -> None:
    page = screen(permissions=["clipboard-read", "clipboard-write"])
    press(page, "Share…")
    page.get_by_role("dialog").get_by_role("button", name="Copy").last.click()
    told = page.get_by_role("dialog").get_by_role("status")
    told.filter(has_text="marked").wait_for()  # no clipboard for a page without https
    state = page.locator("dialog input").last.input_value()
    assert page.evaluate("getSelection().toString() || document.activeElement.value") == state


def test_python_is_shown_copied_and_saved(screen: Screen, tmp_path: Path) -> None:
    page = screen()
    press(page, "Step")
    drawn(page)
    press(page, "Python…")
    text = page.get_by_label("Python code").input_value()
    ast.parse(text)
    assert text == script(page.evaluate("trainer.settings"), 1, [])
    with page.expect_download() as download:
        press(page, "Save as playground.py")
    download.value.save_as(tmp_path / "playground.py")
    assert (tmp_path / "playground.py").read_text("utf-8") == text


def test_python_trains_where_nothing_was_trained_yet(screen: Screen) -> None:
    page = screen()
    press(page, "Python…")
    text = page.get_by_label("Python code").input_value()
    assert text == script(page.evaluate("trainer.settings"), AT_FIRST, [])


def test_a_teacher_may_keep_the_code(screen: Screen) -> None:
    page = screen(hidden=["python"])
    assert page.get_by_role("button", name="Python…").count() == 0
    assert page.get_by_role("button", name="Share…").count() == 1


@pytest.mark.parametrize("state", ["nonsense", "settings"])
def test_a_bad_state_at_the_beginning_is_told(screen: Screen, state: str) -> None:
    bad = State.of({}).text[:-4] + "!" if state == "nonsense" else _refused()
    page = screen({}, is_real=True, state=bad)
    page.wait_for_selector(".bar .reason:not(:empty)")
    told = page.locator(".bar .reason").inner_text()
    assert told.startswith("The state that was asked for cannot be opened: ")
    page.wait_for_function("() => changes.at(-1)?.frame")
    assert page.evaluate("changes.at(-1).settings.lr") == 0.3


def _refused() -> str:
    good = State.of({"lr": 0.5})
    return State({**good.settings, "lr": 500.0}).text


# --- own rows ---


def test_a_pasted_table_is_learnt(screen: Screen) -> None:
    page = screen({"task": "moons"}, is_real=True)
    page.wait_for_function("() => changes.at(-1)?.frame")
    press(page, "CSV…")
    area = page.get_by_role("dialog").locator("textarea")
    use = page.get_by_role("button", name="Use these rows")
    area.fill("a;b;c\n1;2")
    told = page.get_by_role("dialog").get_by_role("status")
    reason = "This table cannot be used: line 2 has 2 cells, where 3 are needed."
    assert (told.inner_text(), use.is_disabled()) == (reason, True)
    area.fill("id,a,b,kind\n" + "\n".join(f"{i},{i % 7},{i % 5},{'xyz'[i % 3]}" for i in range(30)))
    assert told.inner_text() == "30 rows; kind has the classes x, y, z."
    for label, column in (("x₁", "a"), ("x₂", "b")):
        page.get_by_role("dialog").get_by_label(label).select_option(column)
    use.click()
    page.wait_for_function("() => changes.at(-1)?.settings.task === 'own' && changes.at(-1).frame")
    settings = page.evaluate("changes.at(-1).settings")
    assert (settings["rows"]["kind"], len(settings["rows"]["y"])) == ("three", 30)
    assert page.evaluate("changes.at(-1).made.layers.at(-1).size") == 3
    assert page.get_by_label("data", exact=True).input_value() == "own"
    page.get_by_label("data", exact=True).select_option("circles")
    page.wait_for_function("() => changes.at(-1).settings.task === 'circles'")
    assert page.evaluate("changes.at(-1).settings.rows") is None


def test_a_file_with_one_input_is_a_line(screen: Screen, tmp_path: Path) -> None:
    page = screen({"task": "moons"}, is_real=True)
    page.wait_for_function("() => changes.at(-1)?.frame")
    table = tmp_path / "line.csv"
    table.write_text("\n".join(f"{i / 10},{i * i / 100}" for i in range(20)), encoding="utf-8")
    press(page, "CSV…")
    page.get_by_label("A CSV file").set_input_files(table)
    page.get_by_role("status").filter(has_text="column 2 is a number").wait_for()
    press(page, "Use these rows")
    page.wait_for_function("() => changes.at(-1)?.settings.task === 'own' && changes.at(-1).frame")
    assert page.evaluate("changes.at(-1).made.inputs") == ["x1"]
    assert page.evaluate("changes.at(-1).made.rows.kind") == "number"
    page.get_by_label("data", exact=True).select_option("xor")
    page.wait_for_function("() => changes.at(-1).settings.task === 'xor'")
    assert page.evaluate("changes.at(-1).settings.inputs") == ["x1", "x2"]


def test_points_are_drawn_by_hand_and_by_keyboard(screen: Screen) -> None:
    page = screen()
    press(page, "Draw…")
    sheet = page.locator(".sheet")
    box = sheet.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 4, steps=20)
    page.mouse.up()
    sheet.focus()
    for key in (
        "2",
        "ArrowDown",
        "ArrowDown",
        " ",
        "ArrowLeft",
        " ",
        "ArrowLeft",
        "Backspace",
        " ",
    ):
        sheet.press(key)
    press(page, "Use these points")
    drawn(page)
    settings = heard(page, "make")[-1]["settings"]
    rows = settings["rows"]
    assert (settings["task"], rows["kind"]) == ("own", "two")
    assert rows["X"][0] == pytest.approx([-0.75, 0.75], abs=0.02)
    assert rows["y"] == sorted(rows["y"])  # class 2 is the second one
    assert rows["X"][-2:] == [[0, -0.2], [-0.2, -0.2]]
    press(page, "Draw…")  # what was drawn can be drawn on
    assert (
        f"{len(rows['y'])} points" in page.get_by_role("dialog").get_by_role("status").inner_text()
    )


def test_one_class_is_too_few(screen: Screen) -> None:
    page = screen()
    press(page, "Draw…")
    page.locator(".sheet").press(" ")
    press(page, "Use these points")
    told = page.get_by_role("dialog").get_by_role("status").inner_text()
    assert told.startswith("Draw points of two classes")


def test_points_with_numbers_are_drawn_for_a_task_of_numbers(screen: Screen) -> None:
    page = screen({"task": "function:saddle"}, is_real=True)
    page.wait_for_function("() => changes.at(-1)?.frame")
    press(page, "Draw…")
    sheet, told = page.locator(".sheet"), page.get_by_role("dialog").get_by_role("status")
    page.get_by_label("Number", exact=True).fill("-0.5")
    for key in (" ", "ArrowLeft", " ", "ArrowUp", " ", "ArrowRight", " "):
        sheet.press(key)
    press(page, "Use these points")
    assert told.inner_text().startswith("Draw points of two numbers at least")
    for key in ("+", "+", "ArrowRight", " "):
        sheet.press(key)
    assert told.inner_text().startswith("5 points, numbers from −0.5 to −0.3")
    press(page, "Use these points")
    page.wait_for_function("() => changes.at(-1).settings.task === 'own'")
    rows = page.evaluate("changes.at(-1).settings.rows")
    assert (rows["kind"], rows["y"]) == ("number", [-0.5, -0.5, -0.5, -0.5, -0.3])
    assert rows["X"] == [[0, 0], [-0.1, 0], [-0.1, 0.1], [0, 0.1], [0.1, 0.1]]
    page.wait_for_function("() => changes.at(-1).made?.rows.kind === 'number'")
    press(page, "Draw…")  # what was drawn can be drawn on; classes are a sheet of their own
    assert told.inner_text().startswith("5 points, numbers")
    page.get_by_label("Each point has").select_option("a class")
    assert told.inner_text() == "0 points: 0, 0, 0 of class 0, 1, 2."
    page.get_by_label("Each point has").select_option("a number")
    assert told.inner_text().startswith("5 points, numbers")


def test_a_point_is_taken_back_as_anywhere(screen: Screen) -> None:
    page = screen()
    press(page, "Draw…")
    sheet, told = page.locator(".sheet"), page.get_by_role("dialog").get_by_role("status")
    for key in (" ", "ArrowUp", " "):
        sheet.press(key)
    assert told.inner_text() == "2 points: 2, 0, 0 of class 0, 1, 2."
    sheet.press("Control+z")
    assert told.inner_text() == "1 point: 1, 0, 0 of class 0, 1, 2."
    sheet.press("z")
    assert told.inner_text() == "1 point: 1, 0, 0 of class 0, 1, 2."
    page.get_by_label("Each point has").select_option("a number")
    sheet.press(" ")
    assert told.inner_text().startswith("1 point, numbers from 1 to 1: ")


# --- for everybody ---


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 900), (375, 667)])
def test_axe_finds_nothing_in_the_windows(
    screen: Screen, scheme: str, size: tuple[int, int]
) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="axe is not installed")
    source = (Path(axe.__file__).parent / "axe.min.js").read_text("utf-8")
    page = screen(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page.evaluate(source)
    for name in ("Share…", "Open a state…", "Python…", "CSV…", "Draw…"):
        press(page, name)
        if name == "CSV…":
            page.get_by_role("dialog").locator("textarea").fill("a,b,c\n1,2,x\n3,4,y")
        found = page.evaluate("async () => (await axe.run(document.body)).violations")
        told = [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found]
        assert told == [], name
        wide = page.evaluate("document.querySelector('dialog').getBoundingClientRect().right")
        assert wide <= size[0]
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Keep this moment").click()
    page.get_by_role("button", name="Two neurons").click()
    page.evaluate("screen_.apply({ lr: 5000 })")
    drawn(page)
    found = page.evaluate("async () => (await axe.run(document.body)).violations")
    assert [(rule["id"], [node["html"][:160] for node in rule["nodes"]]) for rule in found] == []
