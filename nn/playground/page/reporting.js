// Tells Python what a view shows, and keeps in the model where it goes on when it is drawn again.
// `gone` is called, once, when Python is not there any more.

export function reporter(model, gone) {
  const view = Math.random().toString(36).slice(2);
  let sent = 0, isThere = true;
  return ({ settings, pace, frame }, shown) => {
    if (!isThere) return;
    if (!frame) {
      sent = 0; // another run begins
      return;
    }
    const { epoch, step, steps, edits = [], playing, history } = frame;
    const { length } = history.losses, from = length < sent ? 0 : sent;
    const fresh = Object.entries(history).map(([name, xs]) => [name, xs.slice(from)]);
    sent = Math.min(epoch, length); // what stands behind a moment is another's once it goes on
    try {
      model.send({
        ...{ kind: "report", view, settings, pace, epoch, step, steps, edits, playing },
        ...{ parameters: Array.from(frame.parameters) },
        history: { ...Object.fromEntries(fresh), from },
      });
    } catch { // a notebook throws where the kernel's end of the line is closed
      isThere = false;
      gone(shown);
      return;
    }
    if (playing || !shown) return;
    model.set("state", shown.state());
    model.save_changes();
  };
}
