// The line under the text: how many problems, in words, and where the caret is.
import { forEachDiagnostic, nextDiagnostic } from "@codemirror/lint";
import type { EditorState, Extension } from "@codemirror/state";
import { type EditorView, type Panel, showPanel } from "@codemirror/view";

export function status(note: () => string): Extension {
  return showPanel.of((view) => panel(view, note));
}

function panel(view: EditorView, note: () => string): Panel {
  const dom = document.createElement("div");
  dom.className = "rw-status";
  const problems = dom.appendChild(document.createElement("button"));
  problems.type = "button";
  problems.title = "Go to the next problem (F8)";
  problems.addEventListener("click", () => {
    nextDiagnostic(view);
    view.focus();
  });
  const spoken = dom.appendChild(document.createElement("span"));
  spoken.className = "rw-spoken";
  spoken.setAttribute("role", "status");
  const hint = dom.appendChild(document.createElement("span"));
  hint.className = "rw-hint";
  hint.textContent = "Esc, then Tab leaves the text";
  const caret = dom.appendChild(document.createElement("span"));
  caret.className = "rw-caret";

  const refresh = (state: EditorState) => {
    const head = state.selection.main.head;
    const line = state.doc.lineAt(head);
    caret.textContent = `line ${line.number}, column ${head - line.from + 1}`;
    const words = [counted(state), note()].filter(Boolean).join(" · ");
    if (problems.textContent !== words) {
      problems.textContent = spoken.textContent = words;
    }
  };
  refresh(view.state);
  return { dom, update: (update) => refresh(update.state) };
}

function counted(state: EditorState): string {
  const count = { error: 0, warning: 0, info: 0, hint: 0 };
  const seen = new Set<unknown>();
  forEachDiagnostic(state, (problem) => {
    if (seen.has(problem)) return;
    seen.add(problem);
    count[problem.severity]++;
  });
  const words = [
    plural(count.error, "error", "errors"),
    plural(count.warning, "warning", "warnings"),
    plural(count.info + count.hint, "note", "notes"),
  ].filter(Boolean);
  return words.join(", ") || "No problems";
}

function plural(count: number, one: string, many: string): string {
  return count === 0 ? "" : `${count} ${count === 1 ? one : many}`;
}
