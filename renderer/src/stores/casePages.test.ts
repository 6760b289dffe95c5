import { expect, it } from 'vitest'
import type { CasePage, CaseRow } from '../../../electron/contract/cases'
import { casePages } from './casePages'

interface Asked {
  cursor: string | null
  offset: number
  limit: number
}

/** A list of so many, each named by its place; the cursor is the place of the last. */
function listOf(size: () => number) {
  const asked: Asked[] = []
  const load = ({ cursor, offset, limit }: Asked): Promise<CasePage> => {
    asked.push({ cursor, offset, limit })
    const begin = (cursor === null ? 0 : Number(cursor) + 1) + offset
    const places = Array.from({ length: Math.max(0, Math.min(limit, size() - begin)) }, (_, i) => begin + i)
    const rows = places.map((place) => ({ lesion: { id: String(place) } }) as CaseRow)
    const last = places.at(-1) ?? 0
    const total = cursor === null && offset === 0 ? size() : null
    return Promise.resolve({ rows, next: last + 1 < size() ? String(last) : null, total, uncounted: false })
  }
  return { asked, list: casePages(load) }
}
const idAt = ({ rowAt }: ReturnType<typeof casePages>, index: number) => rowAt(index)?.lesion.id

it('goes on at the cursor while somebody scrolls', async () => {
  const { asked, list } = listOf(() => 230)
  await list.refresh()
  expect([list.total.value, idAt(list, 49), idAt(list, 50)]).toEqual([230, '49', undefined])
  await list.show(40, 120)
  expect(idAt(list, 120)).toBe('120')
  expect(asked.slice(1)).toEqual([
    { cursor: '49', offset: 0, limit: 50 },
    { cursor: '99', offset: 0, limit: 50 },
  ])
  await list.show(60, 110)
  expect(asked).toHaveLength(3)
})

it('begins anywhere, counted from what is here', async () => {
  const { asked, list } = listOf(() => 100_000)
  await list.refresh()
  await list.show(99_980, 99_999)
  expect(idAt(list, 99_999)).toBe('99999')
  expect(asked.at(-1)).toEqual({ cursor: '49', offset: 99_900, limit: 50 })
})

it('keeps what is near, and the first page', async () => {
  const { list } = listOf(() => 100_000)
  await list.refresh()
  for (let page = 0; page < 60; page++) await list.show(page * 50, page * 50 + 49)
  expect(list.pages.value.size).toBe(40)
  expect([idAt(list, 0), idAt(list, 100), idAt(list, 2950)]).toEqual(['0', undefined, '2950'])
})

it('shows what is asked last, at the place where one was', async () => {
  let size = 500
  const { list } = listOf(() => size)
  await list.refresh()
  await list.show(300, 310)
  size = 120
  const slow = list.show(400, 410)
  await list.refresh()
  await slow
  expect([list.total.value, idAt(list, 119), idAt(list, 310)]).toEqual([120, '119', undefined])
})

it('has what somebody scrolled to while it asked anew', async () => {
  const { list } = listOf(() => 500)
  await list.refresh()
  const again = list.refresh()
  await Promise.all([again, list.show(200, 210)])
  expect([idAt(list, 0), idAt(list, 205)]).toEqual(['0', '205'])
})
