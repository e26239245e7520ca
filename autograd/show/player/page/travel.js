// Numbers on their way: values go along the arrows, gradients against them, and half way they are
// multiplied by the partial that stands on the arrow.

const still = matchMedia("(prefers-reduced-motion: reduce)");
const travellers = { labels: [], frame: 0 };

function clearTravel() {
  cancelAnimationFrame(travellers.frame);
  for (const label of travellers.labels) label.remove();
  travellers.labels = [];
}

function travel(step) { // what goes along the arrows of this step
  clearTravel();
  if (step.kind !== "make" && step.kind !== "push") return;
  const arrows = [...new Set(step.members.flatMap((p) => [...(drawn.into.get(p) || [])]))];
  const moving = arrows.flatMap((arrow) => {
    const whole = arrow.thick || (arrow.hot && arrow.hot[2] < 0); // many numbers, not one
    if (!arrow.hot || arrow.hidden || (step.kind === "make" && whole)) return [];
    return [step.kind === "make" ? carry(arrow) : handBack(arrow)];
  });
  if (!still.matches && moving.length) run(moving, performance.now());
}

function placed(cls, text, { x, y }) {
  const names = { class: cls, x, y: y - 5, "text-anchor": "middle" };
  const label = make("text", names, drawn.world, text);
  travellers.labels.push(label);
  return label;
}

function along({ points }, part) { // a point of the curve; asking the browser would lay it out anew
  const pieces = (points.length - 1) / 3, at = Math.min(Math.floor(part * pieces), pieces - 1);
  const t = part * pieces - at, u = 1 - t, four = points.slice(3 * at, 3 * at + 4);
  const weights = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  const mix = (axis) => four.reduce((sum, point, k) => sum + weights[k] * point[axis], 0);
  return { x: mix(0), y: mix(1) };
}

function carry(arrow) { // a value, from the operand to what is made of it
  const [, p, i] = arrow.hot, text = short(number(operandsOf(p)[i].data));
  return { arrow, at: (t) => [text, t] };
}

function handBack(arrow) { // a gradient, back to the operand; the partial stays on the arrow
  const [, p, i] = arrow.hot, { partial, share: amount } = operandsOf(p)[i];
  const before = short(number(parts[p].grad)), after = short(number(amount));
  const label = placed("partial", `× ${signed(number(partial))}`, along(arrow, 0.5));
  moveAside(label);
  return { arrow, at: (t) => [t < 0.5 ? before : after, 1 - t] };
}

function moveAside(label) { // from the cards, where the arrow is shorter than its label
  const { x, y, width: w, height: h } = label.getBBox();
  const beside = [...drawn.groups.values()].flatMap(({ kind, hidden, bounds }) => {
    const [left, , right] = bounds;
    return kind === "frame" || hidden || right <= x || x + w <= left ? [] : [bounds];
  });
  const isFree = (at) => beside.every(([, top, , bottom]) => bottom <= at || at + h <= top);
  const places = [y, ...beside.flatMap(([, top, , bottom]) => [top - h - 1, bottom + 1])];
  const [nearest] = places.filter(isFree).sort((a, b) => Math.abs(a - y) - Math.abs(b - y));
  if (nearest !== undefined) label.setAttribute("y", Number(label.getAttribute("y")) + nearest - y);
}

function run(moving, start) {
  const speed = Number(byId("speed").value), duration = Math.min(900, 800 / speed);
  const labels = moving.map(({ arrow }) => placed("traveller", "", along(arrow, 0)));
  const frame = (now) => {
    const t = clamp((now - start) / duration, 0, 1);
    moving.forEach(({ arrow, at }, k) => {
      const [text, part] = at(t), { x, y } = along(arrow, part);
      write(labels[k], text);
      labels[k].setAttribute("x", x);
      labels[k].setAttribute("y", y + 12);
    });
    if (t < 1) travellers.frame = requestAnimationFrame(frame);
    else for (const label of labels) label.remove();
  };
  travellers.frame = requestAnimationFrame(frame);
}
