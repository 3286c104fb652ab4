// A log that was restored to an earlier state, began anew, or is another one, beside read models that have seen more.
import { domain } from '@skein/core'
import { catchUp, createRuntime, openMemory, processStatus, rebuild, type Storage, status } from '@skein/engine'
import { beforeAll, describe, expect, it } from 'vitest'
import { copyOf, documentsOf, masterKey, type Programme, type ProgrammeCopy, recordProgramme } from './programme.js'

let programme: Programme
beforeAll(async () => {
  programme = await recordProgramme()
})

/** The first events of the programme on a server of its own, beside the read models of all of it. */
const restored = async (version: 22 | 23 | 24, part: number): Promise<ProgrammeCopy & { readonly full: Storage }> => {
  const full = await copyOf(programme, { version })
  const runtime = createRuntime(domain, full.storage, { masterKey })
  await runtime.settle()
  const entries = programme.entries.slice(0, Math.floor(programme.entries.length * part))
  const copy = await copyOf({ ...programme, entries }, { version })
  await full.stop()
  return { ...copy, full: full.storage, storage: { ...copy.storage, readModels: full.storage.readModels } }
}

describe.each([22, 23, 24] as const)('on version %i', (version) => {
  it.each([
    { title: 'was restored to an earlier state', part: 0.5 },
    { title: 'began anew', part: 0 },
  ])('read models and processes beside a log that $title are diverged until they are built again', async ({ part }) => {
    const { storage, stop } = await restored(version, part)
    for (const { name, state } of await status(domain, storage)) expect([name, state]).toEqual([name, 'diverged'])
    expect(await processStatus(domain, storage)).toMatchObject({ state: 'diverged' })
    await expect(catchUp(domain, storage)).rejects.toMatchObject({ fault: 'diverged' })
    expect(await rebuild(domain, storage)).toMatchObject({ ok: true })
    for (const { name, state, lag } of await status(domain, storage))
      expect([name, state, lag]).toEqual([name, 'live', 0])
    const anew = { ...storage, readModels: openMemory().readModels }
    await rebuild(domain, anew)
    expect(await documentsOf(storage)).toEqual(await documentsOf(anew))
    await stop()
  })

  it('a follower that runs while its log is restored goes no further', async () => {
    const { storage, stop, simulator } = await restored(version, 1)
    const following = new AbortController()
    const paused: string[] = []
    const runtime = createRuntime(domain, storage, {
      masterKey,
      observe: (observation) => {
        if (observation.kind === 'paused' && observation.readModel !== undefined) paused.push(observation.readModel)
      },
    })
    const projecting = runtime.project({ signal: following.signal })
    simulator.log.entries.splice(programme.entries.length / 2)
    simulator.node.gate.cut()
    await expect.poll(() => paused.length, { timeout: 20_000 }).toBeGreaterThan(0)
    following.abort()
    await projecting
    await stop()
  })
})
