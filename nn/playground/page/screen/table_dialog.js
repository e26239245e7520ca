// A table of one's own: a file, or what is pasted; then which columns are inputs and target.

import { element, writeText } from "./dom.js";
import { dialogIn, labelled, spoken } from "./dialog.js";
import { BadTable, classesOf, kindOf, tableRows, tableOf } from "./own_data.js";

const EXAMPLE = "x1,x2,class\n0.2,0.9,red\n0.8,0.1,blue";

// Opens the window; `use(rows)` gets {X, y, kind}, of `most` rows at most.
export function loadTable(host, most, use) {
  const told = spoken(), columns = element("div", { class: "columns" });
  const area = element("textarea", { rows: 6, spellcheck: "false", placeholder: EXAMPLE });
  const file = element("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv,text/plain" });
  const take = element("button", { type: "button", class: "first", disabled: true },
    "Use these rows");
  let chosen = null;
  const read = () => {
    chosen = attempt(told, () => columnChoice(columns, tableOf(area.value), most, told));
    if (!chosen) columns.replaceChildren();
    take.disabled = !chosen;
  };
  area.addEventListener("input", read);
  file.addEventListener("change", async () => {
    area.value = await file.files[0].text();
    read();
  });
  take.addEventListener("click", () => {
    const rows = attempt(told, () => tableRows(...chosen(), most));
    if (!rows) return;
    use(rows);
    dialog.close();
  });
  const dialog = dialogIn(host, "Your own table", [
    element("p", {}, "A row for each example: numbers, and a class or a number to be learned. "
      + "Nothing leaves this page."),
    labelled("A CSV file", file), labelled("or its text", area), columns, told, take,
  ], { wide: true });
  return dialog;
}

function attempt(told, f) { // what is wrong with a table is said, not thrown
  try {
    writeText(told, "");
    return f();
  } catch (error) {
    if (!(error instanceof BadTable)) throw error;
    writeText(told, `This table cannot be used: ${error.message}.`);
    return null;
  }
}

function columnChoice(host, table, most, told) { // -> () => what tableRows takes
  const choose = (name, at, none = false) => {
    const options = table.names.map((label, i) => element("option", { value: i }, label));
    if (none) options.unshift(element("option", { value: "" }, "none"));
    const select = element("select", { onchange: () => tell() }, options);
    select.value = at;
    return { select, field: labelled(name, select) };
  };
  const last = table.names.length - 1;
  const x1 = choose("x₁", 0), x2 = choose("x₂", last > 1 ? 1 : "", true);
  const target = choose("To be learned", last);
  const scale = element("input", { type: "checkbox", checked: true });
  const at = ({ select }) => (select.value === "" ? null : Number(select.value));
  const tell = () => writeText(told, tableSaid(table, at(target), most));
  host.replaceChildren(x1.field, x2.field, target.field,
    element("label", { class: "check" }, scale, "scale columns to mean 0, deviation 1"));
  tell();
  return () => [table, { x1: at(x1), x2: at(x2), target: at(target), scale: scale.checked }];
}

function tableSaid(table, target, most) {
  const count = table.lines.length, kind = kindOf(table, target);
  const rows = count > most ? `${count} rows, of which ${most} are taken, evenly` : `${count} rows`;
  const name = table.names[target];
  if (kind === "number") return `${rows}; ${name} is a number.`;
  if (kind === "words") return `${rows}; ${name} has more classes than are learnt here.`;
  return `${rows}; ${name} has the classes ${classesOf(table, target).join(", ")}.`;
}
