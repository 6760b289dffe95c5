import type { PreviewOptions } from '../../contract/device'
import { toProblem, type Problem } from '../../contract/errors'
import type { RawFrame } from '../../contract/frame'
import type { LiveFrame } from '../../contract/live'
import type { Microscope } from '../../devices/microscope'
import type { Backlog } from '../../shared/backlog'
import { epochMs } from '../../shared/epochMs'
import type { PreviewSpectrum } from './analysis'
import type { DeviceService } from './deviceService'
import type { ExposureService } from './exposure/exposureService'
import type { LiveService } from './liveService'

interface PreviewServiceOptions {
  devices: DeviceService
  live: LiveService
  /** Nothing fires on a lesion past it. */
  exposures: Pick<ExposureService, 'fire' | 'stopPending'>
  /** The axis to show frames on, cm-1. */
  axisOf: (microscope: Microscope) => Float64Array
  prepare: (wavenumbers: Float64Array, intensities: Float64Array) => Promise<PreviewSpectrum>
  problems: Backlog<Problem>
}

/** What a frame is shown as. */
interface ShownFrame extends Pick<LiveFrame, 'mode' | 'completedAt'> {
  wavenumbers: Float64Array
}

/** A window that has shown nothing for so long hangs, and with it its STOP LASER. */
const UNATTENDED_MS = 3000
const LOOK_MS = 500

/** Frames for people to look at: preprocessed while somebody can see them, dropped and counted while nobody can. */
export class PreviewService {
  private preparing = false
  /** Whether a frame was preprocessed yet: until then the model is being loaded. */
  private prepared = false
  /** The axis that the viewers were told of. */
  private shownAxis: { wavenumbers: Float64Array; points: number } | null = null
  private watchTimer: NodeJS.Timeout | undefined

  constructor(private readonly options: PreviewServiceOptions) {}

  async start(options: PreviewOptions): Promise<void> {
    const { devices, axisOf, exposures } = this.options
    const microscope = devices.connected()
    const wavenumbers = axisOf(microscope)
    const run = (saw: (frame: RawFrame) => void) =>
      devices.startPreview(options, (frame) => {
        saw(frame)
        this.show(frame, { wavenumbers, mode: 'preview', completedAt: epochMs() })
      })
    const { laser } = options
    if (laser)
      await exposures.fire({ microscope, kind: 'preview', exposureMs: null, frames: 0, ...laser }, run)
    else await run(() => undefined)
    clearInterval(this.watchTimer)
    this.watchTimer = setInterval(() => {
      this.watch()
    }, LOOK_MS)
  }

  /** Ends a preview, also one that is about to begin. */
  async stop(): Promise<void> {
    this.options.exposures.stopPending()
    await this.options.devices.stopPreview()
  }

  show(frame: RawFrame, shown: ShownFrame): void {
    const { live } = this.options
    if (!live.wanted || (this.preparing && this.prepared)) {
      live.skip()
      return
    }
    // The raw spectrum does not wait for the model.
    if (!this.prepared) this.send(frame, shown, { grid: new Float64Array(), processed: null, problem: null })
    if (this.preparing) return
    this.preparing = true
    void this.prepare(shown.wavenumbers, frame).then((spectrum) => {
      this.preparing = false
      if (this.prepared) this.send(frame, shown, spectrum)
      this.prepared = true
    })
  }

  private send(
    frame: RawFrame,
    { wavenumbers, mode, completedAt }: ShownFrame,
    { grid, processed, problem }: PreviewSpectrum,
  ): void {
    this.showAxis(wavenumbers, grid)
    this.options.live.show({
      sequence: frame.sequence,
      mode,
      laserOn: frame.laser !== 'off',
      integrationTimeMs: frame.integrationTimeMs,
      saturatedPixels: frame.saturatedPixels,
      raw: Float32Array.from(frame.intensities),
      processed: processed && Float32Array.from(processed),
      processedProblem: problem,
      dropped: frame.droppedBefore,
      completedAt,
      sentAt: epochMs(),
    })
  }

  /** Without a model there is no recipe, but still something to see. */
  private prepare(wavenumbers: Float64Array, { intensities }: RawFrame): Promise<PreviewSpectrum> {
    return this.options.prepare(wavenumbers, intensities).catch((error: unknown) => ({
      grid: new Float64Array(),
      processed: null,
      problem: toProblem(error).message,
    }))
  }

  private showAxis(wavenumbers: Float64Array, grid: Float64Array): void {
    if (this.shownAxis?.wavenumbers === wavenumbers && this.shownAxis.points === grid.length) return
    this.options.live.setAxis(wavenumbers, grid)
    this.shownAxis = { wavenumbers, points: grid.length }
  }

  /** A preview that fires ends when nobody sees its frames any more. */
  private watch(): void {
    const { devices, live, problems } = this.options
    const { preview } = devices.state.current
    if (preview?.laser && live.isSeen(UNATTENDED_MS)) return
    clearInterval(this.watchTimer)
    if (!preview?.laser) return
    devices.stopLaser().catch(() => undefined)
    problems.tell({
      code: 'laser.unattended',
      message: `The window showed no live frame for ${UNATTENDED_MS} ms, so the laser was switched off.`,
      tip: 'Close other programs that keep this computer busy, then start the live view again.',
    })
  }
}
