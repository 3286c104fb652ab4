import type { Context } from '../context.js'

const pieceLength = 65_536

/**
 * Writes JSON with a long list as its last member, on one line and piece by piece: the whole may not fit in memory.
 *
 * @param value an object with at least one member
 */
export const printJsonWithList = async (
  { io }: Pick<Context, 'io'>,
  value: Readonly<Record<string, unknown>>,
  name: string,
  items: Iterable<unknown>,
): Promise<void> => {
  let piece = `${JSON.stringify(value).slice(0, -1)},${JSON.stringify(name)}:[`
  let separator = ''
  for (const item of items) {
    piece += `${separator}${JSON.stringify(item)}`
    separator = ','
    if (piece.length < pieceLength) continue
    io.stdout.write(piece)
    await io.stdout.drained?.()
    piece = ''
  }
  io.stdout.write(`${piece}]}\n`)
}
