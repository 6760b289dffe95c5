import { z } from 'zod'
import { acquisitionPlanSchema } from './acquisition'
import { answerSchema, lesionLabelSchema } from './answer'
import { problemSchema } from './errors'
import { deviceIdentitySchema, originSchema, recordedSpectrumSchema } from './frame'
import { procedure } from './procedure'
import { recomputationSchema } from './recomputation'
import { saliencyTrustSchema } from './saliency'

const timestamp = z.iso.datetime()
const text = z.string().trim().min(1)

export const operatorSchema = z.object({ id: z.string(), name: text.max(80), createdAt: timestamp })
export type Operator = z.infer<typeof operatorSchema>

export const sexSchema = z.enum(['female', 'male', 'other', 'unknown'])
export const fitzpatrickSchema = z.int().min(1).max(6)

export const newPatientSchema = z.object({
  pseudonym: text.max(40),
  yearOfBirth: z.int().min(1900).max(2100).nullable(),
  sex: sexSchema,
  /** Fitzpatrick skin type, I to VI as 1 to 6. */
  skinType: fitzpatrickSchema.nullable(),
})
export type NewPatient = z.infer<typeof newPatientSchema>
export const patientSchema = newPatientSchema.extend({ id: z.string(), createdAt: timestamp })
export type Patient = z.infer<typeof patientSchema>

export const bodySites = ['head', 'neck', 'trunk', 'back', 'arm', 'hand', 'leg', 'foot', 'other'] as const
export const bodyRegions = [
  'scalp',
  'face',
  'ear',
  'neck',
  'chest',
  'abdomen',
  'groin',
  'upperBack',
  'lowerBack',
  'buttock',
  'shoulder',
  'upperArm',
  'forearm',
  'hand',
  'thigh',
  'knee',
  'lowerLeg',
  'foot',
] as const
export type BodyRegion = (typeof bodyRegions)[number]

export const lesionClassSchema = z.enum([
  'naevus',
  'dysplasticNaevus',
  'seborrhoeicKeratosis',
  'melanoma',
  'basalCellCarcinoma',
  'squamousCellCarcinoma',
  'other',
])
export type LesionClass = z.infer<typeof lesionClassSchema>

const millimetres = z.number().positive().max(500).nullable()
/** What can be said of a lesion, and said otherwise later; null where nobody said it. */
const lesionDetailsSchema = z.object({
  /** Finer than the body site. */
  region: z.enum(bodyRegions).nullable(),
  /** Of the patient, not of who looks. */
  laterality: z.enum(['left', 'right', 'midline']).nullable(),
  /** What the clinic suspects before anything is measured. */
  suspicion: lesionClassSchema.nullable(),
  lengthMillimetres: millimetres,
  widthMillimetres: millimetres,
  heightMillimetres: millimetres,
})

const lesionPlaceSchema = z.object({
  patientId: z.string(),
  bodySite: z.enum(bodySites),
  /** A word to find it again: "left, 3 cm below the elbow". */
  description: z.string().trim().max(200),
  /** Of every frame this lesion will ever have. */
  origin: originSchema,
})
export const newLesionSchema = lesionPlaceSchema.extend(lesionDetailsSchema.partial().shape)
export type NewLesion = z.infer<typeof newLesionSchema>
export const lesionSchema = lesionPlaceSchema.extend({
  ...lesionDetailsSchema.shape,
  id: z.string(),
  createdAt: timestamp,
})
export type Lesion = z.infer<typeof lesionSchema>

/** Where a diagnosis is written, outside of Stokes; null where nobody said it. */
const diagnosisSourceSchema = z.object({
  /** Day of the finding or of the report. */
  diagnosedOn: z.iso.date().nullable(),
  laboratory: text.max(120).nullable(),
  reportNumber: text.max(60).nullable(),
  /** The one that it takes the place of: that one counts no more, and stays. */
  correctsId: z.string().nullable(),
})

