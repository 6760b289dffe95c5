import type { Readable, Writable } from 'node:stream'

interface Reply {
  id?: number
  result?: unknown
  error?: { message: string }
}

interface Waiting {
  resolve: (result: unknown) => void
  reject: (reason: Error) => void
}

/**
 * The DevTools protocol over the two pipes of `--remote-debugging-pipe`: JSON messages, each ended by a NUL.
 * @see https://chromedevtools.github.io/devtools-protocol/
 */
export class Devtools {
  private received = ''
  private lastId = 0
  private readonly waiting = new Map<number, Waiting>()

  constructor(
    private readonly commands: Writable,
    replies: Readable,
  ) {
    replies.setEncoding('utf8')
    replies.on('data', (text: string) => {
      this.take(text)
    })
    // The program has ended: what waits will never be answered.
    for (const pipe of [commands, replies]) {
      pipe.on('error', () => {
        this.fail()
      })
      pipe.on('close', () => {
        this.fail()
      })
    }
  }

  send(method: string, params: object = {}, sessionId?: string): Promise<unknown> {
    const id = ++this.lastId
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.commands.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
    })
  }

  private take(text: string): void {
    const messages = (this.received + text).split('\0')
    this.received = messages.pop() ?? ''
    for (const message of messages) {
      const { id = 0, result, error } = JSON.parse(message) as Reply
      const call = this.waiting.get(id)
      this.waiting.delete(id)
      if (error) call?.reject(new Error(error.message))
      else call?.resolve(result)
    }
  }

  private fail(): void {
    for (const { reject } of this.waiting.values()) reject(new Error('The application has ended.'))
    this.waiting.clear()
  }
}
