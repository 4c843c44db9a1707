// Phrases of the language ("up to", "per started") as one regular expression: longest first, inner spaces
// collapsed, and never the beginning of a longer word.

const NEVER = /^(?!)/;

export function phrases(list: readonly string[]): RegExp {
  const written = list.map((phrase) => phrase.trim()).filter((phrase) => phrase !== "");
  if (written.length === 0) return NEVER;
  const alternatives = [...new Set(written)]
    .sort((a, b) => b.length - a.length)
    .map((phrase) => phrase.split(/\s+/).map(escaped).join("[ \\t]+"));
  return new RegExp(`^(?:${alternatives.join("|")})(?![\\p{L}\\p{N}_])`, "u");
}

export interface Phrase {
  from: number;
  to: number;
  words: string; // with single spaces
}

/** The phrase of the list `pattern` that covers this place of a line; what follows a dot is a name. */
export function phraseAt(line: string, at: number, pattern: RegExp): Phrase | null {
  let from = 0;
  while (from <= at) {
    const word = /[\p{L}_][\p{L}\p{N}_]*/u.exec(line.slice(from));
    if (!word) return null;
    from += word.index;
    const found = line[from - 1] === "." ? null : pattern.exec(line.slice(from));
    const to = from + (found ?? word)[0].length;
    if (found && from <= at && at < to) return { from, to, words: found[0].replace(/\s+/g, " ") };
    from = to;
  }
  return null;
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
