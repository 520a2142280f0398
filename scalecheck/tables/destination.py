"""Where rows go: which kind of file, and how it comes to stand in its place only when it is whole."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from scalecheck.errors import Code
from scalecheck.tables.reader import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = {".csv": "csv", ".ndjson": "ndjson", ".jsonl": "ndjson", ".parquet": "parquet", ".xlsx": "xlsx"}
"""What can be written, by the name's ending."""


def kind_of(name: str, said: str) -> str:
    """What the ending of *name* asks for. *said* is the option, for the message."""
    suffix = Path(name).suffix.lower()
    if suffix not in KINDS:
        what = (
            f'The ending "{suffix}" does not say what to write.'
            if suffix
            else "The name has no ending to say what to write."
        )
        raise refuse(name, Code.SC701, what, f"Name a file that ends in {', '.join(KINDS)} with {said}.")
    return KINDS[suffix]


@contextmanager
def output(name: str | None) -> Iterator[IO[bytes] | None]:
    """The file to write to: moved to *name* at the end, or passed to standard output for ``-``; None for None."""
    from tempfile import NamedTemporaryFile

    from scalecheck.files.output_file import open_output, replace_file_bytes

    if name is None:
        yield None
    elif name == "-":
        with NamedTemporaryFile(prefix="scalecheck-") as file:
            yield file
            file.flush()
            file.seek(0)
            with open_output(None) as out:
                _pass(file, out)
    else:
        with replace_file_bytes(Path(name)) as file:
            yield file


@contextmanager
def later(name: str) -> Iterator[IO[bytes]]:
    """A file that becomes *name* at the end if anything was written to it."""
    from shutil import copyfileobj
    from tempfile import TemporaryFile

    from scalecheck.files.output_file import replace_file_bytes

    with TemporaryFile(prefix="scalecheck-") as file:
        yield file
        if file.tell():
            file.seek(0)
            with replace_file_bytes(Path(name)) as whole:
                copyfileobj(file, whole)


def _pass(file: IO[bytes], out: IO[str]) -> None:
    from shutil import copyfileobj

    if hasattr(out, "buffer"):
        out.flush()
        copyfileobj(file, out.buffer)
        out.buffer.flush()
    else:
        out.write(file.read().decode())
