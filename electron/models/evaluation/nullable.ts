import { figureNames, type FigureName } from '../../contract/evaluation'
import type { FigureIntervals, Figures } from './figures'

/** JSON has no NaN. */
export function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value
}

export function pairOrNull([low, high]: [number, number]): [number, number] | null {
  return Number.isNaN(low) ? null : [low, high]
}

export function metricsOrNull(figures: Figures): Record<FigureName, number | null> {
  return perFigure((name) => orNull(figures[name]))
}

export function intervalsOrNull(intervals: FigureIntervals): Record<FigureName, [number, number] | null> {
  return perFigure((name) => pairOrNull(intervals[name]))
}

function perFigure<Value>(valueOf: (name: FigureName) => Value): Record<FigureName, Value> {
  return Object.fromEntries(figureNames.map((name) => [name, valueOf(name)])) as Record<FigureName, Value>
}
