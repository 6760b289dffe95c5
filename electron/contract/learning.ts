import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { saliencyBandSchema } from './answer'
import { bodySites, fitzpatrickSchema } from './cases'
import { problemSchema } from './errors'
import { evaluationReportSchema, figureNames } from './evaluation'
import { originSchema } from './frame'
import { procedure } from './procedure'
import { DEFAULT_RECIPE, recipeSchema } from './recipe'
import { classMapsSchema, saliencyMethodSchema, saliencyTrustSchema } from './saliency'

const timestamp = z.iso.datetime()
const text = z.string().trim().min(1)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const share = z.number().min(0).max(1)
/** 95 %. */
const interval = z.tuple([z.number(), z.number()])

/** Systems that learn. `metadata` reads no spectra and is never served: it keeps the others honest. */
export const systemNameSchema = z.enum([
  'cnn5',
  'cnn7',
  'resnet50',
  'svm-ga',
  'pca-lda',
  'logistic',
  'metadata',
])

/* Data sets: frozen, and named by their hash. */

/** Which measurements of the case log: complete ones of lesions with a diagnosis. */
export const caseFilterSchema = z.object({
  origin: originSchema,
  /** Whose word is the label; of several the newest, and histopathology before the clinic. */
  labels: z.enum(['histopathology', 'any']).default('histopathology'),
  /** The newest of each lesion that fits, or all: a patient is in one part in either case. */
  spectra: z.enum(['newest', 'all']).default('all'),
  from: timestamp.nullable().default(null),
  to: timestamp.nullable().default(null),
  /** Empty: any. */
  bodySites: z.array(z.enum(bodySites)).default([]),
  skinTypes: z.array(fitzpatrickSchema).default([]),
  /** Serial numbers. */
  instruments: z.array(z.string()).default([]),
})
export type CaseFilter = z.infer<typeof caseFilterSchema>

export const dataSetSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('cases'), filter: caseFilterSchema }),
  /** CSV or Parquet; docs/datasets.md. */
  z.object({ kind: z.literal('file'), path: text }),
])
export type DataSetSource = z.infer<typeof dataSetSourceSchema>

export const newDataSetSchema = z.object({ name: text.max(120), source: dataSetSourceSchema })
export type NewDataSet = z.infer<typeof newDataSetSchema>

const count = z.object({ spectra: z.int(), patients: z.int() })
const part = count.extend({ value: z.string(), byClass: z.array(count) })
export const compositionSchema = count.extend({
  patientsKnown: z.boolean(),
  classes: z.array(part),
  fields: z.record(
    z.enum(['lesionClass', 'bodySite', 'sex', 'skinType', 'ageBand', 'instrument']),
    z.array(part),
  ),
  /** Years. */
  age: z.object({ from: z.number(), to: z.number() }).nullable(),
  taken: z.object({ from: z.string(), to: z.string() }).nullable(),
  /** What is missing, in words. */
  gaps: z.array(z.string()),
})

/** A way in which the data could let a model look better than it is. */
export const leakageFindingSchema = z.object({ kind: z.string(), text: z.string(), tip: z.string() })

/** What is in data that were not frozen yet. */
export const dataSetInspectionSchema = z.object({
  origin: originSchema,
  classes: z.array(z.string()),
  /** Measured points of a spectrum. */
  points: z.int(),
  composition: compositionSchema,
  leakage: z.array(leakageFindingSchema),
})
export type DataSetInspection = z.infer<typeof dataSetInspectionSchema>

export const dataSetSummarySchema = z.object({
  hash: sha256,
  name: z.string(),
  origin: originSchema,
  source: dataSetSourceSchema,
  classes: z.array(z.string()),
  spectra: z.int(),
  patients: z.int(),
  patientsKnown: z.boolean(),
  createdAt: timestamp,
  /** Set for a test set that no run may see: how often it was looked at. */
  external: z.object({ looks: z.int() }).nullable(),
})
export type DataSetSummary = z.infer<typeof dataSetSummarySchema>
export const dataSetDetailSchema = dataSetSummarySchema.extend({ inspection: dataSetInspectionSchema })
export type DataSetDetail = z.infer<typeof dataSetDetailSchema>

/** One look at an external test set: the more of them, the less the next one says. */
export const lookSchema = z.object({
  dataSetHash: sha256,
  modelHash: sha256,
  operatorName: z.string(),
  lookedAt: timestamp,
})
export type Look = z.infer<typeof lookSchema>

/** An act that somebody signs. */
export const signatureSchema = z.object({ operatorId: z.string(), reason: text.max(1000) })
export type Signature = z.infer<typeof signatureSchema>

/* Runs. */

