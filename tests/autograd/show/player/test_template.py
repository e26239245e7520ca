"""What pages that make films themselves get from Python."""

import ast
import json

from autograd.ops import OPS
from autograd.show.player.page import page
from autograd.show.player.template import player_table


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


def test_every_row_comes_with_what_a_film_says_of_it() -> None:
    rows = player_table()["rows"]
    assert rows.keys() == OPS.keys()
    for name, row in rows.items():
        op = OPS[name]
        assert len(row["rules"]) == len(op.partials)
        assert [rule is None for rule in row["rules"]] == [text is None for text in op.partials]
    assert (rows["sub"]["mark"], rows["neg"]["mark"]) == ("-", "neg")
    assert rows["mul"]["infix"] is True


def test_a_rule_keeps_every_word_of_its_text() -> None:
    """But the named numbers, which are spelled as people write them."""

    def words(rule: object) -> set[str]:
        return {rule} if isinstance(rule, str) else set().union(*map(words, inside(rule)))

    def inside(rule: object) -> list[object]:
        return rule[1 + (rule[0] == "call") :] if isinstance(rule, list) else []

    for name, row in player_table()["rows"].items():
        for rule, text in zip(row["rules"], OPS[name].partials):
            if text is not None:
                used = {n.id for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Name)}
                known = {*OPS[name].operands, OPS[name].output}
                assert words(rule) & known == used & known
