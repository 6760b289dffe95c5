import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isRoot } from './project.mjs'
import { SetupError } from './SetupError.mjs'

const SUID_ROOT = 0o4755

/** Whether this user runs Electron without Chromium's own sandbox: root must, others may say so. */
export const withoutSandbox =
  process.platform === 'linux' && (isRoot || Boolean(process.env['ELECTRON_DISABLE_SANDBOX']))

/**
 * Chromium's sandbox needs user namespaces, which some systems refuse, or else a helper that belongs to root.
 *
 * @param {string} electron the path of its binary
 */
export function makeSandboxWork(electron) {
  if (process.platform !== 'linux' || withoutSandbox || succeeds('unshare', '--user', 'true')) return
  const helper = join(dirname(electron), 'chrome-sandbox')
  const { uid, mode } = statSync(helper)
  if (uid === 0 && (mode & SUID_ROOT) === SUID_ROOT) return
  if (succeeds('sudo', '-n', 'chown', 'root:root', helper) && succeeds('sudo', '-n', 'chmod', '4755', helper))
    return
  throw new SetupError(
    "This system refuses user namespaces, so Chromium's sandbox needs a helper that belongs to root.",
    `Run: sudo chown root:root ${helper} && sudo chmod 4755 ${helper}\n` +
      'Or, for development alone, set ELECTRON_DISABLE_SANDBOX=1.',
  )
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function succeeds(program, ...args) {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
