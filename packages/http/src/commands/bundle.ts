// The body of a bundle: several commands, each with a key of its own.
import type { Issue } from '@skein/engine'
import type { Language } from '@skein/kernel'
import { z } from 'zod'
import { Problem } from '../problems/problem.js'
import { bodyIssues } from './body-issues.js'
import { idempotencyKeyPattern } from './command-id.js'
import type { KnownCommand } from './known-commands.js'

/** A command of a bundle, as it was sent. */
export interface SentInBundle {
  readonly known: KnownCommand
  readonly key: string
  readonly data: unknown
}

const SentCommand = z.strictObject({
  type: z.string(),
  idempotencyKey: z.string().regex(idempotencyKeyPattern, 'expected 1 to 200 visible ASCII characters, such as a UUID'),
  data: z.unknown(),
})

/** The issues of commands are looked for until there are so many. */
const maxIssues = 100

const pointerTo = (index: number, ...path: Issue['path']): Issue['path'] => ['commands', index, ...path]

/** The commands of a body. Throws a `Problem` with every issue of its outer shape; the engine reads the data. */
export const readBundle = (
  body: unknown,
  known: ReadonlyMap<string, KnownCommand>,
  { maxCommands, language }: { readonly maxCommands: number; readonly language: Language },
): readonly SentInBundle[] => {
  const invalid = (issues: readonly Issue[]) =>
    new Problem('invalid-command', { issues: bodyIssues(issues.slice(0, maxIssues), language) })
  const commands = listIn(body)
  if (commands === undefined)
    throw invalid([{ path: [], code: 'invalid_type', message: 'expected { "commands": [ … ] }' }])
  if (commands.length === 0 || commands.length > maxCommands) {
    const code = commands.length === 0 ? 'too_small' : 'too_big'
    throw invalid([{ path: ['commands'], code, message: `expected 1 to ${maxCommands} commands` }])
  }
  const issues: Issue[] = []
  const sent: SentInBundle[] = []
  const indexByKey = new Map<string, number>()
  for (const [index, command] of commands.entries()) {
    const parsed = SentCommand.safeParse(command)
    if (!parsed.success) {
      issues.push(...parsed.error.issues.map((issue) => issueAt(index, issue)))
      continue
    }
    const { type, idempotencyKey: key, data } = parsed.data
    const commandType = known.get(type)
    if (commandType === undefined)
      issues.push({ path: pointerTo(index, 'type'), code: 'unknown_type', message: 'there is no such command' })
    else sent.push({ known: commandType, key, data })
    const other = indexByKey.get(key)
    if (other !== undefined)
      issues.push({
        path: pointerTo(index, 'idempotencyKey'),
        code: 'repeated_key',
        message: `command ${other} of this bundle has the same key; each needs its own`,
      })
    indexByKey.set(key, index)
  }
  if (issues.length > 0) throw invalid(issues)
  return sent
}

const listIn = (body: unknown): readonly unknown[] | undefined => {
  if (typeof body !== 'object' || body === null || Object.keys(body).length !== 1) return undefined
  const commands: unknown = Reflect.get(body, 'commands')
  return Array.isArray(commands) ? commands : undefined
}

const issueAt = (index: number, { path, code, message }: z.core.$ZodIssue): Issue => ({
  path: pointerTo(index, ...path.map((step) => (typeof step === 'number' ? step : String(step)))),
  code,
  message,
})
