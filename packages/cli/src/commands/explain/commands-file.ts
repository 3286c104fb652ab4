import { readFileSync, statSync } from 'node:fs'
import { wrongUse } from '../../failure.js'
import type { Io } from '../../io.js'
import { explainTexts as texts } from './texts.js'

const most = { bytes: 5_000_000, commands: 1000 }

/** The commands in a JSON file, or in standard input for `-`: not yet looked at, each with its place in the file. */
export const commandsIn = async (
  file: string,
  io: Pick<Io, 'readStdin'>,
): Promise<readonly { readonly place: string; readonly command: unknown }[]> => {
  const bytes = file === '-' ? await io.readStdin() : bytesOf(file)
  if (bytes.length > most.bytes) throw wrongUse('tooLarge', texts.tooLarge(file))
  const content = parsed(textOf(bytes, file), file)
  if (isRecord(content) && Array.isArray(content.commands)) {
    const { commands } = content
    if (commands.length > 0 && commands.length <= most.commands)
      return commands.map((command: unknown, at) => ({ place: `commands[${at}]`, command }))
  } else if (isRecord(content)) return [{ place: '', command: content }]
  throw wrongUse('noCommand', texts.noCommand(file))
}

const bytesOf = (file: string): Uint8Array => {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) throw wrongUse('noFile', texts.noFile(file))
  if (found.isDirectory()) throw wrongUse('noFile', texts.notAFile(file))
  if (found.size > most.bytes) throw wrongUse('tooLarge', texts.tooLarge(file))
  return readFileSync(file)
}

const textOf = (bytes: Uint8Array, file: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw wrongUse('notUtf8', texts.notUtf8(file))
  }
}

const parsed = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    // the parser's own message quotes the text, which may hold personal data: only its place is told
    throw wrongUse('notJson', texts.notJson(file, placeOf(error, text)))
  }
}

const placeOf = (error: unknown, text: string) => {
  const message = error instanceof Error ? error.message : ''
  const at = message.includes('end of JSON')
    ? text.length
    : Number(/at position (\d+)/.exec(message)?.[1] ?? Number.NaN)
  if (Number.isNaN(at)) return undefined
  const before = text.slice(0, at).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
