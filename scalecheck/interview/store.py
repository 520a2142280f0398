"""The file of answers: locked while it is in use, replaced whole and durably, never overwritten by mistake.

Each save writes a new file in the same folder, brings it to the disk (fsync), gives it the old one's name
and brings the folder to the disk. Whatever happens, the file is then the old one or the new one, whole.
Every call to the system goes through :class:`Disk`, so that a test can let each of them fail in turn.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from typing import TYPE_CHECKING, Any

from scalecheck.errors import Code, Place, Problem, Refused, ScalecheckError

if TYPE_CHECKING:
    from pathlib import Path

_BUSY = {5, 32, 33}
"""Windows: another program (a virus scanner, OneDrive) holds the file for a moment."""
_PATIENCE = 2.5
"""Seconds to wait for it."""


class NotSaved(ScalecheckError):
    """The answers could not be written: why, in a few words. They are still in memory."""


class Disk:
    """The calls to the system that a save makes."""

    def create(self, path: Path) -> int:
        """Create the file at *path*, which must not be there, for the owner only; its descriptor."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)

    def write(self, descriptor: int, data: bytes) -> int:
        """Write as much of *data* as goes at once; how much that was."""
        return os.write(descriptor, data)

    def sync(self, descriptor: int) -> None:
        """Bring what was written to the disk itself."""
        os.fsync(descriptor)

    def close(self, descriptor: int) -> None:
        """Close the file."""
        os.close(descriptor)

    def replace(self, source: Path, target: Path) -> None:
        """Give *source* the name *target*, in one step."""
        os.replace(source, target)

    def sync_folder(self, folder: Path) -> None:
        """Bring the folder's names to the disk itself; Windows has no such call."""
        if os.name == "nt":
            return
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            if error.errno not in (
                errno.EINVAL,
                errno.ENOTSUP,
            ):  # some file systems have no such call for folders
                raise
        finally:
            os.close(descriptor)

    def remove(self, path: Path) -> None:
        """Remove the file at *path*."""
        path.unlink(missing_ok=True)


