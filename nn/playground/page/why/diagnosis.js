// What is the matter with the run: solved, stuck, diverged.

export function diagnosisPanel(host, store, link) {
  return () => {};
}
