// The three ways to see one text: alone, with the differences from the baseline in it, or beside the baseline.
// Going from one to another keeps caret, scroll position and undo.
import { defaultKeymap, history, historyField } from "@codemirror/commands";
import { codeFolding, foldGutter, indentUnit } from "@codemirror/language";
import { lintGutter } from "@codemirror/lint";
import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState, type Extension, type Text } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  type ViewUpdate,
} from "@codemirror/view";
import type { Names } from "./analysis";
import { changedLines, COMPARING } from "./changes";
import { completion } from "./completion";
import type { Inlay, Mode, Suggestion, Words } from "./contract";
import { problems } from "./diagnostics";
import { hovers, type Placed } from "./hovers";
import { inlays } from "./inlays";
import { type Command, keys } from "./keys";
import { tariffLanguage } from "./language";
import { status } from "./status";

export interface Opening {
  doc: Text;
  before: EditorView | null; // the view whose caret, scroll position and undo go on here
  mode: Mode;
  baseline: Text | null;
  words: Words;
  readOnly: boolean;
  label: string;
  dark: boolean;
  inlays: readonly Inlay[];
  parent: HTMLElement;
  root: Document | ShadowRoot;
  names: Names;
  supplied: () => readonly Suggestion[];
  hovers: () => readonly Placed[];
  note: () => string;
  command: (name: Command) => void;
  pick: (line: number) => void;
  changed: (update: ViewUpdate) => void;
}

export interface Pane {
  view: EditorView;
  dress(dark: boolean): void;
  destroy(): void;
}

const COLLAPSED = { margin: 3, minSize: 6 };

export function open(opening: Opening): Pane {
  const theme = new Compartment();
  const shade = (dark: boolean) => theme.of(EditorView.darkTheme.of(dark));
  const { doc, before, baseline, parent, root } = opening;
  const selection = before?.state.selection;
  const top = before?.scrollDOM.scrollTop ?? 0;
  const own = [shade(opening.dark), ...written(opening)];

  if (opening.mode === "split" && baseline) {
    const merge = new MergeView({
      a: { doc: baseline, extensions: [shade(opening.dark), ...old(opening.words)] },
      b: { doc, selection, extensions: own },
      parent,
      root,
      diffConfig: COMPARING,
      collapseUnchanged: COLLAPSED,
      ...(opening.readOnly ? {} : { revertControls: "a-to-b" as const, renderRevertControl: takeBack }),
    });
    const redress = (dark: boolean) => {
      for (const view of [merge.a, merge.b]) {
        view.dispatch({ effects: theme.reconfigure(EditorView.darkTheme.of(dark)) });
      }
    };
    return { view: merge.b, dress: redress, destroy: () => merge.destroy() };
  }

  const compared =
    opening.mode === "unified" && baseline
      ? unifiedMergeView({
          original: baseline,
          mergeControls: false, // they would cover text; Ctrl+Z and the side-by-side view take changes back
          syntaxHighlightDeletions: false, // a row torn out of its table would pass for a heading
          diffConfig: COMPARING,
          collapseUnchanged: COLLAPSED,
        })
      : [];
  const state = EditorState.create({ doc, selection, extensions: [own, compared] });
  const view = new EditorView({ state, parent, root });
  if (before) {
    view.requestMeasure({ read: () => null, write: () => void (view.scrollDOM.scrollTop = top) });
  }
  return {
    view,
    dress: (dark) => view.dispatch({ effects: theme.reconfigure(EditorView.darkTheme.of(dark)) }),
    destroy: () => view.destroy(),
  };
}

/** Everything of the text that people write in. */
function written(opening: Opening): Extension[] {
  const undo = opening.before?.state.field(historyField, false);
  return [
    lineNumbers(),
    foldGutter(),
    lintGutter(),
    opening.mode === "edit" ? changedLines(opening.baseline) : [], // comparing views mark lines themselves
    highlightActiveLineGutter(),
    highlightActiveLine(),
    history(),
    undo === undefined ? [] : historyField.init(() => undo),
    codeFolding(),
    drawSelection(),
    EditorState.allowMultipleSelections.of(true),
    EditorState.tabSize.of(2),
    indentUnit.of("  "),
    EditorState.readOnly.of(opening.readOnly),
    EditorView.contentAttributes.of({
      "aria-label": opening.label,
      "aria-description": "Tab indents. Press Escape, then Tab, to leave the text.",
      spellcheck: "false",
      autocorrect: "off",
      autocapitalize: "off",
      translate: "no",
    }),
    tariffLanguage(opening.words),
    search({ top: true }),
    highlightSelectionMatches({ minSelectionLength: 2 }),
    problems(),
    inlays(opening.inlays, opening.pick),
    hovers(opening.hovers, opening.names, opening.words.meanings),
    completion(() => ({ words: opening.words, supplied: opening.supplied(), names: opening.names })),
    status(opening.note),
    keys(opening.command),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) opening.changed(update);
    }),
  ];
}

/** The baseline beside it: to read and to search. */
function old(words: Words): Extension[] {
  return [
    lineNumbers(),
    codeFolding(),
    drawSelection(),
    EditorState.readOnly.of(true),
    EditorState.tabSize.of(2),
    EditorView.contentAttributes.of({ "aria-label": "The text it is compared with" }),
    tariffLanguage(words),
    search({ top: true }),
    keymap.of([...searchKeymap, ...defaultKeymap]),
  ];
}

function takeBack(): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "rw-take-back";
  button.textContent = "→";
  button.title = "Take this change back";
  button.setAttribute("aria-label", "Take this change back");
  return button;
}
