import { RPCHandler } from '@orpc/server/message-port'
import type { MessagePortMain } from 'electron'
import type { LiveMessage } from '../contract/live'
import type { FromInstrument, InstrumentOptions, ToInstrument } from '../contract/processes'
import { router } from './handlers/router'
import { caseLogPath, createServices } from './services/createServices'

const { dataFolder, virtualMicroscope, port } = JSON.parse(process.argv.at(-1) ?? '') as InstrumentOptions
const services = createServices({
  caseLogPath: caseLogPath(dataFolder),
  program: 'Stokes',
  virtualMicroscope,
  port,
  model: {},
  onFatal: (reason) => {
    process.stderr.write(`${reason.stack ?? reason.message}\n`)
    // Main starts this process again, with everything in order.
    process.exit(1)
  },
})
const handler = new RPCHandler(router)

/** One window. When its port closes nobody is in charge of the laser any more. */
function serveCalls(port: MessagePortMain): void {
  handler.upgrade(port, { context: services })
  port.on('close', () => {
    void services.stopLaser()
  })
  port.start()
}

function serveLiveFrames(port: MessagePortMain): void {
  const { shown, detach } = services.live.attach({
    send: (message: LiveMessage) => {
      port.postMessage(message)
    },
  })
  port.on('message', shown)
  port.on('close', detach)
  port.start()
}

async function shutDown(): Promise<void> {
  await services.close()
  process.exit(0)
}

process.parentPort.on('message', ({ data, ports: [port] }) => {
  const message = data as ToInstrument
  if (message.type === 'shutdown') void shutDown()
  else if (message.type === 'problem') services.problems.report(message.problem)
  else if (port) (message.port === 'live' ? serveLiveFrames : serveCalls)(port)
})
process.parentPort.postMessage({ type: 'ready' } satisfies FromInstrument)
