// Words under the pointer: the hovers that Python supplied, else what the analysis knows of the name.
import type { Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import type { Names } from "./analysis";

export interface Placed {
  from: number;
  to: number;
  text: string;
}

export function hovers(supplied: () => readonly Placed[], names: Names): Extension {
  return hoverTooltip((view, position) => {
    const here = supplied().find(({ from, to }) => from <= position && position <= to);
    if (here) return tooltip(here.from, here.to, here.text);
    const word = view.state.wordAt(position);
    if (!word) return null;
    const symbol = names.get(view.state.sliceDoc(word.from, word.to));
    if (!symbol) return null;
    return tooltip(word.from, word.to, symbol.detail ? `${symbol.kind} ${symbol.name}\n${symbol.detail}` : `${symbol.kind} ${symbol.name}`);
  });
}

function tooltip(pos: number, end: number, text: string) {
  return {
    pos,
    end,
    above: true,
    create() {
      const dom = document.createElement("div");
      dom.className = "rw-hover";
      dom.textContent = text;
      return { dom };
    },
  };
}
