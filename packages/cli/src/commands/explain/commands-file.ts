import { readFileSync, statSync } from 'node:fs'
import { readJson } from '@skein/http/json'
import { usageError } from '../../failures/failure.js'
import type { Io } from '../../io.js'
import { explainMessages as messages } from './messages.js'

const maxBytes = 5_000_000
const maxCommands = 1000

/** A command as it stands in the file, not yet checked. */
export interface FileCommand {
  /** Where in the file: `commands[2]`, or '' where the file is one command. */
  readonly place: string
  readonly command: unknown
}

/** Reads a JSON file, or standard input for `-`. */
export const readCommands = async (file: string, io: Pick<Io, 'readStdin'>): Promise<readonly FileCommand[]> => {
  const bytes = file === '-' ? await io.readStdin() : bytesOf(file)
  if (bytes.length > maxBytes) throw usageError('tooLarge', messages.tooLarge(file))
  const content = parsed(textOf(bytes, file), file)
  if (isRecord(content) && Array.isArray(content.commands)) {
    const { commands } = content
    if (commands.length > 0 && commands.length <= maxCommands)
      return commands.map((command: unknown, index) => ({ place: `commands[${index}]`, command }))
  } else if (isRecord(content)) return [{ place: '', command: content }]
  throw usageError('noCommand', messages.noCommand(file))
}

const bytesOf = (file: string): Uint8Array => {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) throw usageError('noFile', messages.noFile(file))
  if (found.isDirectory()) throw usageError('noFile', messages.notAFile(file))
  if (found.size > maxBytes) throw usageError('tooLarge', messages.tooLarge(file))
  return readFileSync(file)
}

const textOf = (bytes: Uint8Array, file: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw usageError('notUtf8', messages.notUtf8(file))
  }
}

const parsed = (text: string, file: string): unknown => {
  const read = readJson(text)
  switch (read._tag) {
    case 'Value':
      return read.value
    case 'Invalid':
      throw usageError('notJson', messages.notJson(file, read.location))
    case 'DuplicateKey':
      throw usageError('repeatedKey', messages.repeatedKey(file, read.location))
    case 'TooDeep':
      throw usageError('tooDeep', messages.tooDeep(file))
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
