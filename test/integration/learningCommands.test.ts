import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { caseFilterSchema, experimentSchema } from '../../electron/contract/learning'
import { loadRecipe } from '../../electron/instrument/services/loadRecipe'
import { trainToFolder } from '../../electron/instrument/services/learning/trainToFolder'
import { dataSetHash } from '../../electron/models/datasets/dataSetHash'
import { readDataFile } from '../../electron/models/datasets/readDataFile'
import { saveSnapshot } from '../../electron/models/datasets/snapshot'
import { permuteLabelsByPatient } from '../../electron/models/splits/permuteLabelsByPatient'
import { addDataSet } from '../../electron/storage/learningFixtures'
import { writePatternCaseLog } from '../support/patternCaseLog'
import { writePatternTable } from '../support/patternTable'
import { runStokes, spawnStokes } from '../support/stokesCommand'

/* What a researcher asks of the command line, on small tables. */

const LONG_MS = 180_000

let folder: string
const at = (...names: string[]) => join(folder, ...names)

interface Said {
  n: number
  patients: number
  excludedPatients: number
  metrics: Record<string, number | null>
  intervals: Record<string, [number, number] | null>
  baselineMetadataOnly: { metrics: Record<string, number | null> } | null
  distinguishable: boolean
  leakage: { kind: string }[]
  oracle: { auc: number } | null
  prevalence: { ppv: number; threshold: number } | null
}
interface Trained {
  hash: string | null
  split: Record<string, number>
  heldOut: Said
}

async function stokes(...args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await runStokes(...args, '--json')
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout)
}

async function refused(...args: string[]): Promise<{ code: number | null; error: string; message: string }> {
  const { code, stdout, stderr } = await runStokes(...args, '--json')
  expect(stdout).toBe('')
  const last = JSON.parse(stderr.trim().split('\n').at(-1)!) as { error: { code: string; message: string } }
  return { code, error: last.error.code, message: last.error.message }
}

const train = (model: string, out: string, ...more: string[]) =>
  stokes('train', '--data', at('pattern.csv'), '--model', model, '--seed', '2', '--out', at(out), ...more)
