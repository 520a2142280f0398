"""The entry of ``scalecheck`` and ``python -m scalecheck``.

Nothing that a user can cause gets past here as a traceback.
"""

from __future__ import annotations

import contextlib
import os
import sys

FAULT = 101
"""The exit code for a fault in scalecheck itself."""
INTERRUPTED = 130
"""The exit code after Ctrl-C."""


def main() -> int:
    """Run the command line and return how it ended: see "Exit codes" in ``docs/scripts.md``."""
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-V"]):  # answered before anything is imported
        return _guard(_print_version, debug=False)
    debug = "--debug" in arguments[:1]
    return _guard(_run_command, debug)


def entry() -> None:
    """Run and leave at once: taking the interpreter apart would cost more than it frees."""
    code = main()
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            code = code or 2
    os._exit(code)


def _print_version() -> int:
    from scalecheck import __version__

    sys.stdout.write(f"scalecheck {__version__}\n")
    return 0


def _run_command() -> int:
    import gc

    gc.disable()  # a short-lived process: collecting costs more than it frees
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # what a stream cannot show is spelt out, not lost
    from scalecheck.cli import run

    return run()


def _guard(command: object, debug: bool) -> int:
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  it is needed until the end
    if sys.stdout is None:
        _complain("The output cannot be written: it is closed.")
        return 2
    try:
        code = command()  # type: ignore[operator]
        if sys.stdout is not None:
            sys.stdout.flush()
        return int(code or 0)
    except BrokenPipeError:
        _mute()
        return 0
    except KeyboardInterrupt:
        _complain("Interrupted.")
        return INTERRUPTED
    except OSError as error:
        if debug:
            raise
        _mute()
        _complain(f"The output cannot be written: {error.strerror or error}.")
        return 2
    except Exception as error:
        from scalecheck.errors import ScalecheckError

        if isinstance(error, ScalecheckError):
            _complain(str(error))
            return error.exit_code
        if debug:
            import traceback

            traceback.print_exc()
            return FAULT
        from scalecheck.text import short

        what = f"{type(error).__name__}: {short(error, 120)}"
        todo = "Run it again as `scalecheck --debug …` and report what it prints."
        _complain(f"scalecheck has a fault ({what}). {todo}")
        return FAULT


def _complain(text: str) -> None:
    from scalecheck.text import clean

    try:
        print(clean(text), file=sys.stderr, flush=True)
    except (OSError, ValueError, AttributeError):
        return  # nobody can be told


def _mute() -> None:
    """Keep the interpreter from writing, at its end, what nobody takes."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    entry()
