import { writeSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../../electron/shared/clock'
import { randomId } from '../../electron/shared/ids'
import { changeKey } from '../../electron/storage/changeKey'
import { Connection } from '../../electron/storage/connection'
import { addLesion, aFrame, startAcquisition } from '../../electron/storage/fixtures'
import { openCaseLog, type CaseLog } from '../../electron/storage/openCaseLog'
import { backUp } from '../../electron/storage/safekeeping/backUp'
import { restore } from '../../electron/storage/safekeeping/restore'
import { keyFromHex, type Deed } from './killRounds'

// A program that does one thing to a case log again and again until it is killed, and says what is done: a line of JSON when a
// frame was acknowledged, a line when one deed ended.
const [deed, path = '', keyHex = '', otherKeyHex = ''] = process.argv.slice(2) as [Deed, ...string[]]
const masterKey = keyFromHex(keyHex)
const folder = join(path, '..', 'backups')
const shared = { path, clock: systemClock, softwareVersion: '0.1.0', program: 'safety writer' }

const say = (line: object) => writeSync(1, `${JSON.stringify(line)}\n`)
const openLog = () => openCaseLog({ ...shared, newId: randomId, masterKey })

function record(log: CaseLog, acquisitionId: string, from: number, count: number): void {
  for (let sequence = from; sequence < from + count; sequence++) {
    log.frames.append(acquisitionId, aFrame(sequence), 'sample')
    say({ acquisitionId, sequence })
  }
}

function begin(log: CaseLog): string {
  return startAcquisition(log, addLesion(log, { pseudonym: randomId() })).id
}

function onceRecorded(): void {
  const log = openLog()
  record(log, begin(log), 0, 5)
  log.close()
}

const deeds: Record<Deed, () => void> = {
  record: () => {
    const log = openLog()
    const id = begin(log)
    for (let sequence = 0; ; sequence++) record(log, id, sequence, 1)
  },
  checkpoint: () => {
    const log = openLog()
    const id = begin(log)
    const checkpointer = new Connection(path, { readOnly: false, masterKey })
    for (let sequence = 0; ; sequence += 3) {
      record(log, id, sequence, 3)
      checkpointer.pragma('wal_checkpoint(TRUNCATE)')
    }
  },
  backup: () => {
    const log = openLog()
    const id = begin(log)
    for (let sequence = 0; ; sequence += 2) {
      record(log, id, sequence, 2)
      backUp({ ...shared, folder, masterKey, retention: { daily: 1, weekly: 0, monthly: 0 } })
    }
  },
  restore: () => {
    onceRecorded()
    const { backup } = backUp({ ...shared, folder, masterKey })
    for (;;) {
      restore({ ...shared, backup: backup.path, masterKey })
      say({ done: 'restore' })
    }
  },
  changeKey: () => {
    onceRecorded()
    const keys = [masterKey, keyFromHex(otherKeyHex), null]
    for (let turn = 0; ; turn++) {
      changeKey({ ...shared, from: keys[turn % 3]!, to: keys[(turn + 1) % 3]! })
      say({ done: 'changeKey' })
    }
  },
  migrate: () => {
    say({ done: 'start' })
    openLog().close()
    say({ done: 'migrate' })
  },
}
deeds[deed]()
