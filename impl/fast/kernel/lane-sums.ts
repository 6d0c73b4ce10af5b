// Sums: float32 lanes within a block, float64 lanes across blocks.

/** Adds four float32 lanes to the four float64 lanes at `address`. */
@inline
export function flush(address: usize, v: v128): void {
  v128.store(address, f64x2.add(v128.load(address), f64x2.promote_low_f32x4(v)));
  v128.store(address, f64x2.add(v128.load(address, 16), f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 0))), 16);
}

/** Keeps the last `n` of four lanes, 0 < n < 4. */
@inline
export function lastLanes(n: i32): v128 {
  return i32x4.ge_s(i32x4(0, 1, 2, 3), i32x4.splat(4 - n));
}
