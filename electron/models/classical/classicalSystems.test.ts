import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { beforeAll, describe, expect, test } from 'vitest'
import { areaUnderCurve } from '../evaluation/areaUnderCurve'
import type { Examples, TrainedSystem, Trainer, TrainerTask } from '../training/trainer'
import { logisticTrainer } from './logisticTrainer'
import { metadataTrainer } from './metadataTrainer'
import { pcaLdaTrainer } from './pcaLdaTrainer'
import { svmGaSettingsSchema } from './svmGaSettings'
import { svmGaTrainer } from './svmGaTrainer'

const points = 30
const grid = Float64Array.from({ length: points }, (_, i) => 600 + 4 * i)

/** Two spectra of each patient, in noise, with a band that moves with the class; women are more often of the first. */
function patients(count: number, classes: number, seed: number): Examples {
  const random = xoroshiro128plus(seed)
  const rows = Array.from({ length: 2 * count }, (_, n) => {
    const patient = Math.floor(n / 2)
    const label = patient % classes
    return {
      id: `S${n}`,
      patient: `${seed}-${patient}`,
      label,
      lesionClass: `class ${label}`,
      age: patient % 7 === 0 ? null : 40 + 10 * uniformFloat64(random),
      sex: uniformFloat64(random) < (label === 0 ? 0.8 : 0.2) ? 'female' : 'male',
      bodySite: null,
      skinType: null,
      instrument: null,
      takenAt: null,
    }
  })
  const spectra = rows.flatMap(({ label }) =>
    Array.from({ length: points }, (_, point) => {
      const band = Math.exp(-(((point - 8 - 6 * label) / 3) ** 2) / 2)
      // A point that is everywhere the same has nothing to say and must do no harm.
      return point === 0 ? 5 : 2 * band + 1.5 * uniformFloat64(random)
    }),
  )
  return { rows, spectra: Float32Array.from(spectra), points }
}

const taskOf = (classes: number): TrainerTask => ({
  classes: ['a', 'b', 'c'].slice(0, classes),
  grid,
  fit: patients(36, classes, 1),
  watched: patients(9, classes, 2),
  seed: 4,
})
const unseen = (classes: number) => patients(30, classes, 3)

const brief = { windowWidth: 12, population: 10, generations: 4, folds: 3 }
const readers: [string, () => Trainer][] = [
  ['logistic', () => logisticTrainer()],
  ['pca-lda', () => pcaLdaTrainer()],
  ['svm-ga, rbf', () => svmGaTrainer(svmGaSettingsSchema.parse(brief))],
  ['svm-ga, linear', () => svmGaTrainer(svmGaSettingsSchema.parse({ ...brief, kernel: 'linear' }))],
]
const kinds = readers.flatMap(([name, trainer]) =>
  [2, 3].map((classes) => ({ name, trainer, classes, scores: classes === 2 ? 1 : classes })),
)

