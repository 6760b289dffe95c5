import { RPCHandler } from '@orpc/server/message-port'
import type { MessagePortMain } from 'electron'
import type { LiveMessage } from '../contract/live'
import type { FromInstrument, InstrumentOptions, ToInstrument } from '../contract/processes'
import { router } from './handlers/router'
import { caseLogPath, createServices } from './services/createServices'

/** Then this process ends with the laser as it is, and the watchdog of the instrument switches it off. */
const LASER_OFF_MS = 2000

const { dataFolder, virtualMicroscope, port } = JSON.parse(process.argv.at(-1) ?? '') as InstrumentOptions
const services = createServices({
  caseLogPath: caseLogPath(dataFolder),
  program: 'Stokes',
  virtualMicroscope,
  port,
  model: { rememberIn: dataFolder },
  onFatal: fail,
})
/** The type of a message of oRPC that carries an event. */
const EVENT = 3
const handler = new RPCHandler(router, {
  // Events are cloned, where the rest is written as JSON: an answer is some thousand numbers, and somebody waits for it.
  experimental_transfer: ([, type]) => ((type as number) === EVENT ? [] : null),
})

/** Nobody is in charge of the laser any more. What goes wrong here shows in the state of the instrument. */
function stopLaser(): void {
  services.stopLaser().catch(() => undefined)
}

/** One window. */
function serveCalls(port: MessagePortMain): void {
  handler.upgrade(port, { context: services })
  port.on('close', stopLaser)
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

let ending = false

/** Laser off, case log closed, end. Main ends a process that takes too long. */
function shutDown(): void {
  if (ending) return
  ending = true
  services.close().then(() => process.exit(0), fail)
}

/** Nothing can be relied on any more: laser off, and end. Main starts this process again, with everything in order. */
function fail(reason: unknown): void {
  process.stderr.write(`${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}\n`)
  const end = () => process.exit(1)
  setTimeout(end, LASER_OFF_MS)
  services.devices.disconnect().then(end, end)
}

process.parentPort.on('message', ({ data, ports: [port] }) => {
  const message = data as ToInstrument
  if (message.type === 'shutdown') shutDown()
  else if (message.type === 'stopLaser') stopLaser()
  else if (port) (message.port === 'live' ? serveLiveFrames : serveCalls)(port)
})
// A terminal sends Ctrl-C to every process of the application, and a system that shuts down sends its signal to all.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, shutDown)
process.on('uncaughtException', fail)
process.parentPort.postMessage({ type: 'ready' } satisfies FromInstrument)