const leftovers = () => readdirSync(folder).filter((name) => /\.(part|before)/.test(name))

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stokes-learning-commands-'))
  writePatternTable(at('pattern.csv'), { patients: 160, seed: 3 })
  writePatternTable(at('others.csv'), { patients: 80, seed: 4 })
  const lines = readFileSync(at('others.csv'), 'utf8').split('\n')
  const cells = [lines[0]!, lines[1]!].map((line) => line.split(',').slice(3))
  const spectrum = cells[0]!.map((wavenumber, i) => `${wavenumber},${cells[1]![i]!}`)
  writeFileSync(at('one.csv'), ['wavenumber,one', ...spectrum].join('\n'))
  await train('pca-lda', 'model')
  await stokes('cohort', '--patients', '160', '--seed', '9', '--out', at('cohort.csv'))
}, LONG_MS)
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('stokes train and evaluate', { timeout: LONG_MS }, () => {
  it('trains with its progress as JSON lines, and measures the patients that it held out', async () => {
    const args = [
      '--data',
      at('pattern.csv'),
      '--model',
      'pca-lda',
      '--seed',
      '2',
      '--out',
      at('again'),
      '--json',
    ]
    const { code, stdout, stderr } = await runStokes('train', ...args)
    expect(code).toBe(0)
    const lines = stderr.trim().split('\n')
    expect(lines.map((line) => Object.keys(JSON.parse(line) as object))).toEqual(
      lines.map(() => ['progress']),
    )
    const { hash, split, heldOut } = JSON.parse(stdout) as Trained
    expect(split).toEqual({ fit: 104, earlyStopping: 12, calibration: 12, heldOut: 32 })
    expect(heldOut).toMatchObject({ patients: 32, distinguishable: true })

    const said = (await stokes('evaluate', '--model', at('again'), '--data', at('pattern.csv'))) as Said
    expect(said).toMatchObject({
      n: 32,
      patients: 32,
      excludedPatients: 128,
      distinguishable: true,
      leakage: [],
    })
    expect(said.metrics).toEqual(heldOut.metrics)
    for (const name of ['accuracy', 'auc', 'f1', 'sensitivity', 'specificity', 'ece']) {
      const [low, high] = said.intervals[name]!
      expect(said.metrics[name]).toBeGreaterThanOrEqual(low)
      expect(said.metrics[name]).toBeLessThanOrEqual(high)
    }
    const { hash: before } = (await train('pca-lda', 'again')) as Trained
    expect(before).toBe(hash)
    expect(leftovers()).toEqual([])
  })

  it('leaves nobody out of a file of others, and writes a model card', async () => {
    const card = at('card.html')
    const args = ['--model', at('model'), '--data', at('others.csv'), '--card', card]
    expect(await stokes('evaluate', ...args)).toMatchObject({
      n: 80,
      excludedPatients: 0,
      distinguishable: true,
    })
    expect(readFileSync(card, 'utf8')).toContain('<h1>model</h1>')
  })

  it('says what a positive and a negative answer are worth at a prevalence', async () => {
    const args = ['--model', at('model'), '--data', at('others.csv'), '--prevalence', '0.05']
    const { metrics, prevalence } = (await stokes('evaluate', ...args)) as Said
    const found = 0.05 * metrics['sensitivity']!
    const inVain = 0.95 * (1 - metrics['specificity']!)
    expect(prevalence).toMatchObject({ site: 0.05, calibratedAt: 0.5 })
    expect(prevalence!.ppv).toBeCloseTo(found / (found + inVain), 12)
    expect(prevalence!.threshold).toBeLessThan(0.5)
  })

  it('learns from the cases of a case log, less the patients of its external test sets', async () => {
    const log = writePatternCaseLog(at('cases.db'), { patients: 170, seed: 3 })
    try {
      const patients = log.labelledCases
        .list(caseFilterSchema.parse({ origin: 'simulated' }))
        .map(({ patientId }) => patientId)
      const { hash } = addDataSet(log, { patients: patients.slice(0, 10) })
      const { id: operatorId } = log.operators.ensure('Ada')
      log.learning.externalSets.holdOut(hash, { operatorId, reason: 'for the end' })
    } finally {
      log.close()
    }
    const args = ['--data', at('cases.db'), '--model', 'pca-lda', '--seed', '2', '--out', at('of-cases')]
    const { code, stdout, stderr } = await runStokes('train', ...args, '--json')
    expect(code, stderr).toBe(0)
    expect(stderr).toContain('10 spectra are of external test sets, and not seen here.')
    expect(JSON.parse(stdout)).toMatchObject({
      origin: 'simulated',
      split: { fit: 104, earlyStopping: 12, calibration: 12, heldOut: 32 },
      heldOut: { patients: 32, distinguishable: true },
    })
    const said = (await stokes('evaluate', '--model', at('of-cases'), '--data', at('cases.db'))) as Said
    expect(said).toMatchObject({ n: 32, excludedPatients: 128 })
  })

  it('serves what it trained', async () => {
    const { code, stderr } = await runStokes(
      'classify',
      '--model',
      at('model'),
      '--in',
      at('one.csv'),
      '--json',
    )
    expect(code, stderr).toBe(0)
  })

  it('keeps age, sex, site and skin type alone for figures, which cannot be served', async () => {
    const args = ['--data', at('cohort.csv'), '--model', 'metadata', '--out', at('metadata')]
    const trained = (await stokes('train', ...args)) as Trained
    expect(trained.hash).toBeNull()
    const said = (await stokes('evaluate', '--model', at('metadata'), '--data', at('cohort.csv'))) as Said
    expect(said.metrics).toEqual(trained.heldOut.metrics)
    expect(said.oracle!.auc).toBeGreaterThan(0.8)
    const served = await refused('classify', '--model', at('metadata'), '--in', at('one.csv'))
    expect(served).toMatchObject({ code: 6, error: 'model.notFound' })
  })

  it('measures several classes also as the two that they answer, and compares them so', async () => {
    writePatternTable(at('three.csv'), { patients: 160, seed: 6, dysplastic: true })
    const given = ['--model', 'logistic', '--classes', 'withDysplastic', '--answered', '0.9']
    await stokes('train', '--data', at('three.csv'), ...given, '--out', at('three'))
    const said = (await stokes('evaluate', '--model', at('three'), '--data', at('three.csv'))) as Said & {
      classes: { name: string }[]
      malignancy: Said & { classes: { name: string }[]; abstention: { answered: number } }
    }
    expect(said.classes.map(({ name }) => name)).toEqual(['benign', 'dysplastic', 'malignant'])
    expect(said.malignancy.classes.map(({ name }) => name)).toEqual(['benign', 'malignant'])
    expect(said.malignancy.metrics.auc).toBeGreaterThan(0.9)
    expect(said.malignancy.abstention.answered).toBeGreaterThan(0.5)
    const args = ['--models', at('three'), at('model'), '--data', at('three.csv')]
    const compared = (await stokes('compare', ...args)) as { spectra: number; delong: object }
    expect(compared.spectra).toBe(said.n)
    expect(compared.delong).not.toBeNull()
  })

  it('compares two models on the patients that neither has seen', async () => {
    await train('logistic', 'logistic')
    const args = ['--models', at('model'), at('logistic'), '--data', at('pattern.csv')]
    const said = (await stokes('compare', ...args)) as { figures: { figure: string }[]; delong: object }
    expect(said).toMatchObject({
      patients: 32,
      excludedPatients: 128,
      delong: { p: expect.any(Number) as number },
    })
    expect(said.figures.map(({ figure }) => figure)).toContain('auc')
  })

  it('takes a network to TensorFlow.js and back, saying the same', async () => {
    const shipped = join(import.meta.dirname, '../../resources/models/cnn5-simulated/model.onnx')
    const there = await stokes('model', 'convert', '--in', shipped, '--out', at('layers'))
    expect(there).toMatchObject({ inputLength: 1200, outputs: 1, parameters: 196_289 })
    const back = await stokes(
      'model',
      'convert',
      '--in',
      at('layers', 'model.json'),
      '--out',
      at('back.onnx'),
    )
    for (const { largestDifference } of [there, back] as { largestDifference: number }[])
      expect(largestDifference).toBeLessThan(1e-6)
    expect(
      await refused('model', 'convert', '--in', at('model', 'model.onnx'), '--out', at('none')),
    ).toMatchObject({
      error: 'training.wrongCheckpoint',
      message: expect.stringContaining('no network of ours') as string,
    })
    expect(existsSync(at('none'))).toBe(false)
  })

  it('cross-validates beside the split of the model, and says what fewer patients would have given', async () => {
    const more = ['--folds', '3', '--learning-curve', '--group-by', 'site', '--operating-point', 'youden']
    const said = await train('logistic', 'folds', ...more)
    expect(said).toMatchObject({
      crossValidation: { folds: 3, repeats: 1, metrics: { auc: expect.any(Number) as number } },
      learningCurve: [{ system: 'pca-lda' }, { system: 'logistic' }],
    })
  })

  it('reads several classes by name', async () => {
    const table = readFileSync(at('pattern.csv'), 'utf8').split('\n')
    const [head, ...lines] = table.map((line) => line.split(','))
    const third = lines.map(([patient, label, ...rest], row) => [patient, row % 4 === 2 ? 2 : label, ...rest])
    writeFileSync(at('three.csv'), [head!, ...third].map((line) => line.join(',')).join('\n'))
    const asked = ['--data', at('three.csv'), '--classes', 'naevus,dysplastic,melanoma']
    await stokes('train', ...asked, '--model', 'pca-lda', '--out', at('three'))
    const said = await stokes('evaluate', '--model', at('three'), ...asked)
    expect(said).toMatchObject({
      classes: [{ name: 'naevus' }, { name: 'dysplastic' }, { name: 'melanoma' }],
    })
    const other = await refused('evaluate', '--model', at('three'), '--data', at('pattern.csv'))
    expect(other).toMatchObject({ code: 3, error: 'dataset.invalid' })
  })
})

