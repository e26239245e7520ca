// All settings where only some are given: first what goes with the task and the optimiser, then the
// default of the table. settings_of of checking.py does the same.

// epochs a frame: by itself it grows
export const PACE = "auto";

const BRINGING = ["task", "optimizer"];

// What the table itself has for every field, whatever the task.
export const tableDefaults = (fields) =>
  Object.fromEntries(fields.map(({ name, default: value }) => [name, value ?? null]));

export function filledIn(fields, given) {
  const found = tableDefaults(fields);
  for (const name of BRINGING) {
    const field = fields.find((one) => one.name === name);
    const chosen = given[name] ?? field.default;
    Object.assign(found, field.choices.find((choice) => choice.name === chosen)?.defaults);
  }
  return { ...found, ...given };
}
