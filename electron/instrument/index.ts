import { RPCHandler } from '@orpc/server/message-port'
import type { MessageEvent, MessagePortMain } from 'electron'
import { toProblem, type Problem } from '../contract/errors'
import type { LiveMessage } from '../contract/live'
import type { FromInstrument, InstrumentOptions, ToInstrument } from '../contract/processes'
import { router } from './handlers/router'
import { takeKeyInHand } from '../storage/keys/keyRing'
import { caseLogPath, createServices } from './services/createServices'
import { keychainOf } from './services/safety/keychainOf'
import { KeyVault } from './services/safety/keyVault'

/** Then this process ends with the laser as it is, and the watchdog of the instrument switches it off. */
const LASER_OFF_MS = 2000

const { dataFolder, virtualMicroscope, port } = JSON.parse(process.argv.at(-1) ?? '') as InstrumentOptions
const path = caseLogPath(dataFolder)

/** Messages that came before there was anybody to do what they say. */
const early: MessageEvent[] = []
let hear = (message: MessageEvent): void => {
  early.push(message)
}
const keychainPort = new Promise<MessagePortMain>((resolve) => {
  process.parentPort.on('message', (message) => {
    const { type, port: name } = message.data as { type: string; port?: string }
    const [port] = message.ports
    if (type === 'port' && name === 'keychain' && port) resolve(port)
    else hear(message)
  })
})
const keychain = keychainOf(keychainPort)
const refusals: Problem[] = []
takeKeyInHand(await new KeyVault(path, keychain).fromKeychain((problem) => refusals.push(problem)))

const services = createServices({
  caseLogPath: path,
  program: 'Stokes',
  virtualMicroscope,
  port,
  model: { rememberIn: dataFolder },
  keychain,
  restartAfter,
  onFatal: fail,
})
services.safety.watch()
for (const problem of refusals) services.problems.tell(problem)
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

/** Nothing has the case log open then; what is wrong with the work is told by main, which starts this process again. */
function restartAfter(work: () => void): void {
  if (ending) return
  ending = true
  tellMain({ type: 'restart' })
  const end = () => process.exit(0)
  services
    .close()
    .then(work)
    .catch((error: unknown) => {
      tellMain({ type: 'problem', problem: toProblem(error) })
    })
    // The message is on its way only when this turn is over.
    .finally(() => setTimeout(end, 50))
}

function tellMain(message: FromInstrument): void {
  process.parentPort.postMessage(message)
}

hear = ({ data, ports: [port] }) => {
  const message = data as ToInstrument
  if (message.type === 'shutdown') shutDown()
  else if (message.type === 'stopLaser') stopLaser()
  else if (port) (message.port === 'live' ? serveLiveFrames : serveCalls)(port)
}
early.forEach(hear)
// A terminal sends Ctrl-C to every process of the application, and a system that shuts down sends its signal to all.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, shutDown)
process.on('uncaughtException', fail)
tellMain({ type: 'ready' })
