import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'

/** The technician's screen. */
export class CalibrateScreen {
  readonly readiness: Locator
  readonly verdict: Locator
  readonly run: Locator

  constructor(private readonly window: Page) {
    this.readiness = window.getByTestId('readiness')
    this.verdict = window.getByTestId('check-verdict')
    this.run = window.getByTestId('check-run')
  }

  async open(): Promise<void> {
    await this.window.getByTestId('nav-calibrate').click()
    // Loaded only now: the screen that was open stays until it is there.
    await this.window.getByTestId('calibrate-view').waitFor()
  }

  async openPart(name: 'today' | 'passports' | 'instrument' | 'teaching'): Promise<void> {
    await this.window.getByTestId(`calibrate-${name}`).click()
  }

  /** As an operator who is new. */
  async addOperator(name: string): Promise<void> {
    await this.window.getByTestId('operator-add').click()
    await this.window.getByTestId('operator-name').fill(name)
    await this.window.getByTestId('operator-save').click()
    await expect(this.window.getByTestId('operator-name')).toBeHidden()
  }

  async startCheck(): Promise<void> {
    await this.window.getByTestId('check-eyewear').check()
    await this.window.getByTestId('check-start').click()
    await expect(this.run).toBeVisible()
  }

  step(name: string): Locator {
    return this.window.getByTestId(`check-step-${name}`)
  }

  row(item: string): Locator {
    return this.window.getByTestId('readiness-row').filter({ hasText: item })
  }
}
