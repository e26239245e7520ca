// What a setting is that nobody gave: first what goes with the task and the optimiser, then the
// default of the table. settings.py says the same.

const FROM = ["task", "optimizer"];

export function restIs(fields, settings) {
  const found = Object.fromEntries(fields.map(({ name, default: value }) => [name, value]));
  for (const name of FROM) {
    const field = fields.find((one) => one.name === name);
    const chosen = settings[name] ?? field.default;
    Object.assign(found, field.choices.find((choice) => choice.name === chosen)?.defaults);
  }
  return found;
}
