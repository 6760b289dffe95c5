import { z } from 'zod'
import { originSchema } from './frame'

export const figureNames = [
  'accuracy',
  'balancedAccuracy',
  'auc',
  'averagePrecision',
  'f1',
  'sensitivity',
  'specificity',
  'ppv',
  'npv',
  'brier',
  'ece',
  'calibrationSlope',
  'calibrationIntercept',
] as const
export type FigureName = (typeof figureNames)[number]

/** Null where there is no such figure: a class is missing, or nothing was said to be of it. */
const figure = z.number().nullable()
/** 95 %, from resamples by patient; null where fewer than half of the resamples have the figure. */
const interval = z.tuple([z.number(), z.number()]).nullable()
const share = z.number().min(0).max(1)
const point = z.tuple([z.number(), z.number()])

const metricsSchema = z.record(z.enum(figureNames), figure)
const intervalsSchema = z.record(z.enum(figureNames), interval)

/** What a system is worth whatever patients are held out. None of the models it is from is kept. */
export const crossValidationReportSchema = z.strictObject({
  folds: z.int().min(2),
  repeats: z.int().positive(),
  /**
   * Of what each model said of its own fold, at its own operating point, pooled over the folds; the mean over the repeats,
   * resampled by patient. Models of different folds rank on scales of their own, so the pooled area is a little low.
   */
  metrics: metricsSchema,
  intervals: intervalsSchema,
  /** The same from each repeat. */
  ofRepeats: z.array(metricsSchema).min(1),
  /** Over the folds of all repeats. Folds share patients to learn from, so this is no standard error. */
  spread: z.record(
    z.enum(figureNames),
    z
      .strictObject({ mean: z.number(), standardDeviation: z.number(), least: z.number(), most: z.number() })
      .nullable(),
  ),
  /** Age, sex, site and skin type alone in the same folds; null where they are not known. */
  baselineMetadataOnly: z
    .strictObject({
      metrics: metricsSchema,
      intervals: intervalsSchema,
      /** Of the system less the baseline, paired by patient. */
      aucDifference: z.strictObject({ value: figure, interval }),
    })
    .nullable(),
})
export type CrossValidationReport = z.infer<typeof crossValidationReportSchema>

export const learningCurveReportSchema = z.array(
  z.strictObject({
    system: z.string(),
    /** Each within the next; an area is null where there were too few to learn from. */
    points: z.array(z.strictObject({ patients: z.int(), spectra: z.int(), auc: figure, interval })),
  }),
)
export type LearningCurveReport = z.infer<typeof learningCurveReportSchema>

