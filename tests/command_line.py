"""The command line as a test calls it: arguments in, exit code and printed text out."""

from typing import Any, NamedTuple

import pytest

from tarazy.cli import main


class Ended(NamedTuple):
    code: int
    out: str
    err: str


def run(capture: pytest.CaptureFixture[Any], *arguments: object) -> Ended:
    """One command; no error may reach the user as a traceback."""
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    out, err = (text.decode("utf-8", "replace") if isinstance(text, bytes) else text for text in capture.readouterr())
    assert "Traceback" not in err
    assert isinstance(ended.value.code, int)
    return Ended(ended.value.code, out, err)
