import type { ConvolutionalNetwork } from './convolutionalNetwork'

/** Layers of the LayersModel whose outputs and weights Grad-CAM reads. */
export const hiddenLayer = 'hidden'
export const outputLayer = 'output'
export const lastMapLayer = ({ blocks }: ConvolutionalNetwork) => `relu${blocks.length}`
