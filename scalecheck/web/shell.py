"""A page: one HTML file, whole in itself.

Every value a template prints is escaped and harmless by construction; only the style sheets and the
script that ship with scalecheck may act, and the page says so by their hashes. What is written is ASCII,
so that no encoding of an output or a mail can change what a browser reads.
"""

from __future__ import annotations

import json
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from scalecheck.text import clean

STYLE = "style.css"
"""The style sheet of every page."""
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def page(template: str, /, *, style: str = "", script: str = "", **values: Any) -> str:
    """Render *template* with *values*, whole in itself.

    *style* and *script* name files beside the template, with spaces between, that the page carries.
    """
    styles = [_shipped(name) for name in (STYLE, *style.split())]
    scripts = [_shipped(name) for name in script.split()]
    rendered = (
        _environment()
        .get_template(template)
        .render(
            **values,
            policy=_policy(styles, scripts),
            styles=[Markup(text) for text in styles],  # noqa: S704  it ships with scalecheck
            scripts=[Markup(text) for text in scripts],  # noqa: S704
        )
    )
    return rendered.encode("ascii", "xmlcharrefreplace").decode("ascii")


def island(data: Any, name: str) -> Markup:
    """*data* as JSON that a script finds under *name*, and that cannot end its element or be markup."""
    text = json.dumps(
        data, allow_nan=False, separators=(",", ":")
    )  # in ASCII: the line separators are \\u escapes
    for character, instead in _ESCAPES.items():
        text = text.replace(character, instead)
    return Markup('<script type="application/json" id="{}">{}</script>').format(name, Markup(text))  # noqa: S704


def link(address: object, words: object = "") -> Markup:
    """Link to *address* where it is one of the web's, else give its text; *words* are what a reader sees."""
    there = clean(str(address or "")).strip()
    seen = clean(str(words or there))
    if not is_web(there):
        return escape(seen if seen == there or not there else f"{seen}, {there}")
    return Markup('<a href="{}" rel="noreferrer noopener">{}</a>').format(there, seen)


def is_web(address: str) -> bool:
    """Tell whether *address* is an http(s) one, with a host and nothing that a browser would misread."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    plain = not any(character.isspace() or character in "\\\ufffd" for character in address)
    return (
        plain
        and parts.scheme in ("http", "https")
        and bool(host)
        and not parts.username
        and not parts.password
    )


def _policy(styles: list[str], scripts: list[str]) -> str:
    """What the page may do: nothing but apply these style sheets and run these scripts."""
    sources = {"style-src": styles, "script-src": scripts}
    allowed = [
        f"{name} {' '.join(map(_hash, texts)) or chr(39) + 'none' + chr(39)}"
        for name, texts in sources.items()
    ]
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode('ascii')).digest()).decode('ascii')}'"


@cache
def _shipped(name: str) -> str:
    """A file that ships beside the templates; its line ends are those that a browser hashes."""
    text = (
        files("scalecheck.web").joinpath("templates", name).read_text(encoding="ascii").replace("\r\n", "\n")
    )
    return "\n" + text.rstrip("\n") + "\n"


def _harmless(value: Any) -> Any:
    """Make a printed value harmless: markup of ours stays markup, text stays text."""
    if isinstance(value, Markup):
        return Markup(clean(value))  # noqa: S704  it was markup before, and cleaning adds none
    return clean(value) if isinstance(value, str) else value


@cache
def _environment() -> Environment:
    found = Environment(
        autoescape=True,
        finalize=_harmless,
        keep_trailing_newline=True,
        loader=PackageLoader("scalecheck.web"),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    found.filters |= {"island": island, "link": link}
    return found
