// Asks the analyse endpoint about the text and remembers the names it declares.
import type { Answer, Member, TariffSymbol } from "./contract";

const QUIET = 150; // milliseconds without a key before the text is sent

export class Analysis {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: AbortController | null = null;

  constructor(
    private readonly answered: (answer: Answer, seq: number) => void,
    private readonly failed: () => void,
  ) {}

  /** Sends what `read` returns once the keys rest; an earlier request is given up at once. */
  ask(url: string, read: () => { text: string; seq: number }, delay = QUIET): void {
    this.stop();
    this.timer = setTimeout(() => void this.send(url, read()), delay);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.running?.abort();
    this.running = null;
  }

  private async send(url: string, { text, seq }: { text: string; seq: number }): Promise<void> {
    const running = (this.running = new AbortController());
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ text }),
        credentials: "same-origin",
        signal: running.signal,
      });
      if (!response.ok) throw new Error(String(response.status));
      const answer = (await response.json()) as Answer;
      if (this.running === running) this.answered(answer, seq);
    } catch {
      if (this.running === running) this.failed();
    }
  }
}

/** The names of the text. While the text has errors, names that went missing are kept: half a line typed
 * must not empty the completion list. */
export class Names {
  private byName = new Map<string, TariffSymbol>();
  units: string[] = [];

  take(answer: Answer): void {
    const broken = (answer.diagnostics ?? []).some((problem) => problem.severity === "error");
    const next = broken ? new Map(this.byName) : new Map<string, TariffSymbol>();
    for (const symbol of answer.symbols ?? []) {
      const known = next.get(symbol.name);
      const members = symbol.members?.length ? symbol.members : known?.members;
      next.set(symbol.name, { ...symbol, members });
    }
    this.byName = next;
    const units = (answer.units ?? []).map((unit) => (typeof unit === "string" ? unit : unit.name));
    if (units.length > 0) this.units = units;
  }

  all(): Iterable<TariffSymbol> {
    return this.byName.values();
  }

  get(name: string): TariffSymbol | undefined {
    return this.byName.get(name);
  }

  members(name: string): Member[] {
    return (this.byName.get(name)?.members ?? []).map((member) =>
      typeof member === "string" ? { name: member } : member,
    );
  }
}
