import { oc } from '@orpc/contract'
import { problemSchema } from './errors'

/** Every call can fail with a problem as data; this is where all contract calls begin. */
export const procedure = oc.errors({ PROBLEM: { data: problemSchema } })
