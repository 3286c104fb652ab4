import { describe, expect, it } from 'vitest'
import { catchUp, metadataOf, openMemory, processStatus, rebuild, type Storage, status } from '../src/index.js'
import { executed, joinClub, logOf, makeRemark, openRuntime, withEvents } from './fixture.js'
import { toyDomain } from './toy-domain.js'

/** A store that cannot count its events. */
const uncounted = (storage: Storage): Storage => withEvents(storage, { count: async () => undefined })

const backlogs = async (storage: Storage) =>
  (await status(toyDomain, storage)).map(({ lag, lagSince }) => ({ lag, lagSince }))

describe('what is still to be handled of a log that cannot be counted', () => {
  it('is nothing right after a rebuild', async () => {
    const storage = uncounted(openMemory())
    const runtime = openRuntime(storage)
    await executed(runtime, joinClub('p'))
    await rebuild(toyDomain, storage)
    expect(await backlogs(storage)).toEqual([
      { lag: 0, lagSince: undefined },
      { lag: 0, lagSince: undefined },
    ])
    await runtime.settle()
    expect(await processStatus(toyDomain, storage)).toMatchObject({ state: 'live', lag: 0 })
  })

  it('is given by the instant at which the first such event was recorded', async () => {
    const storage = uncounted(openMemory())
    const runtime = openRuntime(storage)
    await executed(runtime, joinClub('p'))
    await runtime.settle()
    for (const note of ['a', 'b']) await executed(runtime, makeRemark('p', note))
    const [first] = (await logOf(storage, 'person-p')).slice(-2)
    const { lag, lagSince } = await processStatus(toyDomain, storage)
    expect([lag, lagSince]).toEqual([undefined, first && metadataOf(first).recordedAt])
    await catchUp(toyDomain, storage)
    for (const backlog of await backlogs(storage)) expect(backlog).toEqual({ lag: 0, lagSince: undefined })
  })
})
