"""The sentences of an interview: plain, short, in the question's own words, and never blaming."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scalecheck.definition.answer_state import AnswerState
from scalecheck.definition.questionnaire import written
from scalecheck.interview.keys import KEY_LINE, KEYS, KEYS_EXPLAINED
from scalecheck.record import NamedTuple
from scalecheck.responses import labels
from scalecheck.text import listed, one_line, plural, short

if TYPE_CHECKING:
    from collections.abc import Collection

    from scalecheck.definition.questionnaire import Question, Questionnaire
    from scalecheck.responses.response import Answer

WHY_NOT = f"{labels.WHY_NOT} Enter alone goes back."
_LEVELS = ", ".join(f"{number} {word}" for number, word in enumerate(labels.CONFIDENCES.values(), start=1))
CONFIDENCE = f"{labels.HOW_SURE} {_LEVELS}. Enter alone goes back."


class Piece(NamedTuple):
    """Something to show: a paragraph, its style, and how it is set."""

    text: str
    style: str = ""
    """``heading``, ``error``, ``row`` (to be shown as it is, unwrapped) or nothing."""
    indent: int = 0
    mark: str = ""
    """Hangs in the margin before the text."""


def welcome(questionnaire: Questionnaire, count: int, name: str) -> str:
    """Greet: say what is coming, and where it is kept."""
    return (
        f"{one_line(questionnaire.title)}: {plural(count, 'question')}. "
        f"{labels.HONESTLY} Each answer is saved in {name} as you give it. Type q to leave at any time."
    )


def back_again(count: int, answered: int, name: str) -> str:
    """Greet someone who comes back: say where they stopped."""
    return (
        f"Welcome back. {answered} of {plural(count, 'question')} done, {count - answered} left. They are "
        f"in {name}."
    )


def progress(answered: int, left: int, name: str, command: str) -> str:
    """Say how far we are, at the start of each section."""
    return (
        f"{answered} done, {left} to go. Type q to leave; go on later with: scalecheck {command} -o "
        f"{quoted(name)}"
    )


def section(title: str, done: int, count: int, first: int) -> str:
    """One section, and how much of it is answered."""
    state = "complete" if done == count else f"{done} of {count} done"
    return (
        f"{title}: {state} (questions {first} to {first + count - 1})"
        if count > 1
        else f"{title}: {state} (question {first})"
    )


def choices(question: Question) -> str:
    """Say what can be typed for an answer."""
    keys = [option.key for option in question.options]
    if all(key.isdigit() for key in keys) and [int(key) for key in keys] == list(
        range(int(keys[0]), int(keys[0]) + len(keys))
    ):
        return f"Answer {keys[0]} to {keys[-1]}"
    return f"Answer {listed(keys, 'or')}"


def keys(shadowed: Collection[str]) -> str:
    """The keys in one line; where an option has a key's letter, the word does what the key does."""
    if not shadowed:
        return KEY_LINE

    words = listed(f"{KEYS[key]} for {key}" for key in sorted(shadowed))
    return f"{KEY_LINE} ({words})"


def nothing_typed(question: Question, again: bool) -> str:
    """Answer Enter alone, which never answers; worded anew the second time."""
    if again:
        return (
            f"Enter alone answers nothing. {labels.choose(question)}; d if you do not know; s to come back "
            "to it."
        )
    return f"{labels.choose(question)}, or type s to skip it for now."


def not_at_review(count: int, again: bool) -> str:
    """Answer something that the review does not know; worded anew the second time."""
    if again:
        return (
            f"Here you can type 1 to {count} to go to a question and change it, f for the report, l for the "
            "sections, or q."
        )
    return f"Type a question's number from 1 to {count}, f to finish, or q to leave."


def no_answer(question: Question, typed: str, again: bool) -> str:
    """Answer something that is not an answer; worded anew the second time."""
    if not again:
        return f'{labels.choose(question)}. You typed "{short(typed, 30)}".'
    return (
        f"{labels.choose(question)} for the sentence that fits best, or d if you do not know. ? explains "
        "the levels."
    )


