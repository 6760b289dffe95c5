import { readSpectraFile } from '../../devices/replay/readers/readSpectraFile'
import { Analysis } from '../../instrument/services/analysis'
import type { MeasuredFrames } from '../../instrument/services/measuredFrames'
import { openServingModel } from '../../instrument/services/servingModel'
import { softwareVersion } from '../../shared/softwareVersion'
import { describeAnswer, summarise, type DescribedAnswer } from '../describeAnswer'
import { answer, tell } from '../output'

export interface ClassifyOptions {
  model?: string
  in: string[]
  engine?: string
  json?: boolean
}

/** A file says nothing of its detector, and its photons came from somewhere else. */
const RECORDED: MeasuredFrames['device'] = { origin: 'replayed', badPixels: [], saturationCounts: null }

export async function classify(options: ClassifyOptions): Promise<void> {
  const files = await Promise.all(options.in.map(readSpectraFile))
  const serving = await openServingModel({
    ...(options.model !== undefined && { model: options.model }),
    ...(options.engine !== undefined && { engine: options.engine }),
  })
  const analysis = new Analysis(serving, softwareVersion())
  const spectra: DescribedAnswer[] = []
  const total = files.reduce((sum, file) => sum + file.spectra.length, 0)
  for (const { axis, spectra: recorded } of files) {
    for (const { name, intensities } of recorded) {
      const measured = { device: RECORDED, wavenumbers: axis, frames: [intensities], darkFrames: [] }
      const computed = await analysis.answer(measured)
      spectra.push(describeAnswer(name, computed.answer))
      if (spectra.length % 100 === 0) tell(`${spectra.length} of ${total} spectra`)
    }
  }
  const { summary, engineName } = serving
  const demonstration = !serving.mayJudge(RECORDED.origin)
  const model = { name: summary.name, hash: summary.hash, simulated: summary.simulated }
  const result = { model, recipe: summary.recipe, engine: engineName, demonstration, spectra }
  answer(result, options, () => summarise(spectra, { ...result, engine: engineName }))
}
