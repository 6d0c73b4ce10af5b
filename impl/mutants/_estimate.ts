/** 1 / √value as a hardware estimate gives it: a table or a trick for the first digits, and Newton steps. */

/** @param steps - Newton steps; each doubles the digits, from about one and a half */
export function estimatedInverseRoot(value: number, steps: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  view.setInt32(0, 0x5f3759df - (view.getInt32(0) >> 1));
  let root = view.getFloat32(0);
  for (let i = 0; i < steps; i++) root *= 1.5 - (value / 2) * root * root;
  return root;
}
