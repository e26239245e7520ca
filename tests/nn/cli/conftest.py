"""The command line, run in an empty folder."""

import pytest

from nn.cli.run import main


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """Run the command line in an empty folder; return code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        try:
            code = main(list(words))
        except SystemExit as leave:
            code = leave.code
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def no_pictures(monkeypatch):
    monkeypatch.setattr("nn.cli.run.pictures", lambda *given: ([], []))
