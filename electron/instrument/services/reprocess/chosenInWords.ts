import type { CaseSelection } from '../../../contract/overview'

/** Which cases: the words of a search and each filter that is set, as `stokes cases` takes them. */
export function chosenInWords({ search, filters }: Partial<CaseSelection>): string {
  const set = Object.entries(filters ?? {}).flatMap(([name, wanted]) => {
    if (wanted === null || (Array.isArray(wanted) && wanted.length === 0)) return []
    return [`${name}: ${Array.isArray(wanted) ? wanted.join(', ') : wanted}`]
  })
  const words = [...(search ? [`“${search}”`] : []), ...set]
  return words.length > 0 ? words.join('; ') : 'all cases'
}
