import { workerData } from 'node:worker_threads'
import { systemClock } from '../../shared/clock'
import { randomId } from '../../shared/ids'
import { softwareVersion } from '../../shared/softwareVersion'
import { programUser } from '../../storage/audit/programUser'
import { CaseLogDesk, type CaseLogThreadOptions } from '../services/caseLogDesk'
import { openOrRead } from '../services/safety/openOrRead'
import { exposeWorker } from './exposeWorker'

const { path, program } = workerData as CaseLogThreadOptions
const options = {
  path,
  program,
  clock: systemClock,
  newId: randomId,
  softwareVersion: softwareVersion(),
  user: () => desk.user ?? programUser(),
}
const desk: CaseLogDesk = new CaseLogDesk((damage) => openOrRead(options, damage))

exposeWorker(desk)
