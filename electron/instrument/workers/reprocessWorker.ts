import { setPriority } from 'node:os'
import { workerData } from 'node:worker_threads'
import { openToRead } from '../services/readCaseLog'
import { ReprocessDesk } from '../services/reprocess/reprocessDesk'
import type { ReprocessThreadOptions } from '../services/reprocess/reprocessThread'
import { exposeWorker } from './exposeWorker'

/** Nobody waits for it: of 20 steps down, nearly all. */
const NICENESS = 15

// There this is of the thread alone, and of those that an engine starts in it; elsewhere it would be of the whole process.
if (process.platform === 'linux') setPriority(NICENESS)

const { caseLogPath, rememberIn } = workerData as ReprocessThreadOptions
exposeWorker(new ReprocessDesk({ openToRead: () => openToRead(caseLogPath), rememberIn }))