describe('stokes table2', { timeout: LONG_MS }, () => {
  it('puts the systems of one split in one table, and trains none of them twice', async () => {
    const args = ['--data', at('cohort.csv'), '--systems', 'pca-lda,logistic,metadata', '--out', at('table')]
    interface Table {
      rows: { system: string; patients: number; intervals: { auc: [number, number] } }[]
      comparisons: { second: string }[]
      systems: { seconds: number | null }[]
    }
    const first = (await stokes('table2', ...args, '--csv', at('table.csv'))) as Table
    expect(first.rows.map(({ system }) => system)).toEqual([
      ...['pca-lda', 'logistic', 'metadata', 'oracle (upper bound)'],
    ])
    expect(new Set(first.rows.map(({ patients }) => patients))).toEqual(new Set([32]))
    expect(first.comparisons.map(({ second }) => second)).toEqual(['logistic', 'metadata'])
    expect(readFileSync(at('table.csv'), 'utf8').trim().split('\n')).toHaveLength(5)
    const again = (await stokes('table2', ...args)) as Table
    expect(again.rows).toEqual(first.rows)
    expect(again.systems.map(({ seconds }) => seconds)).toEqual([null, null, null])
  })
})

it(
  'says of labels that were dealt anew among the patients that they are not distinguishable from chance',
  async () => {
    const { dataSet } = await readDataFile(at('pattern.csv'))
    const permute = permuteLabelsByPatient(dataSet.rows)
    const seeds = Array.from({ length: 20 }, (_, i) => i + 1)
    let byChance = 0
    for (const seed of seeds) {
      const labels = permute(xoroshiro128plus(seed))
      const rows = dataSet.rows.map((row, i) => ({ ...row, label: labels[i]!, lesionClass: 'unknown' }))
      const dealt = { ...dataSet, rows }
      const hash = dataSetHash(dealt)
      const recipe = await loadRecipe('baseline-first')
      const experiment = experimentSchema.parse({ dataSetHash: hash, system: 'pca-lda', recipe, seed })
      const { report } = await trainToFolder(
        { folder: at('dealt'), data: { dataSet: dealt, hash }, experiment },
        {},
      )
      if (!report.distinguishable) byChance += 1
    }
    expect(byChance).toBeGreaterThanOrEqual(19)
  },
  LONG_MS,
)

