/** A condition, event and enable register of SCPI (volume 1, 9); an event is latched when its condition rises. */
export class StatusRegister {
  #condition = 0
  #event = 0
  enable = 0

  get condition(): number {
    return this.#condition
  }

  /** Whether an enabled event waits to be read. */
  get summary(): boolean {
    return (this.#event & this.enable) !== 0
  }

  update(condition: number): void {
    this.#event |= condition & ~this.#condition
    this.#condition = condition
  }

  readEvent(): number {
    const event = this.#event
    this.#event = 0
    return event
  }

  clear(): void {
    this.#event = 0
  }
}
