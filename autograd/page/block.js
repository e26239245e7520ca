// The steps of straight-line code on two examples. What is needed once stands where it is needed,
// so that the code is short; the rest has a local. (A product that is added up from its factors'
// lines is needed nowhere.)

import { DOUBLE, VECTOR } from "../compiler/backends/wasm/engine.js";
import { LOAD, V128, vector } from "./encode.js";
import { SEVERAL, isSimple } from "./several.js";

const SPLAT = [...vector(0x0a), 0x00];
const STORE = [...vector(0x0b), 0x00];
const INSTRUCTIONS = Object.fromEntries(Object.entries({
  add: 0xf0, sub: 0xf1, mul: 0xf2, div: 0xf3, neg: 0xed, abs: 0xec, sqrt: 0xef, floor: 0x75,
  "<": 0x49, ">": 0x4a, "<=": 0x4b, ">=": 0x4c,
}).map(([name, number]) => [name, vector(number)]));
const DIFFERS = vector(0x48);
const BITSELECT = vector(0x52);
// steps that stand within one another
const DEEPEST = 100;
const MASKS = new Set(["<", ">", "<=", ">="]);

export class Block {
  // lines: column -> which line of memory; locals: of the addresses
  constructor(code, straight, { inputs, parameters, sums }, functions, lines, locals) {
    Object.assign(this, { code, straight, inputs, functions, lines, locals });
    this.first = inputs + parameters;
    this.results = straight.outputs.slice(sums);
    this.uses = straight.uses();
    this.stepOf = new Array(straight.count); // by column
    for (const step of straight.steps) this.stepOf[step.to] = step;
    this.kept = new Array(straight.count); // by column: its local
    this.called = new Map(); // name -> {op, count}: of so many vectors at once
    this.waiting = new Map(); // calls of one function that wait for others: column -> local
  }

  write() {
    const { lines, uses, straight } = this;
    for (let x = 0; x < this.inputs; x++) if (uses[x] > 1) this.keep(x);
    for (const x of lines.keys()) if (!this.stepOf[x]) this.written(x);
    const depths = new Uint8Array(straight.count); // of what stands where it is needed
    for (const { op, operands, to } of straight.steps) {
      if (!uses[to]) continue;
      if (isSimple(this.functions[op])) {
        this.later(op, operands[0], to);
        continue;
      }
      const depth = 1 + operands.reduce((most, x) => Math.max(most, depths[x]), 0);
      if (uses[to] > 1 || depth > DEEPEST) this.keep(to);
      else depths[to] = depth;
      if (lines.has(to)) this.written(to);
    }
    this.done();
    this.results.forEach((x, k) => {
      this.place(this.inputs + k);
      this.put(x);
      this.code.say(STORE, 0x00);
    });
  }

  // A local with the numbers of a column.
  keep(x) {
    this.kept[x] = this.local(x);
  }

  local(x) {
    this.put(x);
    const local = this.code.local(V128);
    this.code.set(local);
    return local;
  }

  // A call that is done together with those that follow, or when its result is needed.
  later(op, operand, to) {
    const [first] = this.waiting.keys();
    if (first !== undefined && this.stepOf[first].op !== op) this.done();
    this.waiting.set(to, this.local(operand));
    if (this.waiting.size === SEVERAL) this.done();
  }

  // The calls that wait.
  done() {
    const calls = [...this.waiting];
    if (!calls.length) return;
    this.waiting.clear();
    for (const [, local] of calls) this.code.get(local);
    this.call(this.stepOf[calls[0][0]].op, calls.length);
    for (const [x, local] of calls.toReversed()) {
      this.code.set(local);
      this.kept[x] = local;
    }
    for (const [x] of calls) if (this.lines.has(x)) this.written(x);
  }

  call(op, count = 1) {
    const name = count > 1 ? `${op} of ${count}` : op;
    this.called.set(name, { op, count });
    this.code.call(name);
  }

  written(x) {
    this.code.get(this.locals.line);
    this.put(x);
    this.code.say(STORE);
    this.code.whole(this.lines.get(x) * VECTOR);
  }

  // Where the examples of an input or an output are.
  place(i) {
    this.code.get(this.locals.pointers[i]);
    this.code.get(this.locals.at);
    this.code.say(0x6a);
  }

  // The numbers of a column on the stack.
  put(x) {
    const { code, straight } = this;
    if (this.waiting.has(x)) this.done();
    if (this.kept[x] !== undefined) {
      code.get(this.kept[x]);
    } else if (x < this.inputs) {
      this.place(x);
      code.say(LOAD, 0x00);
    } else if (x < this.first) {
      code.get(this.locals.parameters);
      code.say(SPLAT);
      code.whole((x - this.inputs) * DOUBLE);
    } else if (straight.valueOf.has(x)) {
      code.constant(straight.valueOf.get(x));
    } else {
      this.step(this.stepOf[x]);
    }
  }

  step({ op, operands }) {
    const { code } = this;
    if (op === "where") {
      const [condition, a, b] = operands;
      this.put(a);
      this.put(b);
      this.mask(condition);
      code.say(BITSELECT);
      return;
    }
    for (const x of operands) this.put(x);
    if (INSTRUCTIONS[op]) {
      code.say(INSTRUCTIONS[op]);
    } else {
      this.call(op);
    }
  }

  // All bits of a lane, or none: a comparison, or whether a number is not 0.
  mask(x) {
    this.put(x);
    if (MASKS.has(this.stepOf[x]?.op)) return;
    this.code.constant(0);
    this.code.say(DIFFERS);
  }
}
