// What passes between Python and the browser. Offsets that come from outside are Unicode code points of
// the text with \n line ends; offsets.ts turns them into the UTF-16 positions that the editor counts in.

export interface Edit {
  from: number;
  to: number;
  insert: string;
}

export interface Fix {
  label: string;
  edits: Edit[];
}

export interface Diagnostic {
  from: number;
  to: number;
  severity: "error" | "warning" | "info";
  name?: string;
  message: string;
  help?: string | null;
  actions?: Fix[]; // from Python
  fixes?: Fix[]; // from the analyse endpoint
  related?: { from: number; to: number; message: string }[];
}

export interface Suggestion {
  label: string;
  type?: string;
  detail?: string;
  apply?: string;
}

export interface Hover {
  from: number;
  to: number;
  text: string;
}

export interface Inlay {
  line: number; // from 1
  text: string;
}

export interface Member {
  name: string;
  detail?: string;
}

export interface TariffSymbol {
  name: string;
  kind: string;
  detail?: string | null;
  from: number;
  to: number;
  members?: (string | Member)[];
}

export interface Answer {
  diagnostics?: Diagnostic[];
  symbols?: TariffSymbol[];
  units?: (string | { name: string })[];
}

export interface Words {
  keywords: string[];
  types: string[];
  units: string[];
  heads: string[];
  sections: string[];
  meanings: Record<string, string>;
}

export type Mode = "edit" | "unified" | "split";

export interface Data {
  doc: string;
  rev: number;
  seqChecked: number;
  diagnostics: Diagnostic[] | null; // null: nothing new
  completions: Suggestion[];
  hovers: Hover[];
  inlays: Inlay[];
  baseline: string | null;
  mode: Mode;
  lang: Words;
  gotoLine: { line: number; count: number } | null;
  lintUrl: string | null;
  readOnly: boolean;
  height: number;
  label: string;
}

export interface Mount {
  data: Data;
  parentElement: ShadowRoot | HTMLElement;
  setStateValue: (name: string, value: unknown) => void;
  setTriggerValue: (name: string, value: unknown) => void;
}
