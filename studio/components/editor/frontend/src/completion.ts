// What may come next: names of the text, columns after a dot, units after a number, words of the language,
// and what Python supplied.
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  snippetCompletion,
} from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import type { Names } from "./analysis";
import type { Suggestion, Words } from "./contract";

const SYMBOL_TYPES: Record<string, string> = {
  table: "class", charge: "function", limit: "function", discount: "function", surcharge: "function",
  tax: "function", result: "function", plan: "namespace", window: "interface", value: "constant",
};

export interface Sources {
  words: Words;
  supplied: readonly Suggestion[];
  names: Names;
}

export function completion(sources: () => Sources): Extension {
  return autocompletion({
    override: [(context) => complete(context, sources())],
    icons: false, // kinds are written out: the icon font is not worth its weight
    activateOnTypingDelay: 60,
  });
}

function complete(context: CompletionContext, { words, supplied, names }: Sources): CompletionResult | null {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  if (inWords(before)) return null;

  const member = /([\p{L}_][\p{L}\p{N}_]*)\.([\p{L}\p{N}_]*)$/u.exec(before);
  if (member) {
    const options = names.members(member[1]).map(({ name, detail }) => ({ label: name, type: "property", detail }));
    return options.length === 0
      ? null
      : { from: context.pos - member[2].length, options, validFor: /^[\p{L}\p{N}_]*$/u };
  }

  const unit = /\d[ ]?([\p{L}%]*)$/u.exec(before);
  const path = /[\p{L}]\/([\p{L}]*)$/u.exec(before);
  const measured = path ?? unit;
  if (measured && (measured[1] !== "" || path || context.explicit)) {
    const list = [...new Set([...names.units, ...words.units])];
    const options = list.map((label) => ({ label, type: "unit" }));
    return { from: context.pos - measured[1].length, options, validFor: /^[\p{L}%]*$/u };
  }

  const typed = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(before)?.[0] ?? "";
  if (typed === "" && !context.explicit) return null;
  const opening = before.trim() === typed;
  const options = new Map<string, Completion>();
  const add = (option: Completion) => {
    if (!options.has(option.label)) options.set(option.label, option);
  };
  supplied.forEach((suggestion) => add(offered(suggestion)));
  for (const symbol of names.all()) {
    add({
      label: symbol.name,
      type: SYMBOL_TYPES[symbol.kind] ?? "variable",
      detail: symbol.detail ?? symbol.kind,
      boost: opening ? 0 : 2,
    });
  }
  if (opening) words.heads.forEach((label) => add({ label, type: "keyword", info: words.meanings[label], boost: 3 }));
  words.keywords.forEach((label) => add({ label, type: "keyword", info: words.meanings[label] }));
  words.types.forEach((label) => add({ label, type: "type", info: words.meanings[label] }));
  return { from: context.pos - typed.length, options: [...options.values()], validFor: /^[\p{L}\p{N}_]*$/u };
}

/** `apply` with `${…}` is a snippet: Tab goes from one blank to the next. */
function offered({ label, type, detail, apply }: Suggestion): Completion {
  const option = { label, type, detail, boost: 1 };
  if (apply?.includes("${")) return snippetCompletion(apply, option);
  return apply === undefined ? option : { ...option, apply };
}

/** Inside a comment or a string nothing is offered. */
export function inWords(before: string): boolean {
  const outside = before.replace(/"[^"]*"/g, '""');
  return /(^|\s)#/.test(outside) || outside.split('"').length % 2 === 0;
}
