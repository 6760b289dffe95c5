import { createHash } from 'node:crypto'

/** 64 hexadecimal digits. */
export function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex')
}

/** The hash of a bundle: over its manifest as it is written, less the hash itself. */
export function manifestHash(manifest: object): string {
  return sha256(JSON.stringify(manifest))
}
