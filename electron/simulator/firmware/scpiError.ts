/** The errors of section 4 of docs/protocol.md and their standard texts (SCPI-1999, volume 2, chapter 21.8). */
const texts = {
  '-102': 'Syntax error',
  '-104': 'Data type error',
  '-108': 'Parameter not allowed',
  '-109': 'Missing parameter',
  '-113': 'Undefined header',
  '-213': 'Init ignored',
  '-221': 'Settings conflict',
  '-222': 'Data out of range',
  '-224': 'Illegal parameter value',
  '-230': 'Data corrupt or stale',
  '-350': 'Queue overflow',
  '-363': 'Input buffer overrun',
  '-430': 'Query deadlocked',
  '101': 'Interlock open',
  '102': 'Laser not armed',
  '103': 'No heartbeat',
  '104': 'Shutter closed',
  '105': 'Watchdog tripped',
} as const

type Numbered<Text> = Text extends `${infer N extends number}` ? N : never
export type ScpiErrorNumber = Numbered<keyof typeof texts>

/** What goes to the error queue instead of an answer; `message` is the text as the host reads it, without quotes. */
export class ScpiError extends Error {
  constructor(
    readonly number: ScpiErrorNumber,
    detail?: string,
  ) {
    const text = texts[`${number}`]
    super(detail === undefined ? text : `${text};${detail}`)
    this.name = 'ScpiError'
  }
}
