import { existsSync, readdirSync } from 'node:fs'
import { cpus, release } from 'node:os'
import { softwareVersion } from '../../shared/softwareVersion'

/** Where Linux shows GPUs and their drivers, and which names in there are those. */
const PLACES: readonly (readonly [folder: string, names: RegExp])[] = [
  ['/dev/dri', /^(card|render)/],
  ['/dev', /^(nvidia\d+|dxg|kfd)$/],
  ['/proc/driver/nvidia/gpus', /./],
  ['/etc/vulkan/icd.d', /\.json$/],
  ['/usr/share/vulkan/icd.d', /\.json$/],
]
const VARIABLES = ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES', 'VK_ADD_DRIVER_FILES', 'CUDA_VISIBLE_DEVICES']

/**
 * What the choice of an engine depends on, as one text: the same text, the same choice. GPUs are seen where Linux shows
 * them; Windows and macOS bring their drivers with a release of the system.
 */
export function hardwareFingerprint(): string {
  const processors = cpus()
  return JSON.stringify({
    stokes: softwareVersion(),
    platform: `${process.platform} ${process.arch} ${release()}`,
    processor: `${processors.length} x ${processors[0]?.model.trim() ?? 'unknown'}`,
    gpus: PLACES.flatMap(([folder, names]) =>
      entries(folder)
        .filter((name) => names.test(name))
        .map((name) => `${folder}/${name}`),
    ),
    variables: VARIABLES.map((name) => process.env[name] ?? ''),
  })
}

function entries(folder: string): string[] {
  try {
    return existsSync(folder) ? readdirSync(folder).sort() : []
  } catch {
    return []
  }
}
