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

/** Makes an event's data in the file of a SQLite store unreadable; called again, repairs it. */
export const toggleBrace = (path: string, { data }: Pick<StoredEvent, 'data'>): void => {
  const bytes = readFileSync(path)
  const intact = bytes.indexOf(data)
  const position = intact < 0 ? bytes.indexOf(`z${data.slice(1)}`) : intact
  if (position < 0) throw new Error('the file does not contain the event')
  bytes.write(intact < 0 ? '{' : 'z', position)
  writeFileSync(path, bytes)
}