export const operatingRuleSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('youden') }),
  z.object({ name: z.literal('sensitivity'), sensitivity: z.number().min(0.5).max(1) }),
  z.object({ name: z.literal('mostProbable') }),
])

/**
 * Every patient is held out once in each repeat. The models of the folds are measured and thrown away: the model of a run
 * is that of its one split, and its figures stand beside these. Costs folds x repeats further trainings.
 */
export const crossValidationSchema = z.object({
  folds: z.int().min(2).max(20).default(5),
  repeats: z.int().min(1).max(20).default(1),
})

/** What more patients would bring: trained on nested shares of the patients of `fit`, measured on the held-out ones. */
export const learningCurveSchema = z.object({
  shares: z.array(z.number().positive().max(1)).min(1).max(20).default([0.125, 0.25, 0.5, 1]),
  /** Those that learn in seconds; a network would cost one training a share. The run's own has the run's settings. */
  systems: z.array(systemNameSchema).min(1).default(['pca-lda', 'logistic']),
})

/** Everything that a run depends on. The same request gives the same model, to the bit, on the same engine. */
export const experimentSchema = z.object({
  dataSetHash: sha256,
  system: systemNameSchema,
  /** Of the system; what is left out has its default. The system refuses what it does not know. */
  settings: z.record(z.string(), z.unknown()).default({}),
  recipe: recipeSchema,
  seed: z.int().nonnegative(),
  /** As the data set has them, or finer. */
  classes: z.enum(['asLabelled', 'withDysplastic', 'subtypes']).default('asLabelled'),
  /** What, beside patients, must not be in two parts. */
  groupBy: z.array(z.enum(['bodySite', 'instrument'])).default([]),
  operatingRule: operatingRuleSchema.default({ name: 'sensitivity', sensitivity: 0.9 }),
  /** Share of the second class where the model is to be used; null: not known. */
  sitePrevalence: share.nullable().default(null),
  /** Share of the spectra that are answered, the surest, as seen on the calibration patients. Absent: all. */
  answered: z.number().min(0.5).max(1).optional(),
  /** Absent: none. */
  crossValidation: crossValidationSchema.optional(),
  /** Absent: none. */
  learningCurve: learningCurveSchema.optional(),
})
export type Experiment = z.infer<typeof experimentSchema>

export const newRunSchema = experimentSchema.omit({ recipe: true }).extend({
  name: text.max(120),
  operatorId: z.string(),
  /** The name of one that ships, the path of a file, or a recipe in full. */
  recipe: z.union([text, recipeSchema]).default(DEFAULT_RECIPE),
})
export type NewRun = z.infer<typeof newRunSchema>

/** `interrupted`: its process died. It, a failed and a cancelled one go on from the last checkpoint when resumed. */
export const runStateSchema = z.enum(['queued', 'running', 'cancelled', 'failed', 'interrupted', 'finished'])
export type RunState = z.infer<typeof runStateSchema>

export const progressPointSchema = z.object({
  /** What is done: "epoch", "generation", "fold", or a word for what has no steps. */
  stage: z.string(),
  /** From 1. */
  step: z.int(),
  steps: z.int(),
  loss: z.number().nullable(),
  watchedLoss: z.number().nullable(),
  at: timestamp,
})
export type ProgressPoint = z.infer<typeof progressPointSchema>

export const runSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  operatorName: z.string(),
  experiment: experimentSchema,
  dataSetName: z.string(),
  origin: originSchema,
  state: runStateSchema,
  createdAt: timestamp,
  startedAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  /** In its process, over all attempts. */
  wallTimeMs: z.number(),
  /** What it was computed with. */
  engine: z.string().nullable(),
  softwareVersion: z.string(),
  problem: problemSchema.nullable(),
  /** On held-out patients, with its 95 % interval; null until it is finished. */
  auc: z.object({ value: z.number().nullable(), interval: interval.nullable() }).nullable(),
  distinguishable: z.boolean().nullable(),
  /** Of the model that came of it; null for a system that reads no spectra. */
  modelHash: sha256.nullable(),
})
export type RunSummary = z.infer<typeof runSummarySchema>

export const splitPartSchema = z.enum(['fit', 'earlyStopping', 'calibration', 'heldOut'])
export type SplitPart = z.infer<typeof splitPartSchema>

export const runDetailSchema = runSummarySchema.extend({
  /** In order; what was repeated after an interruption once. */
  progress: z.array(progressPointSchema),
  /** Patients of each part; null before the split. */
  split: z.record(splitPartSchema, z.int()).nullable(),
  report: evaluationReportSchema.nullable(),
})
export type RunDetail = z.infer<typeof runDetailSchema>

