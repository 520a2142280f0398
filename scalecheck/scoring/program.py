"""The formula written out as one straight run of Python: for many missing answers, and for small tables.

Walking through the formula takes a hundred times as long as its sums, since it asks the questionnaire at
every turn what to do. So it is walked through once, over an arithmetic that writes each operation down as a
line of Python, and the lines are compiled. They hold names that are made here and whole numbers of the
questionnaire; nothing of a questionnaire's text gets into them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scalecheck.scoring.expressions import Column, Expressions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Term:
    """A value of the program: the name of a variable, or a number."""

    __slots__ = ("name", "program")

    def __init__(self, program: Program, name: str) -> None:
        self.program, self.name = program, name

    def __add__(self, other: Term) -> Term:
        return self.program.line(f"{self.name} + {other.name}", self, other)

    def __sub__(self, other: Term) -> Term:
        return self.program.line(f"{self.name} - {other.name}", self, other)

    def __mul__(self, other: Term) -> Term:
        return self.program.line(f"{self.name} * {other.name}", self, other)

    def __floordiv__(self, other: Term) -> Term:
        return self.program.line(f"{self.name} // {other.name}", self, other)

    def __lt__(self, other: Term) -> Term:
        return self.program.line(f"{self.name} < {other.name}", self, other)

    def __le__(self, other: Term) -> Term:
        return self.program.line(f"{self.name} <= {other.name}", self, other)

    def __ge__(self, other: Term) -> Term:
        return self.program.line(f"{self.name} >= {other.name}", self, other)

    def __and__(self, other: Term) -> Term:
        return self.program.line(f"{self.name} and {other.name}", self, other)

    def __or__(self, other: Term) -> Term:
        return self.program.line(f"{self.name} or {other.name}", self, other)

    def __invert__(self) -> Term:
        return self.program.line(f"not {self.name}", self)

    def cast(self, _: object) -> Term:
        """A flag counts as 0 or 1 in Python as it is."""
        return self


class Choice:
    """``when(flag).then(yes).otherwise(no)``, as the libraries of expressions have it."""

    def __init__(self, flag: Term) -> None:
        self.flag, self.yes = flag, flag

    def then(self, yes: Term) -> Choice:
        self.yes = yes
        return self

    def otherwise(self, no: Term) -> Term:
        text = f"{self.yes.name} if {self.flag.name} else {no.name}"
        return self.flag.program.line(text, self.flag, self.yes, no)


class Writing:
    """What :class:`~scalecheck.scoring.expressions.Expressions` needs of a library, in Python."""

    Int64 = int
    when = Choice

    def __init__(self, program: Program) -> None:
        self.program = program

    def lit(self, value: int, dtype: object = None) -> Term:  # noqa: ARG002  a number of Python's has one type
        return Term(self.program, repr(value))

    def min_horizontal(self, *terms: Term) -> Term:
        return self.program.line(f"min({', '.join(each.name for each in terms)})", *terms)

    def max_horizontal(self, *terms: Term) -> Term:
        return self.program.line(f"max({', '.join(each.name for each in terms)})", *terms)


class Program(Expressions):
    """Arithmetic that writes Python down. Each operation is a line, written once."""

    def __init__(self, inputs: Iterable[str]) -> None:
        self.inputs = list(inputs)
        self.lines: dict[str, tuple[str, tuple[str, ...]]] = {}
        """By variable: what it is set to, and the variables that reads."""
        self.known: dict[str, Term] = {}
        super().__init__(Writing(self))

    def column(self, name: str) -> Column:
        return Column(self.library, Term(self, f"q{self.inputs.index(name)}"), frozenset({name}))

    def keep(self, name: str, value: Any) -> Any:  # noqa: ARG002  every line is kept
        return value

    def line(self, text: str, *reads: Term) -> Term:
        """The variable that *text* is the value of."""
        if text not in self.known:
            name = f"v{len(self.lines)}"
            self.lines[name] = (text, tuple(each.name for each in reads))
            self.known[text] = Term(self, name)
        return self.known[text]

    def name(self, value: object) -> str:
        """*value* as the program names it."""
        return str(value.expr.name) if isinstance(value, Column) else repr(value)

    def compile(self, results: list[str], constants: dict[str, Any]) -> Callable[..., tuple[Any, ...]]:
        """Compile a function of the inputs, by place, that gives *results*.

        They are expressions over variables and *constants*, words apart.
        """
        wanted = {word for result in results for word in result.split()}  # words stand apart
        needed = []
        for name, (text, reads) in reversed(self.lines.items()):
            if name in wanted:
                needed.append(f"    {name} = {text}")
                wanted.update(reads)
        inputs = ", ".join(f"q{place}" for place in range(len(self.inputs)))
        source = "\n".join(
            [f"def score({inputs}):", *reversed(needed), f"    return ({', '.join(results)},)"]
        )
        scope: dict[str, Any] = dict(constants)
        exec(compile(source, "<the formula>", "exec"), scope)  # noqa: S102  written above, from names and whole numbers
        found: Callable[..., tuple[Any, ...]] = scope["score"]
        return found