export const newDiagnosisSchema = z.object({
  lesionId: z.string(),
  operatorId: z.string(),
  label: lesionLabelSchema,
  lesionClass: lesionClassSchema,
  source: z.enum(['clinical', 'histopathology']),
  ...diagnosisSourceSchema.partial().shape,
})
export type NewDiagnosis = z.infer<typeof newDiagnosisSchema>
export const diagnosisSchema = newDiagnosisSchema.extend({
  ...diagnosisSourceSchema.shape,
  id: z.string(),
  createdAt: timestamp,
})
export type Diagnosis = z.infer<typeof diagnosisSchema>

export const newNoteSchema = z.object({ lesionId: z.string(), operatorId: z.string(), text: text.max(4000) })
export type NewNote = z.infer<typeof newNoteSchema>
export const noteSchema = newNoteSchema.extend({ id: z.string(), createdAt: timestamp })
export type Note = z.infer<typeof noteSchema>

/** `interrupted`: the program ended while it ran; found when the case log is opened again. */
export const acquisitionStatusSchema = z.enum(['running', 'complete', 'cancelled', 'failed', 'interrupted'])
export const acquisitionRecordSchema = z.object({
  id: z.string(),
  lesionId: z.string(),
  operatorId: z.string(),
  startedAt: timestamp,
  finishedAt: timestamp.nullable(),
  status: acquisitionStatusSchema,
  problem: problemSchema.nullable(),
  origin: originSchema,
  device: deviceIdentitySchema,
  plan: acquisitionPlanSchema,
  framesRecorded: z.int(),
  /** Out of which file it came, and its name within it; null where it was measured with Stokes. */
  file: z.object({ name: z.string(), spectrum: z.string() }).nullable(),
  /** What is known of it: of what came out of a file, what that says. The plan of such a one holds numbers that nobody stated. */
  stated: z.object({
    integrationTimeMs: z.number().nullable(),
    laserPowerMilliwatts: z.number().nullable(),
    /** ISO 8601 where Stokes measured; else in the words of the file. */
    measuredAt: z.string().nullable(),
  }),
})
export type AcquisitionRecord = z.infer<typeof acquisitionRecordSchema>

/** An answer in a list. */
export const shortAnswerSchema = answerSchema.pick({
  probability: true,
  label: true,
  threshold: true,
  withheld: true,
  demonstration: true,
})
export type ShortAnswer = z.infer<typeof shortAnswerSchema>

/** Of a measurement where nobody named the spot. */
export const FIRST_SPOT = 'spot 1'

/** What the spots of a lesion say together: the highest probability of the newest answer of each, all of one model. */
export const combinedAnswerSchema = z.object({
  probability: z.number(),
  label: lesionLabelSchema,
  threshold: z.number(),
  /** Where it was measured. */
  spot: z.string(),
  /** How many answers it is the highest of. What was withheld, or came from another model, is none. */
  spots: z.int(),
  /** How many spots have a result of any kind. */
  spotsMeasured: z.int(),
  modelName: z.string(),
  modelHash: z.string(),
})
export type CombinedAnswer = z.infer<typeof combinedAnswerSchema>

/** One line of the case log: a lesion, with the newest of everything. */
export const caseRowSchema = z.object({
  lesion: lesionSchema,
  patient: patientSchema,
  /** Of the newest acquisition, else of the lesion. */
  lastChangedAt: timestamp,
  acquisitions: z.int(),
  /** What counts for all spots; where no answer counts, the newest, which says why. */
  answer: shortAnswerSchema.nullable(),
  /** Null where no answer counts. */
  combined: combinedAnswerSchema.nullable(),
  diagnosis: diagnosisSchema.nullable(),
})
export type CaseRow = z.infer<typeof caseRowSchema>

export const storedResultSchema = z.object({
  id: z.string(),
  acquisitionId: z.string(),
  createdAt: timestamp,
  answer: answerSchema,
})
export type StoredResult = z.infer<typeof storedResultSchema>

export const caseDetailSchema = z.object({
  lesion: lesionSchema,
  patient: patientSchema,
  acquisitions: z.array(
    acquisitionRecordSchema.extend({ answer: shortAnswerSchema.nullable(), spot: z.string() }),
  ),
  /** Null where no answer counts. */
  combined: combinedAnswerSchema.nullable(),
  diagnoses: z.array(diagnosisSchema.extend({ operatorName: z.string() })),
  notes: z.array(noteSchema.extend({ operatorName: z.string() })),
})
export type CaseDetail = z.infer<typeof caseDetailSchema>