/** Figures of the first less those of the second on the same spectra, resampled by patient. */
export const comparisonSchema = z.object({
  spectra: z.int(),
  patients: z.int(),
  figures: z.array(
    z.object({
      figure: z.enum(figureNames),
      first: z.number().nullable(),
      second: z.number().nullable(),
      difference: z.number().nullable(),
      interval: interval.nullable(),
      p: z.number(),
    }),
  ),
})
export type Comparison = z.infer<typeof comparisonSchema>

/** A held-out spectrum and what was said of it. */
export const predictionSchema = z.object({
  /** In its data set. */
  rowId: z.string(),
  patient: z.string(),
  /** Index in the classes. */
  target: z.int(),
  said: z.int(),
  /** Of two classes that of the second; of more, one a class. */
  probabilities: z.array(share),
})
export type Prediction = z.infer<typeof predictionSchema>

/** The map of a held-out spectrum, for one of the classes, by one of the methods that its model allows. */
export const mapRequestSchema = z.object({
  runId: z.string(),
  rowId: z.string(),
  /** Index in the classes; null: the one that the model says. */
  label: z.int().nonnegative().nullable().default(null),
  /** Null: the model's own. */
  method: saliencyMethodSchema.nullable().default(null),
})
export type MapRequest = z.infer<typeof mapRequestSchema>

/** A held-out spectrum as the run saw it, and what in it the model says what it says from. */
export const heldOutSpectrumSchema = z.object({
  /** cm-1, and counts: as it was frozen. */
  wavenumbers: z.array(z.number()),
  intensities: z.array(z.number()),
  /** cm-1, and what the recipe left. */
  grid: z.array(z.number()),
  processed: z.array(z.number()),
  /** On the grid, 0 to 1; null for a system that reads no spectra. */
  saliency: z.array(z.number()).nullable(),
  /** Index in the classes: what map and bands speak for. Null where there is none. */
  mapped: z.int().nullable(),
  saliencyMethod: saliencyMethodSchema.nullable(),
  /** By which the model can be mapped, its own first. */
  methods: z.array(saliencyMethodSchema),
  bands: z.array(saliencyBandSchema),
  /** What the data set knows of it; null where the source does not say. */
  about: z.object({
    lesionClass: z.string(),
    /** Years. */
    age: z.number().nullable(),
    sex: z.string().nullable(),
    bodySite: z.string().nullable(),
    skinType: z.number().nullable(),
  }),
})
export type HeldOutSpectrum = z.infer<typeof heldOutSpectrumSchema>

/* Models. */

export const modelStateSchema = z.enum(['candidate', 'shadow', 'serving', 'retired'])
export type ModelState = z.infer<typeof modelStateSchema>

/** Whose spectra a model serves. What was learnt from simulated patients never serves real ones. */
export const modelUseSchema = z.enum(['simulated', 'instrument'])
export type ModelUse = z.infer<typeof modelUseSchema>

export const modelStateChangeSchema = z.object({
  /** Counts up: what came later. */
  entry: z.int(),
  modelHash: sha256,
  from: modelStateSchema.nullable(),
  to: modelStateSchema,
  /** `replaced`: another was promoted; `rolledBack`, `restored`: the one that served, and the one before it. */
  action: z.enum(['registered', 'shadowed', 'promoted', 'replaced', 'rolledBack', 'restored', 'retired']),
  operatorName: z.string(),
  reason: z.string(),
  changedAt: timestamp,
  /** Against the model that served, when it was promoted. */
  comparison: comparisonSchema.nullable(),
})
export type ModelStateChange = z.infer<typeof modelStateChangeSchema>

export const modelRecordSchema = z.object({
  hash: sha256,
  name: z.string(),
  system: z.string(),
  origin: originSchema,
  state: modelStateSchema,
  /** Trained here: for research, no medical device. The one that ships is not. */
  research: z.boolean(),
  /** Null for the one that ships. */
  runId: z.string().nullable(),
  createdAt: timestamp.nullable(),
  /** Oldest first. */
  history: z.array(modelStateChangeSchema),
})
export type ModelRecord = z.infer<typeof modelRecordSchema>

/** What a promotion would be judged by, for whoever is about to sign it. */
export const promotionVerdictSchema = z.object({
  use: modelUseSchema,
  /** Null where none serves yet. */
  serving: z.object({ hash: sha256, name: z.string() }).nullable(),
  comparison: comparisonSchema.nullable(),
  /** In words, with the figures; empty: it may be promoted. */
  objections: z.array(z.string()),
})
export type PromotionVerdict = z.infer<typeof promotionVerdictSchema>

