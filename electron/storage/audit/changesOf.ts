import { createHash } from 'node:crypto'
import type { Value } from './seal'

/**
 * JSON of the columns whose value changed, as they were or as they are. Bytes are given by their SHA-256: what they were cannot
 * be read from it, but that they are others can.
 *
 * @param columns name, old value, new value, of one column after the other
 */
export function changesOf(columns: readonly Value[], side: 'old' | 'new'): string {
  const changes: Record<string, string | number | null> = {}
  for (let i = 0; i < columns.length; i += 3) {
    const [name, before, after] = columns.slice(i, i + 3) as [string, Value, Value]
    if (same(before, after)) continue
    changes[name] = shown(side === 'old' ? before : after)
  }
  return JSON.stringify(changes)
}

function same(a: Value, b: Value): boolean {
  return a instanceof Uint8Array && b instanceof Uint8Array ? Buffer.compare(a, b) === 0 : a === b
}

function shown(value: Value): string | number | null {
  return value instanceof Uint8Array ? `sha256:${createHash('sha256').update(value).digest('hex')}` : value
}
