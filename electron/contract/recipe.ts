import { z } from 'zod'
import { StokesError, type ErrorCode } from './errors'

/*
 * The recipe: a named list of preprocessing steps. Step and parameter names are those of the libraries that
 * spectroscopists know (SciPy, PyWavelets, pybaselines); a parameter left out takes the default given here,
 * and only here. A parameter that a step does not know is refused, so that a misspelt one is never ignored.
 */

const positive = z.number().positive()
const count = z.int().nonnegative()

const range = { lo: z.number(), hi: z.number() }
const loBelowHi = ({ lo, hi }: { lo: number; hi: number }) => lo < hi
const loBelowHiMessage = { error: 'must be below hi', path: ['lo'] }

const penalised = {
  /** The order of the difference that is penalised. */
  diff_order: z.int().min(1).max(3).default(2),
  /** Solves after the first one. */
  max_iter: count.max(10_000).default(50),
  tol: z.number().nonnegative().default(1e-3),
}

const polynomial = {
  poly_order: count.max(30).default(5),
  tol: z.number().nonnegative().default(1e-3),
  max_iter: z.int().positive().max(100_000).default(250),
}

/** How a filter sees the signal beyond its ends, in SciPy's words. */
const edgeMode = z.enum(['reflect', 'mirror', 'nearest', 'wrap', 'constant'])

const waveletStep = z.strictObject({
  step: z.literal('wavelet'),
  /** `haar`, `db1`-`db20`, `sym2`-`sym20` or `coif1`-`coif5`. */
  wavelet: z.string().default('db4'),
  level: z.int().positive().max(30).default(3),
  /** PyWavelets' names: its `symmetric` is SciPy's `reflect`. */
  mode: z.enum(['symmetric', 'reflect', 'periodic', 'constant', 'zero']).default('symmetric'),
  threshold: z.enum(['soft', 'hard']).default('soft'),
})

const savgolStep = z
  .strictObject({
    step: z.literal('savgol'),
    window: z
      .int()
      .positive()
      .max(9999)
      .refine((points) => points % 2 === 1, 'must be odd')
      .default(21),
    order: count.max(20).default(3),
    deriv: count.default(0),
    /** The spacing of the points, for derivatives. */
    delta: positive.default(1),
    mode: z.enum(['interp', ...edgeMode.options]).default('interp'),
  })
  .refine(({ window, order }) => order < window, { error: 'must be below window', path: ['order'] })
  .refine(({ deriv, order }) => deriv <= order, { error: 'must not exceed order', path: ['deriv'] })

const snvStep = z.strictObject({
  step: z.literal('snv'),
  ddof: z.int().min(0).max(1).default(0),
})

const aslsStep = z.strictObject({
  step: z.literal('asls'),
  lam: positive.default(1e6),
  /** The weight of the points above the baseline; those below it weigh 1 - p. */
  p: z.number().gt(0).lt(1).default(0.01),
  ...penalised,
})

const airplsStep = z.strictObject({
  step: z.literal('airpls'),
  lam: positive.default(1e6),
  ...penalised,
})

const arplsStep = z.strictObject({
  step: z.literal('arpls'),
  lam: positive.default(1e5),
  ...penalised,
})

const iarplsStep = z.strictObject({
  step: z.literal('iarpls'),
  lam: positive.default(1e5),
  ...penalised,
})

const modpolyStep = z.strictObject({ step: z.literal('modpoly'), ...polynomial })

const imodpolyStep = z.strictObject({ step: z.literal('imodpoly'), ...polynomial })

const rubberbandStep = z.strictObject({ step: z.literal('rubberband') })

/**
 * Whitaker and Hayes. `paper` follows a definite rule: one pass, every spike repaired from original neighbours.
 * `ramanspy` does as RamanSPy, one point to the left of the spike: to compare with its results, not to use.
 */
const despikeStep = z
  .strictObject({
    step: z.literal('despike'),
    variant: z.enum(['paper', 'ramanspy']).optional(),
    threshold: positive.default(8),
    /** Points on either side to repair from: of `paper`, 3 if left out. */
    half_window: z.int().positive().optional(),
    /** The same of `ramanspy`, by its name there; naming it chooses that variant. */
    kernel_size: z.int().positive().optional(),
  })
  .refine((step) => step.half_window === undefined || step.kernel_size === undefined, {
    error: 'belongs to the variant ramanspy and half_window to paper: give one of them',
    path: ['kernel_size'],
  })
  .transform(({ step, variant, threshold, half_window, kernel_size }) => ({
    step,
    variant: variant ?? (kernel_size === undefined ? ('paper' as const) : ('ramanspy' as const)),
    threshold,
    half_window: half_window ?? kernel_size ?? 3,
  }))

