// The pointer on the lines: a tip says which weight it is, a drag changes it, a press chooses it.

import { brief } from "../../../../autograd/page/numbers.js";
import { writeText } from "./dom.js";
import { neuronName, sourceName } from "./network_card.js";
import { lineAt } from "./network_places.js";

const LINE_REACH = 7, THUMB = 16; // CSS pixels from a line that still mean it
const PULL = 80; // CSS pixels for a weight's change by 1
const STILL = 3; // what moved less was a press

// -> what a new frame calls: the numbers under a resting pointer are those of now
export function listenToLines(scene, link, draw) {
  const { net, store } = scene;
  let drag = null;
  const point = (line, event) => {
    scene.hover = line;
    net.classList.toggle("on-line", Boolean(line));
    showTip(scene, line, event);
    draw();
  };
  net.addEventListener("pointermove", (event) => {
    if (drag) {
      pull(drag, event, link);
      showTip(scene, drag.line, event);
      return;
    }
    const line = under(scene, event);
    if (line || scene.hover) point(line, event);
  });
  net.addEventListener("pointerdown", (event) => {
    drag = dragFrom(scene, event) ?? drag;
  });
  net.addEventListener("pointerup", () => {
    if (drag && !drag.moved) store.set("chosen", { parameter: drag.line.parameter });
    drag = null;
  });
  net.addEventListener("pointercancel", () => { drag = null; });
  net.addEventListener("pointerleave", (event) => { if (!drag) point(null, event); });
  return () => renewTip(scene, scene.hover);
}

function dragFrom(scene, event) { // null where there is no line
  const line = under(scene, event), { pointerType, pointerId, clientY: y } = event;
  if (!line) return null;
  const isTouch = pointerType === "touch"; // it scrolls the page; the card has sliders
  if (!isTouch) scene.net.setPointerCapture(pointerId);
  const from = scene.store.get("frame").parameters[line.parameter];
  return { line, y, from, isTouch, moved: false };
}

function under({ net, lines, edges }, event) {
  if (event.target !== net && event.target !== lines) return null;
  const box = net.getBoundingClientRect(), isTouch = event.pointerType === "touch";
  const reach = isTouch ? THUMB : LINE_REACH;
  return lineAt(edges, event.clientX - box.left, event.clientY - box.top, reach);
}

function pull(drag, event, link) {
  const up = drag.y - event.clientY;
  drag.moved ||= Math.abs(up) > STILL;
  if (!drag.moved || drag.isTouch) return;
  link.weights([[drag.line.parameter, Number((drag.from + up / PULL).toFixed(3))]]);
}

function showTip(scene, line, event) {
  const { tip, host } = scene;
  renewTip(scene, line);
  if (!line) return;
  const box = host.getBoundingClientRect(), x = event.clientX - box.left;
  tip.style.left = `${Math.max(Math.min(x - 90, box.width - tip.offsetWidth - 4), 4)}px`;
  tip.style.top = `${event.clientY - box.top + 18}px`;
}

function renewTip({ tip, store }, line) {
  const made = store.get("made"), frame = store.get("frame"); // null before another run's first
  tip.hidden = !line || !frame;
  if (tip.hidden) return;
  const { parameters, gradient } = frame;
  const { layer, neuron, from, parameter } = line;
  writeText(tip, `${sourceName(made, layer, from)} → ${neuronName(made.layers, layer, neuron)}\n`
    + `weight ${brief(parameters[parameter])}, gradient ${brief(gradient[parameter])}\n`
    + "drag up or down to change it");
}
