"""Write results: to standard output, or to a file that is replaced whole or not at all."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import IO, TYPE_CHECKING, Any

from scalecheck.errors import Code, Place, Problem, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def refuse_overwriting(output: Path | None, *read: Path, option: str = "-o") -> None:
    """Refuse to write over a file that is read; *option* is where the output is named."""
    for path in read:
        if output is not None and is_same_file(output, path):
            todo = f"Name another file with {option}."
            raise Refused(Problem(Place(str(output)), Code.SC007, "This is the file that is read.", todo))


def is_same_file(one: Path, other: Path) -> bool:
    """True where both paths lead to one file; False where either cannot be looked at."""
    try:
        return one.samefile(other)
    except (OSError, ValueError, RuntimeError):
        return False  # there is no such file, or whoever opens it will say what is wrong with it


@contextmanager
def open_output(path: Path | None) -> Iterator[IO[str]]:
    """Open standard output for None, else the file at *path*, which appears only once it is whole.

    A reader that closes the pipe early is not an error: whoever pipes into ``head`` has what they wanted.
    Raises :class:`Refused` where the file cannot be written.
    """
    if path is None:
        try:
            yield sys.stdout
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    with replace_file(path) as file:
        yield file


@contextmanager
def replace_file(path: Path, *, new: bool = False) -> Iterator[IO[str]]:
    """Open a file to write, in UTF-8, that takes the place of *path* at the end, durably.

    With *new*, only where there is none. Raises :class:`Refused` where it cannot be written.
    """
    with _replace(path, new, mode="w", encoding="utf-8", newline="\n") as file:
        yield file


@contextmanager
def replace_file_bytes(path: Path) -> Iterator[IO[bytes]]:
    """Open a file of bytes to write, as :func:`replace_file` does.

    Its ``name`` is that of the temporary file beside *path*, until it takes its place.
    """
    with _replace(path, new=False, mode="wb") as file:
        yield file


@contextmanager
def _replace(path: Path, new: bool, **how: Any) -> Iterator[IO[Any]]:
    from tempfile import NamedTemporaryFile

    temporary = ""
    try:
        target = _find_target(path, new)
    except (OSError, ValueError, RuntimeError) as error:  # the last for a link that goes round in a circle
        raise _refuse(path, error) from None
    try:
        with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False, **how) as file:
            temporary = file.name
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _read_mode(target))
        os.replace(temporary, target)
        temporary = ""
    except (OSError, UnicodeError) as error:
        raise _refuse(path, error) from None
    finally:
        if temporary:
            _remove(temporary)


def _find_target(path: Path, new: bool) -> Path:
    """The file that is to be replaced, links followed."""
    target = path.resolve()
    if new and path.exists():
        raise Refused(
            Problem(
                Place(str(path)), Code.SC007, "There is a file of this name already.", "Choose another name."
            )
        )
    if path.is_dir():
        raise Refused(Problem(Place(str(path)), Code.SC007, "This is a folder.", "Name a file in it."))
    if target.exists() and not target.is_file():
        what = "This is not an ordinary file, and would be replaced by one."
        raise Refused(Problem(Place(str(path)), Code.SC007, what, "Name another file, or leave -o out."))
    return target


def _refuse(path: Path, error: Exception) -> Refused:
    what = f"The file cannot be written: {getattr(error, 'strerror', None) or error}."
    return Refused(Problem(Place(str(path)), Code.SC007, what, "Name another file or folder."))


def _read_mode(target: Path) -> int:
    """The file's rights: those it had, else what the user's mask gives."""
    try:
        return target.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def _remove(temporary: str) -> None:
    with suppress(OSError):
        os.unlink(temporary)
