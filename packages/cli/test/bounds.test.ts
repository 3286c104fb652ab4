// `report`, `worklist` and `journey` as of a day, as known at an instant, and both.
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resultOf, temporaryFolder } from './skein.js'
import { callOn, lastEvent, simulatedStore } from './stores.js'

const { folder, remove } = temporaryFolder()
let path: string
let call: ReturnType<typeof callOn>
let traineeId: string

beforeAll(async () => {
  path = await simulatedStore(folder, 'base.db', ['--trainees', '30', '--months', '10', '--start', '2018-04-01'])
  call = callOn(path)
  traineeId = (await lastEvent(path, 'TrainingCompleted')).stream.slice('journey-'.length)
}, 60_000)
afterAll(remove)

const asOf = ['--as-of', '2018-04-20']
const commands = (): readonly (readonly string[])[] => [['report'], ['worklist'], ['journey', traineeId]]
const generations = async () => (await call('status', '--json')).stdout

it('gives the same as a rebuild with these bounds that is kept', async () => {
  expect((await call('rebuild', '--all', ...asOf, '--into', 'april')).code).toBe(0)
  for (const command of commands()) {
    const today = command[0] === 'journey' ? [] : ['--today', '2018-04-20']
    const kept = await call(...command, '--kept', 'april', ...today, '--json')
    const before = await generations()
    const bounded = await call(...command, ...asOf, '--json')
    expect([command, bounded.code, resultOf(bounded)]).toEqual([command, 0, resultOf(kept)])
    expect(await generations()).toBe(before)
    // without bounds it is something else
    expect(resultOf(await call(...command, ...today, '--json'))).not.toEqual(resultOf(kept))
  }
})

it('shows what was believed before a correction, and what is known since, of the same day', async () => {
  const score = await lastEvent(path, 'AssessmentRecorded')
  const trainee = String(JSON.parse(score.data).traineeId)
  const scoreIn = async (...bounds: readonly string[]) => {
    const { steps } = resultOf(await call('journey', trainee, ...bounds, '--json')) as {
      readonly steps: readonly {
        readonly event: string
        readonly detail: { readonly score?: number }
        readonly annulled?: object
      }[]
    }
    return steps
      .filter(({ detail, annulled }) => detail.score !== undefined && !annulled)
      .map(({ detail }) => detail.score)
  }
  const [believed] = await scoreIn()
  await pause(20)
  const before = new Date().toISOString()
  await pause(20)
  const corrected = believed === 97 ? 96 : 97
  const why = ['--reason', 'typing error', '--by', 'teacher:t1']
  expect((await call('correct', score.stream, score.eventId, `score=${corrected}`, ...why)).code).toBe(0)
  const day = ['--as-of', '2018-12-31']
  expect(await scoreIn(...day)).toEqual([corrected])
  expect(await scoreIn(...day, '--known-at', before)).toEqual([believed])
  expect(await scoreIn('--known-at', before)).toEqual([believed])
  expect(await scoreIn('--as-of', '2018-04-20', '--known-at', before)).toEqual([])
})

it('a person of whom nothing had happened by then is unknown', async () => {
  const { code, stderr } = await call('journey', traineeId, '--as-of', '2017-01-01', '--lang', 'en')
  expect([code, stderr]).toEqual([1, expect.stringContaining(`no trainee "${traineeId}"`)])
})

describe.each(['en', 'zh'])('in %s', (lang) => {
  it('bounds and a kept read model together are a usage error', async () => {
    for (const command of commands()) {
      const { code, stderr } = await call(...command, '--kept', 'april', ...asOf, '--lang', lang)
      expect([code, stderr]).toEqual([2, expect.stringMatching(/--kept.*--as-of.*--known-at/)])
    }
  })
})
