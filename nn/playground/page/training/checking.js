// Settings looked at before a run is made of them: filled in, and refused with the reason where
// they are none. Fields, bounds and sentences come from the table by which Python checks, and the
// rules stand in the order of checking.py.

import { oneOf } from "./known.js";
import { refusal, shown } from "./refused.js";
import { checkedRows } from "./rows.js";

const inBounds = ({ least, most, above, below }, x) =>
  !(x < least || x > most || x <= above || x >= below);
const fitsNumber = (own, x) => Number.isFinite(x) && inBounds(own, x);
const fitsWhole = (own, x) => Number.isInteger(x) && inBounds(own, x);
const namesOf = ({ choices }) => choices.map(({ name }) => name);
const fitsChoice = (own, x) => namesOf(own).includes(x);
const fitsList = (own, x, check) =>
  Array.isArray(x) && x.length <= (own.length ?? Infinity) && x.every((one) => check(own, one));
const fitsInput = (own, x) => fitsChoice(own, x)
  || (typeof x === "string" && new RegExp(`^(?:${own.pattern})$`).test(x));
const fitsObject = (own, x) => typeof x === "object" && !Array.isArray(x);

// kind of field -> whether a value is one
const FITS = {
  choice: (own, x) => Boolean(oneOf(own.name, own.name, x, namesOf(own))),
  flag: (own, x) => typeof x === "boolean",
  whole: fitsWhole,
  number: fitsNumber,
  pair: (own, x) => fitsList(own, x, fitsNumber) && x.length === 2,
  sizes: (own, x) => fitsList(own, x, fitsWhole),
  activations: (own, x) => fitsChoice(own, x) || fitsList(own, x, fitsChoice),
  inputs: (own, x) => fitsList(own, x, fitsInput) && x.length > 0 && new Set(x).size === x.length,
  settings: fitsObject,
  rows: fitsObject,
};

const checkField = (own, value, tables, field = own.name) => {
  if (value === null && own.none) return;
  if (own.kind !== "choice" && value === null) throw unfit(own, value, tables, field);
  if (!FITS[own.kind](own, value)) throw unfit(own, value, tables, field);
};

const unfit = ({ name, must, default: usual }, value, tables, field) =>
  refusal(tables, field, "field", { name, must, found: shown(value), default: shown(usual) });

const rowOfField = (tables, name) => tables.fields.find((own) => own.name === name);

// What Python's table says of one of a field's choices.
export const choiceOf = (tables, field, name) =>
  rowOfField(tables, field).choices.find((choice) => choice.name === name);

// The own settings of an optimiser or a schedule, all of them.
const ownSettings = (settings, name, tables) => {
  const { fields = [] } = choiceOf(tables, name, settings[name]);
  const field = `${name}_settings`;
  const given = settings[field];
  const known = fields.map((own) => own.name);
  for (const key of Object.keys(given)) oneOf(field, `setting of ${settings[name]}`, key, known);
  const found = {};
  for (const own of fields) {
    found[own.name] = Object.hasOwn(given, own.name) ? given[own.name] : own.default;
    checkField(own, found[own.name], tables, field);
  }
  for (const { name: key, needs } of fields) {
    if (needs && found[key] && !found[needs]) {
      throw refusal(tables, field, "needs", { name: key, other: needs });
    }
  }
  return found;
};

const checkTask = ({ task, rows }, tables) => {
  if (task === "own" && !rows) throw refusal(tables, "rows", "no rows");
  if (task !== "own" && rows) throw refusal(tables, "rows", "other task", { task: shown(task) });
};

const checkNetwork = ({ hidden, activation, inputs, rows }, tables) => {
  if (Array.isArray(activation) && activation.length !== hidden.length) {
    const parts = { count: activation.length, layers: hidden.length };
    throw refusal(tables, "activation", "activation", parts);
  }
  const columns = rows ? rows.X[0].length : 2;
  const missing = inputs.find((name) =>
    (/^x\d+$/.test(name) ? Number(name.slice(1)) > columns : columns < 2));
  if (missing) throw refusal(tables, "inputs", "inputs", { name: missing, columns });
};

// What the targets are, "two" or "three" classes or a "number"; and the loss that suits them.
const targetsOf = ({ task, rows, loss }, tables) => {
  const kind = rows ? rows.kind : choiceOf(tables, "task", task).kind;
  const { words, loss: usual } = tables.kinds[kind];
  const { choices } = rowOfField(tables, "loss");
  const fitting = choices.filter(({ kinds }) => kinds.includes(kind)).map(({ name }) => name);
  if (loss !== null && !fitting.includes(loss)) {
    const parts = { loss: shown(loss), targets: words, fitting: fitting.join(", ") };
    throw refusal(tables, "loss", "loss", parts);
  }
  return { kind, loss: loss ?? usual };
};

// All settings, checked: {…, kind, loss}. Throws Refused.
export const completed = (given, tables) => {
  const settings = {}, known = tables.fields.map(({ name }) => name);
  for (const name of Object.keys(given)) oneOf(name, "setting", name, known);
  for (const own of tables.fields) {
    settings[own.name] = given[own.name] === undefined ? own.default : given[own.name];
    checkField(own, settings[own.name], tables);
  }
  if (settings.rows) settings.rows = checkedRows(settings.rows, tables);
  checkTask(settings, tables);
  checkNetwork(settings, tables);
  const targets = targetsOf(settings, tables);
  for (const name of ["optimizer", "schedule"]) {
    settings[`${name}_settings`] = ownSettings(settings, name, tables);
  }
  return { ...settings, ...targets };
};
