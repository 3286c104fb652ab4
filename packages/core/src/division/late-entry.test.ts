// What is entered for a day before what is recorded already.
import { day } from '@skein/kernel'
import { expect, test } from 'vitest'
import { given } from '../../test/given.js'
import { chadian2018 } from '../policy/policy.js'
import { aggregate } from './index.js'

const code = '532329102001'
const entry = (type: string, data: object) => ({ type, data })
const registered = entry('DivisionRegistered', { code, level: 'village', name: 'a village', on: '2013-01-01' })
const poor = entry('DivisionClassified', { status: 'poor', on: '2014-01-01' })
const figures = { population: 100, poorPeople: 1, source: 'counted', dateCertainty: 'exact' }
const counted = entry('PovertyCounted', { ...figures, on: '2018-06-01' })
const classify = (status: string, on: string) => entry('ClassifyDivision', { code, status, baseId: 'b1', on })
const serving = {
  base: { foundedOn: day('2017-01-01'), divisionCode: code },
  policy: { version: 1, policy: { ...chadian2018, villageExitIncidence: 0.03 } },
}
const exited = given(aggregate, registered, poor, counted).when(classify('exited', '2018-12-01'), serving)

test('a classification of 2016 does not make an exited village poor again, and X4 refuses a second exit', () => {
  const late = exited.when(classify('deeplyPoor', '2016-06-01'), serving)
  expect(late.events).toHaveLength(1)
  expect(late.state.classified?.status).toBe('exited')
  const again = late.when(classify('exited', '2019-06-01'), serving)
  expect([again.rule, again.evidence]).toEqual(['X4', { status: 'exited', was: 'exited' }])
})

test('X4 contradicts an exit after a late count above the limit', () => {
  const late = exited.when(entry('CountPoverty', { code, ...figures, poorPeople: 9, on: '2018-11-01' }), serving)
  expect(late.contradictions).toEqual(['X4'])
  expect(late.history.at(-1)).toMatchObject({ data: { status: 'exited', incidence: 0.09 } })
})