def given(question: Question, answer: Answer) -> str:
    """Repeat the answer so far, with all that was said about it."""
    said = []
    if answer.option is not None:
        option = question.options[answer.option]
        said.append(f"{option.key}  {one_line(option.label)}")
    elif answer.state is not AnswerState.UNANSWERED:
        because = f" ({one_line(answer.because)})" if answer.because else ""
        said.append(f"{answer.state.words}{because}")
    said += [f"evidence: {one_line(answer.evidence)}"] if answer.evidence else []
    said += [f"note: {one_line(answer.note)}"] if answer.note else []
    said += [f"how sure: {answer.confidence}"] if answer.confidence else []
    return f"Your answer so far: {'; '.join(said)}" if said else ""


def in_short(question: Question, answer: Answer) -> str:
    """An answer in a few words, for the review."""
    if answer.option is not None:
        option = question.options[answer.option]
        return f"{option.key} {one_line(option.label)}"
    return answer.state.words.capitalize()


def evidence(question: Question, answer: Answer) -> str:
    """Asks for evidence, with an example of it."""
    example = f" {labels.example(question)}" if question.evidence else ""
    return f"{labels.WHAT_SHOWS_IT}{example} Enter alone leaves it{_describe_kept(answer.evidence)}."


def note(answer: Answer) -> str:
    """Asks for a note."""
    return f"{labels.ANYTHING_TO_REMEMBER} Enter alone leaves it{_describe_kept(answer.note)}."


def _describe_kept(text: str) -> str:
    return f' as it is ("{short(text, 40)}"), a hyphen alone takes it away' if text else " empty"


def go_to(count: int) -> str:
    """Asks where to go."""
    return f"Which question, 1 to {count}? Enter alone stays here."


def help_on(question: Question, questionnaire: Questionnaire) -> list[Piece]:
    """Explain the keys, what the levels mean, what the question rests on, and why it is asked."""
    found = [Piece(""), Piece("Help", "heading"), Piece("Keys:")]
    found += [Piece(text, indent=2, mark=f"{key:<4} ") for key, text in KEYS_EXPLAINED]
    found.append(Piece("What the levels mean:"))
    for option in question.options:
        text = one_line(option.text) or f"{written(option.points)} points"
        found.append(Piece(f"{one_line(option.label)}: {text}", indent=2, mark=f"{option.key}  "))
    if sources := labels.sources(question, questionnaire):
        found.append(Piece(f"{labels.RESTS_ON}: {'; '.join(sources)}"))
    if question.evidence:
        found.append(Piece(f"An example of evidence: {one_line(question.evidence)}"))
    if question.help:
        found.append(Piece(f"{labels.WHY_WE_ASK}: {one_line(question.help)}"))
    return found


def review(asked: list[str], waiting: list[str]) -> str:
    """Say what can be done at the review."""
    if not waiting:
        return (
            "Every question has an answer. Type a question's number to change it, f to finish and see the "
            "report, or q to leave."
        )
    numbers = listed(asked.index(name) + 1 for name in waiting)
    are = "has" if len(waiting) == 1 else "have"
    return (
        f"{plural(len(waiting), 'question')} {are} no answer yet: {numbers}. Type a question's number to "
        "answer or change it, "
        "f to finish as it is and see the report, or q to leave."
    )


def not_saved(name: str, why: str) -> str:
    """Say that the answers are in memory only, and what to do."""
    return (
        f"Your answers could not be saved in {name}: {why}. They are kept here, in memory. "
        "Press Enter to try again, or type the name of another file or folder. Do not close this window yet."
    )


def go_on(name: str, command: str, questionnaire: str = "") -> str:
    """Say how to come back."""
    asked = f"{quoted(questionnaire)} " if questionnaire else ""
    return f"Your answers are in {name}. Go on with: scalecheck {command} {asked}-o {quoted(name)}"


def quoted(name: str) -> str:
    """A file's name as it is typed in a shell."""
    import os
    import shlex

    if os.name != "nt":
        return shlex.quote(name)
    return f'"{name}"' if " " in name else name


def see_again(name: str) -> str:
    """Say where the answers are at the end, and how to see more of the result."""
    return f"Your answers are in {name}. See the report again, whole: scalecheck report {quoted(name)} --all"
