import { recordedFrame } from '../../analysis/frames/measuredFrame'
import { StokesError } from '../../contract/errors'
import { readSpectraFile, type RecordedSpectra } from '../../devices/replay/readers/readSpectraFile'
import { Analysis } from '../../instrument/services/analysis'
import type { MeasuredFrames } from '../../instrument/services/measuredFrames'
import { openServingModel } from '../../instrument/services/servingModel'
import { dataFolder } from '../../shared/paths'
import { softwareVersion } from '../../shared/softwareVersion'
import { describeAnswer, summarise } from '../describeAnswer'
import { answer, printWithList, tell } from '../output'

export interface ClassifyOptions {
  model?: string
  in: string[]
  engine?: string
  /** False leaves bands, and with them the covering, out. */
  bands: boolean
  json?: boolean
}

/** A file says nothing of its detector, and its photons came from somewhere else. */
const RECORDED: MeasuredFrames['device'] = { origin: 'replayed', badPixels: [], saturationCounts: null }

/** What is kept of so many, until all are done, is half a gigabyte. */
const MOST_SPECTRA = 20_000
const TELL_EACH = 100

export async function classify(options: ClassifyOptions): Promise<void> {
  // One after the other: thousands at once are more than the system lets be open.
  const files: RecordedSpectra[] = []
  for (const path of options.in) files.push(await readSpectraFile(path))
  const total = files.reduce((sum, file) => sum + file.spectra.length, 0)
  if (total > MOST_SPECTRA) {
    throw new StokesError('usage.invalid', `${total} spectra are more than one run classifies.`, {
      tip: `Give at most ${MOST_SPECTRA} at a time.`,
    })
  }
  const serving = await openServingModel({
    rememberIn: dataFolder(),
    ...(options.model !== undefined && { model: options.model }),
    ...(options.engine !== undefined && { engine: options.engine }),
  })
  const analysis = new Analysis(serving, softwareVersion())
  const recorded = files.flatMap(({ axis, spectra }) => spectra.map((spectrum) => ({ axis, ...spectrum })))
  let told = 0
  const computed = await analysis.answerAll(
    recorded.map(({ axis, intensities }) => ({
      device: RECORDED,
      wavenumbers: axis,
      frames: [recordedFrame(intensities)],
      darkFrames: [],
    })),
    {
      bands: options.bands,
      onProgress: (done) => {
        if (done < told + TELL_EACH) return
        told = done
        tell(`${done} of ${total} spectra`)
      },
    },
  )
  const spectra = computed.map(({ answer: said }, index) => describeAnswer(recorded[index]!.name, said))
  const { summary } = serving
  const demonstration = !serving.mayJudge(RECORDED.origin)
  const model = { name: summary.name, hash: summary.hash, simulated: summary.simulated }
  const { recipe, threshold } = summary
  const result = { model, recipe, engine: serving.engineName(), threshold, demonstration }
  if (options.json) printWithList(result, 'spectra', spectra)
  else answer(result, options, () => summarise(spectra, result))
}
