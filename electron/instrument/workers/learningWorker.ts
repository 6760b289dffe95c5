import { workerData } from 'node:worker_threads'
import { LearningDesk, type LearningThreadOptions } from '../services/learning/learningDesk'
import { exposeWorker } from './exposeWorker'

exposeWorker(new LearningDesk(workerData as LearningThreadOptions))
