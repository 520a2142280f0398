"""A room of people on one laptop: votes, a picture, talk, a second vote, an agreed answer, three actions."""

from __future__ import annotations

import json
import re
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scalecheck.definition import catalogue
from scalecheck.interview import ballots
from scalecheck.interview.workshop import Workshop
from scalecheck.responses import read_response
from scalecheck.responses.response import Action, Response, Votes
from scalecheck.scoring.agreement import middle_option
from tests.command import process
from tests.interview.test_engine import Memory, shown

if TYPE_CHECKING:
    from tests.command import Terminal

QUESTIONNAIRE = catalogue.load("adopter-support")
FIRST, SECOND = QUESTIONNAIRE.questions[:2]
WORKSHOP = Path(__file__).resolve().parent.parent.parent / "questionnaires" / "examples" / "workshop"


def workshop(*lines: str, response: Response | None = None) -> tuple[Workshop, Memory]:
    """A workshop that has begun, and got *lines*."""
    memory = Memory()
    begun = Workshop(QUESTIONNAIRE, response or Response(QUESTIONNAIRE.id, QUESTIONNAIRE.version, {}), memory)
    begun.start()
    for line in lines:
        begun.take(line)
    return begun, memory


class TestVotes:
    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("0 3 5 2", {"2": 3, "3": 5, "4": 2}),
            ("0 3 5 2 1", {"2": 3, "3": 5, "4": 2, "unknown": 1}),
            ("0, 3, 5, 2", {"2": 3, "3": 5, "4": 2}),
            ("3x1 5x2", {"1": 3, "2": 5}),
            ("3X1  5x2 2xd", {"1": 3, "2": 5, "unknown": 2}),
            ("1x1 2x1", {"1": 3}),
            ("1223d", {"1": 1, "2": 2, "3": 1, "unknown": 1}),
            ("2", {"2": 1}),
        ],
    )
    def test_three_ways_of_typing_votes(self, typed: str, expected: dict[str, int]) -> None:
        assert ballots.parse(FIRST, typed) == expected

    @pytest.mark.parametrize(
        "typed", ["", "0 0 0 0", "1 2", "1 2 3 4 5 6", "5", "3x7", "x1", "-1 2 3 4", "1.5 2", "99x"]
    )
    def test_what_is_no_vote_is_none(self, typed: str) -> None:
        assert not ballots.parse(FIRST, typed)

    def test_counts_and_voters_are_told_apart_by_spaces(self) -> None:
        assert ballots.parse(FIRST, "1 2 2 3") == {"1": 1, "2": 2, "3": 2, "4": 3}
        assert ballots.parse(FIRST, "1223") == {"1": 1, "2": 2, "3": 1}

    def test_the_middle_of_an_even_count_is_the_lower_one_which_somebody_chose(self) -> None:
        chosen = middle_option(FIRST, {"2": 2, "4": 2})
        assert chosen is not None
        assert chosen.key == "2"

    def test_those_who_do_not_know_have_no_say_in_the_middle(self) -> None:
        chosen = middle_option(FIRST, {"1": 1, "unknown": 9})
        assert chosen is not None
        assert chosen.key == "1"
        assert middle_option(FIRST, {"unknown": 9}) is None

    def test_the_picture_has_a_row_for_every_option(self) -> None:
        assert ballots.picture(FIRST, {"2": 3, "unknown": 1}) == [
            ("1  ", f"{FIRST.options[0].label:<17}    0  "),
            ("2  ", f"{FIRST.options[1].label:<17}    3  ###"),
            ("3  ", f"{FIRST.options[2].label:<17}    0  "),
            ("4  ", f"{FIRST.options[3].label:<17}    0  "),
            ("d  ", "don't know           1  #"),
        ]

    def test_a_thousand_votes_fit_on_a_line(self) -> None:
        assert all(len(row) < 75 for _, row in ballots.picture(FIRST, {"1": 1000, "2": 1}))


