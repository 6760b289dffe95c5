import { workerData } from 'node:worker_threads'
import { ExchangeDesk, type ExchangeThreadOptions } from '../services/exchange/exchangeDesk'
import { exposeWorker } from './exposeWorker'

exposeWorker(new ExchangeDesk(workerData as ExchangeThreadOptions))
