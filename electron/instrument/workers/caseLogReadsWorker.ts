import { workerData } from 'node:worker_threads'
import { CaseLogReads } from '../services/caseLogReads'
import { openToRead } from '../services/readCaseLog'
import { exposeWorker } from './exposeWorker'
import { giveWay } from './giveWay'

const { path } = workerData as { path: string }

giveWay()
exposeWorker(new CaseLogReads(() => openToRead(path)))
