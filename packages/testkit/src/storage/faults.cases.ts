import { expect } from 'vitest'
import { freshStream, gather, ids, left, newEvents, right } from './bench.js'
import type { Declare } from './cases.js'
import type { StoreUnderTest } from './store-under-test.js'

export const failing = ({ faults = [] }: StoreUnderTest, it: Declare): void => {
  it.each(faults)('$name: an append says so; when mended, the same append succeeds and stands once', async (fault) => {
    const { storage, breakIt, mend } = await fault.open()
    try {
      const [stream, other] = [freshStream(), freshStream()]
      const [before, during] = [newEvents(2), newEvents(3)]
      right(await storage.events.append(stream, before, 'none')())
      await breakIt()
      const failures = await Promise.all([
        storage.events.append(stream, during, 1)(),
        storage.events.append(other, during, 'none')(),
      ])
      for (const failure of failures.map(left)) {
        expect(failure).toMatchObject({ _tag: 'Unavailable' })
        if (failure._tag !== 'Unavailable') continue
        expect(['no', fault.written]).toContain(failure.written)
        expect(failure.reason.length).toBeGreaterThan(20)
        expect(failure.reason).not.toContain(during[0]?.eventId)
      }
      await mend()
      const [first] = failures.map(left)
      // who says that nothing was written must be right
      if (first?._tag === 'Unavailable' && first.written === 'no')
        expect(ids(await gather(storage.events.readStream(stream)))).toEqual(ids(before))
      expect(right(await storage.events.append(stream, during, 1)()).revision).toBe(4)
      expect(right(await storage.events.append(other, during, 'none')()).revision).toBe(2)
      expect(ids(await gather(storage.events.readStream(stream)))).toEqual(ids([...before, ...during]))
      expect(ids(await gather(storage.events.readStream(other)))).toEqual(ids(during))
    } finally {
      await storage.close()
    }
  })
}
