import { expect } from 'vitest'
import { freshStream, idsOf, newEvents } from './sample-events.js'
import { casesAbout } from './storage-case.js'
import { collect, expectLeft, expectRight } from './store-access.js'

export const faultCases = casesAbout('faults', ({ faults = [] }, it) => {
  it.each(faults)(
    '$name: an append fails as unavailable; repeated after the repair, it is stored once',
    async (fault) => {
      const { storage, breakIt, mend } = await fault.open()
      try {
        const [stream, other] = [freshStream(), freshStream()]
        const [before, during] = [newEvents(2), newEvents(3)]
        expectRight(await storage.events.append(stream, before, 'none')())
        await breakIt()
        const failures = await Promise.all([
          storage.events.append(stream, during, 1)(),
          storage.events.append(other, during, 'none')(),
        ])
        for (const failure of failures.map(expectLeft)) {
          expect(failure).toMatchObject({ _tag: 'Unavailable' })
          if (failure._tag !== 'Unavailable') continue
          expect(['no', fault.written]).toContain(failure.written)
          expect(failure.reason.en.length).toBeGreaterThan(20)
          expect(failure.reason.zh).toMatch(/\p{Script=Han}/u)
          expect(JSON.stringify(failure.reason)).not.toContain(during[0]?.hash)
        }
        await mend()
        const [first] = failures.map(expectLeft)
        // a store that reports `no` must not have written
        if (first?._tag === 'Unavailable' && first.written === 'no')
          expect(idsOf(await collect(storage.events.readStream(stream)))).toEqual(idsOf(before))
        expect(expectRight(await storage.events.append(stream, during, 1)()).revision).toBe(4)
        expect(expectRight(await storage.events.append(other, during, 'none')()).revision).toBe(2)
        expect(idsOf(await collect(storage.events.readStream(stream)))).toEqual(idsOf([...before, ...during]))
        expect(idsOf(await collect(storage.events.readStream(other)))).toEqual(idsOf(during))
      } finally {
        await storage.close()
      }
    },
  )
})
