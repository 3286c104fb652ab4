import { readFileSync, statSync } from 'node:fs'
import { readJson } from '@skein/http/json'
import { usageError } from '../../failure.js'
import type { Io } from '../../io.js'
import { explainTexts as texts } from './texts.js'

const most = { bytes: 5_000_000, commands: 1000 }

/** The commands in a JSON file, or in standard input for `-`: not yet looked at, each with its place in the file. */
export const commandsIn = async (
  file: string,
  io: Pick<Io, 'readStdin'>,
): Promise<readonly { readonly place: string; readonly command: unknown }[]> => {
  const bytes = file === '-' ? await io.readStdin() : bytesOf(file)
  if (bytes.length > most.bytes) throw usageError('tooLarge', texts.tooLarge(file))
  const content = parsed(textOf(bytes, file), file)
  if (isRecord(content) && Array.isArray(content.commands)) {
    const { commands } = content
    if (commands.length > 0 && commands.length <= most.commands)
      return commands.map((command: unknown, at) => ({ place: `commands[${at}]`, command }))
  } else if (isRecord(content)) return [{ place: '', command: content }]
  throw usageError('noCommand', texts.noCommand(file))
}

const bytesOf = (file: string): Uint8Array => {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) throw usageError('noFile', texts.noFile(file))
  if (found.isDirectory()) throw usageError('noFile', texts.notAFile(file))
  if (found.size > most.bytes) throw usageError('tooLarge', texts.tooLarge(file))
  return readFileSync(file)
}

const textOf = (bytes: Uint8Array, file: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw usageError('notUtf8', texts.notUtf8(file))
  }
}

const parsed = (text: string, file: string): unknown => {
  const read = readJson(text)
  switch (read._tag) {
    case 'Value':
      return read.value
    case 'Invalid':
      throw usageError('notJson', texts.notJson(file, read.location))
    case 'DuplicateKey':
      throw usageError('repeatedKey', texts.repeatedKey(file, read.location))
    case 'TooDeep':
      throw usageError('tooDeep', texts.tooDeep(file))
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
