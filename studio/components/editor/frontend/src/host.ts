// One editor on the page: owns the text, hands it to Python, and lets Python replace it by raising `rev`.
import { type ChangeSet, EditorSelection, type Text } from "@codemirror/state";
import { EditorView, type ViewUpdate } from "@codemirror/view";
import { Analysis, Names } from "./analysis";
import { lines, setBaseline, smallestChange } from "./changes";
import type { Answer, Data, Mode, Mount } from "./contract";
import { Found, show } from "./diagnostics";
import type { Placed } from "./hovers";
import { setInlays } from "./inlays";
import type { Command } from "./keys";
import { toUtf16 } from "./offsets";
import { type Pane, open } from "./panes";

const QUIET = 350; // milliseconds without a key before Python gets the text

/** One step of the text, with the text after it (texts share their unchanged parts). */
interface Step {
  seq: number;
  changes: ChangeSet;
  doc: Text;
}

export class Host {
  private given: Mount;
  private readonly box: HTMLElement;
  private pane: Pane;
  private rev: number;
  private seq: number;
  private base: { seq: number; doc: Text }; // the newest text that Python is known to have seen
  private steps: Step[] = []; // what was done to it since
  private sent: number;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private gone = 0; // the last `gotoLine.count` that was followed
  private fromPython: Found | null = null;
  private fromAnalysis: Found | null = null;
  private hovers: Placed[] = [];
  private isDark = false;
  private offline = false;
  private readonly names = new Names();
  private readonly analysis = new Analysis(
    (answer, seq) => this.analysed(answer, seq),
    () => this.unanswered(),
  );

  constructor(given: Mount) {
    this.given = given;
    const { data } = given;
    this.rev = data.rev;
    this.seq = this.sent = data.seqChecked;
    this.box = document.createElement("div");
    this.box.className = "rw-editor";
    // Letters typed here are not shortcuts of the page (a bare "r" would rerun it).
    for (const kind of ["keydown", "keyup", "keypress"]) {
      this.box.addEventListener(kind, (event) => event.stopPropagation());
    }
    given.parentElement.append(this.box);
    const doc = lines(data.doc);
    this.base = { seq: this.seq, doc };
    this.pane = this.opened(doc, null);
    this.dress();
    this.checked(data);
    this.go(data);
    this.lint(0);
  }

  update(given: Mount): void {
    const before = this.given.data;
    this.given = given;
    const { data } = given;
    this.dress();
    if (data.seqChecked < this.base.seq && data.rev <= this.rev) this.tellAgain();
    this.seen(data.seqChecked);
    if (data.rev > this.rev) this.replace(data);
    const reopened =
      data.mode !== before.mode ||
      data.readOnly !== before.readOnly ||
      data.label !== before.label ||
      JSON.stringify(data.lang) !== JSON.stringify(before.lang) ||
      (data.baseline !== before.baseline && shown(data) !== "edit") ||
      shown(data) !== shown(before);
    if (reopened) this.reopen();
    else if (data.baseline !== before.baseline) {
      this.view.dispatch({ effects: setBaseline.of(data.baseline === null ? null : lines(data.baseline)) });
    }
    this.checked(data);
    this.go(data);
    if (data.lintUrl !== before.lintUrl) this.lint(0);
  }

  destroy(): void {
    this.flush(); // the last words are not lost with the page
    this.analysis.stop();
    this.pane.destroy();
    this.box.remove();
  }

  private get view(): EditorView {
    return this.pane.view;
  }

  private opened(doc: Text, before: EditorView | null): Pane {
    const { data, parentElement } = this.given;
    return open({
      doc,
      before,
      mode: shown(data),
      baseline: data.baseline === null ? null : lines(data.baseline),
      words: data.lang,
      readOnly: data.readOnly,
      label: data.label,
      dark: this.isDark,
      inlays: data.inlays,
      parent: this.box,
      root: parentElement instanceof ShadowRoot ? parentElement : document,
      names: this.names,
      supplied: () => this.given.data.completions,
      hovers: () => this.hovers,
      note: () => (this.offline ? "not checked: no connection" : ""),
      command: (name) => this.command(name),
      pick: (line) => this.given.setTriggerValue("pick", { line }),
      changed: (update) => this.changed(update),
    });
  }

  private reopen(): void {
    const before = this.pane;
    const focused = before.view.hasFocus;
    this.pane = this.opened(before.view.state.doc, before.view);
    before.destroy();
    if (focused) this.view.focus();
    this.underline();
  }

  /** Height and theme. Streamlit calls again when the theme changes. */
  private dress(): void {
    this.box.style.height = `${this.given.data.height}px`;
    const isDark = dark(this.box);
    if (isDark === this.isDark) return;
    this.isDark = isDark;
    this.pane.dress(isDark);
  }

  // The text ------------------------------------------------------------------------------------------

