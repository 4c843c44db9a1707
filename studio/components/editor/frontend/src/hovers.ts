// Words under the pointer: the hovers that Python supplied, else what the analysis knows of the name, else what
// the word means in the language.
import type { Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import type { Names } from "./analysis";
import { inWords } from "./completion";
import { phraseAt, phrases } from "./words";

export interface Placed {
  from: number;
  to: number;
  text: string;
}

export function hovers(supplied: () => readonly Placed[], names: Names, meanings: Record<string, string>): Extension {
  const known = phrases(Object.keys(meanings));
  return hoverTooltip((view, position) => {
    const here = supplied().find(({ from, to }) => from <= position && position <= to);
    if (here) return tooltip(here.from, here.to, here.text);
    const word = view.state.wordAt(position);
    if (!word) return null;
    const symbol = names.get(view.state.sliceDoc(word.from, word.to));
    if (!symbol) {
      const { from, text } = view.state.doc.lineAt(position);
      if (inWords(text.slice(0, word.from - from))) return null;
      const phrase = phraseAt(text, word.from - from, known);
      return phrase && tooltip(from + phrase.from, from + phrase.to, `${phrase.words}\n${meanings[phrase.words]}`);
    }
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
