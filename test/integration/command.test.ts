import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { dataSetHash } from '../../electron/models/datasets/dataSetHash'
import { readDataFile } from '../../electron/models/datasets/readDataFile'
import { graphicsPath } from '../../electron/shared/graphicsPath'
import { goldenInput, readCases } from '../golden/golden'
import { NO_SHARED_DATA, sharedData } from '../support/sharedData'
import { runStokes, spawnStokes } from '../support/stokesCommand'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stokes-command-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

interface Band {
  wavenumber: number
  score: number
  candidates: { molecule: string }[]
}

interface Classified {
  demonstration: boolean
  spectra: {
    probability: number | null
    class: string | null
    grid: number[]
    saliency: number[] | null
    bands: Band[]
    quality: { pass: boolean; reasons: string[] }
  }[]
}

const classify = async (...files: string[]) => {
  const { code, stdout, stderr } = await runStokes('classify', '--json', '--in', ...files)
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return JSON.parse(stdout) as Classified
}

it('outlives whoever reads its answer', async () => {
  const child = spawnStokes('devices', '--json')
  child.stdout.destroy()
  let stderr = ''
  child.stderr.on('data', (text) => (stderr += String(text)))
  expect(await once(child, 'close')).toEqual([0, null])
  expect(stderr).toBe('')
})

describe('stokes process', () => {
  it('applies the steps of a recipe and nothing else, in full precision', async () => {
    const [golden] = readCases('chain') as {
      input: string
      output: number[]
      asls: { ref_rel_err: number }
    }[]
    const { axis, y } = goldenInput(golden!.input)
    // Descending, as LabSpec writes: sorted at the door.
    const rows = [...axis].map((wavenumber, i) => `${wavenumber},${y[i]!}`).reverse()
    const input = join(folder, 'in.csv')
    const recipe = join(folder, 'recipe.json')
    const output = join(folder, 'out.csv')
    writeFileSync(input, `wavenumber,skin\n${rows.join('\n')}\n`)
    const steps = [
      { step: 'wavelet' },
      { step: 'savgol' },
      { step: 'snv' },
      { step: 'asls' },
      { step: 'resample', lo: 600, hi: 1800, n: 1200 },
    ]
    writeFileSync(recipe, JSON.stringify({ name: 'golden', steps }))

    const { code } = await runStokes('process', '--recipe', recipe, '--in', input, '--out', output)
    expect(code).toBe(0)
    const [header, ...lines] = readFileSync(output, 'utf8').trim().split('\n')
    expect(header).toBe('wavenumber,skin')
    const largest = Math.max(...golden!.output.map(Math.abs))
    const tolerance = (10 * golden!.asls.ref_rel_err + 1e-10) * largest
    lines.forEach((line, i) => {
      expect(Math.abs(Number(line.split(',')[1]) - golden!.output[i]!)).toBeLessThan(tolerance)
    })
  })

  it.each([
    ['not a number', 'wavenumber,a\n600,1\n601,x\n', 'file.notASpectrum', 3],
    ['an axis that the recipe needs more of', 'wavenumber,a\n600,1\n700,2\n800,1\n', 'axis.notCovered', 3],
  ])('says what is wrong with %s, and writes nothing', async (_what, text, code, exitCode) => {
    const input = join(folder, 'bad.csv')
    const output = join(folder, 'never.csv')
    writeFileSync(input, text)
    const result = await runStokes(
      ...['process', '--recipe', 'baseline-first', '--in', input, '--out', output, '--json'],
    )
    expect(result.code).toBe(exitCode)
    expect(result.stdout).toBe('')
    expect((JSON.parse(result.stderr) as { error: { code: string } }).error.code).toBe(code)
    expect(readdirSync(folder)).not.toContain('never.csv')
  })

  it('gives the same bits where the addon is broken, and the doctor says so', async () => {
    const { axis, y } = goldenInput('skin_1024')
    const input = join(folder, 'skin.csv')
    const broken = join(folder, 'broken.node')
    writeFileSync(input, `wavenumber,a\n${Array.from(axis, (x, i) => `${x},${y[i]!}`).join('\n')}\n`)
    writeFileSync(broken, 'no shared library')
    const processed = async (name: string) => {
      const output = join(folder, name)
      const { code } = await runStokes('process', '--recipe', 'paper', '--in', input, '--out', output)
      expect(code).toBe(0)
      return readFileSync(output, 'utf8')
    }
    const sound = await processed('sound.csv')
    vi.stubEnv('STOKES_PREPROCESSING_BINDING', broken)
    expect(await processed('fallback.csv')).toBe(sound)
    const { stdout } = await runStokes('doctor', '--json')
    vi.unstubAllEnvs()
    expect(JSON.parse(stdout)).toMatchObject({
      native: {
        preprocessing: {
          name: 'typescript',
          reason: expect.stringContaining(`${broken} does not load`) as string,
        },
      },
    })
  })

  it('tells how far it is, and ends at once and without a trace when it is interrupted', async () => {
    const many = Array.from({ length: 3000 }, (_, k) => k)
    const lines = Array.from({ length: 300 }, (_, i) =>
      [600 + i, ...many.map((k) => Math.round(1e4 * Math.sin(i / 40) + 99 * Math.sin(i * (k + 1))))].join(
        ',',
      ),
    )
    const input = join(folder, 'many.csv')
    const output = join(folder, 'kept.csv')
    const recipe = join(folder, 'slow.json')
    writeFileSync(input, `wavenumber,${many.join(',')}\n${lines.join('\n')}\n`)
    writeFileSync(output, 'what was there')
    // One that the addon has not got, and that never converges.
    writeFileSync(recipe, JSON.stringify({ name: 'slow', steps: [{ step: 'arpls', max_iter: 300, tol: 0 }] }))

    const child = spawnStokes('process', '--recipe', recipe, '--in', input, '--out', output, '--json')
    const told = createInterface({ input: child.stderr })[Symbol.asyncIterator]()
    expect((await told.next()).value).toMatch(/^1\d\d\d of 3000 spectra processed$/)
    child.kill('SIGINT')
    const [code] = (await once(child, 'close')) as [number | null]
    expect(code).toBe(130)
    expect(JSON.parse((await told.next()).value as string)).toMatchObject({
      error: { code: 'acquisition.cancelled' },
    })
    expect(readFileSync(output, 'utf8')).toBe('what was there')
    expect(readdirSync(folder).filter((name) => name.startsWith('kept.csv'))).toEqual(['kept.csv'])
  })

  it('refuses a command line that is not one', async () => {
    expect((await runStokes('process', '--recipe', 'paper')).code).toBe(2)
    expect((await runStokes('cohort', '--patients', 'many', '--out', join(folder, 'c.csv'))).code).toBe(2)
    expect((await runStokes('nothing')).code).toBe(2)
    expect((await runStokes('acquire', '--port', '')).code).toBe(2)
    expect((await runStokes('acquire', '--port', '/dev/none', '--db', '')).code).toBe(2)
  })
})

