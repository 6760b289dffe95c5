import type { PreparedRecipe } from '../../analysis/preprocessing/preparedRecipe'
import { prepareRecipe } from '../../analysis/preprocessing/runRecipe'
import { judgeQuality } from '../../analysis/quality/judgeQuality'
import { sameNumbers } from '../../analysis/sameNumbers'
import type { Answer, JudgedAnswer, LesionLabel, QualityReport, SaliencyBand } from '../../contract/answer'
import { StokesError, toProblem } from '../../contract/errors'
import type { Origin } from '../../contract/frame'
import type { Recipe } from '../../contract/recipe'
import type { EngineAttempt, EngineFailure, ModelSummary } from '../../contract/system'
import type { JudgeOptions, Judgement } from '../../models/judge'
import { withFamiliarity } from './familiarity'
import type { MeasuredFrames } from './measuredFrames'
import { measuredSpectrum } from './measuredSpectrum'
import { describeComputation } from './recompute/describeComputation'
import { withSureness } from './sureness'
import type { ServingModel } from './servingModel'

/** A spectrum as the live chart shows it. */
export interface PreviewSpectrum {
  /** cm-1, ascending. */
  grid: Float64Array
  processed: Float64Array | null
  /** Why `processed` is null. */
  problem: string | null
}

/** What a thread serves with. */
export interface AnalysisDescription {
  model: ModelSummary
  engines: EngineAttempt[]
  enginesTriedAt: string
}

/** A spectrum on the way to its answer. */
interface Processed {
  quality: QualityReport
  /** Null where the recipe refuses it. */
  processed: Float64Array | null
}

/** Spectra of a batch on their way at once: what is kept of them is some megabytes. */
const SPECTRA_AT_ONCE = 512

/** An answer, and the recipe whose hash it names. */
export interface ComputedAnswer {
  answer: Answer
  recipe: Recipe
}

/** An answer whose bands are not confirmed yet. */
export interface JudgedSpectrum {
  answer: JudgedAnswer
  recipe: Recipe
  /** What the saliency map speaks for, also where the answer must not say so; null where there is no map. */
  label: LesionLabel | null
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

  describe(): AnalysisDescription {
    const { summary: model, engines, enginesTriedAt } = this.serving
    return { model, engines: [...engines()], enginesTriedAt: enginesTriedAt() }
  }

