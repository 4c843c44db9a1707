"""Hostile texts that grow: each family is a function of a size, here a number of repetitions.

Sizes stay below the limits of the language where that is possible, so that what is measured is the work itself.
"""

from __future__ import annotations

from collections.abc import Callable

Family = Callable[[int], str]

_HEAD = """tariff bomb "Bomb"
  currency EUR
  time zone Europe/Warsaw
  round each line half up to 0.01 EUR

"""
_INPUTS = """inputs
  x  length up to 100 km
  m  moment
  items  list up to 5
    q  length up to 10 km

"""
_PRICED = "charge c\n  quantity x\n  price 1 EUR/km\n"


def repeated(pattern: str, before: str = _HEAD + _INPUTS, after: str = "") -> Family:
    """A text with a part for every number; `{i}` is the number, `{j}` the one before, `{k}` the one after."""

    def family(size: int) -> str:
        parts = [pattern.format(i=i, j=max(i - 1, 0), k=i + 1) for i in range(size)]
        return before + "".join(parts) + after.format(i=size - 1, k=size)

    return family


def on_a_line(part: str, before: str, after: str = "\n") -> Family:
    return lambda size: before + part * size + after


FAMILIES: dict[str, Family] = {
    # signs
    "quotes": on_a_line('"', _HEAD),
    "bars": on_a_line("|", _HEAD + "table t\n  "),
    "digits": on_a_line("7", _HEAD + "let a = "),
    "decimals": on_a_line("1.", _HEAD + "let a = "),
    "brackets": on_a_line("(", _HEAD + "let a = "),
    "minus": on_a_line("- ", _HEAD + "let a = ", "1\n"),
    "not": on_a_line("not ", _HEAD + "let a = ", "yes\n"),
    "commas": on_a_line(",", _HEAD + "inputs\n  x  one of a"),
    "strange": on_a_line("§\u200b", _HEAD),
    "words on a line": on_a_line("word ", _HEAD),
    "one long word": on_a_line("word", _HEAD + "let a = "),
    "long quote": on_a_line("word ", _HEAD + 'let a = "', '"\n'),
    "comment": on_a_line("# word ", _HEAD),
    "blank lines": on_a_line("\n", _HEAD, _PRICED),
    "spaces": on_a_line(" ", _HEAD, "x\n"),
    "line ends": on_a_line("\r\n\r", _HEAD, _PRICED),
    # lines
    "deeper and deeper": lambda size: _HEAD + "".join(" " * i + "a\n" for i in range(int((2 * size) ** 0.5) + 2)),
    "crooked": lambda size: _HEAD + "inputs\n" + "".join(" " * (2 + i % 7) + f"x{i}  text\n" for i in range(size)),
    "tabs": repeated("\tx{i}  text\n", _HEAD + "inputs\n"),
    "unknown lines": repeated("chrge c{i}\n  prise 1 EUR\n"),
    "continued": repeated("o{i},\n    ", _HEAD + "inputs\n  c  one of ", "last\n"),
    # names
    "inputs": repeated("  i{i}  length up to {k} km\n", _HEAD + "inputs\n"),
    "the same input": repeated("  x  length up to {k} km\n", _HEAD + "inputs\n"),
    "unknown names": repeated("let name{i} = nome{i} + 1\n"),
    "unknown members": repeated("let name{i} = x.nome{i}\n"),
    "lets": repeated("let a{i} = x + {i} km\n", after="charge c\n  quantity a{i}\n  price 1 EUR/km\n"),
    "chain of lets": repeated("let a{k} = a{i} * 2 + x\n", _HEAD + _INPUTS + "let a0 = x\n", "result r = a{k}\n"),
    "chain backwards": repeated("let a{i} = a{k} + x\n", after="let a{k} = x\nresult r = a0\n"),
    "doubling": repeated("let a{k} = a{i} + a{i}\n", _HEAD + _INPUTS + "let a0 = x + 1 km\n", "result r = a{k}\n"),
    "squaring": repeated("let a{k} = a{i} * a{i}\n", _HEAD + "let a0 = 0.123456789012\n", "result r = a{k}\n"),
    "circle": repeated("let a{i} = a{k} + x\n", after="let a{k} = a0\nresult r = a0\n"),
    "windows": repeated("  w{i}  every day 22:00 to 06:00\n", _HEAD + _INPUTS + "windows\n"),
    "windows of windows": repeated(
        "  w{k}  w{i} or w{i}\n",
        _HEAD + _INPUTS + "windows\n  w0  every day 22:00 to 06:00\n",
        "charge c\n  price 1 EUR when m in w{k} otherwise 2 EUR\n",
    ),
    "lines of a window": repeated("     every day 22:00 to 06:00\n", _HEAD + _INPUTS + "windows\n  w  Monday\n"),
    # tables
    "rows of ranges": repeated(
        "  | {i} to under {k} m || {i}.5 EUR |\n",
        _HEAD + _INPUTS + "table t\n  | x || p |\n",
        "  | otherwise || 1 EUR |\ncharge c\n  price t.p\n",
    ),
    "rows of two ranges": repeated(
        "  | up to {i} m | above {i} m || {i}.5 EUR |\n",
        _HEAD + "inputs\n  x  length up to 100 km\n  y  length up to 100 km\n" + "table t\n  | x | y || p |\n",
        "  | otherwise | || 1 EUR |\ncharge c\n  price t.p\n",
    ),
    "rows of texts": repeated(
        '  | "w{i}" || {i}.5 EUR |\n',
        _HEAD + "inputs\n  w  text\n" + "table t\n  | w || p |\n",
        "  | otherwise || 1 EUR |\ncharge c\n  price t.p\n",
    ),
    "columns": lambda size: (
        _HEAD
        + _INPUTS
        + "table t\n  | x || "
        + " | ".join(f"p{i}" for i in range(size))
        + " |\n"
        + "  | any || "
        + " | ".join("1 EUR" for _ in range(size))
        + " |\ncharge c\n  price t.p0\n"
    ),
    "broken rows": repeated("  | {i} km 1 EUR |\n", _HEAD + _INPUTS + "table t\n  | x || p |\n"),
    "dated values": repeated(
        "      {i} EUR from {k}-01-01\n",
        _HEAD + "values\n  v = 1 EUR from 1900-01-01\n",
        _PRICED,
    ),
    # charges
    "charges": repeated("charge c{i}\n  quantity x\n  price 1.5{i} EUR/km\n"),
    "tiers": repeated("    up to {k} m  {i}.5 EUR/km\n", _HEAD + _INPUTS + "charge c\n  quantity x\n  graduated\n"),
    "volume": repeated("    up to {k} m  {i}.5 EUR/km\n", _HEAD + _INPUTS + "charge c\n  quantity x\n  volume\n"),
    "prices": repeated(
        "  price {i} EUR/km when x up to {k} m\n",
        _HEAD + _INPUTS + "charge c\n  quantity x\n",
        "  price 1 EUR otherwise\n",
    ),
    "price rows": repeated(
        "    x up to {k} m  {i} EUR\n",
        _HEAD + _INPUTS + "charge c\n  price\n",
        "    otherwise  1 EUR\n",
    ),
    "cases": repeated("  {i} EUR when x up to {k} m\n", _HEAD + _INPUTS + "let a =\n", "  otherwise 1 EUR\n" + _PRICED),
    "terms": on_a_line(" + x", _HEAD + _INPUTS + "let a = x", "\nresult r = a\n"),
    "conditions": on_a_line(" or x above 1 km", _HEAD + _INPUTS + "let a = x above 2 km", "\nresult r = a\n"),
    "quotients": repeated("let a{i} = 1 EUR / (x + 1 km) + 1 EUR / (x + {k} km)\n"),
    "sum of quotients": on_a_line(
        " + 1 / y", _HEAD + "inputs\n  y  whole number from 1\nlet a = 1 / y", "\nresult r = a rounded up to 1\n"
    ),
    "aggregates": repeated("charge c{i}\n  quantity sum of q + {i} km over items\n  price 1 EUR/km\n"),
    "for each": repeated(
        "  charge c{i}\n    quantity i.q\n    price 1 EUR/km\n", _HEAD + _INPUTS + "for each i in items\n"
    ),
    # what acts on amounts
    "limits on a charge": repeated("limit l{i}\n  c at most {i} EUR\n", _HEAD + _INPUTS + _PRICED),
    "limits on the total": repeated("charge c{i}\n  price 1.5 EUR\nlimit l{i}\n  total at most {k}00 EUR\n"),
    "discounts on pairs": repeated("charge c{i}\n  price 1.5 EUR\ndiscount d{i}\n  10% of c{i} + c{j}\n"),
    "surcharges on surcharges": repeated(
        "surcharge s{k}\n  10% of s{i}\n", _HEAD + _INPUTS + _PRICED + "surcharge s0\n  1% of c\n"
    ),
    "taxes": repeated("charge c{i}\n  price 1.5 EUR\ntax t{i} {i}% of c{i}\n"),
    "names of what is left": repeated(
        "charge c{i}\n  price 1.5 EUR\ndiscount d{i}\n  {k} EUR off total\nresult r{i} = c0\n"
    ),
    # examples
    "examples": repeated(
        "  | claim {i} | 1 km || 1 EUR |\n",
        _HEAD + "inputs\n  x  length up to 9 km\n" + _PRICED + "examples\n  | claim | x || total |\n",
    ),
    "wrong examples": repeated(
        "  | claim {i} | 1 kg || nome |\n",
        _HEAD + "inputs\n  x  length up to 9 km\n" + _PRICED + "examples\n  | claim | x || total |\n",
    ),
}
