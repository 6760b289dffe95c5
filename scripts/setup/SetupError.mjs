/** A step of the set-up that cannot go on: what happened, and what to do next. */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {string} tip
   */
  constructor(message, tip) {
    super(message)
    this.name = 'SetupError'
    this.tip = tip
  }
}
