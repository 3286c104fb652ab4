import { expect, it } from 'vitest'
import { BufferedLog } from './buffered-log.js'

const recorded = () => {
  const writes: string[] = []
  return { writes, log: new BufferedLog({ write: (text) => void writes.push(text) }) }
}

it('writes the lines of a moment at once, in order', async () => {
  const { writes, log } = recorded()
  for (const line of ['a\n', 'b\n', 'c\n']) log.write(line)
  expect(writes).toEqual([])
  await expect.poll(() => writes).toEqual(['a\nb\nc\n'])
  log.write('d\n')
  await expect.poll(() => writes).toEqual(['a\nb\nc\n', 'd\n'])
})

it('writes at once what is left, and nothing where nothing is', () => {
  const { writes, log } = recorded()
  log.flush()
  log.write('a\n')
  log.flush()
  log.flush()
  expect(writes).toEqual(['a\n'])
})

it('holds no more than 64 kB', () => {
  const { writes, log } = recorded()
  for (let line = 0; line < 70; line += 1) log.write(`${'x'.repeat(1023)}\n`)
  expect(writes.map((text) => text.length)).toEqual([64 * 1024])
})
