// The township before the base: its divisions, and what was published of its poverty.
import type { Division, Schedule } from '@skein/simulator'

/** Chadian township. */
export const township = '532329104'

/** Published: 8 of the 12 villages are deeply poor. Which ones is not: the choice here is illustrative. */
const deeplyPoor = new Set(['02', '04', '05', '06', '09', '10', '11', '12'].map((n) => `${township}2${n}`))

/** Enters today what is known from before; `population` and the rest of the township are published figures. */
export const tellBeginnings = ({ say, at }: Schedule, divisions: readonly Division[]): void => {
  const on = '2013-01-01'
  for (const level of ['county', 'township', 'village'] as const)
    for (const { code, name, parent } of divisions.filter((division) => division.level === level))
      say({
        type: 'RegisterDivision',
        data: {
          code,
          level,
          name,
          ...(parent !== undefined && { parent }),
          ...(code === township && { villagerGroups: 142, population: 24_000, certainty: 'about' as const }),
          on,
        },
      })

  // 47 % in 2013; the year is all that is known of the date
  say({
    type: 'CountPoverty',
    data: {
      code: township,
      population: 24_000,
      poorPeople: 11_280,
      source: 'derivedFromRate',
      dateCertainty: 'year',
      on: '2013-12-31',
    },
  })
  for (const { code } of villagesOf(divisions))
    say({
      type: 'ClassifyDivision',
      data: { code, status: deeplyPoor.has(code) ? 'deeplyPoor' : 'poor', on: '2014-01-01' },
    })

  // 26 % by the day it was written about
  at('2018-06-11', () =>
    say({
      type: 'CountPoverty',
      data: {
        code: township,
        population: 24_000,
        poorPeople: 6_240,
        source: 'derivedFromRate',
        dateCertainty: 'noLaterThan',
        on: '2018-06-11',
      },
    }),
  )
}

export const villagesOf = (divisions: readonly Division[]): readonly Division[] =>
  divisions.filter(({ parent }) => parent === township)
