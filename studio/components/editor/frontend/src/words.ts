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

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
