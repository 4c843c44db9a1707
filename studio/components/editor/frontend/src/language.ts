// Colours for the tariff language. A line at a time, never failing: the compiler says what is wrong, this
// only says what a word looks like.
import {
  foldService,
  HighlightStyle,
  LanguageSupport,
  StreamLanguage,
  syntaxHighlighting,
  type StreamParser,
  type StringStream,
} from "@codemirror/language";
import { Tag } from "@lezer/highlight";
import type { EditorState } from "@codemirror/state";
import type { Words } from "./contract";
import { phrases } from "./words";

// Names of our own throughout: the stream parser keeps a few ("type", "property") for itself.
const TOKENS = [
  "head", "keyword", "kind", "definition", "name", "member",
  "number", "unit", "moment", "string", "comment", "bar", "heading", "operator",
] as const;
const tags = Object.fromEntries(TOKENS.map((token) => [token, Tag.define()]));
const style = HighlightStyle.define(TOKENS.map((token) => ({ tag: tags[token], class: `rw-word-${token}` })));

const MOMENT = /^\d{4}-\d{2}-\d{2}(?:[ \t]+\d{1,2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?)?/;
const TIME = /^\d{1,2}:\d{2}(?::\d{2})?/;
const NUMBER = /^\d+(?:\.\d+)?/;
const WORD = /^[\p{L}_][\p{L}\p{N}_]*/u;
const DEEPER = 3;
const UNIT_WORD = /^(?:%|[\p{L}][\p{L}\p{N}]*)/u;

interface State {
  first: boolean; // nothing but white space so far on this line
  column: number; // indentation of the line
  row: "none" | "heading" | "body"; // where the line stands in a table
  section: string; // the last head at column 0
  names: number; // the indentation of the first line of the section, 0 before it
  unit: boolean; // straight after a number or a slash in its unit
  member: boolean; // straight after a dot
  declares: boolean; // the next word is a new name
}

function parser(words: Words): StreamParser<State> {
  const keyword = phrases(words.keywords);
  const type = phrases(words.types);
  const head = phrases(words.heads);
  const units = new Set(words.units);
  const sections = new Set(words.sections);

  function word(stream: StringStream, state: State): string | null {
    const { first, member, declares } = state;
    state.first = state.member = state.declares = false;
    if (member) return stream.match(WORD) ? "member" : null;
    if (first) {
      const found = stream.match(head) as RegExpMatchArray | null;
      if (found) {
        if (state.column === 0) {
          state.section = found[0];
          state.names = 0;
          state.declares = true;
        }
        return "head";
      }
      if (state.column > 0 && sections.has(state.section)) {
        if (state.names === 0) state.names = state.column;
        // The fields of a list stand a little deeper and have names too; a line that goes on stands further right.
        if (state.column < state.names + DEEPER) return stream.match(WORD) ? "definition" : null;
      }
    }
    if (state.row === "heading") return stream.match(WORD) ? "heading" : null;
    if (stream.match(keyword)) return "keyword";
    if (stream.match(type)) return "kind";
    const found = stream.match(WORD) as RegExpMatchArray | null;
    if (!found) return null;
    if (declares) return "definition";
    return units.has(found[0]) && /^\p{Lu}/u.test(found[0]) ? "unit" : "name";
  }

  return {
    name: "tariff",
    startState: () => ({
      first: true, column: 0, row: "none", section: "", names: 0, unit: false, member: false, declares: false,
    }),
    token(stream, state) {
      if (stream.sol()) {
        state.first = true;
        state.unit = state.member = state.declares = false;
        stream.eatSpace();
        state.column = stream.pos;
        if (stream.peek() === "|") state.row = state.row === "none" ? "heading" : "body";
        else if (stream.peek() !== "#" && !stream.eol()) state.row = "none";
        if (stream.pos > 0) return null;
      } else if (stream.eatSpace()) {
        if (stream.string.slice(stream.start, stream.pos).length > 1) state.unit = false;
        return null;
      }
      const next = stream.peek();
      if (next === "#" && (stream.pos === 0 || /[\s|]/.test(stream.string[stream.pos - 1]))) {
        stream.skipToEnd();
        return "comment";
      }
      if (next === '"') {
        stream.match(/^"[^"]*"?/);
        state.first = state.unit = state.declares = false;
        return "string";
      }
      if (next === "|") {
        stream.match(/^\|\|?/);
        state.first = state.unit = false;
        return "bar";
      }
      if (state.unit) {
        state.unit = false;
        // A unit follows its number, and only a word of the language can stand there instead.
        if (!stream.match(keyword, false) && stream.match(UNIT_WORD)) {
          while (stream.match(/^\/(?=[\p{L}%])/u)) stream.match(UNIT_WORD);
          return "unit";
        }
      }
      if (stream.match(MOMENT) || stream.match(TIME)) {
        state.first = false;
        return "moment";
      }
      if (stream.match(NUMBER)) {
        state.first = false;
        state.unit = true;
        return "number";
      }
      if (next === ".") {
        stream.next();
        state.member = true;
        return "operator";
      }
      const at = stream.pos;
      const found = word(stream, state);
      if (stream.pos > at) return found;
      state.first = false;
      stream.next();
      return "operator";
    },
    tokenTable: tags,
    languageData: { commentTokens: { line: "#" }, closeBrackets: { brackets: ["(", '"'] } },
  };
}

/** A line folds away the deeper lines below it. Blank lines at the end of a block stay visible. */
export function block(state: EditorState, lineStart: number): { from: number; to: number } | null {
  const line = state.doc.lineAt(lineStart);
  const depth = indentation(line.text);
  if (depth === null || line.number === state.doc.lines) return null;
  let end = line.to;
  const below = state.doc.iterLines(line.number + 1);
  let position = line.to + 1;
  for (const text of below) {
    const inner = indentation(text);
    if (inner !== null) {
      if (inner <= depth) break;
      end = position + text.length;
    }
    position += text.length + 1;
  }
  return end > line.to ? { from: line.to, to: end } : null;
}

function indentation(text: string): number | null {
  const depth = text.search(/\S/);
  return depth < 0 ? null : depth;
}

export function tariffLanguage(words: Words): LanguageSupport {
  return new LanguageSupport(StreamLanguage.define(parser(words)), [
    syntaxHighlighting(style),
    foldService.of((state, lineStart) => block(state, lineStart)),
  ]);
}
