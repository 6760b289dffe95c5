import type ace from 'accessibility-checker-engine'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from '@playwright/test'
import { expect, test } from './stokes'

type Engine = typeof ace

/** Smallest that a finger hits, in CSS pixels. */
const TARGET = 40

/** What fails WCAG 2.2 in the window now, by IBM's rules: contrast, names, labels, roles, structure. */
async function violations(window: Page): Promise<string[]> {
  return window.evaluate(async () => {
    const { Checker } = (globalThis as unknown as { ace: Engine }).ace
    const { results } = await new Checker().check(document.documentElement, ['WCAG_2_2'])
    return results.flatMap(({ value, ruleId, path, message, node }) => {
      const failed = value.join(' ') === 'VIOLATION FAIL'
      // Element Plus's arrows and crosses mean nothing beside the control that they are in.
      const decoration = node instanceof Element && node.closest('.el-icon') !== null
      return failed && !decoration ? [`${ruleId}: ${message} (${path['dom'] ?? ''})`] : []
    })
  })
}

const smallTargets = (window: Page) =>
  window.locator('button:visible, a[href]:visible').evaluateAll(
    (all, least) =>
      all.flatMap((element) => {
        const { width, height } = element.getBoundingClientRect()
        const name = element.getAttribute('aria-label') ?? element.textContent.trim()
        return Math.min(width, height) < least ? [`${name}: ${width} x ${height}`] : []
      }),
    TARGET,
  )

test('every screen can be read, named and touched, in light and dark', async ({ start }) => {
  test.slow()
  const { window } = await start()
  const engine = createRequire(import.meta.url).resolve('accessibility-checker-engine')
  await window.evaluate(`${await readFile(engine, 'utf8')}\nglobalThis.ace = ace`)
  await window.getByTestId('start-demonstration').click()
  await expect(window.getByTestId('prediction')).toBeVisible({ timeout: 30_000 })

  for (const theme of ['light', 'dark']) {
    await window.getByTestId('theme-switch').click()
    await expect(window.getByTestId('theme-switch')).toHaveAttribute('data-theme', theme)
    for (const screen of ['measure', 'cases', 'learning', 'calibrate', 'system']) {
      await window.getByTestId(`nav-${screen}`).click()
      await expect(window.locator('main h1').first()).toBeAttached()
      expect(await violations(window), `${screen}, ${theme}`).toEqual([])
      expect(await smallTargets(window), `${screen}, ${theme}`).toEqual([])
    }
  }

  await window.getByTestId('nav-measure').click()
  await window.getByTestId('patient-add').click()
  await expect(window.getByTestId('patient-pseudonym')).toBeFocused()
  // It fades in.
  await window.waitForFunction(() => document.getAnimations().length === 0)
  expect(await violations(window), 'patient dialog').toEqual([])
  await window.keyboard.press('Escape')
  await expect(window.getByTestId('patient-dialog')).toBeHidden()
  await expect(window.getByTestId('patient-add')).toBeFocused()
})
