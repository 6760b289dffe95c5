import { z } from 'zod'

/** Numbers of an event, which is cloned on its way and not written as JSON. */
export const clonedNumbersSchema = z.custom<Float64Array>((value) => value instanceof Float64Array)
