// Settings that no run can be made of: which field, and why.
export class Refused extends Error {
  constructor(field, reason) {
    super(`${field}: ${reason}`);
    Object.assign(this, { field, reason });
  }
}
