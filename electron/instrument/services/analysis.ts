import type { PreparedRecipe } from '../../analysis/preprocessing/preparedRecipe'
import { prepareRecipe } from '../../analysis/preprocessing/runRecipe'
import { judgeQuality } from '../../analysis/quality/judgeQuality'
import type { Answer, QualityReport } from '../../contract/answer'
import { StokesError, toProblem } from '../../contract/errors'
import type { Recipe } from '../../contract/recipe'
import type { EngineAttempt, ModelSummary } from '../../contract/system'
import type { MeasuredFrames } from './measuredFrames'
import { measuredSpectrum } from './measuredSpectrum'
import type { ServingModel } from './servingModel'

/** A spectrum as the live chart shows it. */
export interface PreviewSpectrum {
  /** cm-1, ascending. */
  grid: Float64Array
  processed: Float64Array | null
  /** Why `processed` is null. */
  problem: string | null
}

/** An answer, and the recipe whose hash it names. */
export interface ComputedAnswer {
  answer: Answer
  recipe: Recipe
}

/**
 * Where a spectrum becomes an answer, for the window and the command line alike. It belongs on a thread of its own: a
 * model occupies the thread it runs on.
 */
export class Analysis {
  private prepared: { axis: Float64Array; recipe: PreparedRecipe } | null = null

  constructor(
    private readonly serving: ServingModel,
    private readonly softwareVersion: string,
  ) {}

  describe(): { model: ModelSummary; engines: EngineAttempt[] } {
    const { summary: model, engines } = this.serving
    return { model, engines }
  }

  /** Preprocesses a live frame; what the recipe refuses is a problem to show, not an error. */
  preview(wavenumbers: Float64Array, intensities: Float64Array): PreviewSpectrum {
    try {
      const recipe = this.prepare(wavenumbers)
      const [processed] = recipe.run([intensities])
      return { grid: recipe.axis, processed: processed ?? null, problem: null }
    } catch (error) {
      return { grid: this.serving.grid, processed: null, problem: refusal(error) }
    }
  }

  /**
   * @throws spectrum.empty without a frame, engine.failed; a spectrum that cannot be answered is no error but an answer
   * that says why
   */
  async answer(measured: MeasuredFrames): Promise<ComputedAnswer> {
    const { serving } = this
    const { origin } = measured.device
    const { quality, processed } = this.process(measured)
    const demonstration = !serving.mayJudge(origin)
    const judgement = quality.pass && processed ? await serving.judge(processed) : null
    const withheld = !quality.pass ? 'quality' : demonstration ? 'demonstration' : null
    const said = withheld ? null : judgement
    const answer: Answer = {
      origin,
      demonstration,
      quality,
      probability: said?.probability ?? null,
      label: said?.label ?? null,
      threshold: serving.summary.threshold,
      withheld,
      grid: [...serving.grid],
      processed: processed && [...processed],
      saliency: judgement && [...judgement.saliency],
      saliencyResolution: serving.saliencyResolution,
      bands: judgement?.bands ?? [],
      model: { name: serving.summary.name, hash: serving.summary.hash, simulated: serving.summary.simulated },
      recipe: serving.summary.recipe,
      engine: serving.engineName,
      softwareVersion: this.softwareVersion,
    }
    return { answer, recipe: serving.recipe }
  }

  private process(measured: MeasuredFrames): { quality: QualityReport; processed: Float64Array | null } {
    const { wavenumbers } = measured
    const spectrum = measuredSpectrum(measured)
    const quality = judgeQuality({
      wavenumbers,
      intensities: spectrum.measured,
      saturatedPixels: spectrum.saturatedPixels,
      spikePixels: spectrum.spikePixels,
    })
    try {
      const [processed] = this.prepare(wavenumbers).run([spectrum.despiked])
      return { quality, processed: processed ?? null }
    } catch (error) {
      const refused = {
        gate: 'recipe',
        message: `Repeat, because preprocessing refuses the spectrum. ${refusal(error)}`,
      }
      return { quality: { ...quality, pass: false, reasons: [...quality.reasons, refused] }, processed: null }
    }
  }

  private prepare(axis: Float64Array): PreparedRecipe {
    if (!this.prepared || !sameAxis(this.prepared.axis, axis)) {
      this.prepared = { axis, recipe: prepareRecipe(this.serving.recipe, axis) }
    }
    return this.prepared.recipe
  }
}

/** {@link Analysis} as its thread offers it. */
export interface AnalysisThread {
  describe(): Promise<ReturnType<Analysis['describe']>>
  preview(...args: Parameters<Analysis['preview']>): Promise<ReturnType<Analysis['preview']>>
  answer(...args: Parameters<Analysis['answer']>): ReturnType<Analysis['answer']>
}

/** An axis that came from another thread is another array each time. */
function sameAxis(a: Float64Array, b: Float64Array): boolean {
  return a === b || (a.length === b.length && a.every((wavenumber, i) => wavenumber === b[i]))
}

/** Why the recipe cannot be applied to a spectrum. A fault of the program is not the spectrum's. */
function refusal(error: unknown): string {
  if (!(error instanceof StokesError)) throw error
  const { message, tip } = toProblem(error)
  return tip ? `${message} ${tip}` : message
}
