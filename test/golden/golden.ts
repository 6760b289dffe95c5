import { readFileSync } from 'node:fs'

/** A spectrum as the golden files hold it: JSON has no NaN and no infinities. */
export type Numbers = (number | 'NaN' | 'Infinity' | '-Infinity')[]

/** What the cases of every golden file share. */
export interface GoldenCase<Parameters = Record<string, unknown>> {
  /** The key of a spectrum in inputs.json. */
  input: string
  params: Parameters
  output: Numbers
}

/** The cases of a file of reference outputs; its `reference` says which library and call they are from. */
export function readCases(file: string): object[] {
  return (read(file) as { cases: object[] }).cases
}

/** What the references do with flat, short, gapped and disordered spectra: an output or an exception. */
export function readEdges() {
  return read('edge') as {
    inputs: Record<string, { axis: Numbers; y: Numbers }>
    cases: { step: string; input: string; output?: Numbers; raises?: [name: string, message: string] }[]
  }
}

/** A spectrum that several golden files share, and its axis, cm-1. */
export function goldenInput(key: string): { axis: Float64Array; y: Float64Array } {
  const input = inputs.inputs[key]
  if (!input) throw new Error(`no golden input ${key}`)
  return { axis: toArray(input.axis), y: toArray(input.y) }
}

export function toArray(numbers: Numbers): Float64Array {
  return Float64Array.from(numbers, Number)
}

/** The largest difference of two arrays of one length; NaN where either holds one. */
export function largestDifference(actual: Float64Array, expected: Float64Array): number {
  if (actual.length !== expected.length) throw new Error(`${actual.length} values, not ${expected.length}`)
  return actual.reduce((largest, value, i) => Math.max(largest, Math.abs(value - expected[i]!)), 0)
}

/** The largest magnitude. */
export function sizeOf(y: Float64Array): number {
  return y.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0)
}

/** The largest distance from the mean. */
export function swingOf(y: Float64Array): number {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length
  return sizeOf(y.map((value) => value - mean))
}

const inputs = read('inputs') as { inputs: Record<string, { axis: Numbers; y: Numbers }> }

function read(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`./data/${file}.json`, import.meta.url), 'utf8'))
}
