import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemClock } from '../../shared/clock'
import { resnet50, type ResidualNetwork } from '../architectures/residualNetwork'
import { writeSafetensors } from '../checkpoints/safetensors'
import { examples, exampleTask } from './exampleTask'
import { keptStart, loadStart } from './keptStart'
import { networkSettingsSchema, residualSettingsSchema } from './networkSettings'
import { pretrainResidual } from './residualStart'
import { residualTrainer } from './residualTrainer'
import { trainerFor } from './trainerFor'

const network: ResidualNetwork = {
  ...resnet50,
  name: 'small-resnet',
  stem: { filters: 4, kernel: 7 },
  stages: [
    { blocks: 1, width: 4 },
    { blocks: 1, width: 4 },
    { blocks: 1, width: 6 },
  ],
}

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stokes-start-'))
})
afterEach(() => rm(folder, { recursive: true }))

test(
  'what was pre-trained once and apart begins as many trainings as one likes',
  { timeout: 60_000 },
  async () => {
    const { rows, spectra, points } = examples(2, 40, 160, 4)
    const start = await pretrainResidual({
      spectra,
      points,
      molecules: ['keratin', 'collagen'],
      abundances: Float32Array.from(rows.flatMap(({ label }) => [label, 1 - label])),
      settings: { ...networkSettingsSchema.parse({ epochs: 2, batch: 8 }), dropout: 0 },
      seed: 1,
      text: 'made up',
      network,
    })
    const path = join(folder, 'start.safetensors')
    await writeFile(path, keptStart(start))
    const loaded = (await loadStart(path))!
    expect(loaded).toEqual(start)
    expect(loaded.text).toContain('pre-trained to tell 2 molecules in 40 simulated spectra (made up)')

    const settings = residualSettingsSchema.parse({ epochs: 1, batch: 8 })
    const machine = { clock: systemClock, engines: ['onnx-cpu'] as const }
    const train = (from: typeof start) =>
      residualTrainer(settings, from, machine).train(exampleTask(['benign', 'malignant'], 16))
    const [fromMemory, fromFile] = [await train(start), await train(loaded)]
    expect(fromFile.weights).toEqual(fromMemory.weights)
    expect(fromFile.startText).toBe(start.text)

    // The trainer takes the file where it takes a checkpoint of photographs.
    expect((await trainerFor({ system: 'resnet50', settings: { checkpoint: path } })).name).toBe('resnet50')
  },
)

test('leaves other files to who can read them', async () => {
  const path = join(folder, 'other.safetensors')
  await writeFile(path, writeSafetensors([['a', { shape: [1], values: Float32Array.of(1) }]], {}))
  expect(await loadStart(path)).toBeNull()
  expect(await loadStart(join(folder, 'weights.h5'))).toBeNull()
  await expect(loadStart(join(folder, 'none.safetensors'))).rejects.toMatchObject({ code: 'file.notFound' })
})
