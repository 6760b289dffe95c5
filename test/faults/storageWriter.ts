import { writeSync } from 'node:fs'
import { addLesion, aFrame, startAcquisition } from '../../electron/storage/fixtures'
import { openCaseLog } from '../../electron/storage/openCaseLog'
import { systemClock } from '../../electron/shared/clock'
import { randomId } from '../../electron/shared/ids'

// A program that records frames until it is killed, and says which of them the case log acknowledged: a line for the
// acquisition, then a line for the sequence number of each frame.
const [path = ''] = process.argv.slice(2)
const log = openCaseLog({
  path,
  clock: systemClock,
  newId: randomId,
  softwareVersion: '0.1.0',
  program: 'storage writer',
})
const { id } = startAcquisition(log, addLesion(log, { pseudonym: randomId() }))

const say = (line: string | number) => writeSync(1, `${line}\n`)
say(id)
for (let sequence = 0; ; sequence++) {
  log.frames.append(id, aFrame(sequence), 'sample')
  say(sequence)
}
