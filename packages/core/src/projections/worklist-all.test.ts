import { test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { foldWithInterruptions, interleave } from '../../test/fold-projection.js'
import { someJourneys, somePicks, someStops } from '../../test/sample-journeys.js'
import { someBase } from '../../test/some-base.js'
import { worklist } from './worklist.js'

describe('worklist: all items', () => {
  test.prop([someBase, someJourneys, somePicks, someStops])(
    'the key of an item is its base, kind and id; it is late only after its day; it has no personal data',
    (area, journeys, picks, flushAfter) => {
      const today = '2018-09-01'
      const docs = foldWithInterruptions(worklist, interleave([...area, ...journeys], picks), { flushAfter, today })
      for (const [key, doc] of docs) {
        expect(key).toBe(`${doc.baseId}/${doc.kind}/${doc.id}`)
        expect(doc.overdue).toBe(doc.dueOn !== null && doc.dueOn < today)
        if (doc.kind === 'clash') expect(doc.overdue).toBe(false)
      }
      expect(JSON.stringify([...docs])).not.toContain('the name of')
    },
  )
})
