import { acceptCompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import {
  defaultKeymap,
  historyKeymap,
  indentLess,
  indentMore,
  insertNewlineKeepIndent,
} from "@codemirror/commands";
import { foldKeymap } from "@codemirror/language";
import { lintKeymap } from "@codemirror/lint";
import { goToNextChunk, goToPreviousChunk } from "@codemirror/merge";
import { searchKeymap } from "@codemirror/search";
import { type Extension, Prec } from "@codemirror/state";
import { type EditorView, keymap } from "@codemirror/view";
import { fixHere } from "./diagnostics";

export type Command = "save" | "run";

/** Two spaces at the caret; a selection is indented as a block. Esc, then Tab, leaves the editor (CodeMirror
 * lets the second key through), Ctrl+M switches the trap off for good. */
function tab(view: EditorView): boolean {
  const { state } = view;
  if (state.readOnly) return false;
  if (state.selection.ranges.some((range) => !range.empty)) return indentMore(view);
  view.dispatch(state.update(state.replaceSelection("  "), { scrollIntoView: true, userEvent: "input" }));
  return true;
}

export function keys(command: (name: Command) => void): Extension {
  const send = (name: Command) => () => {
    command(name);
    return true;
  };
  return [
    closeBrackets(),
    Prec.highest(
      keymap.of([
        { key: "Mod-s", run: send("save"), preventDefault: true },
        { key: "Mod-Enter", run: send("run"), preventDefault: true },
        { key: "Mod-.", run: fixHere, preventDefault: true },
      ]),
    ),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      { key: "Tab", run: acceptCompletion },
      { key: "Tab", run: tab, shift: indentLess },
      { key: "Enter", run: insertNewlineKeepIndent },
      { key: "F7", run: goToNextChunk, shift: goToPreviousChunk },
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...lintKeymap,
      ...defaultKeymap,
    ]),
  ];
}
