import type { Answer } from '../../../contract/answer'
import type { Computation } from '../../../contract/computation'
import type { AnswerDifference } from '../../../contract/recomputation'
import { leafDifferences } from './leafDifferences'

/** In what an answer that was computed again differs from the stored one; nothing where it is the same in all. */
export function compareAnswers(stored: Answer, again: Answer): AnswerDifference[] {
  return [...circumstances(stored, again), ...values(stored, again)]
}

/** Whether the answers say the same to the last bit, whatever they were computed with. */
export const sameValues = (differences: readonly AnswerDifference[]) =>
  differences.every(({ kind }) => kind !== 'value')

function circumstances(stored: Answer, again: Answer): AnswerDifference[] {
  const parts = (computation: Computation | null | undefined, part: keyof Computation) =>
    computation ? (computation[part] ?? 'none') : null
  const named = ({ name, hash }: { name: string; hash: string }) => `${name} (${hash.slice(0, 12)})`
  return [
    text('circumstance', 'model', named(stored.model), named(again.model)),
    text('circumstance', 'recipe', named(stored.recipe), named(again.recipe)),
    text('circumstance', 'software', stored.softwareVersion, again.softwareVersion),
    text('circumstance', 'engine', stored.engine, again.engine),
    ...(['chain', 'instructions', 'addon', 'processor', 'runtime'] as const).map((part) =>
      text('circumstance', part, parts(stored.computation, part), parts(again.computation, part)),
    ),
  ].flat()
}

function values(stored: Answer, again: Answer): AnswerDifference[] {
  const bands = ({ bands: all }: Answer) =>
    all.map(({ from, to }) => `${from.toFixed(0)}–${to.toFixed(0)}`).join(', ') || 'none'
  // Numbers at other wavenumbers have no difference.
  const sameGrid = numbers('grid', stored.grid, again.grid).length === 0
  const onGrid: typeof numbers = (what, was, is) =>
    sameGrid || !was || !is || was === is
      ? numbers(what, was, is)
      : [{ kind: 'value', what, stored: `${was.length} numbers`, again: `${is.length} on another axis` }]
  const classes = ({ classes: all }: Answer) => (all ? all.map(({ probability }) => probability) : null)
  return [
    number('probability', stored.probability, again.probability),
    text('value', 'label', stored.label, again.label),
    number('threshold', stored.threshold, again.threshold),
    text('value', 'withheld', stored.withheld, again.withheld),
    numbers('classes', classes(stored), classes(again)),
    numbers('grid', stored.grid, again.grid),
    onGrid('processed', stored.processed, again.processed),
    onGrid('saliency', stored.saliency, again.saliency),
    parts('quality', stored.quality, again.quality, [qualityInWords(stored), qualityInWords(again)]),
    parts('bands', stored.bands, again.bands, [bands(stored), bands(again)]),
  ].flat()
}

function text(
  kind: AnswerDifference['kind'],
  what: string,
  stored: string | null,
  again: string | null,
): AnswerDifference[] {
  return stored === again ? [] : [{ kind, what, stored, again }]
}

function number(what: string, stored: number | null, again: number | null): AnswerDifference[] {
  if (Object.is(stored, again)) return []
  const greatest = stored === null || again === null ? {} : { greatest: distance([stored], [again]) }
  const said = (value: number | null) => (value === null ? null : String(value))
  return [{ kind: 'value', what, stored: said(stored), again: said(again), ...greatest }]
}

function numbers(
  what: string,
  stored: readonly number[] | null,
  again: readonly number[] | null,
): AnswerDifference[] {
  const said = (list: readonly number[] | null) => (list ? `${list.length} numbers` : null)
  if (!stored || !again || stored.length !== again.length) {
    return text('value', what, said(stored), said(again))
  }
  const differing = stored.filter((value, i) => !Object.is(value, again[i])).length
  if (differing === 0) return []
  const other = `${differing} of them others`
  return [{ kind: 'value', what, stored: said(stored), again: other, greatest: distance(stored, again) }]
}

function distance(
  stored: readonly number[],
  again: readonly number[],
): { absolute: number; relative: number } {
  let absolute = 0
  let scale = 0
  for (const [i, value] of stored.entries()) {
    absolute = Math.max(absolute, Math.abs(value - again[i]!))
    scale = Math.max(scale, Math.abs(value))
  }
  return { absolute, relative: scale > 0 ? absolute / scale : absolute }
}

/** Documents, figure by figure. */
function parts(
  what: string,
  was: object,
  is: object,
  [stored, again]: readonly [string, string],
): AnswerDifference[] {
  if (JSON.stringify(was) === JSON.stringify(is)) return []
  return [{ kind: 'value', what, stored, again, parts: leafDifferences(was, is) }]
}

function qualityInWords({ quality: { pass, reasons, warnings = [] } }: Answer): string {
  const gates = (list: typeof reasons) => list.map(({ gate }) => gate).join(', ')
  const warned = warnings.length > 0 ? `; warnings: ${gates(warnings)}` : ''
  return `${pass ? 'passes' : `repeat: ${gates(reasons)}`}${warned}`
}
