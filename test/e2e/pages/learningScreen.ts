import type { Locator, Page } from '@playwright/test'
import { expect } from '@playwright/test'

/** The researcher's screen. */
export class LearningScreen {
  readonly dataSet: Locator
  readonly run: Locator
  readonly model: Locator
  /** Of the act that is to be signed. */
  readonly reason: Locator
  readonly signButton: Locator

  constructor(private readonly window: Page) {
    this.dataSet = window.getByTestId('data-set')
    this.run = window.getByTestId('run-header')
    this.model = window.getByTestId('model')
    this.reason = window.getByTestId('signature-reason')
    this.signButton = window.getByTestId('signature-sign')
  }

  async open(): Promise<void> {
    await this.window.getByTestId('nav-learning').click()
    // Loaded only now: the screen that was open stays until it is there.
    await this.window.getByTestId('learning-view').waitFor()
  }

  /** Looks at a file, and freezes it under that name. */
  async freeze(path: string, name: string): Promise<void> {
    await this.window.getByTestId('data-new').click()
    await this.window.getByTestId('data-source-file').click()
    await this.window.getByTestId('data-path').fill(path)
    await this.window.getByTestId('data-inspect').click()
    await expect(this.window.getByTestId('composition')).toBeVisible({ timeout: 20_000 })
    await this.window.getByTestId('data-name').fill(name)
    await this.window.getByTestId('data-freeze').click()
    await expect(this.dataSet).toContainText(name, { timeout: 20_000 })
  }

  /** Starts a run on the data set that is open, as an operator who is new, and waits for its end. */
  async train(system: string, operator: string): Promise<void> {
    await this.window.getByTestId('train-on-it').click()
    await this.window.getByTestId('operator-add').click()
    await this.window.getByTestId('operator-name').fill(operator)
    await this.window.getByTestId('operator-save').click()
    await this.window.getByTestId(`system-${system}`).click()
    await this.window.getByTestId('run-start').click()
    await expect(this.run).toHaveAttribute('data-state', 'finished', { timeout: 80_000 })
  }

  /** Opens the model of the run that is open, and what its promotion would be judged by. */
  async judgePromotion(): Promise<Locator> {
    await this.window.getByTestId('open-model').click()
    await this.window.getByTestId('promote').click()
    const verdict = this.window.getByTestId('promotion-verdict')
    await expect(verdict).toBeVisible({ timeout: 20_000 })
    return verdict
  }

  /** Signs the act that is asked for. */
  async sign(reason: string): Promise<void> {
    await this.reason.fill(reason)
    await this.signButton.click()
    await expect(this.reason).toHaveCount(0, { timeout: 15_000 })
  }
}
