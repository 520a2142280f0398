"""The file of answers: old or new, whole, whatever fails; and every text comes back exactly."""

from __future__ import annotations

import errno
import json
import os
import threading
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from scalecheck.definition import catalogue
from scalecheck.definition.answer_state import AnswerState
from scalecheck.errors import Refused
from scalecheck.interview.answer_file import slug
from scalecheck.interview.store import Disk, NotSaved, Store
from scalecheck.responses import read_response, writer
from scalecheck.responses.response import Answer, Response
from tests.command import process
from tests.conftest import part_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CALLS = ("create", "write", "sync", "close", "replace", "sync_folder")
OLD, NEW = "answers: {}\n", "answers: {protected-time: 2}\n"


class Failing(Disk):
    """A disk on which the n-th call to the system fails."""

    def __init__(self, nth: int, number: int) -> None:
        self.left, self.number, self.made = nth, number, list[str]()

    def _call(self, name: str) -> None:
        self.made.append(name)
        self.left -= 1
        if self.left == 0:
            raise OSError(self.number, os.strerror(self.number))

    def create(self, path: Path) -> int:
        self._call("create")
        return super().create(path)

    def write(self, descriptor: int, data: bytes) -> int:
        self._call("write")
        return super().write(descriptor, data[: max(1, len(data) // 2)])  # a disk need not take all at once

    def sync(self, descriptor: int) -> None:
        self._call("sync")
        super().sync(descriptor)

    def close(self, descriptor: int) -> None:
        super().close(descriptor)
        self._call("close")

    def replace(self, source: Path, target: Path) -> None:
        self._call("replace")
        super().replace(source, target)

    def sync_folder(self, folder: Path) -> None:
        self._call("sync_folder")
        super().sync_folder(folder)


STORES: list[Store] = []


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """Every store that a test opened is closed at its end."""
    yield
    while STORES:
        STORES.pop().close()


def opened(path: Path, disk: Disk | None = None) -> Store:
    """A store on *path* whose disk starts to count only now."""
    store = Store(path)
    STORES.append(store)
    store.open()
    store.disk = disk or store.disk
    return store


def moved_to(store: Store, path: Path) -> Store:
    """The store for the same answers at *path*."""
    STORES.append(store.move(path))
    return STORES[-1]


def calls(path: Path) -> list[str]:
    """The calls that a save with a backup makes when nothing fails."""
    disk = Failing(0, 0)
    store = opened(path, disk)
    store.save(NEW)
    store.close()
    return disk.made


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO], ids=["disk full", "disk error"])
def test_whichever_call_fails_the_file_is_whole_and_a_second_try_succeeds(
    tmp_path: Path, number: int
) -> None:
    trial = tmp_path / "trial.yaml"
    trial.write_text(OLD)
    made = calls(trial)
    assert set(made) == set(CALLS)
    for nth in range(1, len(made) + 1):
        file = tmp_path / f"{nth}.yaml"
        file.write_text(OLD)
        store = opened(file, Failing(nth, number))
        with pytest.raises(NotSaved, match="the disk"):
            store.save(NEW)
        assert file.read_text() in (OLD, NEW), made[nth - 1]
        store.disk = Disk()
        store.save(NEW)
        store.close()
        assert file.read_text() == NEW
        beside = {path.name for path in tmp_path.iterdir() if path.name.startswith((f"{nth}.", f".{nth}."))}
        assert beside <= {f"{nth}.yaml", f"{nth}.yaml.bak"}, "nothing is left lying about"


class NoFolderSync(Disk):
    """A disk that cannot bring a folder to itself."""

    def sync_folder(self, folder: Path) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def test_a_save_after_a_failed_folder_sync_goes_on(tmp_path: Path) -> None:
    """The new file has its name already: trying again must not mistake it for another program's."""
    file = tmp_path / "a.yaml"
    store = opened(file, NoFolderSync())
    with pytest.raises(NotSaved, match="the disk reports an error"):
        store.save(OLD)
    store.disk = Disk()
    store.save(NEW)
    assert file.read_text() == NEW


def test_the_file_as_it_was_opened_is_kept_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("# mine\n" + OLD)
    store = opened(file)
    store.save(NEW)
    store.save(NEW + "# more\n")
    assert (tmp_path / "a.yaml.bak").read_text() == "# mine\n" + OLD
    assert file.read_text() == NEW + "# more\n"


def test_a_new_file_has_no_backup(tmp_path: Path) -> None:
    store = opened(tmp_path / "a.yaml")
    store.save(OLD)
    store.save(NEW)
    store.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml"]


def test_what_another_program_wrote_is_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    store = opened(file)
    store.save(OLD)
    file.write_text("theirs")
    with pytest.raises(NotSaved, match="another program has changed the file meanwhile"):
        store.save(NEW)
    assert file.read_text() == "theirs"
    moved = moved_to(store, tmp_path / "b.yaml")
    moved.save(NEW)
    assert (file.read_text(), (tmp_path / "b.yaml").read_text()) == ("theirs", NEW)


def test_a_file_taken_away_meanwhile_is_written_again(tmp_path: Path) -> None:
    """Nothing is overwritten by that, and nothing is lost."""
    store = opened(tmp_path / "a.yaml")
    store.save(OLD)
    (tmp_path / "a.yaml").unlink()
    store.save(NEW)
    assert (tmp_path / "a.yaml").read_text() == NEW


@pytest.mark.parametrize("kind", ["pipe", "loop", "long"])
def test_what_is_no_ordinary_file_is_left_alone(tmp_path: Path, kind: str) -> None:
    path = tmp_path / ("x" * 300 if kind == "long" else "a.yaml")
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "loop":
        path.symlink_to(tmp_path / "b.yaml")
        (tmp_path / "b.yaml").symlink_to(path)
    with pytest.raises(Refused, match="SC007"):
        opened(path)
    store = opened(tmp_path / "c.yaml")
    with pytest.raises((NotSaved, Refused)):
        moved_to(store, path)
    if kind == "pipe":
        assert path.is_fifo()


def test_two_runs_on_one_file_are_one_too_many(tmp_path: Path) -> None:
    first = opened(tmp_path / "a.yaml")
    with pytest.raises(
        Refused, match=rf"SC008 Another scalecheck is at work on this file \(process {os.getpid()}, since "
    ):
        opened(tmp_path / "a.yaml")
    first.close()
    opened(tmp_path / "a.yaml").close()


def test_a_lock_left_by_a_killed_run_holds_nobody_up(tmp_path: Path) -> None:
    code = (
        "import os; from pathlib import Path; from scalecheck.interview.store import Store\n"
        f"store = Store(Path({str(tmp_path / 'a.yaml')!r})); store.open(); os.kill(os.getpid(), 9)"
    )
    assert process(code=code).code == -9
    opened(tmp_path / "a.yaml").close()


def test_a_vanished_folder_is_told_and_another_place_works(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    store = opened(folder / "a.yaml")
    store.close()
    for entry in folder.iterdir():
        entry.unlink()
    folder.rmdir()
    with pytest.raises(NotSaved, match="the folder is not there"):
        store.save(NEW)
    moved = moved_to(store, tmp_path)
    moved.save(NEW)
    assert (tmp_path / "a.yaml").read_text() == NEW


def test_whether_it_can_be_written_is_known_before_anything_is_asked(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"SC007 Answers cannot be saved here: the folder is not there\."):
        opened(tmp_path / "no" / "a.yaml")
    with pytest.raises(Refused, match="This is a folder"):
        opened(tmp_path)


def test_a_folder_that_may_only_be_read_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    folder = tmp_path / "read-only"
    folder.mkdir()
    folder.chmod(0o555)
    for parent in (tmp_path, *tmp_path.parents[:2]):
        parent.chmod(0o755)
    root = os.geteuid() == 0  # whom no mode stops: so be somebody else meanwhile
    if root:
        os.seteuid(65534)
    try:
        with pytest.raises(Refused, match="Answers cannot be saved here: you may not write there"):
            opened(folder / "a.yaml")
    finally:
        if root:
            os.seteuid(0)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text(OLD)
    link = tmp_path / "link.yaml"
    link.symlink_to(tmp_path / "real.yaml")
    store = opened(link)
    store.save(NEW)
    assert link.is_symlink()
    assert (tmp_path / "real.yaml").read_text() == NEW


def test_readers_see_the_old_file_or_the_new_one_never_half(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    store = opened(file)
    texts = [f"{n}: {'x' * 40_000}\n" for n in range(2)]
    store.save(texts[0])
    seen, done = set(), threading.Event()

    def watch() -> None:
        while not done.is_set():
            seen.add(file.read_text())

    watcher = threading.Thread(target=watch)
    watcher.start()
    for n in range(part_of(100)):
        store.save(texts[n % 2])
    done.set()
    watcher.join()
    assert seen <= set(texts)


QUESTIONNAIRE = catalogue.load("adopter-support")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda text: text.strip())
ANSWERS = st.one_of(
    st.builds(
        Answer,
        st.just("answered"),
        st.integers(0, 3),
        place=st.just(Answer().place),
        because=st.just(""),
        note=st.just("") | TEXTS,
        evidence=st.just("") | TEXTS,
        confidence=st.sampled_from(["", "low", "medium", "high"]),
    ),
    TEXTS.map(lambda text: Answer(AnswerState.UNKNOWN, note=text)),
    st.just(Answer(AnswerState.DECLINED)),
    TEXTS.map(lambda text: Answer(AnswerState.NOT_APPLICABLE, because=text)),
    TEXTS.map(lambda text: Answer(AnswerState.UNANSWERED, note=text)),
)
RESPONSES = st.builds(
    Response,
    st.just(QUESTIONNAIRE.id),
    st.just(QUESTIONNAIRE.version),
    st.dictionaries(st.sampled_from([q.id for q in QUESTIONNAIRE.questions]), ANSWERS),
    st.dictionaries(st.sampled_from(["innovation", "role", "organisation"]), TEXTS),
    st.sampled_from(["full", "quick"]),
    st.just(QUESTIONNAIRE.digest),
    st.just(()),
    st.just(""),
)


@given(RESPONSES)
def test_every_string_comes_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, response: Response
) -> None:
    folder = tmp_path_factory.mktemp("back")
    for name, text in (
        ("a.yaml", writer.to_yaml(response, QUESTIONNAIRE)),
        ("a.json", writer.to_json(response, QUESTIONNAIRE)),
    ):
        (folder / name).write_bytes(text.encode())
        back = read_response(folder / name, QUESTIONNAIRE)
        given_answers = {
            name: answer._replace(place=Answer().place) for name, answer in response.answers.items()
        }
        read_answers = {name: answer._replace(place=Answer().place) for name, answer in back.answers.items()}
        assert (dict(back.about), back.scope, read_answers) == (
            dict(response.about),
            response.scope,
            given_answers,
        )


@given(RESPONSES)
def test_other_readers_of_yaml_see_the_same_strings(response: Response) -> None:
    """The file is ordinary YAML 1.1 and, as far as it goes, 1.2: nothing in it depends on our own reader."""
    loaded = yaml.safe_load(writer.to_yaml(response, QUESTIONNAIRE))
    assert loaded.get("about", {}) == dict(response.about)
    for name, answer in response.answers.items():
        entry = loaded["answers"][name]
        said = entry if isinstance(entry, dict) else {"answer": entry}
        assert (said.get("note", ""), said.get("evidence", ""), said.get("because", "")) == (
            answer.note,
            answer.evidence,
            answer.because,
        )


@settings(max_examples=part_of(300))
@given(st.text())
def test_a_name_never_chooses_where_a_file_goes(name: str) -> None:
    made = slug(name)
    assert made
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert made.strip("-") == made
    assert len(made) <= 71


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Virtual ward", "virtual-ward"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "assessment-con"),
        ("Café für alle", "cafe-fur-alle"),
        ("治療", "assessment"),
        ("C:\\Windows\\x", "c-windows-x"),
    ],
)
def test_names_of_files_from_names_of_innovations(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_json_is_written_where_the_name_says_json(tmp_path: Path) -> None:
    done = process("assess", "adopter-support", "-o", str(tmp_path / "a.json"), typed="2\nq\n")
    assert done.code == 0
    assert json.loads((tmp_path / "a.json").read_text())["answers"] == {"protected-time": {"answer": 2}}
