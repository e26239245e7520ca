// The playground in a notebook: anywidget's `render`, and what Python is told of it.
//
// model: `page` {tables, hidden, script}, `settings`: what Python asks for, `state`: where the last
// view stands, so that a view that is drawn again goes on from there. Messages to Python: {kind:
// "report", view, settings, parameters, epoch, step, edits, playing, history}, of the history only
// what is new. Messages from Python: {kind: "play" | "pause" | "reset" | "step"}.

import { start } from "./screen/app.js";
import { OwnTrainer } from "./trainers.js";

export function render({ model, el }) {
  const { tables, hidden, script } = model.get("page");
  const another = () => new OwnTrainer(script);
  const told = reporter(model);
  const shown = start(el, {
    ...{ tables, hidden, another, worker: another() },
    ...{ settings: model.get("settings"), state: model.get("state") || null },
    changed: (news) => told(news, shown),
  });
  const asked = () => shown.apply(model.get("settings"));
  const said = ({ kind, grain }) => shown.link[kind]?.(grain);
  model.on("change:settings", asked);
  model.on("msg:custom", said);
  return () => {
    model.off("change:settings", asked);
    model.off("msg:custom", said);
    shown.destroy();
  };
}

// Tells Python, and keeps in the model where a view that is drawn again is to go on.
function reporter(model) {
  const view = Math.random().toString(36).slice(2);
  let sent = 0;
  return ({ settings, frame }, shown) => {
    if (!frame) {
      sent = 0; // another run begins
      return;
    }
    const { epoch, step, steps, edits = [], playing, history } = frame;
    const length = history.losses.length, from = Math.min(sent, length);
    const fresh = Object.entries(history).map(([name, xs]) => [name, xs.slice(from)]);
    sent = length;
    model.send({
      ...{ kind: "report", view, settings, epoch, step, steps, edits, playing },
      ...{ parameters: Array.from(frame.parameters) },
      history: { ...Object.fromEntries(fresh), from },
    });
    if (playing || !shown) return;
    model.set("state", shown.state());
    model.save_changes();
  };
}
