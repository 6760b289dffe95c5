import { expect, it } from 'vitest'
import { StokesError } from '../contract/errors'
import { trainingProblem } from './trainingProblem'

const ofSystem = (code: string) => Object.assign(new Error(`${code}: write`), { code })

it.each([
  ['a full disk', ofSystem('ENOSPC'), 'storage.diskFull'],
  ['a quota', ofSystem('EDQUOT'), 'storage.diskFull'],
  ['a folder that may not be written', ofSystem('EACCES'), 'file.notWritable'],
  ['memory that is not there', new RangeError('Array buffer allocation failed'), 'training.interrupted'],
  ['what has a code', new StokesError('dataset.oneClass', 'All are benign.'), 'dataset.oneClass'],
  ['a fault of the program', new TypeError('undefined is not a function'), 'internal.unexpected'],
])('says %s in the words of the user', (_, error, code) => {
  expect(trainingProblem(error, '/runs/1').code).toBe(code)
})
