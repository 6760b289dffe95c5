/** A name for another spot, that none has yet: `spot 2`. */
export function nextSpot(known: readonly string[]): string {
  let number = 2
  while (known.includes(`spot ${number}`)) number += 1
  return `spot ${number}`
}