class Store:
    """One file of answers, while an interview is at work on it."""

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        self.path = path
        self.disk = disk or Disk()
        self._known: bytes | None = None  # what we last read or wrote; None where there was no file
        self._backed_up = False
        self._lock: Any = None
        self._count = 0

    @property
    def _target(self) -> Path:
        """The file itself, where the path is a link to it."""
        return self.path.resolve()

    def open(self) -> None:
        """Lock the file, remember what it holds and see whether it can be written, before anything is asked.

        Raises :class:`Refused` where another run is at work on it, or where it cannot be written.
        """
        place = Place(str(self.path))
        try:
            if self.path.is_dir():
                raise Refused(Problem(place, Code.SC007, "This is a folder.", "Name a file in it with -o."))
            if self._target.exists() and not self._target.is_file():
                what = "This is not an ordinary file, and would be replaced by one."
                raise Refused(Problem(place, Code.SC007, what, "Name another file with -o."))
            self._acquire()
            self._known = self._read_file()
            if self._known is not None and not os.access(self._target, os.W_OK):
                raise PermissionError(13, "it may only be read")
            trial = self._name_beside("trial")
            self.disk.close(self.disk.create(trial))
            self.disk.remove(trial)
        except (
            OSError,
            ValueError,
            RuntimeError,
        ) as error:  # a link that goes round in a circle is a RuntimeError
            self.close()
            what = f"Answers cannot be saved here: {reason(error)}."
            raise Refused(Problem(place, Code.SC007, what, "Name another file or folder with -o.")) from None

    @property
    def exists(self) -> bool:
        """True where the file was there when it was opened, or is there now."""
        return self._known is not None

    def save(self, text: str) -> None:
        """Make *text* what the file holds.

        Raises :class:`NotSaved` where that fails: the file is then as it was.
        """
        try:
            held = self._read_file()
            if held is not None and held != self._known:
                raise NotSaved("another program has changed the file meanwhile")
            if held is not None and not self._backed_up:
                self._put(held, self._target.with_name(f"{self._target.name}.bak"))
            self._backed_up = True
            data = text.encode()
            self._put(data, self._target)
            self._known = (
                data  # from here on the file holds them, even if its folder cannot be brought to the disk
            )
            self.disk.sync_folder(self._target.parent)
        except OSError as error:
            raise NotSaved(reason(error)) from None

    def move(self, path: Path) -> Store:
        """A store for the same answers at *path*, where nothing stands yet; this one is closed."""
        try:
            path = path.expanduser()
            if path.is_dir():
                path = path / self.path.name
            if not path.suffix:
                path = path.with_suffix(self.path.suffix or ".yaml")
            if path.exists():
                raise NotSaved(f"there is a file {path} already")
            moved = Store(path, self.disk)
            moved.open()
        except (OSError, ValueError, RuntimeError) as error:
            raise NotSaved(reason(error)) from None
        self.close()
        return moved

    def close(self) -> None:
        """Let others have the file."""
        if self._lock is None:
            return
        with contextlib.suppress(OSError):
            self._name_lock().unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            self._lock.close()
        self._lock = None

    def _read_file(self) -> bytes | None:
        try:
            return self._target.read_bytes()
        except FileNotFoundError:
            return None

    def _name_beside(self, purpose: str) -> Path:
        self._count += 1
        return self._target.with_name(f".{self._target.name}.{os.getpid()}-{self._count}.{purpose}")

    def _put(self, data: bytes, target: Path) -> None:
        """Write *data* beside *target*, bring it to the disk, and give it the name."""
        temporary = self._name_beside("tmp")
        descriptor: int | None = None
        try:
            descriptor = self.disk.create(temporary)
            rest = memoryview(data)
            while rest:
                rest = rest[self.disk.write(descriptor, bytes(rest)) :]
            self.disk.sync(descriptor)
            closing, descriptor = descriptor, None
            self.disk.close(closing)
            with contextlib.suppress(OSError):
                temporary.chmod(self._target.stat().st_mode & 0o777)
            self._replace(temporary, target)
        except BaseException:
            if descriptor is not None:
                with contextlib.suppress(OSError):
                    os.close(descriptor)
            with contextlib.suppress(OSError):
                self.disk.remove(temporary)
            raise

    def _replace(self, temporary: Path, target: Path) -> None:
        wait, until = 0.05, time.monotonic() + _PATIENCE
        while True:
            try:
                self.disk.replace(temporary, target)
            except OSError as error:
                if getattr(error, "winerror", None) not in _BUSY or time.monotonic() + wait > until:
                    raise
                time.sleep(wait)
                wait *= 2
            else:
                return

    def _name_lock(self) -> Path:
        return self._target.with_name(f".{self._target.name}.lock")

    def _acquire(self) -> None:
        """Hold the lock beside the file: the system lets go of it when this process ends, however it ends."""
        lock = self._name_lock().open("a+", encoding="utf-8")
        try:
            _hold(lock)
        except OSError as error:
            lock.seek(0)
            holder = lock.read().strip()
            lock.close()
            if error.errno not in (11, 13, 35, 36):  # the file system knows no locks: go on without
                return
            what = f"Another scalecheck is at work on this file{f' ({holder})' if holder else ''}."
            todo = "Finish there first, or name another file with -o."
            raise Refused(Problem(Place(str(self.path)), Code.SC008, what, todo)) from None
        if not _is_still_there(lock, self._name_lock()):  # its last holder took it away meanwhile
            lock.close()
            self._acquire()
            return
        lock.seek(0)
        lock.truncate()
        lock.write(f"process {os.getpid()}, since {time.strftime('%H:%M')}")
        lock.flush()
        self._lock = lock


def _is_still_there(lock: Any, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(lock.fileno()), path.stat())
    except OSError:
        return False


def _hold(lock: Any) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def reason(error: Exception) -> str:
    """The reason why the system refused, in words for the user."""
    if not isinstance(error, OSError):
        return str(error).lower()
    known = {
        2: "the folder is not there",
        5: "the disk reports an error",
        13: "you may not write there",
        28: "the disk is full",
        30: "the disk may only be read",
        122: "your share of the disk is full",
    }
    return known.get(error.errno or 0, (error.strerror or str(error)).lower())
