import type { Answer, ClassProbability } from '../contract/answer'

export type DescribedAnswer = ReturnType<typeof describeAnswer>

/** An answer in the words of the command line. */
export function describeAnswer(name: string, answer: Answer) {
  return {
    name,
    probability: answer.probability,
    class: answer.label,
    ...(answer.classes && { classes: answer.classes }),
    grid: answer.grid,
    processed: answer.processed,
    saliency: answer.saliency,
    bands: answer.bands,
    quality: {
      pass: answer.quality.pass,
      reasons: answer.quality.reasons.map(({ message }) => message),
      warnings: (answer.quality.warnings ?? []).map(({ message }) => message),
      figures: answer.quality.figures,
    },
    withheld: answer.withheld,
  }
}

/** Answers for people: one line each, and what everybody must know about them. */
export function summarise(
  answers: readonly DescribedAnswer[],
  {
    model,
    recipe,
    demonstration,
    engine,
    threshold,
  }: Pick<Answer, 'model' | 'recipe' | 'demonstration' | 'engine' | 'threshold'>,
): string {
  const lines = answers.map(({ name, probability, class: label, classes = [], quality, bands }) => {
    if (!quality.pass) return `${name}: ${quality.reasons.join(' ')}`
    const where = bands.map(({ wavenumber }) => Math.round(wavenumber)).join(', ')
    const said =
      probability === null
        ? 'no class and no probability: the model was trained on simulated patients'
        : `${label}, probability of malignancy ${probability.toFixed(3)} (malignant at or above ${threshold.toFixed(3)})${eachOf(classes)}`
    return `${name}: ${said}; bands at ${where || 'none'} cm⁻¹`
  })
  const simulated = model.simulated ? ' (trained on simulated patients)' : ''
  return [
    ...lines,
    `Model ${model.name}${simulated}, recipe ${recipe.name}, engine ${engine}.${demonstration ? ' A demonstration.' : ''}`,
    'Research software, not a medical device.',
  ].join('\n')
}

function eachOf(classes: readonly ClassProbability[]): string {
  return classes.map(({ name, probability }) => `; ${name} ${probability.toFixed(3)}`).join('')
}
