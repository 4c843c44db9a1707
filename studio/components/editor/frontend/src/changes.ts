// The smallest change between two texts, and the gutter that marks lines which differ from a baseline.
import { Change, Chunk, diff, type DiffConfig } from "@codemirror/merge";
import {
  ChangeSet,
  type Extension,
  RangeSet,
  RangeSetBuilder,
  StateEffect,
  StateField,
  Text,
} from "@codemirror/state";
import { gutter, GutterMarker } from "@codemirror/view";

const LIMITS = { scanLimit: 500, timeout: 200 };
const LETTERS = 0xd800; // one for each different line: as many as there are below the surrogates

/** Which lines differ, and within them which characters. Comparing characters alone gives up on a long text
 * with many small differences and replaces all between the first and the last: carets and folds would go. */
export function differences(a: string, b: string): readonly Change[] {
  const known = new Map<string, number>();
  const first = spelled(a, known);
  const second = spelled(b, known);
  if (first === null || second === null) return diff(a, b, LIMITS);
  const found: Change[] = [];
  for (const hunk of diff(first.letters, second.letters, { timeout: LIMITS.timeout })) {
    const fromA = first.starts[hunk.fromA];
    const fromB = second.starts[hunk.fromB];
    const partA = a.slice(fromA, first.starts[hunk.toA]);
    const partB = b.slice(fromB, second.starts[hunk.toB]);
    for (const { fromA: a1, toA: a2, fromB: b1, toB: b2 } of diff(partA, partB, LIMITS)) {
      found.push(new Change(fromA + a1, fromA + a2, fromB + b1, fromB + b2));
    }
  }
  return found;
}

/** The text with one letter for each line, its newline included, and where each line starts. */
function spelled(text: string, known: Map<string, number>): { letters: string; starts: number[] } | null {
  const starts: number[] = [];
  const letters: string[] = [];
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf("\n", at);
    const end = newline < 0 ? text.length : newline + 1;
    const line = text.slice(at, end);
    let letter = known.get(line);
    if (letter === undefined) {
      letter = known.size;
      if (letter >= LETTERS) return null;
      known.set(line, letter);
    }
    starts.push(at);
    letters.push(String.fromCharCode(letter));
    at = end;
  }
  starts.push(text.length);
  return { letters: letters.join(""), starts };
}

/** For the views that compare: the same differences. */
export const COMPARING: DiffConfig = { override: differences };

/** Keeps what both texts have in common, so that carets, folds and marks in it survive. */
export function smallestChange(from: Text, to: string): ChangeSet {
  const changes = differences(from.toString(), to).map((change) => ({
    from: change.fromA,
    to: change.toA,
    insert: to.slice(change.fromB, change.toB),
  }));
  return ChangeSet.of(changes, from.length);
}

export function lines(text: string): Text {
  return Text.of(text.split("\n"));
}

class Mark extends GutterMarker {
  constructor(
    readonly kind: "changed" | "added" | "removed",
    readonly words: string,
  ) {
    super();
  }
  eq(other: Mark) {
    return other.kind === this.kind;
  }
  toDOM() {
    const mark = document.createElement("span");
    mark.className = `rw-mark rw-mark-${this.kind}`;
    mark.title = this.words;
    return mark;
  }
}
const CHANGED = new Mark("changed", "changed line");
const ADDED = new Mark("added", "new line");
const REMOVED = new Mark("removed", "lines were removed here");

export const setBaseline = StateEffect.define<Text | null>();

interface Compared {
  baseline: Text | null;
  chunks: readonly Chunk[];
  marks: RangeSet<GutterMarker>;
}

function marks(chunks: readonly Chunk[], doc: Text): RangeSet<GutterMarker> {
  const builder = new RangeSetBuilder<GutterMarker>();
  for (const chunk of chunks) {
    if (chunk.fromB === chunk.toB) {
      const at = doc.lineAt(Math.min(chunk.fromB, doc.length)).from;
      builder.add(at, at, REMOVED);
      continue;
    }
    const mark = chunk.fromA === chunk.toA ? ADDED : CHANGED;
    for (let at = chunk.fromB; at < chunk.toB && at <= doc.length; ) {
      const line = doc.lineAt(at);
      builder.add(line.from, line.from, mark);
      at = line.to + 1;
    }
  }
  return builder.finish();
}

function compared(baseline: Text | null, chunks: readonly Chunk[], doc: Text): Compared {
  return { baseline, chunks, marks: marks(chunks, doc) };
}

const field = StateField.define<Compared>({
  create: (state) => compared(null, [], state.doc),
  update(value, transaction) {
    const doc = transaction.newDoc;
    for (const effect of transaction.effects) {
      if (effect.is(setBaseline)) {
        const baseline = effect.value;
        return compared(baseline, baseline ? Chunk.build(baseline, doc, COMPARING) : [], doc);
      }
    }
    if (!transaction.docChanged || value.baseline === null) return value;
    const chunks = Chunk.updateB(value.chunks, value.baseline, doc, transaction.changes, COMPARING);
    return compared(value.baseline, chunks, doc);
  },
});

export function changedLines(baseline: Text | null): Extension {
  return [
    field.init((state) =>
      compared(baseline, baseline ? Chunk.build(baseline, state.doc, COMPARING) : [], state.doc),
    ),
    gutter({ class: "rw-changes", markers: (view) => view.state.field(field).marks }),
  ];
}
