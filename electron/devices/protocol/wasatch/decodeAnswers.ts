/** Numbers in answers to control requests. Each opcode has its own order of bytes. */

/** Least significant byte first; up to 48 bits. */
export function leastFirst(bytes: Uint8Array, count: number): number {
  return bytes.subarray(0, count).reduceRight((value, byte) => value * 256 + byte, 0)
}

/** Most significant byte first; up to 48 bits. */
export function mostFirst(bytes: Uint8Array, count: number): number {
  return bytes.subarray(0, count).reduce((value, byte) => value * 256 + byte, 0)
}

/** Four numbers, the last sent first, such as `10.0.0.11`. */
export function firmwareVersion(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 4)).reverse().join('.')
}

/** ASCII, such as `027-024`; what cannot be shown is left out. */
export function fpgaVersion(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 7))
    .filter((byte) => byte > 0x20 && byte < 0x7f)
    .map((byte) => String.fromCharCode(byte))
    .join('')
}

/** Whether a version of numbers with dots is at least another. */
export function isAtLeast(version: string, other: string): boolean {
  const [a, b] = [version, other].map((text) => text.split('.').map(Number))
  const different = b!.findIndex((number, i) => a![i] !== number)
  return different === -1 || (a![different] ?? 0) > b![different]!
}
