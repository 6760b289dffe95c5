import type { PreviewOptions } from '../../contract/device'
import type { RawFrame } from '../../contract/frame'
import type { LiveFrame } from '../../contract/live'
import type { DeviceService } from './deviceService'
import type { LiveService } from './liveService'

/** A spectrum as the live chart shows it. */
export interface PreviewSpectrum {
  grid: Float64Array
  processed: Float64Array | null
  /** Why `processed` is null. */
  problem: string | null
}

interface PreviewServiceOptions {
  devices: DeviceService
  live: LiveService
  prepare: (wavenumbers: Float64Array, intensities: Float64Array) => Promise<PreviewSpectrum>
}

/** Frames for people to look at: preprocessed while somebody can see them, dropped and counted while nobody can. */
export class PreviewService {
  private preparing = false
  /** The axis that the viewers were told of. */
  private shownAxis: Float64Array | null = null

  constructor(private readonly options: PreviewServiceOptions) {}

  async start(options: PreviewOptions): Promise<void> {
    await this.options.devices.startPreview(options, (frame) => {
      this.show(frame, 'preview')
    })
  }

  show(frame: RawFrame, mode: LiveFrame['mode']): void {
    const { live } = this.options
    const completedAt = Date.now()
    if (this.preparing || !live.wanted) {
      live.skip()
      return
    }
    this.preparing = true
    this.prepare(frame, mode, completedAt)
      // A preview that fails must not end a recording; the problem shows with the next call that needs the same part.
      .catch(() => {
        live.skip()
      })
      .finally(() => {
        this.preparing = false
      })
  }

  private async prepare(frame: RawFrame, mode: LiveFrame['mode'], completedAt: number): Promise<void> {
    const { devices, live, prepare } = this.options
    const { wavenumbers } = devices.connected()
    const { grid, processed, problem } = await prepare(wavenumbers, frame.intensities)
    if (this.shownAxis !== wavenumbers) {
      live.setAxis(wavenumbers, grid)
      this.shownAxis = wavenumbers
    }
    live.show({
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
    })
  }
}
