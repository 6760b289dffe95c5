import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

interface GraphicsPath {
  /** The window is painted by a GPU; otherwise by the CPU, without OpenGL. */
  accelerated: boolean
  /** Which GPU, or why none. */
  reason: string
}

/**
 * What the window is painted with here. Only Linux says where its GPUs are; another computer always has one to offer.
 *
 * @param devices where Linux shows them
 */
export function graphicsPath(platform = process.platform, devices = '/dev'): GraphicsPath {
  if (platform !== 'linux')
    return { accelerated: true, reason: 'The system offers Chromium a GPU, or imitates one.' }
  const dri = join(devices, 'dri')
  const nvidia = join(devices, 'nvidiactl')
  const found = existsSync(nvidia)
    ? nvidia
    : entries(dri)
        .filter((name) => name.startsWith('renderD'))
        .map((name) => join(dri, name))[0]
  return found
    ? { accelerated: true, reason: `There is a GPU at ${found}.` }
    : { accelerated: false, reason: `There is no GPU: neither ${nvidia} nor ${dri}/renderD*.` }
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}
