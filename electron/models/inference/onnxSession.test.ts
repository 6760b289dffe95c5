import { expect, it } from 'vitest'
import { shareOfWork } from './onnxSession'

const ran = (provider: string, op_name: string) => ({ cat: 'Node', args: { provider, op_name } })

it('counts the operators of a provider, and no copies', () => {
  const events = [
    { cat: 'Session' },
    { cat: 'Node', args: {} },
    ran('WebGpuExecutionProvider', 'Conv'),
    ran('WebGpuExecutionProvider', 'MemcpyToHost'),
    ran('CPUExecutionProvider', 'Sign'),
  ]
  expect(shareOfWork(events, 'WebGpuExecutionProvider')).toEqual({ own: 1, all: 2 })
  expect(shareOfWork([], 'WebGpuExecutionProvider')).toEqual({ own: 0, all: 0 })
})
