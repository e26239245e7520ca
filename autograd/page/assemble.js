// Straight-line code as WebAssembly: one function over the whole batch, which engine.js runs like
// the modules that Python writes (kernel.py).
//
// Block by block of two examples the steps are done (block.js). What is added up over the batch is
// written down there, each number in a line of memory; then, for a chunk of blocks, it is added up
// (tiles.js). In a last block of one example the lines' second lanes are 0.

import { DOUBLE, VECTOR } from "../compiler/backends/wasm/engine.js";
import { Block } from "./block.js";
import { Code, F64, I32, V128, hexadecimal, moduleOf, unsigned } from "./encode.js";
import { several } from "./several.js";
import { addTiles, tilesOf } from "./tiles.js";

// what "run" takes: addresses and lengths are in bytes, the chunk is in examples
const TAKES = [I32, F64, I32, I32, I32, I32, I32, I32];
const GIVEN = {
  examples: 0, weight: 1, parameters: 2, sums: 3, scratch: 4, columns: 5, stride: 6, chunk: 7,
};

// The bytes of a module, and the descriptor that engine.js wants; `functions`: see functions.py.
export const assemble = (straight, shape, functions) => {
  const kernel = new Kernel(straight, shape, functions), called = [...kernel.block.called];
  const unknown = called.find(([, { op }]) => !functions[op]);
  if (unknown) throw new Error(`the page has no instructions for ${unknown[0]}: see functions.py`);
  const imports = new Map(called.flatMap(([, { op }]) => Object.entries(functions[op].imports)));
  const codes = [kernel.code, ...called.map(([name, { op, count }]) => {
    const code = codeOf(name, functions[op]);
    return count > 1 ? several(code, count) : code;
  })];
  const { bytes, start } = moduleOf(codes, imports), { inputs, parameters, sums } = shape;
  const counts = { inputs, parameters, sums, outputs: straight.outputs.length - sums, start };
  const memory = { fixed: 0, pitch: kernel.pitch, chunks: true };
  return { bytes, descriptor: { ...counts, ...memory, imports: [...imports.keys()] } };
};

const codeOf = (name, { takes, kinds, body, calls, loads, constants }) => {
  const locals = kinds.flatMap(([count, kind]) => new Array(count).fill(kind));
  const code = new Code(name, new Array(takes).fill(V128), [V128], locals);
  const bits = bytesIn(constants);
  const constant = (i) => hexadecimal(bits.slice(8 * i, 8 * i + 8));
  code.say(bytesIn(body));
  return Object.assign(code, { calls, loads: loads.map((at, i) => [at, constant(i)]) });
};

const bytesIn = (base64) => [...atob(base64)].map((letter) => letter.charCodeAt(0));

class Kernel {
  constructor(straight, shape, functions) {
    const { inputs, sums } = shape;
    const code = new Code("run", TAKES, [F64]), places = straight.summed(sums);
    const [here, stop, at, end, line] = [1, 2, 3, 4, 5].map(() => code.local(I32));
    Object.assign(this, { code, here, stop, at, end, line });
    this.sums = sums;
    this.lines = new Map([...new Set(places.flat())].map((x, i) => [x, i]));
    this.pitch = this.lines.size * VECTOR;
    this.tiles = tilesOf(places);
    const columns = inputs + straight.outputs.length - sums;
    const pointers = Array.from({ length: columns }, (_, i) => this.pointer(i));
    const locals = { at, line, pointers, parameters: GIVEN.parameters };
    this.block = new Block(code, straight, shape, functions, this.lines, locals);
    this.write();
  }

  write() {
    const { code, here } = this;
    this.put(GIVEN.sums);
    code.number(0);
    code.number(this.sums * DOUBLE);
    code.say(0xfc, 0x0b, 0x00); // memory.fill
    code.number(0);
    code.set(here);
    code.loop(here, GIVEN.examples, () => this.chunk());
    this.weighted();
  }

  put(...locals) {
    for (const local of locals) this.code.get(local);
  }

  // A local with the address of a column.
  pointer(i) {
    const { code } = this, local = code.local(I32);
    this.put(GIVEN.columns, GIVEN.stride);
    code.number(i);
    code.say(0x6c, 0x6a); // i32.mul, i32.add
    code.set(local);
    return local;
  }

  chunk() {
    const { code, here, stop, at, end, line } = this;
    this.put(here, GIVEN.chunk);
    code.say(0x6a);
    code.tee(stop);
    this.put(GIVEN.examples, stop, GIVEN.examples);
    code.say(0x49, 0x1b); // the smaller of both: i32.lt_u, select
    code.set(stop);
    for (const [from, to] of [[here, at], [stop, end]]) {
      this.put(from);
      code.number(DOUBLE);
      code.say(0x6c);
      code.set(to);
    }
    this.put(GIVEN.scratch);
    code.set(line);
    code.loop(at, end, () => {
      this.block.write();
      code.increase(line, this.pitch);
      code.increase(at, VECTOR);
    });
    if (this.sums) this.added();
    this.put(stop);
    code.set(here);
  }

  // What the chunk's lines add to the sums.
  added() {
    const { code, stop, at, line, pitch } = this;
    this.put(stop);
    code.number(1);
    code.say(0x71, 0x04, 0x40); // if it is odd: i32.and, if
    this.put(line);
    code.number(pitch);
    code.say(0x6b); // i32.sub
    code.set(at);
    code.loop(at, line, () => {
      this.put(at);
      code.say(0x44, ...new Array(DOUBLE).fill(0), 0x39, 0x00, unsigned(DOUBLE)); // f64.store
      code.increase(at, VECTOR);
    });
    code.say(0x0b);
    const locals = { from: at, to: line, scratch: GIVEN.scratch, sums: GIVEN.sums };
    addTiles(code, this.tiles, this.lines, locals);
  }

  // The sums times the weight; the answer is 0, or nan where one is not finite.
  weighted() {
    const { code, at, end } = this, worst = code.local(F64), one = code.local(F64);
    if (this.sums) {
      this.put(GIVEN.sums);
      code.tee(at);
      code.number(this.sums * DOUBLE);
      code.say(0x6a);
      code.set(end);
      code.loop(at, end, () => {
        this.put(at, at);
        code.say(0x2b, 0x00, 0x00); // f64.load
        this.put(GIVEN.weight);
        code.say(0xa2); // f64.mul
        code.tee(one);
        code.say(0x39, 0x00, 0x00); // f64.store
        this.put(worst, one, one);
        code.say(0xa1, 0xa0); // one - one is 0 or nan
        code.set(worst);
        code.increase(at, DOUBLE);
      });
    }
    this.put(worst);
  }
}
