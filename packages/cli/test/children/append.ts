// Started by a test: appends events to a store, to streams of its own and to one stream that all processes write. Prints the
// number of acknowledged events.
import { randomBytes } from 'node:crypto'
import { openStorage } from '@skein/cli'

const [url = '', name = '', eventCount = '0'] = process.argv.slice(2)
const storage = await openStorage(url)
let left = Number(eventCount)
let acknowledged = 0

const write = async (stream: string) => {
  let expected: number | 'none' = 'none'
  while (left > 0) {
    const count = Math.min(left, 1 + (acknowledged % 5))
    left -= count
    const batch = Array.from({ length: count }, () => ({
      hash: randomBytes(32).toString('hex'),
      type: 'Counted',
      schemaVersion: 1,
      data: '{"on":"2018-03-27"}',
      metadata: '{}',
    }))
    for (let isWritten = false; !isWritten; ) {
      const answer: Awaited<ReturnType<ReturnType<typeof storage.events.append>>> = await storage.events.append(
        stream,
        batch,
        expected,
      )()
      if (answer._tag === 'Right') {
        expected = answer.right.revision
        isWritten = true
      } else if (answer.left._tag === 'Conflict') expected = answer.left.actual
      else throw new Error(answer.left.reason.en)
    }
    acknowledged += count
  }
}

await Promise.all(['count-common', ...Array.from({ length: 15 }, (_, index) => `count-${name}-${index}`)].map(write))
await storage.close()
console.log(acknowledged)
