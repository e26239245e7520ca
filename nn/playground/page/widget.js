// The playground in a notebook: anywidget's `render`, and what Python is told of it.
//
// model: `page` {tables, hidden, script}, `settings`: what Python asks for, `state`: where the last
// view stands, so that a page that is opened again goes on from there, `name`: of the widget, and
// of its still picture in the notebook, which is not seen while the widget is. Messages to Python:
// {kind: "report", view, settings, pace, parameters, epoch, step, edits, playing, history}, of the
// history only what is new. Messages from Python: {kind: "play" | "pause" | "reset" | "step"}.

import { reporter } from "./reporting.js";
import { element } from "./screen/dom.js";
import { start } from "./screen/app.js";
import { OwnTrainer } from "./trainers.js";
import { placed } from "./views.js";

export function render({ model, el }) {
  const name = model.get("name"), place = element("div");
  const still = `.${name}, .jp-OutputArea-child:has(.${name})`;
  el.append(element("style", {}, `${still} { display: none }`), place);
  const { here, leave } = placed(name, place, (host) => begun(model, host));
  const asked = () => here()?.apply(model.get("settings"));
  const said = ({ kind, grain }) => here()?.link[kind]?.(grain);
  model.on("change:settings", asked);
  model.on("msg:custom", said);
  return () => {
    model.off("change:settings", asked);
    model.off("msg:custom", said);
    leave();
  };
}

function begun(model, host) {
  const { tables, hidden, script } = model.get("page");
  const another = () => new OwnTrainer(script);
  const told = reporter(model, gone);
  const shown = start(host, {
    ...{ tables, hidden, another, worker: another() },
    ...{ settings: model.get("settings"), state: model.get("state") || null },
    changed: (news) => told(news, shown),
  });
  return shown;
}

// A kernel that was restarted or shut down knows nothing of the widget: what is shown stays.
function gone({ link }) {
  link.pause();
  link.store.set("message", {
    kind: "told", reason: "Python does not answer any more: run the cell again to go on.",
  });
}