describe('what is wrong with data is said, and nothing is left', { timeout: LONG_MS }, () => {
  const lines = () => readFileSync(at('pattern.csv'), 'utf8').split('\n')
  const changed = (change: (cells: string[], row: number) => string[] | null) =>
    [
      lines()[0]!,
      ...lines()
        .slice(1)
        .flatMap((line, row) => change(line.split(','), row)?.join(',') ?? []),
    ].join('\n')

  it.each([
    ['one class', 'dataset.oneClass', () => changed((cells) => (cells[1] === '1' ? cells : null))],
    ['too few patients', 'dataset.tooSmall', () => changed((cells, row) => (row < 12 ? cells : null))],
    [
      'a number that is none',
      'dataset.invalid',
      () => changed((cells, row) => cells.with(9, row === 5 ? 'NaN' : cells[9]!)),
    ],
    [
      'an unknown label',
      'dataset.invalid',
      () => changed((cells, row) => cells.with(1, row === 5 ? 'perhaps' : cells[1]!)),
    ],
    [
      'two origins',
      'dataset.mixedOrigins',
      () => changed((cells, row) => cells.with(2, row === 5 ? 'instrument' : cells[2]!)),
    ],
    [
      'no origin',
      'dataset.invalid',
      () =>
        lines()
          .map((line) => line.split(',').toSpliced(2, 1).join(','))
          .join('\n'),
    ],
    [
      'another axis',
      'axis.notCovered',
      () =>
        lines()
          .map((line) => line.split(',').slice(0, 203).join(','))
          .join('\n'),
    ],
  ])('%s', async (name, error, text) => {
    const file = at(`${name}.csv`)
    writeFileSync(file, text())
    const asked = ['train', '--data', file, '--model', 'pca-lda', '--out', at('never')]
    expect(await refused(...asked)).toMatchObject({ code: 3, error })
    expect(existsSync(at('never'))).toBe(false)
    expect(leftovers()).toEqual([])
    // What a model is measured on may be small and of one split; all else is as bad there.
    if (error === 'dataset.tooSmall') return
    const judged = await refused('evaluate', '--model', at('model'), '--data', file)
    expect(judged).toMatchObject({ code: 3, error })
  })

  it('a frozen data set that was changed', async () => {
    const { dataSet } = await readDataFile(at('pattern.csv'))
    await saveSnapshot(at('frozen.safetensors'), dataSet)
    const asked = ['--data', at('frozen.safetensors'), '--model', 'pca-lda', '--out', at('frozen')]
    await stokes('train', ...asked)
    const bytes = readFileSync(at('frozen.safetensors'))
    bytes[bytes.length - 1]! ^= 1
    writeFileSync(at('frozen.safetensors'), bytes)
    expect(await refused('train', ...asked)).toMatchObject({ code: 3, error: 'dataset.changed' })
    expect(existsSync(at('frozen', 'manifest.json'))).toBe(true)
  })

  it('patients of a kind that the model may not judge, or that it has all seen', async () => {
    writeFileSync(
      at('real.csv'),
      changed((cells) => cells.with(2, 'instrument')),
    )
    const real = await refused('evaluate', '--model', at('model'), '--data', at('real.csv'))
    expect(real).toMatchObject({ code: 3, error: 'dataset.mixedOrigins' })
    const { split } = JSON.parse(readFileSync(at('model', 'training.json'), 'utf8')) as {
      split: { patients: { fit: string[] } }
    }
    const fitted = new Set(split.patients.fit)
    writeFileSync(
      at('seen.csv'),
      changed((cells) => (fitted.has(cells[0]!) ? cells : null)),
    )
    const seen = await refused('evaluate', '--model', at('model'), '--data', at('seen.csv'))
    expect(seen).toMatchObject({ code: 3, error: 'dataset.tooSmall' })
    expect(seen.message).toContain('104 patients')
  })

  it('a model whose split has a patient in two parts', async () => {
    await train('pca-lda', 'two-parts')
    const path = at('two-parts', 'training.json')
    const record = JSON.parse(readFileSync(path, 'utf8')) as { split: { patients: Record<string, string[]> } }
    record.split.patients.heldOut!.push(record.split.patients.fit![0]!)
    writeFileSync(path, JSON.stringify(record))
    const said = await refused('evaluate', '--model', at('two-parts'), '--data', at('pattern.csv'))
    expect(said).toMatchObject({ code: 3, error: 'dataset.patientInTwoParts' })
  })

  it('a model whose list of patients was changed, or is gone', async () => {
    await train('pca-lda', 'changed')
    const path = at('changed', 'training.json')
    const record = JSON.parse(readFileSync(path, 'utf8')) as { split: { patients: Record<string, string[]> } }
    record.split.patients.fit!.pop()
    writeFileSync(path, JSON.stringify(record))
    const evaluated = () => refused('evaluate', '--model', at('changed'), '--data', at('pattern.csv'))
    expect(await evaluated()).toMatchObject({ error: 'model.damaged' })
    rmSync(path)
    expect(await evaluated()).toMatchObject({ error: 'model.damaged' })
  })

  it.each([
    ['a setting that is none', ['--model', 'pca-lda', '--settings', '{"epochs": 3}'], 2, 'usage.invalid'],
    ['no weights to begin with', ['--model', 'resnet50'], 2, 'usage.invalid'],
    [
      'weights of something else',
      ['--model', 'resnet50', '--pretrained', 'CHECKPOINT'],
      3,
      'training.wrongCheckpoint',
    ],
    ['a grouping that is none', ['--model', 'pca-lda', '--group-by', 'colour'], 2, 'usage.invalid'],
    ['groups that are not known', ['--model', 'svm-ga', '--recipe', 'nowhere'], 3, 'file.notFound'],
  ])('%s', async (_what, args, code, error) => {
    const given = args.map((arg) => (arg === 'CHECKPOINT' ? at('frozen.safetensors') : arg))
    const said = await refused('train', '--data', at('pattern.csv'), ...given, '--out', at('never'))
    expect(said).toMatchObject({ code, error })
    expect(existsSync(at('never'))).toBe(false)
  })

  it('a folder that holds something else', async () => {
    writeFileSync(at('thesis.txt'), 'years of work')
    const asked = ['train', '--data', at('pattern.csv'), '--model', 'pca-lda', '--out', folder]
    expect(await refused(...asked)).toMatchObject({ code: 3, error: 'file.notWritable' })
    expect(readFileSync(at('thesis.txt'), 'utf8')).toBe('years of work')
  })
})

