import { describe, expect, test } from 'vitest'
import { systemClock } from '../../shared/clock'
import { chooseTrainingEngine, largestDifference } from './chooseTrainingEngine'
import { fullWeights, tinyConvolutional } from './exampleNetworks'
import { trainingProgram } from './trainingProgram'
import { startingState } from './trainingSession'

describe('chooseTrainingEngine', () => {
  test('takes the CPU where there is nothing better, and says of each engine why not', async () => {
    const start = startingState(fullWeights(tinyConvolutional))
    const refusals = new Map<string, string>()
    const engine = await chooseTrainingEngine(trainingProgram(tinyConvolutional), start, 4, {
      clock: systemClock,
      onRefusal: (name, reason) => refusals.set(name, reason),
    })
    expect(engine === 'onnx-cpu' ? refusals.size : 1).toBe(engine === 'onnx-cpu' ? 2 : 1)
    for (const reason of refusals.values()) expect(reason).not.toBe('')
  })
})

describe('largestDifference', () => {
  const reference = new Map([['kernel', Float32Array.of(1, -2, 0)]])
  test('is a share of the largest entry of all', () => {
    expect(largestDifference(new Map([['kernel', Float32Array.of(1, -2, 0.5)]]), reference)).toBe(0.25)
    expect(largestDifference(reference, reference)).toBe(0)
  })
  test('is infinite where a gradient is not a number', () => {
    expect(largestDifference(new Map([['kernel', Float32Array.of(NaN, -2, 0)]]), reference)).toBe(Infinity)
  })
})
