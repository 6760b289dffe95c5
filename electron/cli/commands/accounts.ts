import { randomInt } from 'node:crypto'
import { StokesError } from '../../contract/errors'
import type { Account } from '../../contract/trust'
import { caseLogPath } from '../../instrument/services/createServices'
import { readCaseLog } from '../../instrument/services/readCaseLog'
import { keepSecret } from '../../instrument/services/trust/secrets'
import { systemClock } from '../../shared/clock'
import { randomId } from '../../shared/ids'
import { dataFolder } from '../../shared/paths'
import { softwareVersion } from '../../shared/softwareVersion'
import { openCaseLog } from '../../storage/openCaseLog'
import { answer } from '../output'

export interface AccountsOptions {
  db?: string
  json?: boolean
}

export interface ResetAdministratorOptions extends AccountsOptions {
  name?: string
}

const PIN_DIGITS = 8

/** Who has an account. */
export function accounts({ db = caseLogPath(dataFolder()), json }: AccountsOptions): void {
  const all = readCaseLog(db, (log) => log.accounts.describe())
  answer(all, { json }, () => all.map(inWords).join('\n') || `${db} has no accounts.`)
}

/** Gives an administrator a new PIN, which is printed once: whoever has the file, and its key, may. */
export async function resetAdministrator(options: ResetAdministratorOptions): Promise<void> {
  const log = openCaseLog({
    path: options.db ?? caseLogPath(dataFolder()),
    program: 'stokes accounts',
    clock: systemClock,
    newId: randomId,
    softwareVersion: softwareVersion(),
  })
  try {
    const { id, name } = administrator(log.accounts.list(), options.name)
    const { pin, kept } = await newPin()
    log.together(() => {
      log.accounts.setSecret(id, kept)
      log.events.add('administratorReset', { account: id, user: name, by: 'command line' })
    })
    answer({ name, pin }, options, () =>
      [
        `${name} signs in with the PIN ${pin} from now on; it is shown this once.`,
        'They change it under "Device and system", "Accounts".',
      ].join('\n'),
    )
  } finally {
    log.close()
  }
}

function administrator(all: readonly Pick<Account, 'id' | 'name' | 'role' | 'active'>[], name?: string) {
  const administrators = all.filter(({ role, active }) => role === 'administrator' && active)
  const meant = name === undefined ? administrators : administrators.filter((one) => one.name === name)
  const [one] = meant
  if (one && meant.length === 1) return one
  const names = administrators.map((each) => each.name).join(', ')
  throw new StokesError(
    'usage.invalid',
    meant.length > 1
      ? `There are ${meant.length} administrators: ${names}.`
      : name === undefined
        ? 'There are no accounts.'
        : `${name} is no administrator who may sign in.`,
    { tip: names === '' ? 'Set them up in the window.' : `Name one with --name: ${names}.` },
  )
}

/** At random, and not one that is too easy to guess. */
async function newPin(): Promise<{ pin: string; kept: Uint8Array }> {
  for (;;) {
    const pin = String(randomInt(10 ** PIN_DIGITS)).padStart(PIN_DIGITS, '0')
    try {
      return { pin, kept: await keepSecret(pin) }
    } catch (error) {
      if (!(error instanceof StokesError) || error.code !== 'trust.weakSecret') throw error
    }
  }
}

function inWords({ name, role, active, lastSignInAt }: Account): string {
  return `${name}: ${role}${active ? '' : ', may not sign in'}; last signed in ${lastSignInAt ?? 'never'}`
}
