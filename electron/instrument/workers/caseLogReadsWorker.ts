import { workerData } from 'node:worker_threads'
import { CaseLogReads } from '../services/caseLogReads'
import { openToRead } from '../services/readCaseLog'
import { exposeWorker } from './exposeWorker'

const { path } = workerData as { path: string }

exposeWorker(new CaseLogReads(() => openToRead(path)))