describe('an interrupted training', { timeout: LONG_MS }, () => {
  const asked = (checkpoint: string, epochs = 4, ...more: string[]) => [
    ...['train', '--data', at('pattern.csv'), '--model', 'cnn5', '--settings'],
    ...[`{"epochs": ${epochs}, "batch": 16}`, '--out', at('network'), '--checkpoint', at(checkpoint)],
    ...more,
  ]

  it('leaves no model, and goes on to the same one', async () => {
    const child = spawnStokes(...asked('state', 4), '--json')
    for await (const line of createInterface({ input: child.stderr }))
      if (line.includes('"epoch","step":1,')) break
    child.kill('SIGINT')
    const [code] = (await once(child, 'close')) as [number | null]
    expect(code).toBe(130)
    expect(existsSync(at('network'))).toBe(false)
    expect(leftovers()).toEqual([])

    const other = await refused(...asked('state', 4, '--seed', '8'))
    expect(other).toMatchObject({ code: 3, error: 'training.wrongCheckpoint' })

    const resumed = (await stokes(...asked('state'))) as Trained
    expect(existsSync(at('state'))).toBe(false)
    const whole = (await stokes(...asked('another-state'))) as Trained
    expect(resumed.hash).toBe(whole.hash)
  })
})

const mount = (...args: string[]) => execFileSync('mount', args, { stdio: 'pipe' })
const mayMount = (() => {
  const probe = mkdtempSync(join(tmpdir(), 'stokes-mount-'))
  try {
    mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', probe)
    execFileSync('umount', [probe])
    return true
  } catch {
    return false
  } finally {
    rmSync(probe, { recursive: true })
  }
})()

it.skipIf(!mayMount)(
  `a full disk leaves no model${mayMount ? '' : ' (skipped: no small disk can be mounted here)'}`,
  async () => {
    const disk = mkdtempSync(join(tmpdir(), 'stokes-disk-'))
    mount('-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk)
    try {
      const asked = ['train', '--data', at('pattern.csv'), '--model', 'pca-lda', '--out', join(disk, 'model')]
      expect(await refused(...asked)).toMatchObject({ code: 5, error: 'storage.diskFull' })
      expect(readdirSync(disk)).toEqual([])
    } finally {
      execFileSync('umount', [disk])
      rmSync(disk, { recursive: true })
    }
  },
  LONG_MS,
)
