"""The bar: shown to somebody who looks, quiet otherwise."""

import sys
from types import SimpleNamespace

import pytest

from nn.training.progress import Bar, bar


def test_nobody_looks():
    quiet = bar(3, False)
    assert type(quiet) is Bar
    quiet.begin()
    quiet.show(0.5)
    quiet.close()


@pytest.mark.parametrize("wanted", ["maybe", None, 2, "True"])
def test_another_wish_is_refused(wanted):
    with pytest.raises(ValueError, match='progress is True, False or "auto"'):
        bar(3, wanted)


@pytest.mark.parametrize(("kernel", "shown"), [(object(), True), (None, False)])
def test_a_notebook_is_somebody_who_looks(kernel, shown, monkeypatch):
    shell = SimpleNamespace(get_ipython=lambda: SimpleNamespace(kernel=kernel))
    monkeypatch.setitem(sys.modules, "IPython", shell)
    monkeypatch.setattr(sys, "stderr", SimpleNamespace(isatty=lambda: False, write=len, flush=int))
    pytest.importorskip("tqdm")
    made = bar(3, "auto")
    assert (type(made) is not Bar) is shown


def test_without_stderr_nothing_is_shown(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    assert type(bar(3, "auto")) is Bar


def test_ticks_are_epochs_with_their_loss(capsys):
    pytest.importorskip("tqdm")
    shown = bar(2, True)
    shown.show(0.25)
    shown.close()
    err = capsys.readouterr().err
    assert "1/2" in err
    assert "loss 0.2500" in err
    assert "epoch" in err


def test_getting_ready_is_not_counted(capsys):
    pytest.importorskip("tqdm")
    now = [1000.0]
    shown = bar(5, True)
    shown.bar._time = lambda: now[0]
    shown.bar.start_t = shown.bar.last_print_t = now[0]
    now[0] += 600.0
    shown.begin()
    now[0] += 2.0
    shown.show(0.25)
    shown.close()
    assert "[00:02<00:08" in capsys.readouterr().err


def test_ticks_can_be_steps(capsys):
    pytest.importorskip("tqdm")
    bar(5, True, "step").close()
    err = capsys.readouterr().err
    assert "0/5" in err
    assert "step" in err