  private changed(update: ViewUpdate): void {
    this.seq++;
    this.steps.push({ seq: this.seq, changes: update.changes, doc: update.state.doc });
    const { changes } = update;
    this.fromPython?.typed(changes.desc);
    this.fromAnalysis?.typed(changes.desc);
    this.hovers = this.hovers.map(({ from, to, text }) => ({
      from: changes.mapPos(from, 1),
      to: changes.mapPos(to, -1),
      text,
    }));
    this.lint();
    this.schedule();
  }

  private schedule(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), QUIET);
  }

  private flush(): void {
    clearTimeout(this.timer);
    if (this.sent === this.seq) return;
    this.sent = this.seq;
    this.given.setStateValue("edit", this.edit());
  }

  private edit(): { text: string; seq: number; rev: number } {
    return { text: this.view.state.doc.toString(), seq: this.seq, rev: this.rev };
  }

  private command(name: Command): void {
    this.flush();
    this.given.setTriggerValue("command", { name, ...this.edit() });
  }

  /** A new session of the server knows nothing of what was typed in the last one. */
  private tellAgain(): void {
    this.sent = -1;
    this.schedule();
  }

  /** Python has seen the text up to `seq`; what came before is no longer needed. */
  private seen(seq: number): void {
    const at = this.steps.findIndex((step) => step.seq === seq);
    if (at < 0) return;
    this.base = { seq, doc: this.steps[at].doc };
    this.steps = this.steps.slice(at + 1);
  }

  /** Python's new text, made of the text that it knew: keys typed meanwhile are kept. */
  private replace(data: Data): void {
    this.rev = data.rev;
    const known = this.base.seq === data.seqChecked;
    const typed = known ? composed(this.steps) : null;
    const from = known ? this.base.doc : this.view.state.doc;
    let changes = smallestChange(from, data.doc);
    if (typed) changes = changes.map(typed);
    const nothingTyped = typed === null || typed.empty;
    if (!changes.empty) this.view.dispatch({ changes, userEvent: "replace" });
    // From here on Python knows `doc` under the sequence number that it names.
    this.base = { seq: data.seqChecked, doc: lines(data.doc) };
    if (nothingTyped) {
      clearTimeout(this.timer);
      this.sent = this.seq;
      this.steps = [];
    } else {
      const { doc } = this.view.state;
      this.steps = [{ seq: this.seq, changes: smallestChange(this.base.doc, doc.toString()), doc }];
      this.schedule();
    }
  }

  // What is known about it ----------------------------------------------------------------------------

  /** What Python says about `doc` counts only while the text still is `doc`. */
  private checked(data: Data): void {
    if (this.view.state.doc.toString() !== data.doc) return;
    const position = toUtf16(data.doc);
    this.hovers = data.hovers.map(({ from, to, text }) => ({ from: position(from), to: position(to), text }));
    this.view.dispatch({ effects: setInlays.of(data.inlays) });
    if (data.diagnostics === null) return;
    this.fromPython = new Found(data.diagnostics, this.view.state.doc);
    this.underline();
  }

  private lint(delay?: number): void {
    const url = this.given.data.lintUrl;
    if (url === null) {
      this.analysis.stop();
      return;
    }
    this.analysis.ask(url, () => ({ text: this.view.state.doc.toString(), seq: this.seq }), delay);
  }

  private analysed(answer: Answer, seq: number): void {
    if (seq !== this.seq) return;
    this.offline = false;
    this.names.take(answer);
    this.fromAnalysis = new Found(answer.diagnostics ?? [], this.view.state.doc);
    if (this.fromPython?.since) this.fromPython = null; // said about an older text
    this.underline();
  }

  private unanswered(): void {
    this.offline = true;
    this.underline();
  }

  private underline(): void {
    show(this.view, [this.fromAnalysis, this.fromPython].filter((found) => found !== null));
  }

  private go(data: Data): void {
    if (data.gotoLine === null || data.gotoLine.count === this.gone) return;
    this.gone = data.gotoLine.count;
    const { doc } = this.view.state;
    const line = doc.line(Math.max(1, Math.min(data.gotoLine.line, doc.lines)));
    const at = line.from + (line.text.length - line.text.trimStart().length);
    this.view.dispatch({
      selection: EditorSelection.cursor(at),
      effects: EditorView.scrollIntoView(at, { y: "center" }),
    });
    this.view.focus();
  }
}

function composed(steps: readonly Step[]): ChangeSet | null {
  return steps.reduce<ChangeSet | null>((all, { changes }) => all?.compose(changes) ?? changes, null);
}

/** Without a baseline there is nothing to compare with. */
function shown(data: Data): Mode {
  return data.baseline === null ? "edit" : data.mode;
}

/** Whether light text stands on a dark ground, from the colours that Streamlit hands down. */
function dark(box: HTMLElement): boolean {
  const probe = document.createElement("span");
  probe.style.color = "var(--st-background-color, white)";
  box.append(probe);
  const [red = 255, green = 255, blue = 255] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
  probe.remove();
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}
