// Amounts after the end of a line ("1 h = 39.00 PLN"). They travel with their line until newer ones come.
import { type EditorState, type Extension, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, WidgetType } from "@codemirror/view";
import type { Inlay } from "./contract";

export const setInlays = StateEffect.define<readonly Inlay[]>();

class Amount extends WidgetType {
  constructor(
    readonly text: string,
    readonly pick: (line: number) => void,
  ) {
    super();
  }
  eq(other: Amount) {
    return other.text === this.text;
  }
  toDOM(view: EditorView) {
    const amount = document.createElement("span");
    amount.className = "rw-inlay";
    amount.textContent = this.text;
    amount.title = "Show how this amount comes about";
    amount.addEventListener("mousedown", (event) => event.preventDefault());
    amount.addEventListener("click", () => this.pick(view.state.doc.lineAt(view.posAtDOM(amount)).number));
    return amount;
  }
  ignoreEvent() {
    return true;
  }
}

export function inlays(start: readonly Inlay[], pick: (line: number) => void): Extension {
  const place = (list: readonly Inlay[], { doc }: Pick<EditorState, "doc">): DecorationSet =>
    Decoration.set(
      list
        .filter(({ line }) => line >= 1 && line <= doc.lines)
        .map(({ line, text }) =>
          Decoration.widget({ widget: new Amount(text, pick), side: 1 }).range(doc.line(line).to),
        ),
      true,
    );
  return StateField.define<DecorationSet>({
    create: (state) => place(start, state),
    update(value, transaction) {
      for (const effect of transaction.effects) {
        if (effect.is(setInlays)) return place(effect.value, { doc: transaction.newDoc });
      }
      return value.map(transaction.changes);
    },
    provide: (field) => EditorView.decorations.from(field),
  });
}
