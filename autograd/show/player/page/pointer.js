// The pointer: a click chooses, a drag moves, the wheel and two fingers zoom, a rest explains.

const fingers = new Map(); // pointer -> where it is
const hand = { dragging: false, moved: false };

function partAt(event) {
  const group = event.target.closest ? event.target.closest(".part") : null;
  return group ? Number(group.dataset.part) : -1;
}

const middle = (points) => {
  const { left, top } = stage.getBoundingClientRect(), n = points.length;
  const sum = (axis) => points.reduce((total, point) => total + point[axis], 0);
  return [sum("x") / n - left, sum("y") / n - top];
};
const apart = ([a, b]) => (b ? Math.hypot(a.x - b.x, a.y - b.y) : 0);

stage.addEventListener("pointerdown", (event) => {
  if (event.button) return;
  if (!fingers.size) hand.moved = false;
  fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  hand.start = [event.clientX, event.clientY];
});

function drag(event) {
  if (!fingers.has(event.pointerId)) return;
  const before = [...fingers.values()];
  const [x, y] = hand.start, far = Math.hypot(event.clientX - x, event.clientY - y) > 4;
  if (!hand.moved && !far && before.length < 2) return;
  hand.moved = true;
  stage.setPointerCapture(event.pointerId); // not before: the click would be the stage's
  stage.classList.add("dragged");
  hideTip();
  fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  const after = [...fingers.values()], [u, v] = middle(before), [s, t] = middle(after);
  if (after.length > 1) zoomTo(view.zoom * (apart(after) / apart(before) || 1), u, v);
  pan(s - u, t - v);
}

function release(event) {
  fingers.delete(event.pointerId);
  if (!fingers.size) stage.classList.remove("dragged");
}

stage.addEventListener("pointermove", drag);
for (const end of ["pointerup", "pointercancel"]) {
  stage.addEventListener(end, release);
}

stage.addEventListener("wheel", (event) => {
  // in a notebook that is being scrolled the wheel is the notebook's until the player is clicked
  if (self !== top && !document.hasFocus() && !event.ctrlKey) return;
  event.preventDefault();
  const lines = event.deltaMode ? 16 : 1, pinch = event.ctrlKey ? 4 : 1;
  const amount = clamp(event.deltaY * lines * pinch, -240, 240);
  const [x, y] = middle([{ x: event.clientX, y: event.clientY }]);
  zoomTo(view.zoom * Math.exp(-amount / 500), x, y);
}, { passive: false });

stage.addEventListener("click", (event) => {
  if (hand.moved) return; // that was a drag
  const p = partAt(event);
  if (p >= 0 && isBox(p)) flip(p);
  else if (p < 0 || parts[p].kind !== "constant") choose(p);
});

// --- a pointer that rests ------------------------------------------------------------------------

const tip = byId("tip");
let under = -1; // the part that the pointer rests on
const hideTip = () => { tip.hidden = true; };
const renewTip = () => { if (!tip.hidden) write(tip, hint(under)); };

stage.addEventListener("pointermove", (event) => {
  const p = partAt(event);
  tip.hidden = hand.moved && fingers.size > 0;
  tip.hidden ||= p < 0 || parts[p].kind === "constant" || event.pointerType === "touch";
  if (tip.hidden) return;
  under = p;
  write(tip, hint(p));
  tip.style.left = `${Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)}px`;
  tip.style.top = `${Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 8)}px`;
});
stage.addEventListener("pointerleave", hideTip);
