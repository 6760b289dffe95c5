import { describe, expect, it } from 'vitest'
import { readOutput } from './readOutput'

const output = (kind: 'probability' | 'logit' | 'probabilities' | 'logits', size: number) => ({
  name: 'y',
  kind,
  size,
  asked: size === 1 ? [1] : [1, 2],
})

describe('readOutput', () => {
  it.each([
    ['logit', 1, [0, Math.log(3)]],
    ['probability', 1, [0.5, 0.75]],
    ['probabilities', 3, [0.5, 0.25, 0.25, 0.25, 0.5, 0.25]],
    ['logits', 3, [Math.log(2), 0, 0, 0, Math.log(2), 0]],
  ] as const)('reads a %s', (kind, size, values) => {
    const { probability, logit } = readOutput(output(kind, size), Float32Array.from(values))
    expect(probability[0]).toBeCloseTo(0.5, 6)
    expect(probability[1]).toBeCloseTo(0.75, 6)
    expect(logit[1]).toBeCloseTo(Math.log(3), 5)
  })

  it('gives the probability of each of several classes', () => {
    const shares = [0.5, 0.25, 0.25, 0.25, 0.5, 0.25]
    const values = Float32Array.from(shares)
    for (const { classes } of [
      readOutput(output('probabilities', 3), values),
      readOutput(output('logits', 3), values.map(Math.log)),
    ]) {
      expect(classes).toHaveLength(6)
      classes.forEach((value, at) => {
        expect(value).toBeCloseTo(shares[at]!, 6)
      })
    }
    expect(readOutput(output('logit', 1), values).classes).toHaveLength(0)
  })

  it('holds a probability of 0 or 1 to a finite logit', () => {
    const { logit, probability } = readOutput(output('probability', 1), Float32Array.of(0, 1))
    expect([...logit].every(Number.isFinite)).toBe(true)
    expect([...probability]).toEqual([expect.closeTo(0, 6), expect.closeTo(1, 6)])
  })

  it('leaves what is not a number as it is', () => {
    expect(readOutput(output('probability', 1), Float32Array.of(NaN)).logit[0]).toBeNaN()
    expect(readOutput(output('logits', 3), Float32Array.of(0, Infinity, Infinity)).logit[0]).toBeNaN()
  })

  it('survives large scores', () => {
    expect(readOutput(output('logits', 3), Float32Array.of(500, 510, 400)).logit[0]).toBeCloseTo(10, 4)
  })
})