  /** Looks at the engines again; for when the computer woke or its hardware changed. Nobody else is answered meanwhile. */
  reconsiderEngines(): Promise<void> {
    return this.serving.reconsider()
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
   * @throws spectrum.empty without a frame, model.notFinite, engine.failed; a spectrum that cannot be answered is no error
   * but an answer that says why
   */
  async answer(measured: MeasuredFrames): Promise<ComputedAnswer> {
    const [computed] = await this.answerAll([measured])
    return computed!
  }

  /**
   * What can be told at once: everything but what the bands depend on.
   * @throws as {@link answer}
   */
  async judge(measured: MeasuredFrames): Promise<JudgedSpectrum> {
    const { origin } = measured.device
    const [prepared] = (await this.processAll([measured], undefined)) as [Processed]
    const spectrum = this.compared(origin, prepared)
    const judged = spectrum.quality.pass && spectrum.processed
    const [judgement = null] = judged ? await this.serving.judge([judged], { bands: false }) : []
    const answer = this.compose(origin, spectrum, judgement)
    return { answer, recipe: this.serving.recipe, label: judgement?.label ?? null }
  }

  /**
   * The whole answer to what was judged: the same as {@link answer} gives in one step.
   * @throws as {@link answer}
   */
  async complete({ answer, recipe, label }: JudgedSpectrum): Promise<ComputedAnswer> {
    const bands =
      label && answer.processed
        ? await this.serving.confirmBands(answer.processed, { label, mapBands: answer.bands })
        : []
    return { answer: withBands(answer, bands), recipe }
  }

  /**
   * As many spectra as there are, in batches: preprocessed on all cores, several in each run of the model. Each gets what
   * {@link answer} says of it alone.
   * @throws as {@link answer}; the reason of the signal
   */
  async answerAll(
    measured: readonly MeasuredFrames[],
    { onProgress, ...options }: JudgeOptions = {},
  ): Promise<ComputedAnswer[]> {
    const answers: ComputedAnswer[] = []
    for (let start = 0; start < measured.length; start += SPECTRA_AT_ONCE) {
      const batch = measured.slice(start, start + SPECTRA_AT_ONCE)
      const prepared = (await this.processAll(batch, options.signal)).map((spectrum, index) =>
        this.compared(batch[index]!.device.origin, spectrum),
      )
      const judged = prepared.filter(({ quality, processed }) => quality.pass && processed)
      const judgements = await this.serving.judge(
        judged.map(({ processed }) => processed!),
        { ...options, onProgress: (done) => onProgress?.(start + done) },
      )
      const judgementOf = new Map(judged.map((spectrum, index) => [spectrum, judgements[index]!]))
      answers.push(
        ...prepared.map((spectrum, index) => {
          const judgement = judgementOf.get(spectrum) ?? null
          const answer = this.compose(batch[index]!.device.origin, spectrum, judgement)
          return { answer: withBands(answer, judgement?.bands ?? []), recipe: this.serving.recipe }
        }),
      )
      onProgress?.(answers.length)
    }
    return answers
  }

  /** Held against the spectra that the model learnt from, where it may judge at all. */
  private compared(origin: Origin, spectrum: Processed): Processed {
    const { outlierScore, mayJudge } = this.serving
    const { quality, processed } = spectrum
    if (!outlierScore || !processed || !mayJudge(origin)) return spectrum
    return { quality: withFamiliarity(quality, outlierScore(processed)), processed }
  }

  private compose(
    origin: Origin,
    { quality: measured, processed }: Processed,
    judgement: Judgement | null,
  ): JudgedAnswer {
    const { serving } = this
    const demonstration = !serving.mayJudge(origin)
    const sureness = judgement && !demonstration && serving.sureness?.(judgement.probability)
    const quality = sureness ? withSureness(measured, sureness.value, sureness.least) : measured
    const withheld = !quality.pass ? 'quality' : demonstration ? 'demonstration' : null
    const said = withheld ? null : judgement
    return {
      origin,
      demonstration,
      quality,
      probability: said?.probability ?? null,
      label: said?.label ?? null,
      classes:
        said?.classes?.map((probability, index) => ({ ...serving.classes[index]!, probability })) ?? null,
      threshold: serving.summary.threshold,
      withheld,
      grid: serving.grid,
      processed,
      saliency: judgement?.saliency ?? null,
      saliencyMethod: judgement?.saliencyMethod ?? null,
      saliencyResolution: serving.saliencyResolution,
      bands: judgement?.mapBands ?? [],
      model: { name: serving.summary.name, hash: serving.summary.hash, simulated: serving.summary.simulated },
      recipe: serving.summary.recipe,
      engine: judgement?.engine ?? serving.engineName(),
      softwareVersion: this.softwareVersion,
      computation: this.prepared && describeComputation(this.prepared.recipe),
    }
  }

  /** Quality of each, and the recipe on all that share an axis at once. */
  private async processAll(
    batch: readonly MeasuredFrames[],
    signal: AbortSignal | undefined,
  ): Promise<Processed[]> {
    const spectra = batch.map((measured) => {
      signal?.throwIfAborted()
      const spectrum = measuredSpectrum(measured)
      return {
        wavenumbers: measured.wavenumbers,
        despiked: spectrum.despiked,
        quality: judgeQuality({ ...measured, ...spectrum }),
      }
    })
    const processed: Processed[] = []
    for (let start = 0; start < spectra.length; start = processed.length) {
      const { wavenumbers } = spectra[start]!
      const other = spectra.findIndex(
        (each, index) => index > start && !sameNumbers(each.wavenumbers, wavenumbers),
      )
      const group = spectra.slice(start, other === -1 ? undefined : other)
      const results = await this.prepareAll(
        wavenumbers,
        group.map(({ despiked }) => despiked),
        signal,
      )
      processed.push(...group.map(({ quality }, index) => withRefusal(quality, results[index]!)))
    }
    return processed
  }

  /** What the recipe leaves of each spectrum, or why it refuses it. */
  private async prepareAll(
    axis: Float64Array,
    spectra: readonly Float64Array[],
    signal: AbortSignal | undefined,
  ): Promise<(Float64Array | string)[]> {
    const alone = () => spectra.map((spectrum) => orRefusal(() => this.prepare(axis).run([spectrum])[0]!))
    // This step looks at all spectra of a batch: then an answer would depend on its neighbours.
    if (spectra.length === 1 || this.serving.recipe.steps.some(({ step }) => step === 'msc')) return alone()
    try {
      return [...(await this.prepare(axis).runBatch(spectra, { signal }))]
    } catch (error) {
      signal?.throwIfAborted()
      if (!(error instanceof StokesError)) throw error
      return alone()
    }
  }

  private prepare(axis: Float64Array): PreparedRecipe {
    if (!this.prepared || !sameNumbers(this.prepared.axis, axis)) {
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
  judge(...args: Parameters<Analysis['judge']>): ReturnType<Analysis['judge']>
  complete(...args: Parameters<Analysis['complete']>): ReturnType<Analysis['complete']>
  reconsiderEngines(): Promise<void>
}

/** What the thread says without being asked. */
export interface AnalysisTells {
  engineFailure: EngineFailure
}

/** The whole answer, whose numbers can be written as JSON. */
function withBands(answer: JudgedAnswer, bands: SaliencyBand[]): Answer {
  const { grid, processed, saliency } = answer
  return {
    ...answer,
    grid: [...grid],
    processed: processed && [...processed],
    saliency: saliency && [...saliency],
    bands,
  }
}

function withRefusal(quality: QualityReport, result: Float64Array | string): Processed {
  if (typeof result !== 'string') return { quality, processed: result }
  const refused = {
    gate: 'recipe',
    message: `Repeat, because preprocessing refuses the spectrum. ${result}`,
  }
  return { quality: { ...quality, pass: false, reasons: [...quality.reasons, refused] }, processed: null }
}

function orRefusal(work: () => Float64Array): Float64Array | string {
  try {
    return work()
  } catch (error) {
    return refusal(error)
  }
}

/** Why the recipe cannot be applied to a spectrum. A fault of the program is not the spectrum's. */
function refusal(error: unknown): string {
  if (!(error instanceof StokesError)) throw error
  const { message, tip } = toProblem(error)
  return tip ? `${message} ${tip}` : message
}
