/**
 * The maker's number of 16 bits: a byte before the point, and a byte of 1/256. It is sent as a word (the whole part is the high
 * byte) and read the other way about (the fraction comes first).
 */

/** The word to send. @throws RangeError for what does not fit */
export function encodeFunkyFloat(value: number): number {
  const word = Math.round(value * 256)
  if (!(word >= 0 && word <= 0xffff)) throw new RangeError(`${value} is not within 0 to 255.99.`)
  return word
}

/** From the two bytes of an answer. */
export function decodeFunkyFloat(bytes: Uint8Array): number {
  return bytes[1]! + bytes[0]! / 256
}
