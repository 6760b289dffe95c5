import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { figureText, table2Csv, table2Text, type Table2Row } from './table2'

const rows: Table2Row[] = [
  {
    system: 'cnn5',
    n: 248,
    patients: 248,
    metrics: { accuracy: 0.9274, auc: 0.9658, f1: 0.927, sensitivity: 0.9, specificity: 0.95 },
    intervals: {
      accuracy: [0.89, 0.96],
      auc: [0.94, 0.98],
      f1: [0.88, 0.96],
      sensitivity: [0.84, 0.95],
      specificity: [0.91, 0.98],
    },
  },
  { system: '=oracle, "upper" bound', n: 248, patients: 248, metrics: { auc: 0.98 }, intervals: {} },
]

describe('Table 2', () => {
  test('is a CSV that a reader gives back, without formulas', () => {
    const read = parse<Record<string, string>>(table2Csv(rows), { columns: true })
    expect(read).toHaveLength(2)
    expect(read[0]).toMatchObject({
      system: 'cnn5',
      patients: '248',
      auc: '0.9658',
      auc_low: '0.9400',
      auc_high: '0.9800',
    })
    expect(read[1]).toMatchObject({
      system: '\'=oracle, "upper" bound',
      accuracy: '',
      auc: '0.9800',
      auc_low: '',
    })
  })

  test('is a text with aligned columns', () => {
    const [header, first, second] = table2Text(rows).split('\n')
    expect(first).toContain('0.966 (0.940–0.980)')
    expect(second).toContain('–')
    expect(header!.indexOf('AUC')).toBe(first!.indexOf('0.966'))
    expect(header!.indexOf('AUC')).toBe(second!.indexOf('0.980'))
  })

  test('writes intervals below 0 so that they can be read', () => {
    expect(figureText(-0.1, [-0.2, 0.3], 1)).toBe('−0.1 (−0.2 to 0.3)')
    expect(figureText(null, null)).toBe('–')
  })
})
