import { randomUUID } from 'node:crypto'
import { domain } from '@skein/core'
import type { ExecuteError, Issue, Outcome, Runtime } from '@skein/engine'
import type { AnyEvent, Language, Rejection } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { failed } from '../../failure.js'
import { failureOf } from '../../failure-of.js'
import { nearest } from '../../input/nearest.js'
import { explainTexts as texts } from './texts.js'

/** What would become of one command. */
export type Judgement =
  | { readonly outcome: 'accepted'; readonly stream: string; readonly events: readonly AnyEvent[] }
  | { readonly outcome: 'refused'; readonly rejection: Rejection }
  | { readonly outcome: 'invalid'; readonly issues: readonly Issue[] }

/** Decides a command on what the store holds, and records nothing. */
export const judge = async (
  runtime: Runtime,
  command: unknown,
  { store, language }: { readonly store: string; readonly language: Language },
): Promise<Judgement> => {
  const type = typeOf(command)
  if (type !== undefined && isByProcess(type))
    return {
      outcome: 'invalid',
      issues: [{ path: ['type'], code: 'by_process', message: texts.byProcess(type)[language] }],
    }
  const result = await runtime.execute(command, { commandId: randomUUID(), actor: 'explain', dryRun: true })()
  return E.isRight(result) ? accepted(result.right) : denied(result.left, { type, store, language })
}

interface Asked {
  readonly type: string | undefined
  readonly store: string
  readonly language: Language
}

const accepted = ({ stream, events }: Outcome): Judgement => ({ outcome: 'accepted', stream, events })

const denied = (error: ExecuteError, { type, store, language }: Asked): Judgement => {
  switch (error._tag) {
    case 'Rejected':
      return { outcome: 'refused', rejection: error.rejection }
    case 'Invalid':
      return { outcome: 'invalid', issues: error.issues.map((issue) => worded(issue, type, language)) }
    case 'Unavailable':
      throw failureOf(error.cause ?? new Error(error.reason), store)
    case 'Conflict':
      throw failed('conflict', texts.restless)
  }
}

export const typeOf = (command: unknown): string | undefined =>
  typeof command === 'object' && command !== null && 'type' in command && typeof command.type === 'string'
    ? command.type
    : undefined

/** What the engine itself says of a command's form, in the caller's language; the rest are the schemas' words. */
const worded = (issue: Issue, type: string | undefined, language: Language): Issue => {
  if (issue.code === 'unrecognized_keys') return { ...issue, message: texts.unknownKey[language] }
  if (issue.code !== 'unknown_type') return issue
  const text = type === undefined ? texts.noType : texts.unknownType(type, nearest(type, typesForPeople))
  return { ...issue, message: text[language] }
}

const isByProcess = (type: string): boolean =>
  domain.aggregates.some(({ commands }) => Object.hasOwn(commands, type) && commands[type]?.byProcess === true)

const typesForPeople = domain.aggregates
  .flatMap(({ commands }) => Object.keys(commands))
  .filter((type) => !isByProcess(type))