/** What the answer of a case says, of all its spots, or why there is none. */
export const caseAnswerSchema = z.enum(['benign', 'malignant', 'quality', 'demonstration', 'none'])
export type CaseAnswer = z.infer<typeof caseAnswerSchema>

/** Of each list any one; an empty list leaves all. */
export const caseFiltersSchema = z.object({
  answers: z.array(caseAnswerSchema).default([]),
  /** By the diagnosis that counts: histopathology over the clinic, later over earlier. */
  diagnoses: z.array(z.union([lesionClassSchema, z.literal('none')])).default([]),
  bodySites: z.array(z.enum(bodySites)).default([]),
  /** 0: not known. */
  skinTypes: z.array(z.int().min(0).max(6)).default([]),
  origins: z.array(originSchema).default([]),
  /** Hashes, of the answer that counts. */
  models: z.array(z.string()).default([]),
  /** Days of the last change, ISO 8601; both included. */
  from: z.iso.date().nullable().default(null),
  to: z.iso.date().nullable().default(null),
})
export type CaseFilters = z.infer<typeof caseFiltersSchema>
export const NO_FILTERS = caseFiltersSchema.parse({})

export const caseQuerySchema = z.object({
  /** Matches pseudonym, body site, description and notes. */
  search: z.string().trim().max(200).default(''),
  filters: caseFiltersSchema.default(NO_FILTERS),
  limit: z.int().min(1).max(200).default(50),
  /** What `next` of the page before it held. */
  cursor: z.string().nullable().default(null),
  /** How many cases after the cursor are left out: to begin anywhere in the list. */
  offset: z.int().min(0).default(0),
})
export type CaseQuery = Omit<z.infer<typeof caseQuerySchema>, 'filters' | 'offset'> & {
  filters?: CaseFilters | undefined
  offset?: number | undefined
}
export const casePageSchema = z.object({
  rows: z.array(caseRowSchema),
  next: z.string().nullable(),
  /** Counted on the first page alone; null on every other. */
  total: z.int().nullable(),
  /** There are more than `total`: counting further takes longer than anybody waits for. */
  uncounted: z.boolean(),
})
export type CasePage = z.infer<typeof casePageSchema>

export const casesContract = {
  operators: procedure.output(z.array(operatorSchema)),
  addOperator: procedure.input(operatorSchema.pick({ name: true })).output(operatorSchema),
  list: procedure.input(caseQuerySchema).output(casePageSchema),
  /** How many cases of the list changed after a day: the place at which the day begins. */
  placeOf: procedure
    .input(caseQuerySchema.pick({ search: true, filters: true }).extend({ day: z.iso.date() }))
    .output(z.int()),
  open: procedure.input(z.object({ lesionId: z.string() })).output(caseDetailSchema),
  spectrum: procedure.input(z.object({ acquisitionId: z.string() })).output(recordedSpectrumSchema),
  /** The newest answer of an acquisition; null where it came to none. */
  result: procedure.input(z.object({ acquisitionId: z.string() })).output(storedResultSchema.nullable()),
  /** Answers a complete acquisition from its frames, as with the model and the engine of today. */
  answer: procedure.input(z.object({ acquisitionId: z.string() })).output(storedResultSchema),
  /** Whether the map of the newest answer of an acquisition can be believed; seconds. */
  /** Computes the newest answer again from its frames, with the model and on the engine that gave it; stores nothing. */
  recompute: procedure.input(z.object({ acquisitionId: z.string() })).output(recomputationSchema),
  checkSaliency: procedure.input(z.object({ acquisitionId: z.string() })).output(saliencyTrustSchema),
  patients: procedure.output(z.array(patientSchema)),
  /** Of a patient, newest first. */
  lesions: procedure.input(z.object({ patientId: z.string() })).output(z.array(lesionSchema)),
  addPatient: procedure.input(newPatientSchema).output(patientSchema),
  addLesion: procedure.input(newLesionSchema).output(lesionSchema),
  addNote: procedure.input(newNoteSchema).output(noteSchema),
  addDiagnosis: procedure.input(newDiagnosisSchema).output(diagnosisSchema),
}