class TestTheRoom:
    def test_a_room_that_agrees_is_asked_for_its_answer_at_once(self) -> None:
        begun, memory = workshop()
        shown(begun)
        begun.take("0 0 9 1")
        said = shown(begun)
        assert 'The middle is 3, "' in said
        assert "Those who chose are agreed (10 votes)." in said
        assert begun.prompt == "Agreed answer, or y for 3: "
        assert memory.kept[-1].votes[FIRST.id] == Votes({"3": 9, "4": 1})
        assert FIRST.id not in memory.kept[-1].answers, "the middle is offered, never assumed"

    def test_a_room_that_does_not_hears_its_outliers_and_votes_again(self) -> None:
        begun, memory = workshop()
        shown(begun)
        begun.take("4 0 1 4")
        said = shown(begun)
        assert "Those who chose are split into camps (9 votes)." in said
        assert "Ask those who chose 1 (" in said
        assert "Then vote again" in said
        begun.take("0 8 1 0")
        begun.take("y")
        begun.take("We agreed once we had heard the ward")
        kept = memory.kept[-1]
        assert kept.votes[FIRST.id] == Votes({"1": 4, "3": 1, "4": 4}, {"2": 8, "3": 1})
        assert (kept.answers[FIRST.id].option, kept.answers[FIRST.id].note) == (
            1,
            "We agreed once we had heard the ward",
        )
        assert "Question 2 of 9" in shown(begun)

    def test_the_room_may_agree_without_a_second_vote_and_on_any_level(self) -> None:
        begun, memory = workshop("4 0 1 4", "a", "4", "")
        assert memory.kept[-1].answers[FIRST.id].option == 3
        assert memory.kept[-1].votes[FIRST.id].second == {}
        assert "Question 2 of 9" in shown(begun)

    def test_enter_alone_agrees_nothing(self) -> None:
        begun, memory = workshop("0 0 9 1")
        shown(begun)
        begun.take("")
        assert shown(begun).startswith("Error: Choose 1, 2, 3 or 4")
        assert memory.kept[-1].answers == {}

    def test_what_is_no_vote_is_told_with_an_example(self) -> None:
        begun, memory = workshop()
        shown(begun)
        begun.take("many")
        assert shown(begun).startswith("Error: That is not a vote. Type how many chose each, low to high")
        assert memory.kept == []

    def test_a_vote_typed_wrong_is_taken_again(self) -> None:
        _, memory = workshop("9 0 0 0", "v", "0 9 0 0")
        assert memory.kept[-1].votes[FIRST.id] == Votes({"2": 9})
        _, memory = workshop("4 0 1 4", "2", "v", "0 9 0 0", "y", "")
        assert memory.kept[-1].votes[FIRST.id] == Votes({"1": 4, "3": 1, "4": 4}, {"2": 9})
        assert memory.kept[-1].answers[FIRST.id].option == 1

    def test_a_room_of_another_size_is_noticed(self) -> None:
        begun, _ = workshop("4 0 1 4")
        shown(begun)
        begun.take("0 8 0 0")
        assert "9 voted the first time, 8 now." in shown(begun)

    def test_a_third_who_do_not_know_is_something_to_talk_about(self) -> None:
        begun, _ = workshop("0 6 0 0 3")
        assert begun.prompt == "Second vote, or a: "
        assert "3 do not know." in shown(begun)

    def test_at_a_vote_d_is_a_voter_who_does_not_know(self) -> None:
        _, memory = workshop("d")
        assert memory.kept[-1].votes[FIRST.id] == Votes({"unknown": 1})
        assert memory.kept[-1].answers == {}

    def test_the_help_tells_how_to_vote(self) -> None:
        begun, _ = workshop("?")
        assert (
            "v takes the last vote again; a agrees without a second vote; y agrees on the middle."
            in shown(begun)
        )

    def test_an_action_is_kept_at_once_and_can_be_taken_out(self) -> None:
        begun, memory = workshop(*["0 0 9 0", "y", ""] * 9, "f", "Start the log")
        assert memory.kept[-1].actions == (Action("Start the log"),)
        for line in ("Jo", "May", "1"):
            begun.take(line)
        assert list(memory.kept[-1].actions) == []
        begun.take("b")
        assert "Check your answers" in shown(begun)

    def test_the_room_may_not_know(self) -> None:
        begun, memory = workshop("0 0 9 0", "d")
        assert memory.kept[-1].answers[FIRST.id].state == "unknown"
        assert "Question 2 of 9" in shown(begun)

    def test_coming_back_goes_on_at_the_stage_where_it_stopped(self) -> None:
        _, memory = workshop("4 0 1 4", "q")
        again, _ = workshop(response=memory.kept[-1])
        said = shown(again)
        assert "First vote" in said
        assert again.prompt == "Second vote, or a: "

    def test_at_the_end_the_room_agrees_up_to_three_actions(self) -> None:
        answered = ["0 0 9 0", "y", ""] * 9
        begun, memory = workshop(*answered)
        assert "Check your answers" in shown(begun)
        begun.take("f")
        assert "Agree up to 3 actions" in shown(begun)
        for line in ("Start the log", "Jo", "May", "Name a second lead", "", "", ""):
            begun.take(line)
        assert begun.finished
        assert memory.kept[-1].actions == (Action("Start the log", "Jo", "May"), Action("Name a second lead"))

    def test_responses_collected_before_are_its_first_votes_and_the_worst_comes_first(
        self, tmp_path: Path
    ) -> None:
        from scalecheck.interview.workshop import collected

        responses = []
        for number, levels in enumerate([(2, 1), (2, 1), (2, 4), (2, 4)]):
            answers = ", ".join(f"{q.id}: {level}" for q, level in zip((FIRST, SECOND), levels, strict=True))
            file = tmp_path / f"{number}.yaml"
            file.write_text(f"questionnaire: adopter-support\nversion: 1.0.0\nanswers: {{{answers}}}\n")
            responses.append(read_response(file, QUESTIONNAIRE))
        votes = collected(QUESTIONNAIRE, responses)
        assert votes == {FIRST.id: Votes({"2": 4}), SECOND.id: Votes({"1": 2, "4": 2})}
        memory = Memory()
        begun = Workshop(
            QUESTIONNAIRE, Response(QUESTIONNAIRE.id, QUESTIONNAIRE.version, {}, votes=votes), memory
        )
        begun.start()
        assert memory.kept[-1].votes == votes, "they are kept before anything is asked"
        said = shown(begun)
        assert "Question 2 of 9" in said
        assert begun.prompt == "Second vote, or a: "


