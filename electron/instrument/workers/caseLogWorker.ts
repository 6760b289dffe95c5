import { workerData } from 'node:worker_threads'
import { systemClock } from '../../shared/clock'
import { randomId } from '../../shared/ids'
import { softwareVersion } from '../../shared/softwareVersion'
import { openCaseLog } from '../../storage/openCaseLog'
import { CaseLogDesk, type CaseLogThreadOptions } from '../services/caseLogDesk'
import { exposeWorker } from './exposeWorker'

const { path, program } = workerData as CaseLogThreadOptions

exposeWorker(
  new CaseLogDesk(() =>
    openCaseLog({ path, program, clock: systemClock, newId: randomId, softwareVersion: softwareVersion() }),
  ),
)