describe('stokes classify', () => {
  const skin = sharedData('invivo-skin-785', 'skin')

  it('withholds class and probability for real skin, and shows its bands', async ({ skip }) => {
    if (!skin) return skip(NO_SHARED_DATA)
    const files = readdirSync(skin)
      .filter((file) => file.endsWith('.txt'))
      .slice(0, 6)
    const { demonstration, spectra } = await classify(...files.map((file) => join(skin, file)))
    expect(demonstration).toBe(true)
    expect(spectra).toHaveLength(6)
    for (const { probability, class: label, grid, saliency, bands, quality } of spectra) {
      expect(probability).toBeNull()
      expect(label).toBeNull()
      expect(quality).toMatchObject({ pass: true, reasons: [] })
      expect(grid).toHaveLength(1200)
      expect(saliency).toHaveLength(1200)
      expect(bands.length).toBeGreaterThan(0)
      expect(bands.length).toBeLessThanOrEqual(10)
      for (const { wavenumber } of bands) {
        expect(wavenumber).toBeGreaterThanOrEqual(600)
        expect(wavenumber).toBeLessThanOrEqual(1800)
      }
    }
  })

  const dark = sharedData('invivo-skin-785', 'noise', '60s', 'txt')
  it('asks to repeat what holds no skin', async ({ skip }) => {
    if (!dark) return skip(NO_SHARED_DATA)
    const files = readdirSync(dark).slice(0, 5)
    const { spectra } = await classify(...files.map((file) => join(dark, file)))
    for (const { quality, saliency, bands } of spectra) {
      expect(quality.pass).toBe(false)
      expect(quality.reasons.join()).toMatch(/^Repeat, because/)
      expect(saliency).toBeNull()
      expect(bands).toEqual([])
    }
  })

  it('answers for many files, and says how many spectra are too many', async () => {
    const input = join(folder, 'point.csv')
    writeFileSync(input, 'wavenumber,a\n600,1\n601,2\n')
    const { spectra } = await classify(...Array.from({ length: 99 }, () => input))
    expect(spectra.map(({ probability }) => probability)).toEqual(Array.from({ length: 99 }, () => null))

    const many = join(folder, 'many.csv')
    writeFileSync(many, `600${',1'.repeat(20_001)}\n601${',2'.repeat(20_001)}\n`)
    const { code, stderr } = await runStokes('classify', '--in', many)
    expect(code).toBe(2)
    expect(stderr).toContain('20001 spectra')
  })

  it('says which model is not there', async () => {
    const input = join(folder, 'one.csv')
    writeFileSync(input, 'wavenumber,a\n600,1\n601,2\n')
    const { code, stderr } = await runStokes('classify', '--model', join(folder, 'none'), '--in', input)
    expect(code).toBe(6)
    expect(stderr).toContain('model.notFound')
  })
})

