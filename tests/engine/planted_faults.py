"""Faults planted into the generator, each a change of one place in its source, and the generator with one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from tests.engine.comparison import Compiler

ENGINE = Path(__file__).resolve().parents[2] / "engine"
MODULES = (
    # in the order in which they import each other
    "shares",
    "calendars",
    "intervals",
    "scalar.fragments",
    "scalar.tables",
    "scalar.order",
    "scalar.source",
    "scalar.sums",
    "scalar.lookup",
    "scalar.nodes",
    "scalar.function",
    "scalar.program",
)


@dataclass(frozen=True)
class Fault:
    """A change of a module: `right` stands in it once and becomes `wrong`."""

    name: str
    module: str
    right: str
    wrong: str


FAULTS = (
    Fault(
        "negative numbers are rounded like positive ones",
        "scalar.fragments",
        'return f"{_floored(amount, by, mode)} if {amount} >= 0 else {mirrored}"',
        "return _floored(amount, by, mode)",
    ),
    Fault(
        "numbers that are never positive are rounded like positive ones",
        "scalar.fragments",
        "return _floored(amount, by, mode) if sign > 0 else mirrored",
        "return _floored(amount, by, mode)",
    ),
    Fault("half up leaves ties down", "scalar.fragments", '"half_up": by // 2', '"half_up": (by - 1) // 2'),
    Fault("half down takes ties up", "scalar.fragments", '"half_down": (by - 1) // 2}', '"half_down": by // 2}'),
    Fault(
        "half up of a quotient leaves ties down",
        "scalar.fragments",
        '"half_up": f"{by} // 2"',
        '"half_up": f"({by} - 1) // 2"',
    ),
    Fault(
        "half even takes ties to odd",
        "scalar.fragments",
        "{literal(by // 2 - 1)} + ({amount} // {literal(by)} & 1)",
        "{literal(by // 2)} - ({amount} // {literal(by)} & 1)",
    ),
    Fault(
        "half even of a quotient takes ties up",
        "scalar.fragments",
        "- 1 + ({amount} // {by} & 1)) //",
        "- 0 + ({amount} // {by} & 0)) //",
    ),
    Fault("up adds a step to whole steps", "scalar.fragments", '"up": by - 1,', '"up": by,'),
    Fault(
        "a full block does not start the next", "scalar.fragments", '// {by} + 1"', '// {by} + ({amount} % {by} > 0)"'
    ),
    Fault(
        "a divisor counted downwards keeps its sign",
        "scalar.fragments",
        "turn = signs[1] if below.unit > 0 else -signs[1]",
        "turn = signs[1]",
    ),
    Fault("a factor loses its sign", "scalar.fragments", "unit *= factor", "unit *= abs(factor)"),
    Fault(
        "a constant is added in the wrong scale",
        "scalar.fragments",
        "abs(constant) / unit",
        "abs(constant) // unit * 2",
    ),
    Fault(
        "an answer is left in a coarser unit",
        "scalar.fragments",
        "factor = whole(code.unit / unit)\n    if",
        "factor = 1\n    if",
    ),
    Fault(
        "a lower bound that is out is in",
        "scalar.tables",
        "ceil(lower / unit) if lower_in else floor(lower / unit) + 1",
        "ceil(lower / unit)",
    ),
    Fault(
        "an upper bound that is in is out",
        "scalar.tables",
        "floor(upper / unit) + 1 if upper_in else ceil(upper / unit)",
        "ceil(upper / unit)",
    ),
    Fault(
        "the last fitting row is taken",
        "scalar.tables",
        "(rows & -rows).bit_length()",
        "rows.bit_length()",
    ),
    Fault(
        "the last fitting row is taken where a key may be missing",
        "scalar.lookup",
        "({mask} & -{mask}).bit_length()",
        "({mask}).bit_length()",
    ),
    Fault(
        "a missing key fails rows behind the one that fits",
        "scalar.lookup",
        "if {lowest} and {lowest} < {first}:",
        "if {lowest}:",
    ),
    Fault("the shortest beginning of a text wins", "scalar.tables", "reverse=True", "reverse=False"),
    Fault("a tier ends at its bound, not at its width", "scalar.nodes", "{literal(end - start)}", "{literal(end)}"),
    Fault(
        "a tier may be negative",
        "scalar.nodes",
        'return Code(f"{above} if {above} > 0 else 0", unit, depth=1)',
        "return Code(above, unit, depth=1)",
    ),
    Fault(
        "equal remainders favour the last share",
        "shares",
        "key=lambda at: -remainders[at]",
        "key=lambda at: (-remainders[at], -at)",
    ),
    Fault(
        "the sum so far holds the item itself",
        "scalar.nodes",
        'return atom(f"a{ref}", _unit(writer, ref))',
        'return total([atom(f"a{ref}", _unit(writer, ref)), writer.values[node.arg]], writer.unit(ref))',
    ),
    Fault(
        "sums so far of each other move in the wrong order",
        "scalar.function",
        "for ref in reversed(own):",
        "for ref in own:",
    ),
    Fault(
        "all items are counted",
        "scalar.function",
        "if condition is not None:\n        steps",
        "if False:\n        steps",
    ),
    Fault(
        "the least of nothing is zero",
        "scalar.function",
        'after.append(f"{_INDENT}f{ref} = {ref + 1}")',
        'after.append(f"{_INDENT}f{ref} = 0")',
    ),
    Fault(
        "a later item's failure is reported",
        "scalar.function",
        'writer.block += [f"if not f{ref}:", f"{_INDENT}f{ref} = {failure}"]',
        'writer.block.append(f"f{ref} = ({failure}) or f{ref}")',
    ),
    Fault(
        "the branch not taken must exist",
        "scalar.nodes",
        'f"({then} if {condition.text} else {otherwise})"',
        'f"({then} or {otherwise})"',
    ),
    Fault(
        "conditions behind the deciding one must exist",
        "scalar.nodes",
        'f"{failure} if {condition.text} else 0"',
        'f"{failure}"',
    ),
    Fault(
        "an input that is not given is empty",
        "scalar.nodes",
        'writer.fail(ref, f"0 if {given} else {writer.failure(ref)}")',
        "pass",
    ),
    Fault("a quotient by zero is one by one", "scalar.nodes", "if zero and divisor.const is None", "if False"),
    Fault(
        "a requirement names its last broken item",
        "scalar.function",
        'writer.block += [f"if not q{at}:", f"{_INDENT}q{at} = {problem}"]',
        'writer.block.append(f"q{at} = {problem} or q{at}")',
    ),
    Fault(
        "values from an earlier loop belong to the item before",
        "scalar.function",
        "f\"zip({source}, {', '.join(sources)})\"",
        "f\"zip({source}, {', '.join(f'{one}[:1] + {one}' for one in sources)})\"",
    ),
    Fault(
        "a sum that is taken off keeps its terms",
        "scalar.sums",
        "opened[ref] += each * times",
        "opened[ref] += each * max(times, 0)",
    ),
    Fault(
        "an earlier sum is added twice",
        "scalar.sums",
        "standing[earlier] += 1",
        "standing[earlier] += 2",
    ),
    Fault(
        "a number is never below its bound's mirror image",
        "intervals",
        "case g.Negate(arg):\n            return _times(known[arg], _range(-1, -1))",
        "case g.Negate(arg):\n            return known[arg]",
    ),
    Fault(
        "a window ends with its last second out",
        "calendars",
        "return bisect_right(edges, moment) & 1 == 1",
        "return bisect_left(edges, moment) & 1 == 1",
    ),
    Fault(
        "the doubled hour is its second time",
        "calendars",
        "return early  # shown once",
        "return late  # shown once",
    ),
    Fault(
        "the missing hour is as long again",
        "calendars",
        "return _change(zone, late, early)",
        "return early",
    ),
    Fault(
        "a local day changes with the clock of yesterday",
        "calendars",
        "shifts[bisect_right(changes, moment)]) // DAY",
        "shifts[0]) // DAY",
    ),
    Fault(
        "a day begins a second late",
        "scalar.lookup",
        'assert instant is not None, "checked by `by_instant`"\n    return instant',
        "assert instant is not None\n    return instant + 1",
    ),
    Fault(
        "a day that begins twice begins once",
        "calendars",
        "first < change < last and date_of(change) < day",
        "first < change < last and date_of(change) < 0",
    ),
    Fault("a season ends with the year", "calendars", "elif last < (on.month, on.day) < first:", "else:"),
    Fault("an extra holiday is none", "calendars", "or day in rule.plus:", "or False:"),
    Fault("a window over two chunks loses the first", "calendars", "whole - since_chunk(start) +", "whole +"),
)


@contextmanager
def planted(fault: Fault) -> Iterator[Compiler]:
    """`compile_scalar` of a generator with the fault; the real modules stay as they are."""
    names = [f"engine.{name}" for name in MODULES]
    for name in names:
        import_module(name)
    real = {name: sys.modules.pop(name) for name in names}
    try:
        for name in MODULES:
            _place(f"engine.{name}", _load(name, fault if fault.module == name else None))
        yield sys.modules["engine.scalar.program"].compile_scalar
    finally:
        for name, module in real.items():
            sys.modules[name] = module
            _place(name, module)


def _place(name: str, module: ModuleType) -> None:
    """Makes `from package import name` find this module."""
    package, _, own = name.rpartition(".")
    setattr(sys.modules[package], own, module)


def _load(name: str, fault: Fault | None) -> ModuleType:
    path = ENGINE / f"{name.replace('.', '/')}.py"
    source = path.read_text(encoding="utf-8")
    if fault is not None:
        assert source.count(fault.right) == 1, f"{fault.name}: {fault.right!r} stands {source.count(fault.right)} times"
        source = source.replace(fault.right, fault.wrong).replace(
            "import bisect_right\n", "import bisect_left, bisect_right\n"
        )
    spec = spec_from_file_location(f"engine.{name}", path)
    assert spec is not None
    module = module_from_spec(spec)
    sys.modules[f"engine.{name}"] = module
    exec(compile(source, str(path), "exec"), module.__dict__)
    return module
