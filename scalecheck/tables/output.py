"""Files that rows are written to: the format that a name asks for, and a file that is whole or not there."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from scalecheck.errors import Code
from scalecheck.tables.formats import WRITTEN, ending_of
from scalecheck.tables.reader import refuse

if TYPE_CHECKING:
    from collections.abc import Iterator


def find_output_format(name: str, option: str) -> str:
    """Return the format that the ending of *name* asks for; *option* is named in the message.

    Raises :class:`~scalecheck.errors.Refused` for any other ending.
    """
    ending = ending_of(name)
    if ending not in WRITTEN:
        what = (
            f'The ending "{ending}" does not say what to write.'
            if ending
            else "The name has no ending to say what to write."
        )
        raise refuse(name, Code.SC701, what, f"Name a file that ends in {', '.join(WRITTEN)} with {option}.")
    return WRITTEN[ending]


@contextmanager
def open_table_output(name: str | None) -> Iterator[IO[bytes] | None]:
    """Yield a file that becomes *name* at the end (``-`` is standard output); None for None."""
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
                _copy_to_output(file, out)
    else:
        with replace_file_bytes(Path(name)) as file:
            yield file


@contextmanager
def open_if_written(name: str) -> Iterator[IO[bytes]]:
    """Yield a file that becomes *name* at the end, if anything was written to it."""
    from shutil import copyfileobj
    from tempfile import TemporaryFile

    from scalecheck.files.output_file import replace_file_bytes

    with TemporaryFile(prefix="scalecheck-") as file:
        yield file
        if file.tell():
            file.seek(0)
            with replace_file_bytes(Path(name)) as whole:
                copyfileobj(file, whole)


def _copy_to_output(file: IO[bytes], out: IO[str]) -> None:
    from shutil import copyfileobj

    if hasattr(out, "buffer"):
        out.flush()
        copyfileobj(file, out.buffer)
        out.buffer.flush()
    else:
        out.write(file.read().decode())
