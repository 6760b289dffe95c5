import { z } from 'zod'
import { qualityReportSchema } from './answer'
import { problemSchema } from './errors'
import { procedure } from './procedure'

/*
 * Faults of the virtual microscope, to learn to recognise them. Simulated alone: a real instrument is refused. Each
 * measurement puts its fault in and takes it back, whatever comes of it; nothing of it is stored.
 */

/** Something that can be wrong, or nothing. */
const lessonSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** What it does to a spectrum. */
  recognise: z.string(),
  /** What to do about it on a real instrument. */
  remedy: z.string(),
})
export type Lesson = z.infer<typeof lessonSchema>

const taughtMeasurementSchema = z.object({
  lessonId: z.string(),
  /** cm-1, one a pixel. */
  wavenumbers: z.array(z.number()),
  /** Counts of each frame as the detector gave them. */
  frames: z.array(z.array(z.number())),
  /** The same with the laser off. */
  darkFrames: z.array(z.array(z.number())),
  /** Their means, the one less the other. */
  spectrum: z.array(z.number()),
  /** Of the last frame. */
  detectorTemperatureCelsius: z.number().nullable(),
  /** What the gates say; null where the instrument refused to measure. */
  quality: qualityReportSchema.nullable(),
  /** Why it refused; null where it measured. */
  problem: problemSchema.nullable(),
})
export type TaughtMeasurement = z.infer<typeof taughtMeasurementSchema>

export const teachingContract = {
  /** Empty unless the virtual microscope is connected. */
  lessons: procedure.output(z.array(lessonSchema)),
  /** Some seconds. The fault is taken back before this answers, also where it fails. */
  measure: procedure.input(z.object({ lessonId: z.string() })).output(taughtMeasurementSchema),
}
