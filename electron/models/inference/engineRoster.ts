import { StokesError } from '../../contract/errors'
import type { EngineAttempt, EngineFailure } from '../../contract/system'
import type { ModelBundle } from '../registry/modelBundle'
import {
  chooseEngine,
  enginesFor,
  markUsed,
  noneUsable,
  notUsable,
  type ChooseEngineOptions,
} from './chooseEngine'
import type { EngineName, InferenceEngine, ModelOutputs, RunOptions } from './inferenceEngine'
import { largestDifference, PROBABILITY_TOLERANCE, reasonOf, tryEngine } from './tryEngine'

export interface EngineRosterOptions extends ChooseEngineOptions {
  /** What came of the engines the last time, on the same hardware: the one that was used then is tried alone. */
  remembered?: readonly EngineAttempt[] | null | undefined
  /** An engine failed in use; the same input is on its way to the next. */
  onFailure?: ((failure: EngineFailure) => void) | undefined
}

/**
 * The engines of one model as one engine that does not fail while any of them works. A run that throws, or says what is not
 * a number, is run again on the next engine that agrees with the reference outputs, in the order of their speed; the one
 * that failed is left out from then on.
 */
export class EngineRoster implements InferenceEngine {
  private failed = new Map<EngineName, string>()
  private replacing: Promise<void> | null = null

  private constructor(
    private readonly bundle: ModelBundle,
    private readonly options: EngineRosterOptions,
    private engine: InferenceEngine,
    private tried: EngineAttempt[],
  ) {
    for (const [name, reason] of options.leftOut ?? []) this.failed.set(name, reason)
  }

  /** @throws StokesError `engine.unavailable` when none is usable */
  static async open(bundle: ModelBundle, options: EngineRosterOptions): Promise<EngineRoster> {
    const { remembered, only } = options
    const last = only ? undefined : remembered?.find(({ used }) => used)
    const name = (await enginesFor(bundle)).find((each) => each === last?.name)
    if (remembered && name && !options.leftOut?.has(name)) {
      const { attempt, engine } = await tryEngine(name, bundle, options)
      const known = remembered.map((each) => {
        const reason = options.leftOut?.get(each.name as EngineName)
        if (reason !== undefined) return notUsable(each.name as EngineName, reason)
        return each.name === name ? attempt : each
      })
      if (engine) return new EngineRoster(bundle, options, engine, markUsed(known, name))
    }
    const { engine, attempts } = await chooseEngine(bundle, options)
    return new EngineRoster(bundle, options, engine, attempts)
  }

  /** The one that serves now. */
  get name(): EngineName {
    return this.engine.name
  }

  get attempts(): readonly EngineAttempt[] {
    return this.tried
  }

  /** @throws StokesError `model.wrongShape`, `spectrum.notFinite`, `model.notFinite`; `engine.failed` when no engine is left */
  async run(spectra: Float32Array, count: number, options?: RunOptions): Promise<ModelOutputs> {
    if (!spectra.every(Number.isFinite))
      throw new StokesError('spectrum.notFinite', 'A prepared spectrum holds what is not a number.', {
        tip: 'Look at the recipe of the model.',
      })
    let agreedOnNothing = false
    for (;;) {
      const { engine } = this
      let outputs: ModelOutputs | null = null
      let reason = 'it gave what is not a number'
      this.options.beacon?.begin(engine.name, 'running')
      try {
        outputs = await engine.run(spectra, count, options)
      } catch (error) {
        if (error instanceof StokesError && error.code === 'model.wrongShape') throw error
        reason = reasonOf(error)
      } finally {
        this.options.beacon?.end()
      }
      if (outputs) {
        if (isFinite(outputs)) return outputs
        // Two engines that know the reference, or the plainest of all, do not both err: the model does.
        if (agreedOnNothing || engine.name === 'onnx-cpu') throw notFinite(this.bundle)
        agreedOnNothing = true
      }
      if (engine === this.engine) {
        this.replacing ??= this.replace(reason).finally(() => {
          this.replacing = null
        })
      }
      await this.replacing
    }
  }

  /**
   * Looks at the engines again: where the hardware is the same, whether the one in use still agrees (a GPU may be lost in
   * sleep); where it changed, all of them, also those that failed.
   */
  async reconsider(hardwareChanged: boolean): Promise<void> {
    if (!hardwareChanged) {
      this.options.beacon?.begin(this.engine.name, 'running')
      const difference = await largestDifference(this.engine, this.bundle).catch(() => Infinity)
      this.options.beacon?.end()
      if (difference > PROBABILITY_TOLERANCE) await this.replace('it no longer says what the reference says')
      return
    }
    this.failed = new Map()
    const { engine, attempts } = await chooseEngine(this.bundle, { ...this.options, leftOut: undefined })
    const { engine: former } = this
    this.engine = engine
    this.tried = attempts
    await former.dispose().catch(() => undefined)
  }

  async dispose(): Promise<void> {
    await this.engine.dispose()
  }

  /** Puts the next engine that agrees in the place of the one that failed. */
  private async replace(reason: string): Promise<void> {
    const { engine: failed, bundle, options } = this
    this.failed.set(failed.name, `it failed in use: ${reason}`)
    // A device that is gone may not even let go.
    await failed.dispose().catch(() => undefined)
    const next = await this.next()
    const at = options.clock.timestamp()
    options.onFailure?.({ engine: failed.name, reason, now: next?.engine.name ?? null, at })
    this.tried = this.tried.map((attempt) => {
      const why = this.failed.get(attempt.name as EngineName)
      return why === undefined ? attempt : notUsable(attempt.name as EngineName, why)
    })
    if (!next) {
      this.tried = markUsed(this.tried, null)
      throw new StokesError('engine.failed', noneUsable(this.tried).message, {
        tip: `Start Stokes again; \`stokes doctor\` shows what ${bundle.name} can run on.`,
      })
    }
    this.engine = next.engine
    const others = this.tried.filter(({ name }) => name !== next.engine.name)
    this.tried = markUsed([...others, next.attempt], next.engine.name)
  }

  private async next() {
    const speed = new Map(this.tried.map((attempt) => [attempt.name, attempt.millisecondsPerSpectrum]))
    const left = (this.options.only ?? (await enginesFor(this.bundle))).filter(
      (name) => !this.failed.has(name),
    )
    const inOrder = left.toSorted((a, b) => (speed.get(a) ?? Infinity) - (speed.get(b) ?? Infinity))
    for (const name of inOrder) {
      const { attempt, engine } = await tryEngine(name, this.bundle, this.options)
      if (engine) return { attempt, engine }
    }
    return undefined
  }
}

function isFinite({ probability, logit, cam }: ModelOutputs): boolean {
  return [probability, logit, cam].every((values) => values.every(Number.isFinite))
}

function notFinite({ name }: ModelBundle): StokesError {
  return new StokesError('model.notFinite', `${name} answers this spectrum with what is not a number.`, {
    tip: 'Look at the spectrum, and at what the model expects of one.',
  })
}
