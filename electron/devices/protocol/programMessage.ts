const encoder = new TextEncoder()

/** Program messages as they go on the wire: each ended by LF. */
export function encodeMessages(...messages: string[]): Uint8Array {
  return encoder.encode(messages.map((message) => `${message}\n`).join(''))
}

/** A string parameter. A quote in it is doubled, as IEEE 488.2 has it. */
export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
