// The parts that need no page: offsets, colours, folding, the smallest change, the names of an answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { outputFiles } = await build({
  stdin: {
    contents: `
      export { toUtf16 } from "./src/offsets";
      export { tariffLanguage, block } from "./src/language";
      export { smallestChange, lines } from "./src/changes";
      export { phraseAt, phrases } from "./src/words";
      export { Names } from "./src/analysis";
      export { EditorState } from "@codemirror/state";
      export { ensureSyntaxTree, highlightingFor } from "@codemirror/language";
      export { highlightTree } from "@lezer/highlight";
    `,
    resolveDir: root,
    loader: "ts",
  },
  bundle: true,
  format: "esm",
  write: false,
});
const source = Buffer.from(outputFiles[0].contents).toString("base64");
const part = await import(`data:text/javascript;base64,${source}`);

const WORDS = {
  keywords: ["up to", "to", "at most", "per started", "per", "of", "any", "free", "one of", "from"],
  types: ["period", "whole number"],
  units: ["PLN", "min", "km"],
  heads: ["tariff", "currency", "inputs", "table", "charge", "price", "quantity", "up to"],
  sections: ["inputs"],
};

function coloured(text) {
  const state = part.EditorState.create({ doc: text, extensions: part.tariffLanguage(WORDS) });
  const tree = part.ensureSyntaxTree(state, text.length, 5000);
  const found = [];
  part.highlightTree(
    tree,
    { style: (tags) => part.highlightingFor(state, tags) },
    (from, to, classes) => found.push([text.slice(from, to), classes.replaceAll("rw-word-", "")]),
  );
  return found;
}

test("code points become UTF-16 positions", () => {
  const text = "a🚗b🚗🚗c";
  const at = part.toUtf16(text);
  const points = [...text];
  points.forEach((_, index) => assert.equal(at(index), points.slice(0, index).join("").length));
  assert.equal(at(99), text.length);
  assert.equal(part.toUtf16("plain")(3), 3);
});

test("a line that goes on below a name has no name of its own, the field of a list has", () => {
  const definitions = (text) => coloured(text).filter(([, as]) => as === "definition").map(([word]) => word);
  assert.deepEqual(definitions("inputs\n  night  any\n         any of\n  stops  free\n    place  any\n"), [
    "night", "stops", "place",
  ]);
});

test("a number takes its unit, and a range does not lose its `to`", () => {
  assert.deepEqual(coloured("  price 0.59 PLN/min"), [["price", "head"], ["0.59", "number"], ["PLN/min", "unit"]]);
  assert.deepEqual(coloured("x 3 to 5 km"), [
    ["x", "name"], ["3", "number"], ["to", "keyword"], ["5", "number"], ["km", "unit"],
  ]);
  assert.deepEqual(coloured("x 23%"), [["x", "name"], ["23", "number"], ["%", "unit"]]);
});

test("dates, times and moments are not numbers", () => {
  assert.deepEqual(coloured("x 2026-03-02 08:10+02:00 22:00 2026-03-02"), [
    ["x", "name"], ["2026-03-02 08:10+02:00", "moment"], ["22:00", "moment"], ["2026-03-02", "moment"],
  ]);
});

test("new names stand out: after a head at the margin and at the start of a line of a section", () => {
  assert.deepEqual(coloured('charge unlock "Unlocking" # once'), [
    ["charge", "head"], ["unlock", "definition"], ['"Unlocking"', "string"], ["# once", "comment"],
  ]);
  assert.deepEqual(coloured("inputs\n  ride period up to 3 km"), [
    ["inputs", "head"], ["ride", "definition"], ["period", "kind"], ["up to", "keyword"], ["3", "number"], ["km", "unit"],
  ]);
});

test("after a dot every word is a name", () => {
  assert.deepEqual(coloured("  price rates.from"), [
    ["price", "head"], ["rates", "name"], [".", "operator"], ["from", "member"],
  ]);
});

