/** Is told how far a work is; says whether to go on. */
export type GoOn = (done: number, of: number) => boolean | Promise<boolean>

/**
 * Works through a long list in portions, so that it can be seen how far it is, and ended in between.
 * @returns false where it was ended
 */
export async function inPortions<T>(
  items: readonly T[],
  size: number,
  work: (portion: readonly T[]) => void,
  goOn: GoOn,
): Promise<boolean> {
  for (let done = 0; done < items.length; done += size) {
    if (!(await goOn(done, items.length))) return false
    work(items.slice(done, done + size))
  }
  return goOn(items.length, items.length)
}