describe.each(kinds)('$name of $classes classes', ({ trainer, classes, scores }) => {
  let system: TrainedSystem
  const examples = unseen(classes)
  const count = examples.rows.length
  beforeAll(async () => {
    system = await trainer().train(taskOf(classes))
  })

  test('learns what can be seen', async () => {
    const said = await system.scores(examples)
    expect(said).toHaveLength(count * scores)
    const right = examples.rows.filter(({ label }, row) => {
      const mine = said.subarray(row * scores, (row + 1) * scores)
      return label === (scores === 1 ? Number(mine[0]! > 0) : mine.indexOf(Math.max(...mine)))
    })
    expect(right.length / count).toBeGreaterThan(0.85)
  })

  test('repeats to the bit', async () => {
    const again = await trainer().train(taskOf(classes))
    expect(await again.scores(examples)).toEqual(await system.scores(examples))
    expect(Buffer.from(again.toOnnx(1)!).equals(system.toOnnx(1)!)).toBe(true)
  })

  test('goes on from where it was stopped, to the same bit', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stokes-classical-'))
    try {
      const checkpoint = join(folder, 'checkpoint')
      const stop = new AbortController()
      const train = (steps: number[], changes: Partial<TrainerTask>) =>
        trainer().train({
          ...taskOf(classes),
          checkpoint,
          onProgress: ({ step }) => {
            steps.push(step)
            if (step === 2) stop.abort(new Error('enough'))
          },
          ...changes,
        })
      const [before, after]: [number[], number[]] = [[], []]
      await expect(train(before, { signal: stop.signal })).rejects.toThrow('enough')
      const resumed = await train(after, {})
      expect([before, after[0]]).toEqual([[1, 2], 3])
      expect(Buffer.from(resumed.toOnnx(1)!).equals(system.toOnnx(1)!)).toBe(true)
      await expect(train([], { seed: 5 })).rejects.toMatchObject({ code: 'training.wrongCheckpoint' })
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('says the same as a graph, with the gradient of each score times the difference from the mean', async () => {
    const temperature = 1.7
    const session = await InferenceSession.create(system.toOnnx(temperature)!)
    const spectrum = new Tensor('float32', examples.spectra, [count, 1, points])
    const outputs = await session.run({ spectrum })
    const said = Float64Array.from(await system.scores(examples), (score) => score / temperature)
    expect(outputs.logit!.dims).toEqual([count, scores])
    expect(outputs.cam!.dims).toEqual(scores === 1 ? [count, points] : [count, scores, points])
    const floats = (name: string) => outputs[name]!.data as Float32Array
    const size = Math.max(1, ...said.map(Math.abs))
    said.forEach((score, at) => {
      expect(Math.abs(floats('logit')[at]! - score)).toBeLessThan(1e-5 * size)
      expect(floats('probability')[at]).toBeCloseTo(probabilityOf(said, at, scores), 5)
    })

    const mean = meanOf(taskOf(classes))
    const step = 1 / 64
    for (const row of [0, 1, 2]) {
      // Every point moved up, then every point moved down.
      const moved = new Float32Array(2 * points * points)
      for (let copy = 0; copy < 2 * points; copy++) {
        moved.set(examples.spectra.subarray(row * points, (row + 1) * points), copy * points)
        moved[copy * points + (copy % points)]! += copy < points ? step : -step
      }
      const rows = Array.from({ length: 2 * points }, () => examples.rows[row]!)
      const after = await system.scores({ rows, spectra: moved, points })
      for (let score = 0; score < scores; score++) {
        const expected = mean.map((average, point) => {
          const rise = after[point * scores + score]! - after[(points + point) * scores + score]!
          const slope = rise / (2 * step) / temperature
          return slope * (examples.spectra[row * points + point]! - average)
        })
        const largest = Math.max(...expected.map(Math.abs))
        expect(largest).toBeGreaterThan(0.01)
        const map = floats('cam').subarray(
          (row * scores + score) * points,
          (row * scores + score + 1) * points,
        )
        expected.forEach((value, point) => {
          expect(Math.abs(map[point]! - value)).toBeLessThan(3e-3 * largest)
        })
      }
    }
    await session.release()
  })
})

function probabilityOf(scores: Float64Array, at: number, each: number): number {
  if (each === 1) return 1 / (1 + Math.exp(-scores[at]!))
  const mine = scores.subarray(at - (at % each), at - (at % each) + each)
  return Math.exp(scores[at]!) / mine.reduce((sum, score) => sum + Math.exp(score), 0)
}

function meanOf({ fit, watched }: TrainerTask): number[] {
  const spectra = [...fit.spectra, ...watched.spectra]
  return Array.from({ length: points }, (_, point) => {
    const values = spectra.filter((_, at) => at % points === point)
    return values.reduce((sum, value) => sum + value, 0) / values.length
  })
}

describe('metadata', () => {
  test('learns from what is known of patients, not from spectra', async () => {
    const task = taskOf(2)
    const blank = (examples: Examples) => ({ ...examples, spectra: examples.spectra.map(() => 1) })
    const system = await metadataTrainer().train({
      ...task,
      fit: blank(task.fit),
      watched: blank(task.watched),
    })
    expect(system.toOnnx(1)).toBeNull()
    const { rows, ...others } = unseen(2)
    const strangers = rows.map((row, at) => ({ ...row, bodySite: 'moon', age: at % 3 ? row.age : null }))
    const scores = await system.scores({ ...others, rows: strangers })
    const area = areaUnderCurve(
      scores,
      rows.map(({ label }) => label),
    )
    expect(area).toBeGreaterThan(0.7)
  })

  test('refuses patients of whom nothing is known', async () => {
    const { fit, ...task } = taskOf(2)
    const unknown = ({ rows, ...examples }: Examples) => ({
      ...examples,
      rows: rows.map((row) => ({ ...row, age: null, sex: null })),
    })
    const nothing = metadataTrainer().train({ ...task, fit: unknown(fit), watched: unknown(task.watched) })
    await expect(nothing).rejects.toMatchObject({ code: 'dataset.invalid' })
  })
})

test('pca-lda refuses classes without a spread of their own', async () => {
  const plain = ({ rows, ...rest }: Examples): Examples => ({
    ...rest,
    rows,
    spectra: Float32Array.from(rest.spectra, (_, at) => (at % points) * rows[Math.floor(at / points)]!.label),
  })
  const { fit, watched, ...task } = taskOf(2)
  const trained = pcaLdaTrainer().train({ ...task, fit: plain(fit), watched: plain(watched) })
  await expect(trained).rejects.toMatchObject({ code: 'numeric.singular' })
})

describe.each(readers)('%s refuses', (_, trainer) => {
  const change = (of: (examples: Examples) => Examples): TrainerTask => {
    const task = taskOf(2)
    return { ...task, fit: of(task.fit), watched: of(task.watched) }
  }
  const bad: [string, string, () => TrainerTask][] = [
    [
      'one class',
      'dataset.oneClass',
      () => change(({ rows, ...rest }) => ({ ...rest, rows: rows.map((row) => ({ ...row, label: 1 })) })),
    ],
    [
      'two patients of a class',
      'dataset.tooSmall',
      () =>
        change(({ rows, ...rest }) => ({
          ...rest,
          rows: rows.map((row) => ({ ...row, label: row.patient.endsWith('-5') ? 1 : 0 })),
        })),
    ],
    [
      'a gap',
      'spectrum.notFinite',
      () => change(({ spectra, ...rest }) => ({ ...rest, spectra: spectra.with(40, NaN) })),
    ],
    [
      'spectra that are all the same',
      'dataset.invalid',
      () => change(({ spectra, ...rest }) => ({ ...rest, spectra: spectra.map((__, at) => at % points) })),
    ],
  ]
  test.each(bad)('%s', async (__, code, task) => {
    await expect(trainer().train(task())).rejects.toMatchObject({ code })
  })

  test('to go on when it is told to stop', async () => {
    const stop = new AbortController()
    const reason = new Error('enough')
    const onProgress = () => {
      stop.abort(reason)
    }
    const stopped = trainer().train({ ...taskOf(2), signal: stop.signal, onProgress })
    await expect(stopped).rejects.toBe(reason)
  })
})