class TestOnATerminal:
    def test_a_workshop_from_start_to_end(self, tmp_path: Path) -> None:
        typed = "".join("0 0 9 0\ny\n\n" for _ in range(9)) + "f\nStart the log\nJo\nMay\n\n"
        done = process("workshop", "adopter-support", "-o", "w.yaml", typed=typed, cwd=tmp_path)
        assert done.code == 0
        assert f"First vote: 9 for 3 ({FIRST.options[2].label}): agreed" in done.out
        assert "  1 Start the log. Who: Jo. By: May." in done.out
        assert "66.7 of 100" in done.out
        again = ("report", "w.yaml", "--format")
        markdown = process(*again, "markdown", cwd=tmp_path).out
        assert "1. Start the log. Who: Jo. By: May." in markdown
        document = json.loads(process(*again, "json", cwd=tmp_path).out)
        assert document["actions"] == [{"do": "Start the log", "owner": "Jo", "by": "May"}]
        assert [each["word"] for each in (votes["first"] for votes in document["votes"])] == ["agreed"] * 9

    def test_it_starts_from_people_s_own_responses(self, tmp_path: Path) -> None:
        done = process(
            "workshop", "-o", "w.yaml", "--from", str(WORKSHOP / "*-[0-9].yaml"), typed="q\n", cwd=tmp_path
        )
        assert done.code == 0
        assert "(10 votes)" in done.err

    @pytest.mark.slow
    @pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGHUP])
    def test_killed_in_the_middle_every_vote_is_there(
        self, terminal: Terminal, tmp_path: Path, how: signal.Signals
    ) -> None:
        child = terminal("workshop", "adopter-support", "-o", "w.yaml", "--plain")
        child.expect("Votes: ")
        child.sendline("4 0 1 4")
        child.expect(re.escape("Second vote, or a: "))
        child.sendline("0 9 0 0")
        child.expect(re.escape("Agreed answer, or y for 2: "))
        child.kill(how)
        child.close()
        kept = read_response(tmp_path / "w.yaml", QUESTIONNAIRE)
        assert kept.votes[FIRST.id] == Votes({"1": 4, "3": 1, "4": 4}, {"2": 9})
        assert kept.answers == {}

    def test_no_line_is_wider_than_the_terminal(self, tmp_path: Path) -> None:
        done = process("workshop", "-o", "w.yaml", typed="4 0 1 4 2\n0 9 0 0\ny\n\nr\nq\n", cwd=tmp_path)
        assert [row for row in done.err.splitlines() if len(row) > 80] == []
