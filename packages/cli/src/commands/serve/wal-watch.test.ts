import { expect, it } from 'vitest'
import { WalWatch } from './wal-watch.js'

it('warns of a large write-ahead log, again each time that it has doubled, and anew after it was emptied', async () => {
  const warned: number[] = []
  let walBytes = 0
  const storage = { files: async () => [{ path: 'base.db', bytes: 1, walBytes }] }
  const watch = new WalWatch(storage, { largeBytes: 100, onLarge: (file) => warned.push(file.walBytes) })
  for (const size of [99, 100, 150, 199, 200, 399, 450, 50, 99, 120]) {
    walBytes = size
    await watch.check()
  }
  expect(warned).toEqual([100, 200, 450, 120])
})

it('has nothing to watch where a server has the files', async () => {
  await new WalWatch({}, { onLarge: () => expect.fail('there is no file') }).check()
})