describe('stokes cohort', () => {
  it('writes the same bytes for the same seed', async () => {
    const write = async (name: string) => {
      const out = join(folder, name)
      const { code } = await runStokes('cohort', '--patients', '12', '--seed', '7', '--out', out)
      expect(code).toBe(0)
      return readFileSync(out, 'utf8')
    }
    const first = await write('one-cohort.csv')
    expect(await write('another-cohort.csv')).toBe(first)
    const lines = first.trim().split('\n')
    expect(lines).toHaveLength(13)
    expect(lines[0]).toMatch(/^patient,label,class,age,sex,site,skinType,origin,oracleScore,400,401,/)
    expect(lines.slice(1).filter((line) => line.split(',')[1] === '1')).toHaveLength(6)
  })

  it('writes the same data set as CSV and as Parquet, and says in both that it is simulated', async () => {
    const read = async (name: string) => {
      const out = join(folder, name)
      const { code } = await runStokes('cohort', '--patients', '12', '--seed', '7', '--out', out)
      expect(code).toBe(0)
      return (await readDataFile(out)).dataSet
    }
    const [csv, parquet] = [await read('cohort.csv'), await read('cohort.parquet')]
    expect(csv).toMatchObject({ origin: 'simulated', patientsKnown: true, rows: { length: 12 } })
    expect(dataSetHash(parquet)).toBe(dataSetHash(csv))
    await expect(readDataFile(join(folder, 'cohort.csv'), { origin: 'instrument' })).rejects.toMatchObject({
      code: 'dataset.mixedOrigins',
    })
  })
})

describe('stokes train', () => {
  it('says what cannot work before it trains', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    const toAFile = await runStokes('train', '--patients', '100', '--out', file, '--json')
    expect(toAFile.code).toBe(3)
    expect(JSON.parse(toAFile.stderr)).toMatchObject({ error: { code: 'file.notWritable' } })
    const byNoRecipe = ['--recipe', 'none', '--out', join(folder, 'model'), '--json']
    const withoutRecipe = await runStokes('train', '--patients', '100', ...byNoRecipe)
    expect(withoutRecipe.code).toBe(3)
    expect(JSON.parse(withoutRecipe.stderr)).toMatchObject({ error: { code: 'file.notFound' } })
  })
})

describe('stokes acquire', () => {
  it('measures the virtual microscope, records and answers; the laser log says how long it emitted', async () => {
    const laserLog = join(folder, 'laser.jsonl')
    const simulator = spawnStokes(
      'simulate',
      '--seed',
      '4',
      '--sample',
      'lesion:melanoma:II:3',
      '--laser-log',
      laserLog,
      '--json',
    )
    try {
      const [line] = (await once(createInterface(simulator.stdout), 'line')) as [string]
      const { port } = JSON.parse(line) as { port: string }
      const out = join(folder, 'measured.csv')
      const db = join(folder, 'log.sqlite')
      const { code, stdout, stderr } = await runStokes(
        ...['acquire', '--port', port, '--integration', '300', '--accumulations', '3', '--dark', '2'],
        ...['--out', out, '--db', db, '--json'],
      )
      expect(code, stderr).toBe(0)
      const result = JSON.parse(stdout) as {
        framesRecorded: number
        device: { origin: string }
        demonstration: boolean
        answer: Classified['spectra'][0]
      }
      expect(result).toMatchObject({
        framesRecorded: 5,
        device: { origin: 'simulated' },
        demonstration: false,
        threshold: expect.any(Number) as unknown,
      })
      expect(result.answer.quality.reasons).toEqual([])
      expect(result.answer.probability).toBeGreaterThan(0)
      expect(readFileSync(out, 'utf8').split('\n')[0]).toBe(
        'wavenumber,spectrum,frame 1,frame 2,frame 3,dark 1,dark 2',
      )
      const lines = readFileSync(laserLog, 'utf8').length
      const nowhere = await runStokes(
        'acquire',
        '--port',
        port,
        '--out',
        join(folder, 'none', 'f.csv'),
        '--json',
      )
      expect(nowhere.code).toBe(3)
      expect(JSON.parse(nowhere.stderr)).toMatchObject({ error: { code: 'file.notWritable' } })
      expect(readFileSync(laserLog, 'utf8'), 'the laser stayed off').toHaveLength(lines)

      const emission = readFileSync(laserLog, 'utf8').trim().split('\n')
      expect(emission.at(-1)).toMatch(/"offUs":\d/)

      const doctor = await runStokes('doctor', '--db', db, '--json')
      expect(doctor.code).toBe(0)
      expect(JSON.parse(doctor.stdout)).toMatchObject({
        graphics: graphicsPath(),
        database: { detail: expect.stringContaining('1 cases') as string },
      })
    } finally {
      simulator.kill('SIGTERM')
      await once(simulator, 'close')
    }
  })

  it('says that a port is not there', async () => {
    const { code, stderr } = await runStokes('acquire', '--port', join(folder, 'no-port'), '--json')
    expect(code).toBe(4)
    expect((JSON.parse(stderr.trim().split('\n').at(-1)!) as { error: { code: string } }).error.code).toBe(
      'device.notFound',
    )
  })
})
