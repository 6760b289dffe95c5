import type { Panel } from './panels'
import type { SpectrumContent } from './spectrumOption'

/** What a panel shows, or that there is nothing to show in it. */
export function panelName({ kind, name }: Panel, content: SpectrumContent): string {
  if (kind === 'processed' && content.raw && !content.processed) return `${name}: none of this spectrum`
  return kind === 'processed' && content.saliency ? `${name}, saliency map at its foot` : name
}
