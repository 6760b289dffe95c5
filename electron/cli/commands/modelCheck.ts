import type { SaliencyMethod } from '../../contract/saliency'
import { openServingModel } from '../../instrument/services/servingModel'
import { openModelBundle } from '../../models/registry/openModelBundle'
import { answer } from '../output'

const SALIENCY: Record<SaliencyMethod, string> = {
  'grad-cam': 'Grad-CAM',
  'gradient-input': 'gradient x input',
  occlusion: 'occlusion',
}

/** Opens a model as Stokes would, and says what it found. @throws what opening a model throws */
export async function modelCheck(folder: string, options: { json?: boolean }): Promise<void> {
  const { cells, saliencyMethod, grid, reference } = await openModelBundle(folder)
  const { summary, engines, engineName } = await openServingModel({ model: folder })
  const report = {
    model: summary,
    grid: { from: grid[0]!, to: grid.at(-1)!, points: grid.length },
    saliency: cells
      ? `${SALIENCY[saliencyMethod]}, ${cells.length} cells`
      : `${SALIENCY.occlusion}: the manifest names neither map nor feature map`,
    engine: engineName(),
    engines: engines(),
    reference: reference.map(({ probability }) => ({ probability })),
  }
  answer(report, options, () =>
    [
      `${summary.name}: ${summary.architecture}, ${summary.hash}`,
      `  reads ${grid.length} points from ${grid[0]!} to ${grid.at(-1)!} cm⁻¹, by the recipe ${summary.recipe.name}`,
      `  saliency by ${report.saliency}`,
      `  judges ${summary.simulated ? 'simulated spectra alone' : 'no simulated spectra'}; malignant at or above ${summary.threshold}`,
      ...report.engines.map(({ name, used, usable, largestDifference, reason }) =>
        [
          `  ${used ? 'used    ' : usable ? 'works   ' : 'not used'} ${name}`,
          largestDifference === null ? '' : `differs by ${largestDifference.toExponential(1)}`,
          reason ?? '',
        ].join('  '),
      ),
    ].join('\n'),
  )
}