const normaliseStep = z.strictObject({
  step: z.literal('normalise'),
  kind: z.enum(['area', 'max', 'vector', 'minmax']),
})

const mscStep = z.strictObject({
  step: z.literal('msc'),
  /** One intensity per point; left out, the mean of the batch. */
  reference: z.array(z.number()).min(2).optional(),
})

const darkStep = z.strictObject({
  step: z.literal('dark'),
  /** One intensity per point, in the unit of the spectra. */
  dark: z.array(z.number()).min(1),
})

const gaussianStep = z.strictObject({
  step: z.literal('gaussian'),
  /** In points. */
  sigma: positive.max(10_000).default(1.5),
  mode: edgeMode.default('reflect'),
  /** Where the kernel is cut, in sigma. */
  truncate: positive.max(100).default(4),
})

const resampleStep = z
  .strictObject({
    step: z.literal('resample'),
    ...range,
    n: z.int().min(2).max(100_000),
    /** `linear_cropped_first` holds the edge values, as a crop before interpolation does: to compare, not to use. */
    kind: z.enum(['linear', 'pchip', 'cubic', 'linear_cropped_first']).default('linear'),
  })
  .refine(loBelowHi, loBelowHiMessage)

const cropStep = z
  .strictObject({
    step: z.literal('crop'),
    ...range,
    /** Points kept beyond each end. */
    margin: count.default(0),
  })
  .refine(loBelowHi, loBelowHiMessage)

const stepSchema = z.discriminatedUnion('step', [
  waveletStep,
  savgolStep,
  snvStep,
  aslsStep,
  airplsStep,
  arplsStep,
  iarplsStep,
  modpolyStep,
  imodpolyStep,
  rubberbandStep,
  despikeStep,
  normaliseStep,
  mscStep,
  darkStep,
  gaussianStep,
  resampleStep,
  cropStep,
])

export const recipeSchema = z.strictObject({
  name: z.string().min(1),
  /** In the order in which they are applied. */
  steps: z.array(stepSchema).min(1),
})

/** A recipe with every default filled in. */
/** Of those that ship: what a new model is trained with. `paper` is the paper's own order of steps. */
export const DEFAULT_RECIPE = 'baseline-first'

export type Recipe = z.output<typeof recipeSchema>
/** A recipe as it is written: what has a default may be left out. */
export type RecipeInput = z.input<typeof recipeSchema>
export type Step = z.output<typeof stepSchema>
type StepName = Step['step']
export type StepOf<Name extends StepName> = Extract<Step, { step: Name }>
/** The parameters of a step: what its numeric function takes. */
export type ParametersOf<Name extends StepName> = Omit<StepOf<Name>, 'step'>

/** A step with its defaults filled in. @throws StokesError as {@link parseRecipe} */
export function completeStep<Name extends StepName>(
  step: Extract<RecipeInput['steps'][number], { step: Name }>,
): StepOf<Name> {
  return parseRecipe({ name: step.step, steps: [step] }).steps[0] as StepOf<Name>
}

/**
 * A recipe from JSON, with its defaults filled in.
 * @throws StokesError `recipe.unknownStep`, `recipe.invalidParameter`, `recipe.invalid`
 */
export function parseRecipe(json: unknown): Recipe {
  const parsed = recipeSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const issues = parsed.error.issues
  throw new StokesError(codeOf(issues[0]), issues.map((issue) => describe(issue, json)).join('; '), {
    tip: 'Mend the recipe. The recipes that ship, paper and baseline-first, are examples to start from.',
  })
}

function codeOf(issue: z.core.$ZodIssue | undefined): ErrorCode {
  if (issue?.path[0] !== 'steps' || issue.path.length < 2) return 'recipe.invalid'
  return stepsInstead(issue) ? 'recipe.unknownStep' : 'recipe.invalidParameter'
}

/** The steps there are, where the issue is one that is not. */
function stepsInstead(issue: z.core.$ZodIssue) {
  return issue.code === 'invalid_union' && 'options' in issue ? issue.options : undefined
}

function describe(issue: z.core.$ZodIssue, json: unknown): string {
  const [top, index, parameter] = issue.path
  if (top !== 'steps' || typeof index !== 'number') return `The recipe${at(top)}: ${issue.message}`
  const name = (json as { steps: ({ step?: unknown } | null)[] }).steps[index]?.step
  const steps = stepsInstead(issue)
  if (steps) return `Step ${index + 1}: ${JSON.stringify(name)} is not one of ${steps.join(', ')}`
  const where = `Step ${index + 1} (${String(name)})`
  if (issue.code === 'unrecognized_keys') return `${where}: unknown parameter ${issue.keys.join(', ')}`
  return `${where}${at(parameter)}: ${issue.message}`
}

function at(key: PropertyKey | undefined): string {
  return key === undefined ? '' : `, ${String(key)}`
}