test("the first row of a table is its heading, and quoted marks are text", () => {
  assert.deepEqual(coloured('| zone || km |\n| "a|b #" || 1 km |'), [
    ["|", "bar"], ["zone", "heading"], ["||", "bar"], ["km", "heading"], ["|", "bar"],
    ["|", "bar"], ['"a|b #"', "string"], ["||", "bar"], ["1", "number"], ["km", "unit"], ["|", "bar"],
  ]);
});

test("any text is read to its end", () => {
  for (const text of ['"', "#", "|", "||||", "1..2", "\t x", "ż 🚗 \u2028 %", "up  to", "5to6", '"open\nnext"', ""]) {
    coloured(text);
  }
});

test("a line folds its deeper lines and no blank end", () => {
  const state = part.EditorState.create({ doc: "a\n  b\n\n  c\n\nd" });
  assert.deepEqual(part.block(state, 0), { from: 1, to: 10 });
  assert.equal(part.block(state, 2), null);
  assert.equal(part.block(state, state.doc.length), null);
});

test("the smallest change touches what differs", () => {
  const before = part.lines("let a = 1\nlet b = 2\nlet c = 3");
  const changes = part.smallestChange(before, "let a = 1\nlet b = 45\nlet c = 3");
  const touched = [];
  changes.iterChanges((from, to) => touched.push([from, to]));
  assert.deepEqual(touched, [[18, 19]]);
  assert.equal(changes.apply(before).toString(), "let a = 1\nlet b = 45\nlet c = 3");
});

test("many small differences in a long text stay small", () => {
  const rows = Array.from({ length: 3000 }, (_, row) => (row % 20 === 0 ? "  share = 50%" : `  row ${row}`));
  const before = part.lines(rows.join("\n"));
  const after = rows.join("\n").replaceAll("50%", "45.5%");
  const changes = part.smallestChange(before, after);
  let touched = 0;
  changes.iterChanges((from, to) => (touched += to - from));
  assert.ok(touched <= 2 * 150, `${touched} characters replaced`);
  assert.equal(changes.apply(before).toString(), after);
});

test("differences lead from one text to the other", () => {
  const texts = ["", "\n", "a", "a\nb", "a\nb\n", "b\na\n", "a\n\nb", "🚗a\nb", "🚲a\nb\nc"];
  for (const a of texts) {
    for (const b of texts) assert.equal(part.smallestChange(part.lines(a), b).apply(part.lines(a)).toString(), b);
  }
});

test("names that an error hides are kept until the text is right again", () => {
  const names = new part.Names();
  const symbol = (name, members) => ({ name, kind: "table", from: 0, to: 1, members });
  const error = { from: 0, to: 1, severity: "error", message: "" };
  const listed = () => [...names.all()].map(({ name }) => name);
  names.take({ diagnostics: [], symbols: [symbol("rates", ["km"]), symbol("fees", [])] });
  names.take({ diagnostics: [error], symbols: [symbol("rates", [])] });
  assert.deepEqual(listed(), ["rates", "fees"]);
  assert.deepEqual(names.members("rates"), [{ name: "km" }]);
  names.take({ diagnostics: [], symbols: [symbol("rates", [])] });
  assert.deepEqual(listed(), ["rates"]);
});

test("the phrase under a place of a line", () => {
  const known = part.phrases(["up to", "to", "price", "in steps of"]);
  const at = (line, place) => part.phraseAt(line, place, known)?.words ?? null;
  assert.equal(at("  up  to 5 km", 2), "up to");
  assert.equal(at("  up  to 5 km", 7), "up to");
  assert.equal(at("  up  to 5 km", 4), "up to");
  assert.equal(at("5 km to 6 km", 5), "to");
  assert.equal(at("rates.price", 6), null);
  assert.equal(at("rates . price_of", 8), null);
  assert.equal(at("price", 0), "price");
  assert.equal(at("", 0), null);
  assert.equal(at("x  price", 1), null);
});
