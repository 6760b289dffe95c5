import { workerData } from 'node:worker_threads'
import { systemClock } from '../../shared/clock'
import { randomId } from '../../shared/ids'
import { softwareVersion } from '../../shared/softwareVersion'
import { openCaseLog } from '../../storage/openCaseLog'
import { CaseLogReads } from '../services/caseLogReads'
import { exposeWorker } from './exposeWorker'

const { path } = workerData as { path: string }
const options = { path, clock: systemClock, newId: randomId, softwareVersion: softwareVersion() }

exposeWorker(new CaseLogReads(() => openCaseLog({ ...options, readOnly: true })))
