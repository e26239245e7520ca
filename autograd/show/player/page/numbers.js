// Numbers as text: all digits, or the four that people write.

// JSON has no inf and no nan
const number = (x) => ({ inf: Infinity, "-inf": -Infinity, nan: NaN })[x] ?? x;
const minus = (text) => text.replaceAll("-", "−");
const tiny = (x) => x !== 0 && Math.abs(x) < 1e-4;

function exact(x) {
  if (tiny(x)) return minus(x.toExponential());
  return minus(Number.isInteger(x) && Math.abs(x) < 1e16 ? x.toFixed(1) : String(x));
}

function short(x) {
  const text = exact(x);
  if (text.length <= 6 || !Number.isFinite(x)) return text;
  const rounded = Number(x.toPrecision(4));
  return minus(tiny(x) ? rounded.toExponential() : String(rounded));
}

// in brackets, where it follows another sign
const signed = (x) => (x < 0 || Object.is(x, -0) ? `(${short(x)})` : short(x));
