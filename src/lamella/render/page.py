"""What the self-contained pages share: their style, their script, and a policy that lets nothing else run or load."""

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from html import escape
from importlib.resources import files

from lamella.version import __version__


def filled(name: str, values: Mapping[str, str], data: object) -> str:
    """Return the page of the template `NAME.html`, with `NAME.css` and `NAME.js` after those of all pages.

    Args:
        name: Of the template.
        values: What its placeholders stand for, as HTML.
        data: A document for the script, under the placeholder `data`.
    """
    style = part("page.css") + part(f"{name}.css")
    script = part("page.js") + part(f"{name}.js")
    everything = {
        **values,
        "data": _json(data),
        "style": style,
        "script": script,
        "style_sha256": _digest(style),
        "script_sha256": _digest(script),
        "version": escape(__version__),
    }
    # One pass, so that a value that looks like a placeholder stays as it is.
    return re.sub(r"\{\{(\w+)\}\}", lambda found: everything[found.group(1)], part(f"{name}.html"))


def part(name: str) -> str:
    """Return a file of the pages."""
    return files("lamella.render").joinpath(name).read_text("utf-8")


def cell(text: str, css: str, value: str | float) -> str:
    """Return a table's cell, with the value that it is sorted by."""
    return f'<td class="{css}" data-value="{escape(str(value))}">{escape(text)}</td>'


def heading(name: str, css: str) -> str:
    """Return a table's heading that sorts the table."""
    return f'<th class="{css}"><button type="button">{escape(name)}</button></th>'


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _json(document: object) -> str:
    text = json.dumps(document, separators=(",", ":"))
    # In JSON these stand in strings only; escaped, no name can end the script element or start a comment.
    return text.replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")
