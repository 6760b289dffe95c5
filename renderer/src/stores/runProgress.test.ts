import { describe, expect, it } from 'vitest'
import type { ProgressPoint } from '../../../electron/contract/learning'
import { joined, withPoint } from './runProgress'

const at = (stage: string, step: number, loss = 1): ProgressPoint => ({
  stage,
  step,
  steps: 10,
  loss,
  watchedLoss: null,
  at: '2026-01-02T03:04:05Z',
})
const steps = (progress: readonly ProgressPoint[]) => progress.map(({ stage, step }) => `${stage} ${step}`)

describe('withPoint', () => {
  it('adds the next step', () => {
    expect(steps(withPoint([at('epoch', 1)], at('epoch', 2)))).toEqual(['epoch 1', 'epoch 2'])
  })

  it('forgets what is repeated after an interruption, of that stage alone', () => {
    const before = [at('preprocessing', 7), at('epoch', 1), at('epoch', 2), at('epoch', 3)]
    const after = withPoint(before, at('epoch', 2, 0.5))
    expect(steps(after)).toEqual(['preprocessing 7', 'epoch 1', 'epoch 2'])
    expect(after.at(-1)?.loss).toBe(0.5)
  })
})

describe('joined', () => {
  it('takes a point once that was stored and heard', () => {
    const stored = [at('epoch', 1), at('epoch', 2)]
    expect(steps(joined(stored, [at('epoch', 2), at('epoch', 3)]))).toEqual(['epoch 1', 'epoch 2', 'epoch 3'])
  })
})
