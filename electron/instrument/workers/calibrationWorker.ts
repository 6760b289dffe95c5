import { evaluateStep } from '../services/calibration/evaluateStep'
import type { CalibrationThread } from '../services/calibration/runDailyCheck'
import { exposeWorker } from './exposeWorker'

exposeWorker({ evaluate: evaluateStep } satisfies CalibrationThread)
