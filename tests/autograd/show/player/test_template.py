"""What pages that make films themselves get from Python."""

import ast
import json

from autograd.ops import OPS
from autograd.show.player.page import page
from autograd.show.player.template import player_table, rule


def test_with_a_film_in_its_hole_the_template_is_the_players_page() -> None:
    table, data = player_table(), {"note": "</script>"}
    assert table["page"].count(table["hole"]) == 1
    text = json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
    still = '<svg xmlns="http://www.w3.org/2000/svg"></svg>'
    assert table["page"].replace(table["hole"], text) == page(data, "", still)


def test_the_hashes_are_those_of_the_template() -> None:
    table = player_table()
    for kind, found in table["hashes"].items():
        assert f"{kind}-src {found}" in table["page"]


def test_a_rule_keeps_every_word_of_its_text() -> None:
    """But the named numbers, which are spelled as people write them."""

    def words(part: object) -> set[str]:
        return {part} if isinstance(part, str) else set().union(*map(words, inside(part)))

    def inside(part: object) -> list[object]:
        return part[1 + (part[0] == "call") :] if isinstance(part, list) else []

    for op in OPS.values():
        for text in filter(None, op.partials):
            used = {n.id for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Name)}
            known = {*op.operands, op.output}
            assert words(rule(text)) & known == used & known
