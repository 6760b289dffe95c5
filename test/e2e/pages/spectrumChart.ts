import type { Locator, Page } from '@playwright/test'

/** The chart of a spectrum with its tools. */
export class SpectrumChart {
  readonly plot: Locator
  /** What stands beside the crosshair: the band of the literature under it. */
  readonly peakName: Locator
  readonly title: Locator
  private readonly wavenumberRead: Locator

  constructor(private readonly window: Page) {
    this.plot = window.getByTestId('spectrum-chart')
    this.peakName = window.getByTestId('peak-name')
    this.title = window.getByTestId('spectrum-title')
    this.wavenumberRead = window.getByTestId('readout-wavenumber')
  }

  /** Points at a place of the chart, given in parts of its width and height. */
  async pointAt(across: number, down = 0.3): Promise<void> {
    const box = (await this.plot.boundingBox())!
    await this.window.mouse.move(box.x + across * box.width, box.y + down * box.height)
  }

  /** The wavenumber under the cursor, cm-1. */
  async wavenumber(): Promise<number> {
    const text = await this.wavenumberRead.innerText()
    return Number(text.replace(/[^\d.]/g, '').slice(0, -1))
  }

  /** Points at a wavenumber, cm-1, by measuring where two places of the axis are. */
  async pointAtWavenumber(wanted: number): Promise<void> {
    const [left, right] = [0.3, 0.8]
    await this.pointAt(left)
    const low = await this.wavenumber()
    await this.pointAt(right)
    const high = await this.wavenumber()
    await this.pointAt(left + ((wanted - low) / (high - low)) * (right - left))
  }

  async wheel(clicks: number): Promise<void> {
    await this.window.mouse.wheel(0, -100 * clicks)
  }

  async choose(panels: 'both' | 'raw' | 'processed'): Promise<void> {
    await this.window.getByTestId(`panels-${panels}`).click()
  }

  async showEverything(): Promise<void> {
    await this.window.getByTestId('zoom-reset').click()
  }
}
