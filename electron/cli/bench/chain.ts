import { prepareRecipe } from '../../analysis/preprocessing/runRecipe'
import { loadRecipe } from '../../instrument/services/loadRecipe'
import { interleave } from './interleave'
import chainPeer from './peers/chain.py?raw'
import { startPythonPeer } from './pythonPeer'
import { benchReport, benchResult, type BenchReport } from './report'
import { skinLikeSpectrum } from './skinLikeSpectrum'

/** The recipes on one spectrum of 1 024 points, against SciPy and PyWavelets. */
export async function benchChain(): Promise<BenchReport> {
  const { axis, spectrum } = skinLikeSpectrum(1024)
  const peer = await startPythonPeer(chainPeer, { axis: [...axis], spectrum: [...spectrum] })
  const ours = async (recipe: string) => {
    const prepared = prepareRecipe(await loadRecipe(recipe), axis)
    return (repetitions: number) => {
      const started = performance.now()
      for (let i = 0; i < repetitions; i += 1) prepared.run([spectrum])
      return (performance.now() - started) / 1000
    }
  }
  const contenders = [await ours('paper'), ...('contender' in peer ? [peer.contender] : [])]
  const paper = await interleave(contenders)
  if ('close' in peer) peer.close()
  const baselineFirst = await interleave([await ours('baseline-first')])
  const noPeer = { absent: 'no library has this chain' }
  return benchReport('chain', [
    benchResult('paper, one spectrum', paper, peer),
    benchResult('baseline-first, one spectrum', baselineFirst, noPeer),
  ])
}
