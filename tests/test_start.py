"""Starting is fast because little is imported: which modules a command loads, without a clock."""

from __future__ import annotations

from pathlib import Path

from tests.command import process

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "questionnaires" / "examples" / "middling.yaml"
HEAVY = (
    "polars",
    "narwhals",
    "pandas",
    "numpy",
    "pyarrow",
    "duckdb",
    "pyspark",
    "pydantic",
    "openpyxl",
    "jinja2",
)


def loaded(*arguments: str) -> set[str]:
    """The modules that are loaded once the command has run."""
    code = (
        "import sys, io\n"
        "from scalecheck.__main__ import main\n"
        f"sys.argv = ['scalecheck', *{arguments!r}]\n"
        "out, sys.stdout = sys.stdout, io.StringIO()\n"
        "assert main() == 0\n"
        "print(*sorted(sys.modules), file=out)\n"
    )
    done = process(code=code)
    assert done.code == 0, done.err
    return set(done.out.split())


def test_the_version_is_told_before_anything_is_imported() -> None:
    modules = loaded("--version")
    assert not modules & {"typer", "rich", "yaml", "json", "dataclasses"}
    assert {name for name in modules if name.startswith("scalecheck")} == {
        "scalecheck",
        "scalecheck.__main__",
    }


def test_a_report_needs_no_dataframe_library() -> None:
    assert not loaded("report", str(EXAMPLE)) & set(HEAVY)


def test_a_command_loads_no_other_group_of_commands() -> None:
    modules = loaded("report", str(EXAMPLE))
    assert "scalecheck.cli.report" in modules
    assert not modules & {"scalecheck.cli.answer", "scalecheck.cli.batch", "scalecheck.cli.author"}


def test_a_report_that_shows_no_colour_loads_no_console() -> None:
    """rich's console and OpenSSL are a quarter of the time to a report, and plain text needs neither."""
    assert not loaded("report", str(EXAMPLE)) & {"rich.console", "_hashlib", "fractions"}


def test_import_scalecheck_loads_nothing_else() -> None:
    code = "import sys; before = set(sys.modules); import scalecheck; print(*(set(sys.modules) - before))"
    done = process(code=code)
    assert set(done.out.split()) - {"__future__"} == {"scalecheck"}


def test_nothing_opens_a_socket() -> None:
    """Nothing leaves the machine: a report works where the network is forbidden."""
    code = (
        "import sys\n"
        "def watch(event, arguments):\n"
        "    if event.startswith('socket.'):\n"
        "        raise RuntimeError(event)\n"
        "sys.addaudithook(watch)\n"
        "from scalecheck.__main__ import main\n"
        f"sys.argv = ['scalecheck', 'report', {str(EXAMPLE)!r}, '--format', 'json']\n"
        "sys.exit(main())\n"
    )
    done = process(code=code)
    assert (done.code, done.err) == (0, "")
