import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { hasVulkanDriver } from './vulkanDrivers'

const folder = mkdtempSync(join(tmpdir(), 'stokes-vulkan-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})

test('a driver is found where the environment names one, or where a folder describes one', () => {
  expect(hasVulkanDriver({ VK_ICD_FILENAMES: '/somewhere/icd.json' }, [])).toBe(true)
  const environment = { XDG_DATA_HOME: folder, XDG_DATA_DIRS: folder, XDG_CONFIG_DIRS: folder }
  mkdirSync(join(folder, 'vulkan', 'icd.d'), { recursive: true })
  expect(hasVulkanDriver(environment, [])).toBe(false)
  writeFileSync(join(folder, 'vulkan', 'icd.d', 'driver.json'), '{}')
  expect(hasVulkanDriver(environment, [])).toBe(true)
})
