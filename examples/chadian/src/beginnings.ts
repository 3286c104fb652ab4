// The township before the base was built: its divisions and the published figures on its poverty.
import type { Division, Schedule } from '@skein/simulator'

/** Chadian township. */
export const township = '532329104'

/** Published is that 8 of the 12 villages are deeply poor, but not which: this choice is illustrative. */
const deeplyPoor = new Set(['02', '04', '05', '06', '09', '10', '11', '12'].map((n) => `${township}2${n}`))

/** Records the earlier years today; the figures of the township are published. */
export const recordEarlierYears = ({ send, at }: Schedule, divisions: readonly Division[]): void => {
  const on = '2013-01-01'
  for (const level of ['county', 'township', 'village'] as const)
    for (const { code, name, parent } of divisions.filter((division) => division.level === level))
      send({
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

  // 47 % in 2013; only the year is known
  send({
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
    send({
      type: 'ClassifyDivision',
      data: { code, status: deeplyPoor.has(code) ? 'deeplyPoor' : 'poor', on: '2014-01-01' },
    })

  // 26 % at the latest on the day of the publication
  at('2018-06-11', () =>
    send({
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
