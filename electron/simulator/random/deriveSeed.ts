/**
 * A seed for one of many independent streams of a run: the cohort's patient 17, an instrument's frame 3. For
 * one seed, two indices never give the same result, because every step is a bijection of 32 bits (the
 * finaliser of MurmurHash3).
 */
export function deriveSeed(seed: number, index: number): number {
  return mix((mix(seed) + Math.imul(index, 0x9e3779b9)) | 0) >>> 0
}

function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}
