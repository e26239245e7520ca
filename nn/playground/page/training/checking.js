// Settings looked at before a run is made of them: filled in, and refused with the reason where
// they are none. The fields, their bounds and words come from the table by which Python checks.

import { Refused } from "./refused.js";

const inBounds = ({ least, most, above, below }, x) =>
  !(x < least || x > most || x <= above || x >= below);
const fitsNumber = (own, x) => Number.isFinite(x) && inBounds(own, x);
const fitsWhole = (own, x) => Number.isInteger(x) && inBounds(own, x);
const fitsChoice = ({ choices }, x) => choices.some(({ name }) => name === x);
const fitsList = (own, x, check) =>
  Array.isArray(x) && x.length <= (own.length ?? Infinity) && x.every((one) => check(own, one));
const fitsInput = (own, x) => fitsChoice(own, x) || /^x[1-9]\d*$/.test(x);
const fitsObject = (own, x) => typeof x === "object" && !Array.isArray(x);

// kind of field -> whether a value is one
const FITS = {
  choice: fitsChoice,
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

const checkField = (own, value, field = own.name) => {
  if (value === null && own.none) return;
  if (value === null || !FITS[own.kind](own, value)) {
    throw new Refused(field, `${own.name} is ${own.must}, got ${JSON.stringify(value)}`);
  }
};

const rowOfField = (tables, name) => tables.fields.find((own) => own.name === name);

// What Python's table says of one of a field's choices.
export const choiceOf = (tables, field, name) =>
  rowOfField(tables, field).choices.find((choice) => choice.name === name);

// The own settings of an optimiser or a schedule, all of them.
const ownSettings = (settings, name, tables) => {
  const { fields = [] } = choiceOf(tables, name, settings[name]);
  const field = `${name}_settings`;
  const given = settings[field];
  const unknown = Object.keys(given).find((key) => !fields.some((own) => own.name === key));
  if (unknown) throw new Refused(field, `${settings[name]} has no setting ${unknown}`);
  const found = {};
  for (const own of fields) {
    found[own.name] = given[own.name] ?? own.default;
    checkField(own, found[own.name], field);
  }
  for (const { name: key, needs } of fields) {
    if (needs && found[key] && !found[needs]) {
      throw new Refused(field, `${key} needs ${needs}: give it a number above 0`);
    }
  }
  return found;
};

const columnsOf = ({ rows }) => (rows ? rows.X[0].length : 2);

const checkRows = ({ task, rows }) => {
  if ((task === "own") !== (rows !== null)) {
    throw new Refused("rows", 'rows of one\'s own belong to the task "own", and it to them');
  }
  if (!rows) return;
  const { X, y } = rows;
  const width = X?.[0]?.length;
  const good = X?.length > 1 && X.length === y?.length && width > 0
    && X.every((row) => row.length === width && row.every(Number.isFinite))
    && y.flat().every(Number.isFinite); // a model of one's own may have a list for each row
  if (good) return;
  throw new Refused("rows", "X has at least two rows of numbers, and y a number for each");
};

const checkNetwork = (settings) => {
  const { hidden, activation, inputs } = settings;
  if (Array.isArray(activation) && activation.length !== hidden.length) {
    throw new Refused("activation",
      `there are ${activation.length} activations for ${hidden.length} hidden layers`);
  }
  const columns = columnsOf(settings);
  const missing = inputs.find((name) =>
    (/^x\d+$/.test(name) ? Number(name.slice(1)) > columns : columns < 2));
  if (!missing) return;
  throw new Refused("inputs", `${missing} is not there: the rows have ${columns} columns`);
};

// What the targets are, "two" or "three" classes or a "number"; and the loss that suits them.
const targetsOf = ({ task, rows, loss }, tables) => {
  const kind = rows ? rows.kind : choiceOf(tables, "task", task).kind;
  if (!Object.hasOwn(tables.kinds, kind)) throw new Refused("rows", `kind is ${kind}`);
  const name = loss ?? tables.kinds[kind];
  if (!choiceOf(tables, "loss", name).kinds.includes(kind)) {
    const words = { two: "two classes", three: "three classes", number: "numbers" }[kind];
    throw new Refused("loss", `${name} takes other targets than ${words}`);
  }
  return { kind, loss: name };
};

// All settings, checked: {…, kind, loss}. Throws Refused.
export const completed = (given, tables) => {
  const settings = {};
  for (const own of tables.fields) {
    settings[own.name] = given[own.name] === undefined ? own.default : given[own.name];
    checkField(own, settings[own.name]);
  }
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(settings, name));
  if (unknown) throw new Refused(unknown, `there is no setting ${unknown}`);
  checkRows(settings);
  checkNetwork(settings);
  for (const name of ["optimizer", "schedule"]) {
    settings[`${name}_settings`] = ownSettings(settings, name, tables);
  }
  return { ...settings, ...targetsOf(settings, tables) };
};