/** What a shadow said of live cases beside the model that answered. Never part of an answer. */
export const shadowComparisonSchema = z.object({
  acquisitions: z.int(),
  /** Of those that both judged. */
  judged: z.int(),
  agreed: z.int(),
  /** Of those with histopathology: how often each was right. */
  withHistopathology: z.int(),
  servingRight: z.int(),
  shadowRight: z.int(),
  /** Newest first, 200 at most. */
  cases: z.array(
    z.object({
      acquisitionId: z.string(),
      lesionId: z.string(),
      at: timestamp,
      servingProbability: share.nullable(),
      shadowProbability: share.nullable(),
      servingLabel: z.string().nullable(),
      shadowLabel: z.string().nullable(),
      histopathology: z.string().nullable(),
      /** Why the shadow said nothing. */
      problem: problemSchema.nullable(),
    }),
  ),
})
export type ShadowComparison = z.infer<typeof shadowComparisonSchema>

export const learningEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run'), run: runSummarySchema }),
  z.object({
    type: z.literal('progress'),
    runId: z.string(),
    point: progressPointSchema,
    /** Of the stage, from the time that its steps took; null at first. */
    remainingMs: z.number().nullable(),
  }),
  /** A model was registered or changed its state: ask for the list again. */
  z.object({ type: z.literal('models') }),
])
export type LearningEvent = z.infer<typeof learningEventSchema>

const byHash = z.object({ hash: sha256 })
const byRun = z.object({ runId: z.string() })
const signed = signatureSchema.extend({ hash: sha256 })

export const learningContract = {
  /** What there is in cases or a file, before it is frozen. */
  inspectData: procedure.input(newDataSetSchema).output(dataSetInspectionSchema),
  freezeData: procedure.input(newDataSetSchema).output(dataSetDetailSchema),
  /** Newest first. */
  dataSets: procedure.output(z.array(dataSetSummarySchema)),
  dataSet: procedure.input(byHash).output(dataSetDetailSchema),
  /** From now on no run may see its patients. Refused for one that a run has seen. */
  holdOut: procedure.input(signed).output(dataSetSummarySchema),
  looks: procedure.input(byHash).output(z.array(lookSchema)),
  /** Evaluates a model on an external test set; the look is counted before the figures are computed. */
  look: procedure
    .input(z.object({ dataSetHash: sha256, modelHash: sha256, operatorId: z.string() }))
    .output(evaluationReportSchema),

  /** Names of the recipes that ship. */
  recipes: procedure.output(z.array(z.string())),
  /** Queues a run; it starts when those before it have ended. */
  startRun: procedure.input(newRunSchema).output(runSummarySchema),
  /** Newest first. */
  runs: procedure.output(z.array(runSummarySchema)),
  run: procedure.input(byRun).output(runDetailSchema),
  /** Its held-out spectra, those it was surest and wrong about first. */
  predictions: procedure.input(byRun).output(z.array(predictionSchema)),
  /** One of them, with its map. */
  heldOutSpectrum: procedure.input(mapRequestSchema).output(heldOutSpectrumSchema),
  /** Whether the map of one of them can be believed; seconds. Null for a system that reads no spectra. */
  checkSaliency: procedure.input(mapRequestSchema).output(saliencyTrustSchema.nullable()),
  /** What its model reads in each class. Null for a system that reads no spectra, and for runs of earlier versions. */
  classMaps: procedure.input(byRun).output(classMapsSchema.nullable()),
  cancelRun: procedure.input(byRun).output(runSummarySchema),
  /** Queues an interrupted, failed or cancelled run again. */
  resumeRun: procedure.input(byRun).output(runSummarySchema),
  /** On the held-out patients that both have. */
  compareRuns: procedure.input(z.object({ first: z.string(), second: z.string() })).output(comparisonSchema),
  /** An HTML document of its own. */
  modelCard: procedure.input(byRun).output(z.string()),
  /** CSV: the paper's Table 2 with a row a run and one of the metadata alone. */
  table2: procedure.input(z.object({ runIds: z.array(z.string()).min(1) })).output(z.string()),

  /** Newest first, the one that ships last. */
  models: procedure.output(z.array(modelRecordSchema)),
  /** Compares with the model that serves, on the candidate's held-out patients that neither has learnt from. */
  judgePromotion: procedure.input(byHash).output(promotionVerdictSchema),
  /** Fails with `registry.refused` and the figures; else the model answers from the next measurement on. */
  promote: procedure.input(signed).output(z.array(modelRecordSchema)),
  /** Lets it judge live cases beside the model that serves, unseen. */
  shadow: procedure.input(signed).output(z.array(modelRecordSchema)),
  retire: procedure.input(signed).output(z.array(modelRecordSchema)),
  /** Back to the model that served before. */
  rollBack: procedure
    .input(signatureSchema.extend({ use: modelUseSchema }))
    .output(z.array(modelRecordSchema)),
  shadowComparison: procedure.input(byHash).output(shadowComparisonSchema),

  watch: procedure.output(eventIterator(learningEventSchema)),
}
