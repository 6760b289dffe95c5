import { acquisitionHandlers } from './acquisition'
import { casesHandlers } from './cases'
import { deviceHandlers } from './device'
import { learningHandlers } from './learning'
import { procedures } from './procedures'
import { systemHandlers } from './system'

/** Every call of the contract with its handler. */
export const router = procedures.router({
  acquisition: acquisitionHandlers,
  cases: casesHandlers,
  device: deviceHandlers,
  learning: learningHandlers,
  system: systemHandlers,
})
