"""The wheel and the sdist carry everything, and the installed tool finds it."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # builds, and installs from the index
ROOT = Path(__file__).resolve().parent.parent
NAMES = sorted(file.stem for file in (ROOT / "questionnaires").glob("*.yaml"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist, built from this tree."""
    made = tmp_path_factory.mktemp("built")
    subprocess.run(
        [sys.executable, "-m", "build", "--outdir", str(made), str(ROOT)], check=True, capture_output=True
    )
    return made


def test_the_sdist_carries_questionnaires_and_tests(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    wanted = {f"questionnaires/{name}.yaml" for name in NAMES} | {
        "tests/test_package.py",
        "README.md",
        "docs/innovators.md",
        "LICENSE",
        "CHANGELOG.md",
    }
    assert wanted - names == set()


def test_the_wheel_carries_questionnaires_and_the_type_marker(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as archive:
        names = set(archive.namelist())
    wanted = {f"scalecheck/questionnaires/{name}.yaml" for name in NAMES} | {"scalecheck/py.typed"}
    assert wanted - names == set()
    assert {name.split("/")[0] for name in names if "dist-info" not in name} == {"scalecheck"}


def test_the_tool_installed_elsewhere_finds_its_questionnaires(built: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    binaries = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    wheel = str(next(built.glob("*.whl")))
    subprocess.run(
        [str(binaries / "python"), "-m", "pip", "install", "--quiet", wheel], check=True, capture_output=True
    )

    def tool(*arguments: str) -> str:
        done = subprocess.run(
            [str(binaries / "scalecheck"), *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
        return done.stdout

    assert [row.split()[0] for row in tool("list").splitlines() if not row.startswith(" ")] == NAMES
    example = ROOT / "questionnaires" / "examples" / "nearly-there.yaml"
    assert tool("report", str(example)).startswith("Readiness to scale in the NHS: Saltmarsh Link")
    tool("form", "adopter-support", "-o", "form.html")
    assert "How is time found" in (tmp_path / "form.html").read_text(encoding="ascii")
    assert tool("--version").startswith("scalecheck ")


def _environment_after(script: str) -> dict[str, str]:
    """The environment variables of a new process that has run *script*."""
    script = f"{script}\nimport json, os\nprint(json.dumps(dict(os.environ)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_importing_any_module_changes_no_environment_variable() -> None:
    pytest.importorskip("polars")
    modules = sorted(
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for file in (ROOT / "scalecheck").rglob("*.py")
    )
    assert {"scalecheck.batch.run", "scalecheck.spark.run", "scalecheck.frames"} <= set(modules)
    imports = "\n".join(f"import {name}" for name in modules if not name.endswith("__main__"))
    # polars sets a variable of its own, unless it is set already: that much may change, and to that value.
    assert _environment_after(imports) == _environment_after("import polars")
