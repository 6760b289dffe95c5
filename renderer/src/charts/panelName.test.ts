import { expect, it } from 'vitest'
import { panelName } from './panelName'
import { panelsOf } from './panels'

const curve = { wavenumbers: [600, 1800], values: [1, 2] }
const content = { raw: curve, processed: curve, saliency: null, bands: [], region: null, highlighted: null }
const [raw, processed] = panelsOf('both', 600)

it('names what a panel shows, and says where there is nothing to show in it', () => {
  expect(panelName(raw!, content)).toBe('Raw (counts)')
  expect(panelName(processed!, content)).toBe('Preprocessed (a.u.)')
  expect(panelName(processed!, { ...content, saliency: curve })).toContain('saliency map')
  expect(panelName(processed!, { ...content, processed: null })).toContain('none of this spectrum')
})
