import { scenarioSchema, type Scenario } from './scenario'

/**
 * A scenario from the text of its file (docs/scenarios.md).
 * @throws RangeError that names every field that is wrong, and how
 */
export function parseScenario(text: string): Scenario {
  const parsed = scenarioSchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${fieldName(path)}: ${message}`,
  )
  throw new RangeError(problems.join('; '))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new RangeError(`no JSON: ${(error as Error).message}`, { cause: error })
  }
}

/** `events[2].drift.laser` */
function fieldName(path: readonly PropertyKey[]): string {
  return path
    .map((part, i) => (typeof part === 'number' ? `[${part}]` : `${i > 0 ? '.' : ''}${String(part)}`))
    .join('')
}
