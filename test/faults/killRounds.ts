import { spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { StokesError } from '../../electron/contract/errors'
import { Connection } from '../../electron/storage/connection'
import { openTestLog } from '../../electron/storage/fixtures'
import { migrate } from '../../electron/storage/migrate'
import type { CaseLog } from '../../electron/storage/openCaseLog'
import { listBackups } from '../../electron/storage/safekeeping/listBackups'
import { migrations } from '../../electron/storage/schema'
import { verifyCopy } from '../../electron/storage/verifyCopy'

/** What the program that is killed is at. */
export const deeds = ['record', 'checkpoint', 'backup', 'restore', 'changeKey', 'migrate'] as const
export type Deed = (typeof deeds)[number]

export interface KillReport {
  kills: number
  byDeed: Record<Deed, number>
  acknowledgedFrames: number
  lostFrames: number
  /** Frames on the disk whose acknowledgement was cut off. */
  unacknowledgedFrames: number
  wholeBackups: number
  damaged: string[]
}

/** After so many kills a new case log is begun, so that old damage hides no new one. */
const KILLS_A_LOG = 12
/** From the first thing it says to the kill, at most. */
const LONGEST_LIFE_MS = 120

export const keyFromHex = (hex: string) => (hex === '' ? null : new Uint8Array(Buffer.from(hex, 'hex')))

/** Lets a program work on a case log, kills it at a random moment, and looks what is there; so many times. */
export async function killRounds(program: string, kills: number): Promise<KillReport> {
  const report: KillReport = {
    kills: 0,
    byDeed: { record: 0, checkpoint: 0, backup: 0, restore: 0, changeKey: 0, migrate: 0 },
    acknowledgedFrames: 0,
    lostFrames: 0,
    unacknowledgedFrames: 0,
    wholeBackups: 0,
    damaged: [],
  }
  while (report.kills < kills) {
    const folder = mkdtempSync(join(tmpdir(), 'stokes-kills-'))
    try {
      const rounds = Math.min(KILLS_A_LOG, kills - report.kills)
      for (let round = 0; round < rounds; round++) {
        await killOnce(program, deeds[report.kills % deeds.length]!, folder, report)
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
  return report
}

async function killOnce(program: string, deed: Deed, folder: string, report: KillReport): Promise<void> {
  // Every other case log is encrypted.
  const keys = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')] as const
  const [key, otherKey] = report.kills % 2 === 0 ? keys : (['', keys[1]] as const)
  const path = join(folder, `${key === '' ? 'plain' : 'encrypted'}-${report.kills}.sqlite`)
  if (deed === 'migrate') makeOldLog(path, keyFromHex(key))

  const acknowledged = await runAndKill(program, [deed, path, key, otherKey])
  report.kills++
  report.byDeed[deed]++
  try {
    judge(path, [keyFromHex(key), keyFromHex(otherKey), null], acknowledged, report)
    for (const { path: backup } of await listBackupsIn(path)) {
      verifyCopy(backup, keyFromHex(key))
      report.wholeBackups++
    }
  } catch (error) {
    report.damaged.push(`${deed}: ${String(error)}`)
  }
}

async function runAndKill(program: string, args: string[]): Promise<Map<string, number>> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const acknowledged = new Map<string, number>()
  let doomed = false
  for await (const line of createInterface(child.stdout)) {
    if (!doomed) setTimeout(() => child.kill('SIGKILL'), randomInt(LONGEST_LIFE_MS))
    doomed = true
    const said = JSON.parse(line) as { acquisitionId?: string; sequence?: number }
    if (said.acquisitionId !== undefined) acknowledged.set(said.acquisitionId, (said.sequence ?? 0) + 1)
  }
  const [code, signal] = (await ended) as [number | null, string | null]
  // A migration may be done before it is killed; nothing else ends by itself.
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`The program ended with ${String(code)}.`)
  return acknowledged
}

function judge(
  path: string,
  keys: (Uint8Array | null)[],
  acknowledged: Map<string, number>,
  report: KillReport,
): void {
  const log = openWithOneOf(path, keys)
  try {
    for (const [acquisitionId, count] of acknowledged) {
      const stored = log.frames.ofAcquisition(acquisitionId)
      const whole = stored.every(({ sequence }, index) => sequence === index)
      report.acknowledgedFrames += count
      report.lostFrames += Math.max(0, count - stored.length)
      report.unacknowledgedFrames += Math.max(0, stored.length - count)
      if (!whole) report.damaged.push(`${path}: frames out of order`)
    }
    const { ok, findings } = log.verify()
    if (!ok) report.damaged.push(`${path}: ${JSON.stringify(findings)}`)
  } finally {
    log.close()
  }
  verifyCopy(path, log.masterKey)
}

function openWithOneOf(
  path: string,
  keys: (Uint8Array | null)[],
): CaseLog & { masterKey: Uint8Array | null } {
  for (const masterKey of keys) {
    try {
      return { ...openTestLog(path, { masterKey }), masterKey }
    } catch (error) {
      const isOfKey = error instanceof StokesError && /key/i.test(error.code)
      if (!isOfKey) throw error
    }
  }
  throw new Error(`${path} opens with none of its keys.`)
}

async function listBackupsIn(path: string) {
  const folder = join(path, '..', 'backups')
  return existsSync(folder) && readdirSync(folder).length > 0 ? listBackups(path, folder) : []
}

/** A case log of the first schema with some rows in it. */
function makeOldLog(path: string, masterKey: Uint8Array | null): void {
  const connection = new Connection(path, { readOnly: false, masterKey })
  const first = migrations.slice(0, 1)
  migrate(connection, 0, {
    path,
    migrations: first,
    softwareVersion: '0.0.1',
    now: '2025-01-01T00:00:00.000Z',
  })
  for (let index = 0; index < 50; index++) {
    connection.insert('operator', { id: `o-${index}`, name: `Operator ${index}`, createdAt: '2025' })
  }
  connection.close()
}
