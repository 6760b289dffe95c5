import { readFile } from 'node:fs/promises'
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { StokesError } from '../../contract/errors'
import { parseRecipe, type Recipe } from '../../contract/recipe'
import { resourcesFolder } from '../../shared/paths'

/**
 * A recipe from a file, or one that ships by its name.
 *
 * @throws file.notFound, file.notReadable, and what `parseRecipe` throws
 */
export async function loadRecipe(fileOrName: string): Promise<Recipe> {
  const byName = join(shippedFolder(), `${fileOrName}.json`)
  const isName = basename(fileOrName) === fileOrName && existsSync(byName)
  const path = isName ? byName : fileOrName
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    throw new StokesError('file.notFound', `There is no recipe ${fileOrName}.`, {
      tip: `Give the path of a recipe file, or a name: ${shippedRecipes().join(', ')}.`,
      cause,
    })
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new StokesError('file.notReadable', `${path} is not JSON: ${(cause as Error).message}.`, {
      tip: 'Mend the file, or start from a copy of a recipe that ships.',
      cause,
    })
  }
  return parseRecipe(json)
}

/** Names of the recipes that ship. */
export function shippedRecipes(): string[] {
  return readdirSync(shippedFolder())
    .filter((file) => file.endsWith('.json'))
    .map((file) => basename(file, '.json'))
}

function shippedFolder(): string {
  return join(resourcesFolder(), 'recipes')
}
