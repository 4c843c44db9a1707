// Draws the bill as a table. All texts come from tariffs and are set as text, never as markup.
export default function bill({ data, parentElement, setTriggerValue }) {
  const make = (tag, text, className) => {
    const made = document.createElement(tag);
    if (text !== undefined && text !== null) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  const jump = (line) => {
    const button = make("button", `line ${line}`);
    button.type = "button";
    button.title = `Show line ${line} of the text`;
    button.addEventListener("click", () => setTriggerValue("line", line));
    return button;
  };

  const change = (row) => make("td", row.change, `number ${row.direction}`);

  const line = (row) => {
    const drawn = make("tr", null, row.quiet ? "quiet" : "");
    const head = make("th", row.label);
    head.scope = "row";
    if (row.line) head.append(" ", jump(row.line));
    for (const note of row.notes) {
      const told = make("span", note.text, "note");
      if (note.line && note.line !== row.line) told.append(" ", jump(note.line));
      head.append(told);
    }
    drawn.append(head, make("td", row.amount, "number"));
    if (data.live) drawn.append(make("td", row.before, "number"), change(row));
    return drawn;
  };

  const table = make("table", null, "bill");
  table.append(make("caption", data.caption));
  const header = make("tr");
  for (const title of ["Line", "Draft", ...(data.live ? [data.live, "Change"] : [])]) {
    const cell = make("th", title);
    cell.scope = "col";
    header.append(cell);
  }
  const head = make("thead");
  head.append(header);
  const body = make("tbody");
  body.append(...data.rows.map(line));
  const foot = make("tfoot");
  for (const row of data.sums) {
    const drawn = make("tr", null, row.side ? "side" : "");
    const label = make("th", row.label);
    label.scope = "row";
    drawn.append(label, make("td", row.amount, "number"));
    if (data.live) drawn.append(make("td", row.before, "number"), change(row));
    foot.append(drawn);
  }
  table.append(head, body, foot);

  const root = parentElement.querySelector(".host") ?? parentElement;
  root.replaceChildren(table);
}
