import { once } from 'node:events'
import { spawnTied } from './child.mjs'

const SCREEN = '1440x900x24'

/**
 * The environment of a display: this one, or a virtual one where there is none.
 *
 * @returns {Promise<{ env: NodeJS.ProcessEnv, isVirtual: boolean, end: () => void }>}
 */
export async function openDisplay() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env
  if (process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY)
    return { env: {}, isVirtual: false, end: () => {} }

  // Xvfb chooses a free number itself and writes it to the file descriptor.
  const server = spawnTied('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const [chunk] = /** @type {unknown[]} */ (
    await Promise.race([
      once(/** @type {import('node:stream').Readable} */ (server.stdio[3]), 'data'),
      once(server, 'exit').then(() => {
        throw new Error('Xvfb ended before it had a display.')
      }),
    ])
  )
  return { env: { DISPLAY: `:${String(chunk).trim()}` }, isVirtual: true, end: () => server.kill() }
}
