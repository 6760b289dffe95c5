import { randomUUID } from 'node:crypto'

/** Gives an identifier that was never given before; injected, so that tests know what they get. */
export type NewId = () => string

export const randomId: NewId = () => randomUUID()
