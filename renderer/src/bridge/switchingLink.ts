import { ORPCError, type ClientContext, type ClientLink } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { Problem } from '../../../electron/contract/errors'
import type { PortName } from '../../../electron/contract/ports'
import { onPort } from './ports'

const ended: Problem = {
  code: 'process.ended',
  message: 'The instrument process is not running, so this was not done.',
  tip: 'It is started again by itself. Wait for a moment, then try again.',
}
const endedError = () => new ORPCError('PROBLEM', { data: ended, message: ended.message })

interface Connection {
  link: RPCLink<ClientContext>
  /** Aborted when the process at the other end is gone. */
  life: AbortController
}

export interface SwitchingLink extends ClientLink<ClientContext> {
  /** Calls `use` for each connection from now on; `ended` is aborted when that connection is over. */
  onConnected: (use: (ended: AbortSignal) => void) => void
}

/**
 * A link that moves to each new port of that name. A call without a connection fails at once and is never kept
 * for later: nobody expects the laser to fire when a process has come back.
 */
export function switchingLink(name: PortName): SwitchingLink {
  let connection: Connection | null = null
  const users: ((ended: AbortSignal) => void)[] = []

  onPort(name, (port) => {
    connection?.life.abort(endedError())
    const life = new AbortController()
    // Before the link listens: whoever it tells of the end is to find `ended` aborted.
    port.addEventListener('close', () => {
      if (connection?.life === life) connection = null
      life.abort(endedError())
    })
    connection = { link: new RPCLink({ port }), life }
    for (const use of users) use(life.signal)
  })

  return {
    call: async (path, input, options) => {
      if (!connection) throw endedError()
      const { link, life } = connection
      const signal = options.signal ? AbortSignal.any([options.signal, life.signal]) : life.signal
      try {
        return await link.call(path, input, { ...options, signal })
      } catch (error) {
        throw life.signal.aborted ? endedError() : error
      }
    },
    onConnected: (use) => {
      users.push(use)
      if (connection) use(connection.life.signal)
    },
  }
}
