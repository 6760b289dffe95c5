import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

/**
 * Path of something in the shared reference data, which are not part of the project; null where they are not there.
 * Tests that need them skip and say why.
 */
export function sharedData(...path: string[]): string | null {
  const shared = process.env.STOKES_SHARED ?? resolve(import.meta.dirname, '../../../shared')
  const wanted = join(shared, 'data', ...path)
  return existsSync(wanted) ? wanted : null
}

export const NO_SHARED_DATA = 'the shared reference data are not there'
