"""Who listens to the store hears each change once."""

from tests.node import answer

PATH = "nn/playground/page/screen/store.js"


def test_a_change_is_told_to_all_who_listen_to_its_key() -> None:
    script = """
      const store = new Store({ row: 1 }), heard = [];
      const stop = store.on("row", (now, before) => heard.push(["a", now, before]));
      store.on("row", (now) => heard.push(["b", now]));
      store.on("frame", () => heard.push("frame"));
      store.set("row", 2);
      store.set("row", 2);
      stop();
      store.set("row", 3);
      return { heard, row: store.get("row"), moment: store.get("moment") };
    """
    assert answer([PATH], script) == {
        "heard": [["a", 2, 1], ["b", 2], ["b", 3]],
        "row": 3,
        "moment": None,
    }


def test_who_stops_while_it_is_told_disturbs_nobody() -> None:
    script = """
      const store = new Store(), heard = [];
      const stop = store.on("row", () => { heard.push("a"); stop(); });
      store.on("row", () => heard.push("b"));
      store.set("row", 1);
      store.set("row", 2);
      return heard;
    """
    assert answer([PATH], script) == ["a", "b", "b"]
