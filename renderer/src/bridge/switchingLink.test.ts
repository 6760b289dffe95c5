import { createORPCClient } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { shellContract } from '../../../electron/contract/shell'
import type { SwitchingLink } from './switchingLink'
import { toProblem } from './toProblem'

let page: EventTarget
let link: SwitchingLink
let shell: ContractRouterClient<typeof shellContract>
const opened: MessagePort[] = []

/** A process at the other end whose answer is `name`, or that never answers. */
function handOver(name: string | null, source: unknown = page): MessagePort {
  const { port1, port2 } = new MessageChannel()
  opened.push(port1, port2)
  const contract = implement(shellContract)
  const router = contract.router({
    chooseFile: contract.chooseFile.handler(() => name ?? new Promise<never>(() => undefined)),
    chooseFolder: contract.chooseFolder.handler(() => null),
    chooseSpectra: contract.chooseSpectra.handler(() => []),
    saveDocument: contract.saveDocument.handler(() => null),
    setTheme: contract.setTheme.handler(() => undefined),
    reload: contract.reload.handler(() => undefined),
    problems: contract.problems.handler(async function* () {}),
  })
  new RPCHandler(router).upgrade(port1)
  port1.start()
  const message = { source, data: { type: 'stokes:port', port: 'shell' }, ports: [port2] }
  page.dispatchEvent(Object.assign(new Event('message'), message))
  return port1
}

const choose = () => shell.chooseFile({ kind: 'recording' })
const problemOf = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error: unknown) => toProblem(error).code,
  )

beforeEach(async () => {
  vi.resetModules()
  page = new EventTarget()
  vi.stubGlobal('window', page)
  const { receivePorts } = await import('./ports')
  receivePorts()
  link = (await import('./switchingLink')).switchingLink('shell')
  shell = createORPCClient(link)
})

afterEach(() => {
  for (const port of opened.splice(0)) port.close()
  vi.unstubAllGlobals()
})

it('fails at once without a process to talk to', async () => {
  expect(await problemOf(choose())).toBe('process.ended')
})

it('does not keep a call for a process that comes later', async () => {
  const early = problemOf(choose())
  handOver('a')
  expect(await early).toBe('process.ended')
  expect(await choose()).toBe('a')
})

it('takes a port from no other window', async () => {
  handOver('a', new EventTarget())
  expect(await problemOf(choose())).toBe('process.ended')
})

it('moves to the new process, and fails what the old one had not answered', async () => {
  handOver(null)
  const unanswered = problemOf(choose())
  await new Promise((resolve) => setTimeout(resolve, 20))
  handOver('b')
  expect(await unanswered).toBe('process.ended')
  expect(await choose()).toBe('b')
})

it('tells of each connection, and of its end', () => {
  const told: string[] = []
  link.onConnected((ended) => {
    told.push('connected')
    ended.addEventListener('abort', () => told.push('ended'))
  })
  handOver('a')
  handOver('b')
  expect(told).toEqual(['connected', 'ended', 'connected'])
})

it('notices that the process at the other end is gone', async () => {
  const other = handOver(null)
  const unanswered = problemOf(choose())
  await new Promise((resolve) => setTimeout(resolve, 20))
  other.close()
  expect(await unanswered).toBe('process.ended')
  expect(await problemOf(choose())).toBe('process.ended')
})
