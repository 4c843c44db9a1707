"""Finds the texts that a tariff is made of and puts them together; every place keeps its own text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from dsl import expressions as ex
from dsl import header, limits
from dsl import syntax as sx
from dsl.combining.merge import Part, Whole, merged
from dsl.combining.named import everything, key_of, kind_of, mentioned, name_of
from dsl.combining.shelf import Shelf
from dsl.diagnostics import Diagnostic
from dsl.messages.meaning import texts as say
from dsl.reading.parse import parse
from dsl.source import Source


@dataclass(frozen=True, slots=True)
class Combined:
    """One tree without `use` and `based on`. `complete` is off when a text is missing or what is taken of one is
    not clear: what the tree means is then of no interest to its author.

    `offered` is what the used texts bring, also what nothing mentions and the tree therefore does not hold;
    `texts` are the names of all texts it is made of, in the order in which they were met."""

    tariff: sx.Tariff
    diagnostics: tuple[Diagnostic, ...]
    complete: bool
    offered: tuple[sx.Declaration, ...] = ()
    texts: tuple[str, ...] = ()


def combine(tariff: sx.Tariff, source: Source, shelf: Shelf) -> Combined:
    """The whole of a tariff. Other texts are laid behind `source`, as places count."""
    if not (tariff.based_on or tariff.uses or tariff.changes or _asks_others(tariff)):
        return Combined(tariff, (), True)
    gathering = _Gathering(source, shelf)
    own = tariff.name.text if tariff.name else ""
    whole = gathering.whole(tariff, (own,))
    body, offered = _needed(whole, source, gathering.problems)
    combined = replace(
        tariff,
        settings=whole.settings,
        body=body,
        broken=whole.broken,
        removed=tuple(whole.removed.items()),
        based_on=None,
        uses=(),
        changes=(),
    )
    return Combined(combined, tuple(gathering.problems), not gathering.problems, offered, tuple(gathering.wholes))


def _asks_others(tariff: sx.Tariff) -> bool:
    return any(isinstance(decl, sx.TableDecl) and decl.otherwise_as for decl in tariff.body)


@dataclass(slots=True)
class _Gathering:
    source: Source
    shelf: Shelf
    problems: list[Diagnostic] = field(default_factory=list)
    wholes: dict[str, Whole | None] = field(default_factory=dict)

    def whole(self, tariff: sx.Tariff, chain: tuple[str, ...]) -> Whole:
        """A tariff with everything it takes from others; `chain` are the texts that asked for it, and its own name."""
        base = None
        parts: dict[str, Part] = {}
        if tariff.based_on is not None:
            found = self._other(tariff.based_on, chain)
            base = parts[tariff.based_on.name.text] = Part(tariff.based_on, found)
        for use in tariff.uses:
            if use.name.text in parts:
                self.problems.append(say.text_named_twice(use.name, parts[use.name.text].asked.span))
                continue
            parts[use.name.text] = Part(use, self._other(use, chain))
        whole, problems = merged(tariff, base, parts)
        self.problems.extend(problems)
        return whole

    def _other(self, asked: header.BasedOn | header.Use, chain: tuple[str, ...]) -> Whole | None:
        """The text of that name, whole; None (reported) when it cannot be had."""
        name = asked.name.text
        if name in chain:
            self.problems.append(say.texts_in_a_circle(asked.name, (*chain[chain.index(name) :], name)))
            return None
        if name not in self.wholes:
            self.wholes[name] = None
            self.wholes[name] = self._read(asked, chain)
        found = self.wholes[name]
        if found is not None and found.shared and isinstance(asked, header.BasedOn):
            self.problems.append(say.based_on_shared(asked))
            return None
        return found

    def _read(self, asked: header.BasedOn | header.Use, chain: tuple[str, ...]) -> Whole | None:
        name = asked.name.text
        if len(chain) >= limits.TEXTS_IN_A_CHAIN:
            self.problems.append(
                say.too_many_texts(asked.name, f"a chain of texts has at most {limits.TEXTS_IN_A_CHAIN}")
            )
            return None
        if len(self.wholes) >= limits.TEXTS_OF_A_TARIFF:
            self.problems.append(say.too_many_texts(asked.name, f"a tariff has at most {limits.TEXTS_OF_A_TARIFF}"))
            return None
        found = self.shelf.find(name)
        if found is None:
            self.problems.append(say.unknown_text(asked.name, self.shelf.names()))
            return None
        source = self.source
        size = sum(len(one.text.encode(errors="surrogatepass")) for one in (source, *source.others))
        if size + len(found.text.encode(errors="surrogatepass")) > limits.BYTES_OF_ALL_TEXTS:
            most = limits.BYTES_OF_ALL_TEXTS // 1024
            self.problems.append(say.too_many_texts(asked.name, f"all texts of a tariff have at most {most} kB"))
            return None
        other = Source(found.text, found.shown, source.last + 1, source.home(asked.span), name)
        source.others.append(other)
        tariff, mistakes, _ = parse(other)
        errors = [one for one in mistakes if one.severity == "error"]
        if errors:
            self.problems.append(say.text_with_mistakes(asked.name, len(errors), errors[0]))
        whole = self.whole(tariff, (*chain, name))
        return replace(whole, name=name)


def _needed(
    whole: Whole, source: Source, problems: list[Diagnostic]
) -> tuple[tuple[sx.Declaration, ...], tuple[sx.Declaration, ...]]:
    """The body with what it needs of the used texts, and all that these offer. Units are brought always."""
    taken = {key_of(kind_of(decl), name.text): name for decl in everything(whole.body) if (name := name_of(decl))}
    offered: dict[tuple[str, str], sx.Declaration] = {}
    doubled: dict[str, tuple[sx.Declaration, sx.Declaration]] = {}
    for decl in whole.offered:
        name = name_of(decl)
        assert name is not None
        key = key_of(kind_of(decl), name.text)
        first = offered.get(key)
        if key in taken:
            if not (isinstance(decl, sx.UnitDecl) and decl in whole.body):
                here = taken[key].span if source.is_own(taken[key].span) else source.home(name.span)
                problems.append(say.name_of_two_texts(here, taken[key], name))
        elif first is None:
            offered[key] = decl
        elif first is not decl and not isinstance(decl, sx.UnitDecl):
            doubled.setdefault(name.text, (first, decl))
    brought: list[sx.Declaration] = [decl for decl in offered.values() if isinstance(decl, sx.UnitDecl)]
    waiting = mentioned(whole.settings, whole.body)
    seen: set[str] = set()
    while waiting:
        word = waiting.pop()
        if word in seen:
            continue
        seen.add(word)
        if word in doubled:
            first_name, second_name = (_name(decl) for decl in doubled[word])
            problems.append(say.name_of_two_texts(source.home(second_name.span), first_name, second_name))
        found = offered.get(("", word))
        if found is not None:
            brought.append(found)
            waiting |= mentioned(found)
    order = {id(decl): place for place, decl in enumerate(offered.values())}
    brought.sort(key=lambda decl: order[id(decl)])
    return (*brought, *whole.body), tuple(offered.values())


def _name(decl: sx.Declaration) -> ex.Ident:
    name = name_of(decl)
    assert name is not None
    return name