const plainReportSchema = z.strictObject({
  format: z.literal(1),
  model: z.strictObject({
    name: z.string(),
    /** Which of the systems it is. */
    system: z.string(),
    /** Of its bundle; null where it has none. */
    hash: z.string().nullable(),
    /** What it was trained on, in a sentence or two. */
    provenance: z.string(),
    /** Origin of what it was trained on. */
    origin: originSchema,
  }),
  data: z.strictObject({
    name: z.string(),
    hash: z.string().nullable(),
    origin: originSchema,
    /** False: each spectrum counts as a patient, and all figures are optimistic. */
    patientsKnown: z.boolean(),
    /** Left out because the model was fitted, stopped or calibrated on them. */
    excludedPatients: z.int().nonnegative(),
  }),
  /** Spectra. */
  n: z.int().positive(),
  patients: z.int().positive(),
  classes: z.array(z.strictObject({ name: z.string(), spectra: z.int(), patients: z.int() })).min(2),
  operatingPoint: z.strictObject({
    /** Of two classes: the second at or above it. Null: the most probable class is said. */
    threshold: share.nullable(),
    rule: z.string(),
  }),
  metrics: metricsSchema,
  intervals: intervalsSchema,
  bootstrap: z.strictObject({
    seed: z.int(),
    resamples: z.int().positive(),
    /** Resamples in which a class was missing: left out of the intervals of figures that need it. */
    withoutAClass: z.int().nonnegative(),
  }),
  /** Rows what they are, columns what was said. */
  confusion: z.array(z.array(z.int().nonnegative())),
  /** What `ece` would be by chance, of a model calibrated perfectly, on as many patients: it is biased upward by that. */
  eceByChance: z.number(),
  /** What age, sex, site and skin type alone give on the same spectra; null where they are not known. */
  baselineMetadataOnly: z
    .strictObject({
      metrics: metricsSchema,
      intervals: intervalsSchema,
      /** Of the model less the baseline, paired by patient. */
      aucDifference: z.strictObject({ value: figure, interval, p: z.number() }),
    })
    .nullable(),
  /** Better than chance by the permutation test. False: "not distinguishable from chance". */
  distinguishable: z.boolean(),
  permutation: z.strictObject({ p: share, alpha: share, permutations: z.int().positive() }),
  /** What an oracle that is shown the truth behind simulated spectra reaches on these: no model can go beyond it in the long run. */
  oracle: z.strictObject({ auc: share, interval: z.tuple([share, share]), roc: z.array(point) }).optional(),
  /** What was found that can make figures too good. */
  leakage: z.array(z.strictObject({ kind: z.string(), text: z.string(), tip: z.string() })),
  curves: z.strictObject({
    /** One class (of two, the second) against the rest: false positive rate, true positive rate. */
    roc: z.array(z.strictObject({ name: z.string(), points: z.array(point) })),
    /** Recall, precision. */
    precisionRecall: z.array(z.strictObject({ name: z.string(), points: z.array(point) })),
    reliability: z.array(
      z.strictObject({
        said: share,
        seen: share,
        interval: z.tuple([share, share]),
        spectra: z.int().positive(),
        patients: z.int().positive(),
      }),
    ),
    /**
     * At the site's prevalence where it is given, else at that of the data. Empty for more than two classes, and where
     * probabilities cannot be shifted to the site.
     */
    decision: z.array(z.strictObject({ threshold: share, model: z.number(), all: z.number() })),
    /** Answered surest first: share answered, share of errors among them. */
    riskCoverage: z.array(point),
  }),
  /** At the prevalence that the site set; null where it set none, or for more than two classes. */
  prevalence: z
    .strictObject({
      site: share,
      /** Share of the second class where the model was calibrated; null where that is not known. */
      calibratedAt: share.nullable(),
      /** The operating point in probabilities shifted to the site; null where they cannot be. */
      threshold: share.nullable(),
      ppv: figure,
      ppvInterval: interval,
      npv: figure,
      npvInterval: interval,
    })
    .nullable(),
  subgroups: z.array(
    z.strictObject({
      /** Which column: skin type, site, class. */
      by: z.string(),
      group: z.string(),
      n: z.int().positive(),
      patients: z.int().positive(),
      /** Patients of each class, in the order of `classes`. */
      perClass: z.array(z.int().nonnegative()),
      /** Fewer than ten patients of a class that a figure is about: no conclusion is to be drawn. */
      tooFew: z.boolean(),
      metrics: metricsSchema,
      intervals: intervalsSchema,
    }),
  ),
  /** Spectra unlike those that the model was trained on; null where the model has no such test. */
  outOfDistribution: z
    .strictObject({
      spectra: z.int().nonnegative(),
      share,
      /** Accuracy on the others. */
      accuracyOfFamiliar: figure,
      /** Answered the most familiar first. */
      riskCoverage: z.array(point),
    })
    .nullable(),
  /** Of two classes: what a model that does not answer when it is unsure answers. Absent: it answers all. */
  abstention: z
    .strictObject({
      /** In log-odds from the operating point. */
      leastSureness: z.number().nonnegative(),
      /** Share of the spectra. */
      answered: share,
      /** On those that it answers. */
      metrics: metricsSchema,
      intervals: intervalsSchema,
    })
    .optional(),
  /** What whoever reads a figure must know, one sentence each. */
  caveats: z.array(z.string()),
  /** Where the run was asked for them. */
  crossValidation: crossValidationReportSchema.optional(),
  learningCurve: learningCurveReportSchema.optional(),
})

/** What one model is worth on one data set, on patients that it has never seen. JSON. */
export const evaluationReportSchema = plainReportSchema.extend({
  /** Of several classes: the same answers taken as benign or malignant, as the model answers where it serves. */
  malignancy: plainReportSchema.optional(),
})
export type EvaluationReport = z.infer<typeof evaluationReportSchema>
