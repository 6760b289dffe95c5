import { cpus } from 'node:os'
import type { PreparedRecipe } from '../../../analysis/preprocessing/preparedRecipe'
import { nativeAddon, nativeAddonHash } from '../../../analysis/preprocessing/nativeAddon'
import type { Computation } from '../../../contract/computation'

/** With what this thread computes what the recipe was prepared for. */
export function describeComputation({ implementation }: Pick<PreparedRecipe, 'implementation'>): Computation {
  const native = implementation === 'native'
  return {
    chain: implementation,
    instructions: native ? (nativeAddon()?.instructions.at(-1) ?? null) : null,
    addon: native ? nativeAddonHash() : null,
    processor: processor(),
    runtime: `Node ${process.versions.node}, V8 ${process.versions.v8}`,
  }
}

let name: string | undefined
const processor = () => (name ??= cpus()[0]?.model.trim() ?? process.arch)
