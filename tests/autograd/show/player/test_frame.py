"""A page in a frame: what a notebook is given, whole and without what it may not run."""

import re
from html import unescape

from autograd.show.player.frame import framed

HTML = framed('<p class="a">1 < 2 & "3"</p>', "<b>still</b>", 'a "title"', "9px", "allow-scripts")


def test_the_page_stands_in_a_frame_that_may_do_what_it_is_permitted() -> None:
    found = re.search(r'<iframe title="([^"]*)" sandbox="([^"]*)".* srcdoc="([^"]*)">', HTML)
    assert found is not None
    assert [unescape(part) for part in found.groups()] == [
        'a "title"',
        "allow-scripts",
        '<p class="a">1 < 2 & "3"</p>',
    ]


def test_the_still_picture_comes_before_it_and_a_script_after_it() -> None:
    begin, _, end = HTML.partition("<iframe")
    assert begin.endswith('block-size:9px;overflow:auto;resize:vertical"><div><b>still</b></div>')
    assert "</iframe><script>(() => {" in end
    assert end.endswith("</script></div>")
