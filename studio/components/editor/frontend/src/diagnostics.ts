// Squiggles with their message, help and fixes. A fix is reachable three ways: in the tooltip, as a button
// at the end of the line, and with Ctrl+. at the caret.
import { forEachDiagnostic, linter, setDiagnostics, type Action } from "@codemirror/lint";
import type { Diagnostic as Underlined } from "@codemirror/lint";
import { type ChangeDesc, type Extension, RangeSetBuilder, type Text } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  type PluginValue,
  ViewPlugin,
  type ViewUpdate,
  WidgetType,
} from "@codemirror/view";
import type { Diagnostic, Fix } from "./contract";
import { toUtf16 } from "./offsets";

/** Problems found in one text; `since` is what was typed after that text, so fixes land where they belong. */
export class Found {
  since: ChangeDesc | null = null;
  private readonly position: (offset: number) => number;

  constructor(
    private readonly problems: readonly Diagnostic[],
    private readonly doc: Text,
  ) {
    this.position = toUtf16(doc.toString());
  }

  typed(changes: ChangeDesc): void {
    this.since = this.since ? this.since.composeDesc(changes) : changes;
  }

  underlined(): Underlined[] {
    return this.problems.map((problem) => {
      const [from, to] = this.place(problem);
      return {
        from,
        to,
        severity: problem.severity,
        source: problem.name,
        message: problem.help ? `${problem.message}\n${problem.help}` : problem.message,
        renderMessage: () => this.message(problem),
        actions: (problem.actions ?? problem.fixes ?? []).map((fix) => this.action(fix)),
      };
    });
  }

  /** An empty place is widened to one character, or nobody would see it. */
  private place(span: { from: number; to: number }): [number, number] {
    const map = (at: number, side: number) => (this.since ? this.since.mapPos(at, side) : at);
    let from = this.position(span.from);
    let to = Math.max(from, this.position(span.to));
    if (from === to) {
      const line = this.doc.lineAt(from);
      if (to < line.to) to++;
      else if (from > line.from) from--;
    }
    from = map(from, 1);
    return [from, Math.max(from, map(to, -1))];
  }

  private action(fix: Fix): Action {
    return {
      name: fix.label,
      apply: (view) => {
        const changes = fix.edits.map((edit) => {
          const from = this.since ? this.since.mapPos(this.position(edit.from), 1) : this.position(edit.from);
          const to = this.since ? this.since.mapPos(this.position(edit.to), -1) : this.position(edit.to);
          return { from, to: Math.max(from, to), insert: edit.insert };
        });
        view.dispatch({ changes, userEvent: "input.fix", scrollIntoView: true });
        view.focus();
      },
    };
  }

  private message(problem: Diagnostic): Node {
    const box = document.createElement("div");
    line(box, "rw-problem", problem.message);
    for (const related of problem.related ?? []) {
      const number = this.doc.lineAt(this.position(related.from)).number;
      line(box, "rw-related", `line ${number}: ${related.message}`);
    }
    if (problem.help) line(box, "rw-help", problem.help);
    if (problem.name) line(box, "rw-name", problem.name);
    return box;
  }
}

function line(parent: HTMLElement, className: string, text: string): void {
  const element = document.createElement("div");
  element.className = className;
  element.textContent = text;
  parent.append(element);
}

export function show(view: EditorView, founds: readonly Found[]): void {
  const seen = new Set<string>();
  const underlined = founds
    .flatMap((found) => found.underlined())
    .filter((problem) => {
      const key = `${problem.from} ${problem.to} ${problem.source} ${problem.message}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .filter((problem) => problem.to <= view.state.doc.length)
    .sort((a, b) => a.from - b.from || a.to - b.to);
  view.dispatch(setDiagnostics(view.state, underlined));
}

/** The first fix of a problem at the caret, else on the caret's line. */
export function fixHere(view: EditorView): boolean {
  const { head } = view.state.selection.main;
  const here = view.state.doc.lineAt(head);
  let best: { action: Action; from: number; to: number; distance: number } | null = null;
  forEachDiagnostic(view.state, (problem, from, to) => {
    const action = problem.actions?.[0];
    if (!action || from > here.to || to < here.from) return;
    const distance = head < from ? from - head : head > to ? head - to : 0;
    if (!best || distance < best.distance) best = { action, from, to, distance };
  });
  if (!best) return false;
  const { action, from, to } = best as { action: Action; from: number; to: number };
  action.apply(view, from, to);
  return true;
}

class FixButton extends WidgetType {
  constructor(
    readonly action: Action,
    readonly from: number,
    readonly to: number,
  ) {
    super();
  }
  eq(other: FixButton) {
    return other.action === this.action;
  }
  toDOM(view: EditorView) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "rw-fix";
    button.textContent = this.action.name;
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the caret stays
    button.addEventListener("click", () => this.action.apply(view, this.from, this.to));
    return button;
  }
  ignoreEvent() {
    return true;
  }
}

class FixButtons implements PluginValue {
  decorations: DecorationSet;
  constructor(view: EditorView) {
    this.decorations = FixButtons.build(view);
  }
  update(update: ViewUpdate) {
    const asked = update.transactions.some((transaction) => transaction.effects.length > 0);
    if (asked || update.docChanged || update.viewportChanged) this.decorations = FixButtons.build(update.view);
  }
  static build(view: EditorView): DecorationSet {
    const widgets: { at: number; action: Action; from: number; to: number }[] = [];
    const { from: top, to: bottom } = view.viewport;
    forEachDiagnostic(view.state, (problem, from, to) => {
      const action = problem.actions?.[0];
      if (!action || from < top || from > bottom) return;
      widgets.push({ at: view.state.doc.lineAt(from).to, action, from, to });
    });
    widgets.sort((a, b) => a.at - b.at);
    const builder = new RangeSetBuilder<Decoration>();
    for (const { at, action, from, to } of widgets) {
      builder.add(at, at, Decoration.widget({ widget: new FixButton(action, from, to), side: 2 }));
    }
    return builder.finish();
  }
}

export function problems(): Extension {
  return [
    linter(null),
    ViewPlugin.fromClass(FixButtons, { decorations: (plugin) => plugin.decorations }),
  ];
}

