import { readFile } from 'node:fs/promises'
import { StokesError } from '../contract/errors'
import { parseScenario } from '../simulator/scenario/parseScenario'
import type { Scenario } from '../simulator/scenario/scenario'

/** A scenario of the virtual microscope. @throws StokesError `file.notFound`, `usage.invalid` naming each field that is wrong */
export async function readScenario(path: string): Promise<Scenario> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new StokesError('file.notFound', `There is no scenario at ${path}.`, {
      tip: 'Give the path of a JSON file; docs/scenarios.md says what is in it.',
      cause,
    })
  })
  try {
    return parseScenario(text)
  } catch (cause) {
    throw new StokesError(
      'usage.invalid',
      `The scenario ${path} is not usable: ${(cause as Error).message}.`,
      {
        tip: 'docs/scenarios.md says what is in a scenario.',
        cause,
      },
    )
  }
}
