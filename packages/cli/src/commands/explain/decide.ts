import { randomUUID } from 'node:crypto'
import type { ExecuteError, Issue, Runtime } from '@skein/engine'
import type { Language } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import { shownPlan } from '../../amendments/plan.js'
import { failed } from '../../failures/failure.js'
import { failureOf } from '../../failures/failure-of.js'
import { nearest } from '../../input/nearest.js'
import type { ChosenStore } from '../../storage/chosen-store.js'
import { isSentByProcesses, typesForPeople } from './command-types.js'
import { type Decision, typeOf } from './decision.js'
import { explainMessages as messages } from './messages.js'

/** Decides a command on the events of the store, and records nothing. */
export const decide = async (
  runtime: Runtime,
  command: unknown,
  { store, language }: { readonly store: ChosenStore; readonly language: Language },
): Promise<Decision> => {
  const type = typeOf(command)
  if (type !== undefined && isSentByProcesses(runtime.domain, type)) {
    const message = messages.byProcess(type)[language]
    return { outcome: 'invalid', issues: [{ path: ['type'], code: 'by_process', message }] }
  }
  const result = await runtime.execute(command, { commandId: randomUUID(), actor: 'explain', dryRun: true })()
  if (E.isLeft(result)) return declined(result.left, { type, store, language, types: typesForPeople(runtime.domain) })
  const { stream, events } = result.right
  const plan = shownPlan(result.right)
  const changed = plan.streams.flatMap(({ entries }) => entries)
  return { outcome: 'accepted', stream, events, ...(changed.length > 1 ? { plan } : {}) }
}

interface Attempt {
  readonly type: string | undefined
  readonly store: ChosenStore
  readonly language: Language
  /** The commands that people may send. */
  readonly types: readonly string[]
}

const declined = (error: ExecuteError, attempt: Attempt): Decision => {
  switch (error._tag) {
    case 'Rejected':
      return { outcome: 'refused', rejection: error.rejection }
    case 'Invalid':
      return { outcome: 'invalid', issues: error.issues.map((issue) => translatedIssue(issue, attempt)) }
    case 'Unavailable':
      throw error.cause === undefined
        ? failed('unavailable', error.reason)
        : failureOf(error.cause, attempt.store.options)
    case 'Conflict':
      throw failed('conflict', messages.conflict)
  }
}

/** The engine's own messages about a command's form are replaced by ours; the schemas' messages are translated already. */
const translatedIssue = (issue: Issue, { type, language, types }: Attempt): Issue => {
  if (issue.code === 'unrecognized_keys') return { ...issue, message: messages.unknownKey[language] }
  if (issue.code !== 'unknown_type') return issue
  const text = type === undefined ? messages.noType : messages.unknownType(type, nearest(type, types))
  return { ...issue, message: text[language] }
}
