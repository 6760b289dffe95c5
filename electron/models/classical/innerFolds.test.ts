import { expect, test } from 'vitest'
import { innerFolds } from './innerFolds'
import type { LearningSet } from './learningSet'

/** 23 patients with one to three spectra each; every fourth is of the second class. */
const rows = [...Array(23).keys()].flatMap((n) =>
  Array.from({ length: 1 + (n % 3) }, () => ({ patient: `P${n}`, label: n % 4 === 0 ? 1 : 0 })),
)
const set = {
  rows,
  labels: Uint8Array.from(rows, ({ label }) => label),
  classes: 2,
} as unknown as LearningSet

test('every spectrum is held once, never with its patient on the other side, both classes on both', () => {
  const folds = innerFolds(set, 5, 1)
  expect(folds.flatMap(({ held }) => held).sort((a, b) => a - b)).toEqual([...rows.keys()])
  for (const { learn, held } of folds) {
    expect(learn.length + held.length).toBe(rows.length)
    const patients = new Set(held.map((row) => rows[row]!.patient))
    expect(learn.some((row) => patients.has(rows[row]!.patient))).toBe(false)
    for (const side of [learn, held]) expect(new Set(side.map((row) => rows[row]!.label)).size).toBe(2)
  }
})
