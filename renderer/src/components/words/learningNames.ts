import type { FigureName } from '../../../../electron/contract/evaluation'
import type {
  DataSetInspection,
  Experiment,
  ModelState,
  ModelStateChange,
  ModelUse,
  RunState,
} from '../../../../electron/contract/learning'
import type { ArtefactKind, SaliencyMethod } from '../../../../electron/contract/saliency'
import type { Named } from './names'
import { bodySiteNames, lesionClassNames, sexNames, skinTypeNames } from './names'

/* The words of the researcher's screen. */

export type SystemName = Experiment['system']
export type CompositionField = keyof DataSetInspection['composition']['fields']

export const systemNames: Named<SystemName> = {
  cnn5: '1D-CNN, five blocks',
  cnn7: '1D-CNN, seven blocks',
  resnet50: 'ResNet-50, transferred',
  'svm-ga': 'SVM, genetic selection',
  'pca-lda': 'PCA-LDA',
  logistic: 'Logistic regression',
  metadata: 'Metadata only',
}

/** What each is, in a sentence. */
export const systemSentences: Named<SystemName> = {
  cnn5: 'The network of the paper’s Table 1, with Grad-CAM.',
  cnn7: 'The larger network of the paper’s text, about 3.6 million parameters.',
  resnet50: 'An image network brought to spectra; needs a file of weights to begin with.',
  'svm-ga': 'A support vector machine on wavenumbers that a genetic search chooses.',
  'pca-lda': 'Principal components and a linear boundary: quick, and hard to beat on small sets.',
  logistic: 'A penalised linear model of the whole spectrum.',
  metadata: 'Age, sex, site and skin type, without any spectrum: what a model must beat.',
}

/** Whether a system names what it decides by with these words elsewhere: a model, or a figure to compare with. */
export function systemName(system: string): string {
  return (systemNames as Record<string, string>)[system] ?? system
}

/** How a map came about. */
export const saliencyMethodNames: Named<SaliencyMethod> = {
  'grad-cam': 'Grad-CAM',
  'gradient-input': 'gradient × spectrum',
  occlusion: 'occlusion',
}

export const artefactNames: Named<ArtefactKind> = {
  edge: 'the ends of the axis',
  saturated: 'saturated pixels',
  badPixels: 'bad pixels',
  cosmicRay: 'cosmic rays',
  residualLaser: 'residual laser light',
}

export const runStateNames: Named<RunState> = {
  queued: 'Queued',
  running: 'Training',
  cancelled: 'Cancelled',
  failed: 'Failed',
  interrupted: 'Interrupted',
  finished: 'Finished',
}

export const modelStateNames: Named<ModelState> = {
  candidate: 'Candidate',
  shadow: 'Shadow',
  serving: 'Serving',
  retired: 'Retired',
}

export const modelUseNames: Named<ModelUse> = {
  simulated: 'For simulated spectra',
  instrument: 'For the instrument',
}

export const modelActionNames: Named<ModelStateChange['action']> = {
  registered: 'Registered as a candidate',
  shadowed: 'Made a shadow',
  promoted: 'Promoted into service',
  replaced: 'Replaced by another',
  rolledBack: 'Taken out of service',
  restored: 'Put back into service',
  retired: 'Retired',
}

export const figureTitles: Named<FigureName> = {
  accuracy: 'Accuracy',
  balancedAccuracy: 'Balanced accuracy',
  auc: 'AUC',
  averagePrecision: 'Average precision',
  f1: 'F1 (macro)',
  sensitivity: 'Sensitivity',
  specificity: 'Specificity',
  ppv: 'PPV',
  npv: 'NPV',
  brier: 'Brier score',
  ece: 'ECE',
  calibrationSlope: 'Calibration slope',
  calibrationIntercept: 'Calibration intercept',
}

/** The columns of the paper's Table 2, in its order. */
export const table2Figures = ['accuracy', 'auc', 'f1', 'sensitivity', 'specificity'] as const

export const fieldNames: Named<CompositionField> = {
  lesionClass: 'Lesion',
  bodySite: 'Body site',
  sex: 'Sex',
  skinType: 'Skin type',
  ageBand: 'Age',
  instrument: 'Instrument',
}

const valueNames: Partial<Record<string, Readonly<Record<string, string>>>> = {
  lesionClass: lesionClassNames,
  bodySite: bodySiteNames,
  sex: sexNames,
}

/** A value of a field as a person reads it; one that is not known keeps its own word. */
export function valueName(field: string, value: string): string {
  if (field === 'skinType') return skinTypeNames[Number(value) - 1] ?? value
  const word = valueNames[field]?.[value] ?? value.replaceAll('-', ' ')
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** What a stage of a run counts: `Epoch 12 of 100`. */
export function stageText({ stage, step, steps }: { stage: string; step: number; steps: number }): string {
  const name = stage.charAt(0).toUpperCase() + stage.slice(1)
  return steps > 1 ? `${name} ${step} of ${steps}` : name
}
