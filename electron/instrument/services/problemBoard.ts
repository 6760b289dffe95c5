import type { Problem } from '../../contract/errors'

/** Problems that arise outside any call. A window that comes later hears those it missed. */
export class ProblemBoard {
  private readonly problems: Problem[] = []
  private readonly listeners = new Set<(problem: Problem) => void>()

  report(problem: Problem): void {
    this.problems.push(problem)
    for (const listener of this.listeners) listener(problem)
  }

  listen(listener: (problem: Problem) => void): () => void {
    for (const problem of this.problems) listener(problem)
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}
