// The learning rate as a function of the number of steps done: nn.optim.schedules.

const SCHEDULES = {
  constant: (lr) => () => lr,
  inverse_sqrt: (lr) => (step) => lr / Math.sqrt(step + 1),
  step_decay: (lr, { every, factor }) => (step) => lr * factor ** Math.floor(step / every),
  exponential: (lr, { factor }) => (step) => lr * factor ** step,
  cosine: (lr, { steps, final }) => (step) =>
    final + 0.5 * (lr - final) * (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps)),
  warmup: (lr, { steps }) => (step) => (step >= steps ? lr : (lr * (step + 1)) / steps),
};

// The schedule of settings that are complete.
export const scheduleOf = ({ schedule, schedule_settings: own, lr }) =>
  SCHEDULES[schedule](lr, own);
