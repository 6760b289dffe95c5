import type { DifferingPart } from '../../../contract/recomputation'

/** More are not read. */
const MOST = 60

type Json = null | string | number | boolean | undefined | readonly Json[] | { readonly [key: string]: Json }

/**
 * Each number, word and yes or no in which two documents of one shape differ, by its path. An item that names its gate is found by it;
 * others by their place, from 1.
 */
export function leafDifferences(stored: unknown, again: unknown): DifferingPart[] {
  const parts: DifferingPart[] = []
  const walk = (was: Json, is: Json, path: string): void => {
    if (Object.is(was, is) || parts.length >= MOST) return
    if (!isTree(was) && !isTree(is)) {
      parts.push({ name: path, stored: was ?? null, again: is ?? null })
      return
    }
    const [before, after] = [branches(was), branches(is)]
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      walk(before.get(key), after.get(key), path === '' ? key : `${path} ${key}`)
    }
  }
  walk(stored as Json, again as Json, '')
  return parts
}

const isTree = (value: Json): value is readonly Json[] | { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null

function branches(value: Json): Map<string, Json> {
  if (!isTree(value)) return new Map()
  if (!Array.isArray(value)) return new Map(Object.entries(value))
  const named = (value as readonly Json[]).map((item, place): [string, Json] => {
    const gate = isTree(item) && 'gate' in item ? item['gate'] : null
    return [typeof gate === 'string' ? gate : String(place + 1), item]
  })
  // Two figures of one gate are told apart by their place.
  const unique = new Set(named.map(([key]) => key)).size === named.length
  return new Map(unique ? named : named.map(([key, item], place) => [`${key} ${place + 1}`, item]))
}
