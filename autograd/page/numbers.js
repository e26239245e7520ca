// Numbers as text: all digits, as people write them, or short enough to be read while they change.

// JSON has no inf and no nan
export const number = (x) => ({ inf: Infinity, "-inf": -Infinity, nan: NaN })[x] ?? x;
export const minus = (text) => text.replaceAll("-", "−");
const tiny = (x) => x !== 0 && Math.abs(x) < 1e-4;

export function exact(x) {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "−inf";
  if (tiny(x)) return minus(x.toExponential());
  const text = Number.isInteger(x) && Math.abs(x) < 1e16 ? x.toFixed(1) : String(x);
  return minus(text.replace("+", ""));
}

// the digits of a text, without zeros at its ends
const digits = (text) => text.split("e")[0].replace(/[−.]/g, "").replace(/^0+|0+$/g, "").length;

// 1/105 for the float that is nearest to it, found among the first steps of its continued fraction
function fraction(x) {
  const size = Math.abs(x);
  if (!(size > 1e-3 && size < 10)) return "";
  let [above, below, above0, below0, rest] = [1, 0, 0, 1, size];
  for (;;) {
    const whole = Math.floor(rest);
    [above, above0] = [whole * above + above0, above];
    [below, below0] = [whole * below + below0, below];
    if (below > 1000) return "";
    if (above / below === size) return `${x < 0 ? "-" : ""}${above}/${below}`;
    if (rest === whole) return "";
    rest = 1 / (rest - whole);
  }
}

// as number_text does: exact where that is short, a fraction where it is one, else four digits
export function short(x) {
  const text = exact(x), size = Math.abs(x);
  if (!Number.isFinite(x) || (size < 1e7 && Number.isInteger(x))) return text;
  if (digits(text) <= 4 && (size < 1e7 || text.includes("e"))) return text;
  const rounded = Number(x.toPrecision(4));
  if (Math.abs(rounded - x) <= 1e-14 * size && size < 1e7) return exact(rounded);
  const ratio = fraction(x);
  if (ratio) return minus(ratio);
  if (tiny(x) || size >= 1e7) return minus(rounded.toExponential().replace("+", ""));
  if (size >= 1e4) return minus(x.toFixed(0));
  return minus(Number.isInteger(rounded) && size < 1e3 ? x.toPrecision(4) : String(rounded));
}

// in brackets, where it follows another sign
export const signed = (x) => (x < 0 || Object.is(x, -0) ? `(${short(x)})` : short(x));

// so many digits that matter, and no fraction: of numbers that move
export function brief(x, count = 4) {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x > 0 ? "∞" : "−∞";
  const size = Math.abs(x), far = size !== 0 && (size < 1e-3 || size >= 1e5);
  const rounded = Number(x.toPrecision(far ? Math.min(count, 3) : count));
  return minus(far ? rounded.toExponential().replace("+", "") : String(rounded));
}

// how many there are, also of a BigInt: 12,345
export const grouped = (n) => n.toLocaleString("en");
// 1 row, 12,345 rows
export const countOf = (n, word) => `${grouped(n)} ${word}${n === 1 ? "" : "s"}`;

// a part of 1: 98.7 %, whose sign begins no line
export const percent = (part) => `${Number((100 * part).toPrecision(3))}\u00a0%`;

// as Python's repr writes a float
export function floatText(x) {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
  const size = Math.abs(x);
  if (size && (size < 1e-4 || size >= 1e16)) {
    const [mantissa, exponent] = x.toExponential().split("e");
    return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
  }
  return Number.isInteger(x) ? `${Object.is(x, -0) ? "-0" : x.toFixed(0)}.0` : String(x);
}

// --- what is typed -------------------------------------------------------------------------------

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/;

// "−6", "0,5", "1/3", "2e−5", "inf", "nan"; null where it is no number. The fields for it
// ask for no number pad: those of some phones have neither minus nor slash.
export function asNumber(text) {
  const plain = text.trim().toLowerCase().replaceAll("−", "-").replaceAll(",", ".");
  if (["inf", "-inf", "nan"].includes(plain)) return number(plain);
  const [above, below = "1", ...others] = plain.split("/").map((part) => part.trim());
  const is = !others.length && DECIMAL.test(above) && DECIMAL.test(below) && Number(below) !== 0;
  return is ? Number(above) / Number(below) : null;
}

// whether a guess is right to one in a hundred; nothing else is near 0, inf and nan
export const isNear = (x, right) => Object.is(x, right)
  || (Number.isFinite(right) && Math.abs(x - right) <= 0.01 * Math.abs(right));
