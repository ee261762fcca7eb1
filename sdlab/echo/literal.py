"""Values as Python source. A recipe may come out of a stranger's PNG: nothing in it may become code."""

import json
import re
from collections.abc import Mapping


class Name(str):
    """A piece of source that is written as it stands: a name or expression of ours, never of a recipe's."""

    __slots__ = ()


def literal(value: object) -> str:
    """The source of a value: a text in double quotes, a number, a list of such, or a Name."""
    if isinstance(value, Name):
        return str(value)
    if isinstance(value, str):
        # JSON's escapes are all Python's too; what cannot be encoded is escaped
        return json.dumps(value, ensure_ascii=not _is_plain(value))
    if isinstance(value, list):
        return f"[{', '.join(literal(item) for item in value)}]"
    return repr(value)


def call(function: str, values: Mapping[str, object], first: str = "") -> str:
    """The source of a call with named arguments, one a line where they do not fit in one."""
    named = [f"{name}={literal(value)}" for name, value in values.items()]
    pieces = [first, *named] if first else named
    line = f"{function}({', '.join(pieces)})"
    if len(line) <= 88 and "\n" not in line:
        return line
    return "\n".join([f"{function}(", *(f"    {piece}," for piece in pieces), ")"])


def _is_plain(text: str) -> bool:
    return re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\u202a-\u202e\u2066-\u2069]", text) is None
