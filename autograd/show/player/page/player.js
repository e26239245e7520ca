// The player: a graph of numbers, made node by node, then walked backwards by the chain rule.
// All numbers come from the page's data (see film.py); nothing is loaded and nothing evaluated.
// Text reaches the page through textContent only, so a label is text, whatever it says.
"use strict";
(() => {
  const film = JSON.parse(document.getElementById("film").textContent);
  const parts = film.parts, L = film.output;
  const byId = (id) => document.getElementById(id);
  const number = (x) => (x === "inf" ? Infinity : x === "-inf" ? -Infinity : x === "nan" ? NaN : x);
  const minus = (text) => text.replaceAll("-", "−");
  const tiny = (x) => x !== 0 && Math.abs(x) < 1e-4;
  const exact = (x) => minus(tiny(x) ? x.toExponential() : Number.isInteger(x) && Math.abs(x) < 1e16 ? x.toFixed(1) : String(x));
  const short = (x) => {
    const text = exact(x);
    if (text.length <= 6 || !Number.isFinite(x)) return text;
    const rounded = Number(x.toPrecision(5));
    return minus(tiny(x) ? rounded.toExponential() : String(rounded));
  };
  const signed = (x) => (x < 0 || Object.is(x, -0) ? `(${short(x)})` : short(x));
  const d = (above, below) => `∂${above}/∂${below}`;
  const isNode = (p) => parts[p].kind === "leaf" || parts[p].kind === "node";
  const isBox = (p) => parts[p].kind === "frame";

  // --- who uses whom, and the steps of both phases ---------------------------------------------

  const uses = parts.map(() => []); // for each part: [consumer, position] in the order of making
  for (const p of film.order) {
    (parts[p].operands || []).forEach((o, i) => uses[o.part].push([p, i]));
    (parts[p].gives || []).forEach(([q]) => uses[q].push([p, -1]));
  }
  const computed = film.order.filter((p) => parts[p].kind !== "leaf");
  const steps = [{ kind: "given" }, ...computed.map((p) => ({ kind: "make", p })), { kind: "seed" }];
  const backward = steps.length - 1;
  for (const p of [...computed].reverse()) {
    if (parts[p].kind === "box") steps.push({ kind: "box", p });
    (parts[p].operands || []).forEach((o, i) => {
      if (o.share !== undefined) steps.push({ kind: "push", p, i, to: o.part });
    });
  }
  steps.push({ kind: "end" });

  // history[p]: [step, running sum, share] for each share that a part receives
  const madeAt = parts.map((part) => (part.kind === "leaf" ? 0 : Infinity));
  const history = parts.map(() => []);
  const root = film.order[film.order.length - 1];
  steps.forEach((step, k) => {
    if (step.kind === "make") madeAt[step.p] = k;
    if (step.kind === "seed" && isNode(root)) history[root].push([k, 1, 1]);
    const shares = step.kind === "push" ? [[step.to, parts[step.p].operands[step.i].share]]
      : step.kind === "box" ? parts[step.p].gives : [];
    for (const [q, share] of shares) {
      const before = history[q].length ? history[q][history[q].length - 1][1] : 0;
      history[q].push([k, before + number(share), number(share)]);
    }
  });
  for (const p of film.order) { // the engine's own sum stands at the end of each
    if (isNode(p) && history[p].length) history[p][history[p].length - 1][1] = number(parts[p].grad);
  }
  const gradAt = (p, k) => {
    const past = history[p].filter(([at]) => at <= k);
    return past.length ? past[past.length - 1][1] : null;
  };

  // --- layout: open boxes push the rest aside ----------------------------------------------------

  const shut = new Set(parts.flatMap((part, p) => (isBox(p) && part.shut ? [p] : [])));
  const TOP = 24, SIDE = 10;
  const children = new Map();
  parts.forEach((part, p) => children.set(part.within, [...(children.get(part.within) || []), p]));

  function stretch(spans) { // spans: [low, high, new length]; returns old coordinate -> new one
    const groups = [];
    for (const [low, high, size] of spans.sort((a, b) => a[0] - b[0])) {
      const last = groups[groups.length - 1], factor = size / (high - low);
      if (last && low < last.high) {
        last.high = Math.max(last.high, high);
        last.factor = Math.max(last.factor, factor);
      } else groups.push({ low, high, factor });
    }
    return (x) => {
      let moved = x;
      for (const { low, high, factor } of groups) {
        moved += (Math.min(Math.max(x, low), high) - low) * (factor - 1);
      }
      return moved;
    };
  }

  function arrange(box) { // size of the inside of a box, and where things stand in it
    const level = film.levels[box] || { size: [0, 0], at: {}, curves: {} };
    const inside = new Map(), wide = [], high = [];
    for (const p of children.get(box) || []) {
      let [w, h] = parts[p].size;
      if (isBox(p) && !shut.has(p)) {
        const inner = arrange(p);
        const [x, y] = level.at[p];
        wide.push([x - w / 2, x + w / 2, Math.max(w, inner.width + 2 * SIDE)]);
        high.push([y - h / 2, y + h / 2, Math.max(h, inner.height + TOP + SIDE), p]);
        [w, h] = [Math.max(w, inner.width + 2 * SIDE), Math.max(h, inner.height + TOP + SIDE)];
        inside.set(p, { inner, w, h });
      } else inside.set(p, { w, h });
    }
    const mapX = stretch(wide), height = placeColumns(inside, level, high);
    for (const [p, spot] of inside) spot.x = mapX(level.at[p][0]);
    return { width: mapX(level.size[0]), height, inside, at: level.at, curves: level.curves };
  }

  function placeColumns(inside, level, high) { // each column makes room for itself; all are centred
    const columns = [];
    for (const p of [...inside.keys()].sort((a, b) => level.at[a][0] - level.at[b][0])) {
      const x = level.at[p][0], w = parts[p].size[0], last = columns[columns.length - 1];
      if (last && x - w / 2 < last.right) {
        last.members.push(p);
        last.right = Math.max(last.right, x + w / 2);
      } else columns.push({ right: x + w / 2, members: [p] });
    }
    for (const column of columns) column.map = stretch(high.filter(([, , , p]) => column.members.includes(p)));
    const height = Math.max(level.size[1], ...columns.map(({ map }) => map(level.size[1])));
    for (const { members, map } of columns) {
      const down = (height - map(level.size[1])) / 2;
      for (const p of members) inside.get(p).y = down + map(level.at[p][1]);
    }
    return height;
  }

  function flatten(layout, left, top, box, spots, levels) { // absolute places
    levels.set(box, layout);
    for (const [p, { inner, w, h, x, y }] of layout.inside) {
      spots.set(p, { x: left + x, y: top + y, w, h });
      if (inner) flatten(inner, left + x - inner.width / 2, top + y - h / 2 + TOP, p, spots, levels);
    }
  }

  const shownAs = (p) => { // the part itself, or the outermost closed box around it
    let found = p;
    for (let q = parts[p].within; q >= 0; q = parts[q].within) if (shut.has(q)) found = q;
    return found;
  };

  // --- drawing -------------------------------------------------------------------------------------

  const SVG = "http://www.w3.org/2000/svg";
  const make = (tag, attributes, parent, text) => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text !== undefined) element.textContent = text;
    if (parent) parent.append(element);
    return element;
  };
  const stage = byId("stage");
  let svg, groups, arrows, spots, size = [1, 1], zoom = 1;

  function draw() {
    const layout = arrange(-1), levels = new Map();
    spots = new Map();
    flatten(layout, 6, 6, -1, spots, levels);
    size = [layout.width + 12, layout.height + 12];
    svg = make("svg", { role: "group", viewBox: `0 0 ${size[0]} ${size[1]}` });
    const tip = make("marker", { id: "tips", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8,
      markerUnits: "userSpaceOnUse", orient: "auto-start-reverse" }, make("defs", {}, svg));
    make("path", { d: "M0 1 L8 4 L0 7 z" }, tip);
    groups = new Map();
    for (const p of spots.keys()) if (isBox(p) && !shut.has(p)) drawPart(p);
    drawArrows(levels);
    for (const p of spots.keys()) if (!groups.has(p)) drawPart(p);
    stage.replaceChildren(svg);
    setZoom(zoom);
  }

  function drawPart(p) {
    const part = parts[p], { x, y, w, h } = spots.get(p), open = isBox(p) && !shut.has(p);
    const kind = isBox(p) ? (open ? "frame" : "box") : part.kind;
    const group = make("g", { class: `part ${kind}`, "data-part": p, "data-name": part.name }, svg);
    make("rect", { x: x - w / 2, y: y - h / 2, width: w, height: h, rx: 7 }, group);
    const line = (i, cls, text, anchor = "start", at = x - w / 2 + 8) =>
      make("text", { x: at, y: y - h / 2 + 16 + 15 * i, class: cls, "text-anchor": anchor }, group, text);
    const item = { group, kind };
    if (kind === "constant") line(0, "value", minus(part.name), "middle", x);
    else if (isNode(p)) {
      line(0, "name", part.name);
      if (part.op) line(0, "op", part.op, "end", x + w / 2 - 8);
      item.value = line(1, "value", "");
      item.grad = line(2, "grad", "");
    } else {
      line(0, "name", (isBox(p) ? (open ? "− " : "+ ") : "") + part.name);
      if (!open) parts[p].facts.forEach((fact, i) => line(i + 1, "value", minus(fact)));
    }
    if (kind !== "constant") group.setAttribute("tabindex", "-1");
    groups.set(p, item);
  }

  function drawArrows(levels) {
    arrows = new Map();
    const used = new Map();
    for (const p of film.order) {
      const ends = (parts[p].operands || []).map((o, i) => [o.part, i]).concat((parts[p].takes || []).map((q) => [q, -1]));
      for (const [q, i] of ends) {
        const tail = shownAs(q), head = shownAs(p);
        if (tail === head) continue;
        const between = `${tail}>${head}`, plain = tail === q && head === p;
        const key = plain ? `${between}:${i}` : between;
        if (!arrows.has(key)) {
          const nth = used.get(between) || 0;
          used.set(between, nth + 1);
          const path = make("path", { d: curve(tail, head, nth, levels), class: "arrow", "marker-end": "url(#tips)" }, svg);
          arrows.set(key, { path, tail, head, ends: [], thick: !plain });
        }
        arrows.get(key).ends.push([q, p, i]);
      }
    }
  }

  function curve(tail, head, nth, levels) {
    const a = spots.get(tail), b = spots.get(head);
    const level = parts[tail].within === parts[head].within ? levels.get(parts[tail].within) : null;
    const known = level && (level.curves[`${tail}>${head}`] || [])[nth];
    if (known) {
      // each point moves as the nearer end of the arrow did
      const [from, to] = [level.at[tail], level.at[head]], last = known.length / 2 - 1;
      const moved = (axis, one, other, i, k) => known[2 * i + k] + (one[axis] - from[k]) * (1 - i / last) + (other[axis] - to[k]) * (i / last);
      const points = [...Array(last + 1).keys()].map((i) => `${moved("x", a, b, i, 0).toFixed(1)} ${moved("y", a, b, i, 1).toFixed(1)}`);
      return `M${points[0]} C${points.slice(1).join(" ")}`;
    }
    const [x1, x2] = [a.x + a.w / 2, b.x - b.w / 2], bend = Math.max(24, Math.abs(x2 - x1) / 2);
    return `M${x1} ${a.y} C${x1 + bend} ${a.y} ${x2 - bend} ${b.y + 5 * nth} ${x2} ${b.y + 5 * nth}`;
  }

  // --- the state at a step -------------------------------------------------------------------------

  let now = 0, chosen = -1, above = new Map();

  function marks(step) { // part -> class, for what the step is about
    const found = new Map(), put = (p, mark) => found.set(shownAs(p), mark);
    if (step.kind === "make") {
      for (const o of parts[step.p].operands || []) put(o.part, "reads");
      put(step.p, "made");
    } else if (step.kind === "seed") put(root, "takes");
    else if (step.kind === "push") { put(step.to, "takes"); put(step.p, "gives"); }
    else if (step.kind === "box") { for (const [q] of parts[step.p].gives) put(q, "takes"); put(step.p, "gives"); }
    return found;
  }

  function show(k) {
    now = Math.min(Math.max(k, 0), steps.length - 1);
    const step = steps[now], active = marks(step);
    const litShown = new Set([...above.keys()].map(shownAs));
    for (const [p, item] of groups) {
      const names = ["part", item.kind];
      if (madeAt[p] > now && (isNode(p) || parts[p].kind === "box")) names.push("pending");
      if (litShown.has(p) && item.kind !== "frame") names.push("lit");
      if (chosen >= 0 && shownAs(chosen) === p) names.push("chosen");
      if (active.has(p)) names.push(active.get(p));
      set(item.group, "class", names.join(" "));
      if (isNode(p)) fill(p, item);
    }
    for (const arrow of arrows.values()) {
      const hot = arrow.ends.some(([q, p, i]) => step.p === p && (step.kind === "make" || (step.kind === "push" && step.i === i && step.to === q)
        || (step.kind === "box")));
      const lit = arrow.ends.some(([q, p]) => above.has(q) && above.has(p));
      set(arrow.path, "class", `arrow${arrow.thick ? " thick" : ""}${lit ? " lit" : ""}${hot ? (step.kind === "make" ? " forward" : " backward") : ""}`);
    }
    tell(step);
    byId("scrub").value = now;
    byId("count").textContent = `${now} / ${steps.length - 1}`;
    const focus = step.kind === "push" ? step.to : step.kind === "make" || step.kind === "box" ? step.p : -1;
    if (focus >= 0) follow(shownAs(focus), step.p >= 0 ? shownAs(step.p) : -1);
  }

  const set = (element, name, value) => { if (element.getAttribute(name) !== value) element.setAttribute(name, value); };
  const write = (element, text) => { if (element.textContent !== text) element.textContent = text; };

  function fill(p, item) {
    const grad = now >= backward ? gradAt(p, now) : null;
    write(item.value, madeAt[p] <= now ? short(number(parts[p].data)) : "…");
    const never = grad === null && now === steps.length - 1;
    write(item.grad, grad !== null ? `∂ ${short(grad)}` : never ? "∂ 0.0" : "");
    set(item.group, "data-data", madeAt[p] <= now ? String(number(parts[p].data)) : "");
    set(item.group, "data-grad", grad !== null ? String(grad) : never ? "0" : "");
    item.group.setAttribute("aria-label", `${parts[p].name} ${item.value.textContent} ${item.grad.textContent}`);
  }

  function follow(p, also) {
    const a = spots.get(p), pad = 30, left = stage.scrollLeft, top = stage.scrollTop;
    const fits = (spot) => spot && (spot.x - spot.w / 2) * zoom - pad >= left - pad && (spot.x + spot.w / 2) * zoom + pad <= left + stage.clientWidth
      && (spot.y - spot.h / 2) * zoom >= top - pad && (spot.y + spot.h / 2) * zoom + pad <= top + stage.clientHeight;
    if (!a || (fits(a) && (also < 0 || fits(spots.get(also))))) return;
    const b = spots.get(also) || a;
    stage.scrollTo((a.x + b.x) / 2 * zoom - stage.clientWidth / 2, (a.y + b.y) / 2 * zoom - stage.clientHeight / 2);
    if (!fits(a)) stage.scrollTo(a.x * zoom - stage.clientWidth / 2, a.y * zoom - stage.clientHeight / 2);
  }

  // --- the step in words -----------------------------------------------------------------------------

  const called = (o) => o.name || short(number(o.data));
  const operation = (part, words) => (part.infix ? words.join(` ${part.op} `)
    : part.op === "-" ? `−${words[0]}` : `${part.op}(${words.join(", ")})`);
  const list = (words) => (words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`);

  function tell(step) {
    const say = { phase: "", formula: "", rule: "", sum: "", why: "" };
    if (step.kind === "given") {
      say.phase = "Forward: the values";
      say.formula = "The leaves are given.";
      say.rule = "In each box: its name and operation, its value, and in the backward phase ∂, the derivative of the output with respect to it.";
      say.why = "Press space to play, → for one step, ? for all keys.";
    } else if (step.kind === "make") tellMake(parts[step.p], say);
    else if (step.kind === "seed") {
      say.phase = "Backward: the chain rule";
      say.formula = `${d(L, L)} = 1.0`;
      say.why = `${L} is the output: moving it by a little moves it by as much. From here each node hands on shares to its operands.`;
    } else if (step.kind === "push") tellPush(step, say);
    else if (step.kind === "box") {
      say.phase = "Backward: the chain rule";
      say.formula = `All steps within ${parts[step.p].name} at once`;
      say.why = `${parts[step.p].facts[0]} are left out of this page; everything after the box is done.`;
    } else {
      say.phase = "Done";
      say.formula = `Every gradient of ${L} is complete.`;
      say.why = "Click a node to see its derivative as a sum over paths.";
    }
    for (const [id, text] of Object.entries(say)) write(byId(id), text);
  }

  function tellMake(part, say) {
    say.phase = "Forward: the values";
    if (part.kind === "box") {
      say.formula = `All of ${part.name} at once`;
      say.why = `${part.facts[0]} are left out of this page.`;
      return;
    }
    const words = operation(part, part.operands.map(called));
    const numbers = operation(part, part.operands.map((o) => signed(number(o.data))));
    say.formula = `${part.name} = ${words} = ${words === numbers ? "" : `${numbers} = `}${short(number(part.data))}`;
    say.why = `${part.name} may be computed now: everything it is made from is there.`;
  }

  function tellPush(step, say) {
    const part = parts[step.p], o = part.operands[step.i];
    const grad = number(part.grad), slope = number(o.slope), share = number(o.share);
    say.phase = "Backward: the chain rule";
    say.formula = `${d(L, o.name)} += ${d(L, part.name)} · ${d(part.name, o.name)} = ${short(grad)} · ${short(slope)} = ${short(share)}`;
    const rule = o.rule && minus(o.rule) !== short(slope) ? `${minus(o.rule)} = ` : "";
    say.rule = `${d(part.name, o.name)} = ${rule}${short(slope)}, as ${part.name} = ${operation(part, part.operands.map(called))}`;
    if (isNode(step.to)) say.sum = runningSum(step);
    const users = [...new Set(uses[step.p].map(([q]) => parts[q].name))];
    say.why = step.p === root ? `${part.name} is taken first: it is the output, and nothing else is made from it.`
      : `${part.name} may be taken now: ${users.length === 1 ? "its only consumer" : "all its consumers"}, ${list(users.slice(0, 6))}${users.length > 6 ? " and others" : ""}, ${users.length === 1 ? "is" : "are"} done, so ${d(L, part.name)} = ${short(grad)} is complete.`;
  }

  function runningSum(step) {
    const got = history[step.to], at = got.findIndex(([k]) => k === now), name = d(L, parts[step.to].name);
    if (got.length === 1) return `${name} = ${short(got[0][1])}: one share, so this is all of it.`;
    const terms = got.slice(0, at + 1).map(([, , share]) => signed(share));
    const shown = terms.length > 6 ? ["…", ...terms.slice(-5)] : terms;
    const sum = shown.length > 1 ? `${shown.join(" + ")} = ` : "";
    return `${name} so far: ${sum}${short(got[at][1])} (${at + 1} of ${got.length} shares)`;
  }

  // --- the chosen node ---------------------------------------------------------------------------------

  function waysUp(p) { // every part on a way to the output -> how many ways, and the largest few
    const found = new Map([[p, { count: 1n, best: [[1, [p]]] }]]);
    for (const q of film.order) {
      if (q === p || !(parts[q].operands)) continue;
      let count = 0n, best = [];
      parts[q].operands.forEach((o) => {
        const below = o.share !== undefined && found.get(o.part);
        if (!below) return;
        count += below.count;
        best.push(...below.best.map(([product, path]) => [product * number(o.slope), [...path, q]]));
      });
      if (count) found.set(q, { count, best: best.sort((a, b) => Math.abs(b[0]) - Math.abs(a[0])).slice(0, 6) });
    }
    return found;
  }

  function choose(p) {
    chosen = p;
    above = p >= 0 && isNode(p) ? waysUp(p) : new Map();
    byId("details").hidden = p < 0;
    if (p >= 0) describe(p);
    show(now);
    const item = p >= 0 && groups.get(shownAs(p));
    if (item) { item.group.focus({ preventScroll: true }); follow(shownAs(p), -1); }
  }

  const element = (tag, text, ...inside) => {
    const made = document.createElement(tag);
    made.textContent = text;
    made.append(...inside);
    return made;
  };
  const bullets = (texts) => element("ul", "", ...texts.map((text) => element("li", text)));

  function describe(p) {
    const part = parts[p], box = byId("details");
    if (!isNode(p)) {
      box.replaceChildren(element("h2", part.name), bullets(parts[p].facts.map(minus)));
      return;
    }
    const made = part.operands ? `${part.name} = ${operation(part, part.operands.map(called))}` : `${part.name}, a leaf`;
    const slopes = (part.operands || []).filter((o) => o.share !== undefined)
      .map((o) => `${d(part.name, o.name)} = ${o.rule ? `${minus(o.rule)} = ` : ""}${exact(number(o.slope))}`);
    box.replaceChildren(element("h2", made),
      bullets([...(part.label ? [part.label] : []), `data ${exact(number(part.data))}`, `gradient ${d(L, part.name)} = ${exact(number(part.grad))}`, ...slopes]),
      ...expansion(p, part), ...pathLines(p));
  }

  function expansion(p, part) { // one line per consumer
    const lines = [];
    for (const [q, i] of uses[p]) {
      const o = i >= 0 && parts[q].operands[i];
      if (o && o.share !== undefined) lines.push(`${d(L, parts[q].name)} · ${d(parts[q].name, part.name)} = ${short(number(parts[q].grad))} · ${short(number(o.slope))} = ${short(number(o.share))}`);
      else if (!o) lines.push(`from within ${parts[q].name}`);
    }
    const title = lines.length ? `Chain rule, one term per use of ${part.name}:` : p === root ? "The output itself: 1.0" : `Nothing that ${L} depends on uses it.`;
    return [element("strong", title), bullets(lines)];
  }

  function pathLines(p) {
    const ways = above.get(root);
    if (!ways || p === root) return [];
    const lines = ways.best.map(([product, path]) => {
      const names = path.map((q) => parts[q].name);
      const middle = names.length > 9 ? [...names.slice(0, 4), "…", ...names.slice(-4)] : names;
      return `${middle.join(" → ")}: ${short(product)}`;
    });
    const total = ways.count === 1n ? "1 path" : `${ways.count.toLocaleString("en")} paths`;
    const more = ways.count > BigInt(lines.length) ? ", the largest:" : ":";
    return [element("strong", `${total} to ${L}, product of the local derivatives${more}`), bullets(lines)];
  }

  // --- controls -------------------------------------------------------------------------------------------

  let timer = 0;
  const pause = () => { clearInterval(timer); timer = 0; write(byId("play"), "▶ Play"); byId("play").setAttribute("aria-label", "Play"); };
  const play = () => {
    if (now >= steps.length - 1) show(0);
    clearInterval(timer);
    timer = setInterval(() => (now >= steps.length - 1 ? pause() : show(now + 1)), 1000 / Number(byId("speed").value));
    write(byId("play"), "⏸ Pause");
    byId("play").setAttribute("aria-label", "Pause");
  };
  const toggle = () => (timer ? pause() : play());
  const go = (k) => { pause(); show(k); };
  const setZoom = (z) => {
    zoom = Math.min(Math.max(z, 0.05), 4);
    svg.setAttribute("width", size[0] * zoom);
    svg.setAttribute("height", size[1] * zoom);
  };
  const fitting = () => Math.min((stage.clientWidth - 24) / size[0], (stage.clientHeight - 24) / size[1]);
  const flip = (box) => {
    if (shut.has(box)) shut.delete(box); else shut.add(box);
    draw();
    show(now);
    const item = groups.get(shownAs(box));
    if (item) follow(shownAs(box), -1);
  };
  const flipAll = () => {
    const all = parts.flatMap((_, p) => (isBox(p) ? [p] : []));
    const open = shut.size > 0;
    for (const box of all) if (open) shut.delete(box); else shut.add(box);
    draw();
    show(now);
  };
  const neighbour = (way) => {
    const seen = film.order.filter((p) => isNode(p));
    choose(seen[(seen.indexOf(chosen) + way + seen.length) % seen.length]);
  };
  const faster = (way) => {
    const speed = byId("speed");
    speed.selectedIndex = Math.min(Math.max(speed.selectedIndex + way, 0), speed.options.length - 1);
    if (timer) play();
  };
  const theme = () => {
    const dark = document.documentElement.dataset.theme === "dark"
      || (!document.documentElement.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
    document.documentElement.dataset.theme = dark ? "light" : "dark";
  };
  const help = () => {
    byId("keys").hidden = !byId("keys").hidden;
    byId("help").setAttribute("aria-expanded", String(!byId("keys").hidden));
  };
  const boxOf = (p) => (p < 0 ? -1 : isBox(p) ? p : shownAs(p) !== p ? shownAs(p) : parts[p].within);
  const keys = {
    " ": toggle, ArrowRight: () => go(now + 1), ArrowLeft: () => go(now - 1), Home: () => go(0), End: () => go(steps.length - 1),
    PageDown: () => go(now < backward ? backward : steps.length - 1), PageUp: () => go(now > backward ? backward : 0),
    "<": () => faster(-1), ">": () => faster(1), n: () => neighbour(1), p: () => neighbour(-1),
    o: () => { if (boxOf(chosen) >= 0) flip(boxOf(chosen)); }, b: flipAll,
    "+": () => setZoom(zoom * 1.25), "=": () => setZoom(zoom * 1.25), "-": () => setZoom(zoom / 1.25), f: () => setZoom(fitting()),
    d: theme, Escape: () => choose(-1), "?": help,
  };
  document.addEventListener("keydown", (event) => {
    const busy = event.target.tagName === "SELECT" || (event.target.tagName === "BUTTON" && (event.key === " " || event.key === "Enter"));
    if (busy || event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
  const clicks = {
    first: () => go(0), back: () => go(now - 1), play: toggle, step: () => go(now + 1), last: () => go(steps.length - 1),
    smaller: () => setZoom(zoom / 1.25), larger: () => setZoom(zoom * 1.25), fit: () => setZoom(fitting()), boxes: flipAll, theme, help,
  };
  for (const [id, action] of Object.entries(clicks)) byId(id).addEventListener("click", action);
  byId("speed").addEventListener("change", () => { if (timer) play(); });
  byId("scrub").addEventListener("input", (event) => go(Number(event.target.value)));
  const partAt = (event) => {
    const group = event.target.closest ? event.target.closest(".part") : null;
    return group ? Number(group.dataset.part) : -1;
  };
  stage.addEventListener("click", (event) => {
    const p = partAt(event);
    if (p >= 0 && isBox(p)) flip(p);
    else if (p < 0 || parts[p].kind !== "constant") choose(p);
  });

  // --- hover ------------------------------------------------------------------------------------------------

  const tip = byId("tip");
  function hint(p) {
    const part = parts[p];
    if (isBox(p)) return `${part.name}: click to ${shut.has(p) ? "open" : "close"} it`;
    if (!isNode(p)) return [part.name, ...(part.facts || [])].join("\n");
    const grad = gradAt(p, now);
    const lines = [part.operands ? `${part.name} = ${operation(part, part.operands.map(called))}` : `${part.name}: a leaf`];
    if (part.label) lines.push(part.label);
    lines.push(`data ${madeAt[p] <= now ? exact(number(part.data)) : "not computed yet"}`);
    lines.push(`grad ${now < backward || grad === null ? "not known yet" : exact(grad)}`);
    for (const o of part.operands || []) if (o.share !== undefined) lines.push(`${d(part.name, o.name)} = ${exact(number(o.slope))}`);
    return lines.join("\n");
  }
  stage.addEventListener("pointermove", (event) => {
    const p = partAt(event);
    tip.hidden = p < 0 || parts[p].kind === "constant" || event.pointerType === "touch";
    if (tip.hidden) return;
    tip.textContent = hint(p);
    tip.style.left = `${Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${Math.min(event.clientY + 14, innerHeight - tip.offsetHeight - 8)}px`;
  });
  stage.addEventListener("pointerleave", () => { tip.hidden = true; });

  // --- begin ----------------------------------------------------------------------------------------------------

  document.querySelector("main").hidden = document.querySelector("footer").hidden = false;
  byId("scrub").max = steps.length - 1;
  byId("boxes").hidden = !parts.some((_, p) => isBox(p));
  draw();
  const whole = fitting();
  setZoom(Math.min(Math.max(whole, 0.45), 1.5));
  show(0);
})();
