import { readFileSync, writeFileSync } from 'node:fs'
import type { StoredEvent } from '@skein/engine'

/** Flips one bit of an event's date in the file of a SQLite store. */
export const flipBit = (path: string, { data }: Pick<StoredEvent, 'data'>): void => {
  const bytes = readFileSync(path)
  const start = bytes.indexOf(data)
  if (start < 0) throw new Error('the file does not contain the event')
  const position = start + data.indexOf('"on":"20') + 9
  bytes.writeUInt8(bytes.readUInt8(position) ^ 1, position)
  writeFileSync(path, bytes)
}
