// The script that gives the same curve in Python: what nn/playground/code.py writes, word for word,
// for a page that has no Python. What each choice is in Python comes from the tables.

import { floatText } from "../../../autograd/page/numbers.js";

// settings of a run; epoch: whole ones done; edits: [[epoch, batch, [[index, value], …]], …]
export function codeText(tables, settings, { epoch, edits = [] }) {
  const run = scriptParts(tables, settings);
  const judged = (X, y) => `nn.evaluate(model, ${X}, ${y}, loss="${run.loss}")`;
  const end = [
    "print(history)  # each row as it was met, with the penalty",
    `print("at the end:", ${judged("X", "y")})`,
    ...(run.held ? [`print("held out:", ${judged("X_test", "y_test")})`] : []),
  ];
  const training = [modelLine(run), ...handLines(edits), ...fitLines(run, epoch, edits), ...end];
  const parts = [headLines(run), [...dataLines(run), ...preparedLines(run)], training];
  return `${parts.map((part) => part.join("\n")).join("\n\n")}\n`;
}

// What several lines need to know.
function scriptParts(tables, settings) {
  const fields = Object.fromEntries(tables.fields.map((field) => [field.name, field]));
  const choice = (name) => fields[name].choices.find((one) => one.name === settings[name]);
  const task = choice("task"), kind = settings.rows?.kind ?? task.kind;
  const columns = settings.rows ? settings.rows.X[0].length : 2;
  return {
    ...{ fields, settings, choice, task },
    loss: settings.loss ?? tables.kinds[kind].loss,
    raw: Array.from({ length: columns }, (_, i) => `x${i + 1}`),
    sizes: [...settings.hidden, tables.kinds[kind].outputs],
    held: settings.test > 0 && (task.asks ?? []).includes("test"),
  };
}

// --- numbers and lists as Python writes them ---

const pythonList = (numbers, write = String) => `[${numbers.map((x) => write(x)).join(", ")}]`;

// By the kind of the field: a number has a point in Python, a whole one has none.
function pythonValue(field, value) {
  if (field.kind === "flag") return value ? "True" : "False";
  if (field.kind === "pair") return pythonList(value, floatText);
  return field.kind === "number" ? floatText(value) : String(value);
}

const quoted = (names) => (Array.isArray(names) ? pythonList(names, quoted) : `"${names}"`);

// --- the parts, in their order ---

function headLines({ task, settings, sizes }) {
  const widths = [settings.inputs.length, ...sizes].join("-");
  const told = `${task.label}, learned by a network of ${widths}`;
  const math = settings.inputs.some((name) => name.includes("sin")) ? ["import math", ""] : [];
  return [`"""${told}: the same curve as in the playground."""`, "", ...math, "import nn"];
}

function dataLines({ fields, settings, task }) {
  const { rows } = settings;
  if (!rows) {
    const filled = (_, name) => pythonValue(fields[name], settings[name]);
    return [`X, y = ${task.code.replace(/\{(\w+)\}/g, filled)}`];
  }
  const lines = rows.X.map((row) => `    ${pythonList(row, floatText)},`);
  const answers = pythonList(rows.y, rows.kind === "number" ? floatText : String);
  return ["X = [", ...lines, "]", `y = ${answers}`];
}

function preparedLines({ fields, settings, raw, loss, held }) {
  const lines = [], { inputs } = settings;
  if (inputs.join() !== raw.join()) {
    const known = Object.fromEntries(fields.inputs.choices.map(({ name, code }) => [name, code]));
    const told = inputs.map((name) => known[name] ?? name).join(", ");
    lines.push(`X = [[${told}] for ${raw.join(", ")} in X]`);
  }
  if (loss === "hinge") lines.push("y = [2 * t - 1 for t in y]");
  if (held) {
    const share = `${floatText(settings.test)}, rng=${settings.data_seed}`;
    lines.push(`(X, y), (X_test, y_test) = nn.split(X, y, ${share})`);
  }
  return lines;
}

function modelLine({ settings, sizes, choice }) {
  const init = choice("init").code;
  const told = [
    String(settings.inputs.length),
    pythonList(sizes),
    `activation=${quoted(settings.activation)}`,
    ...(init ? [`init=${init}`] : []),
    `rng=${settings.seed}`,
  ];
  return `model = nn.MLP(${told.join(", ")})`;
}

// What sets weights as somebody did in the page; between epochs, as a callback comes there.
function handLines(edits) {
  if (!edits.length) return [];
  const lines = ["weights = model.parameters()"];
  if (edits.some(([, batch]) => batch)) {
    lines.push("# some were changed between two batches: from there on the curves differ");
  }
  const set = (at, indent) => edits.filter(([epoch]) => epoch === at).flatMap(([, , changes]) =>
    changes.map(([i, x]) => `${indent}weights[${i}].data = ${floatText(x)}`));
  lines.push(...set(0, ""));
  const later = [...new Set(edits.map(([epoch]) => epoch))].filter(Boolean).sort((a, b) => a - b);
  if (!later.length) return lines;
  lines.push("", "", "def by_hand(history):");
  for (const at of later) lines.push(`    if history.epochs == ${at}:`, ...set(at, "        "));
  return [...lines, "", ""];
}

function fitLines(run, epoch, edits) {
  const { settings, loss } = run, told = ["model", "X", "y", `loss="${loss}"`];
  told.push(`optimizer=${optimizerCall(run)}`, `epochs=${epoch}`);
  if (settings.batch_size !== null) told.push(`batch_size=${settings.batch_size}`);
  told.push(`rng=${settings.seed}`);
  const terms = ["l1", "l2"].filter((name) => settings[name])
    .map((name) => `nn.${name}_penalty(weights, ${floatText(settings[name])})`);
  if (terms.length) told.push(`penalty=lambda weights: ${terms.join(" + ")}`);
  if (edits.some(([at]) => at)) told.push("callback=by_hand");
  return ["history = nn.fit(", ...told.map((line) => `    ${line},`), ")"];
}

function optimizerCall(run) {
  const { schedule, schedule_settings: given, lr } = run.settings;
  let rate = floatText(lr);
  if (schedule === "warmup") {
    const [steps] = run.choice("schedule").fields;
    rate = `nn.warmup(${given.steps ?? steps.default}, then=${rate})`;
  } else if (schedule !== "constant") rate = ruleCall(run, "schedule", rate, true);
  return ruleCall(run, "optimizer", rate, false);
}

// Of an optimiser only what differs from its own defaults; of a schedule all.
function ruleCall({ choice, settings }, name, rate, every) {
  const { code, fields = [] } = choice(name), given = settings[`${name}_settings`];
  const value = (field) => given[field.name] ?? field.default;
  const differs = (field) => String(value(field)) !== String(field.default);
  const told = fields.filter((field) => every || differs(field));
  const words = told.map((field) => `${field.name}=${pythonValue(field, value(field))}`);
  return `${code}(${[rate, ...words].join(", ")})`;
}
