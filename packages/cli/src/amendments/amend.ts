import { randomUUID } from 'node:crypto'
import type { Annul, Correct, ExecuteError, StreamEntry } from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import type { OptionValues } from '../command-line/options.js'
import type { Context } from '../context.js'
import { type ExitCode, exitCodes } from '../failures/exit-codes.js'
import { failed, usageError } from '../failures/failure.js'
import { failureOf } from '../failures/failure-of.js'
import { setSchemaLanguage } from '../input/schema-language.js'
import { openRuntime } from '../runtime.js'
import { chosenStore } from '../storage/chosen-store.js'
import { requireMasterKey } from '../storage/master-key.js'
import { withStorage } from '../storage/with-storage.js'
import { findEntry } from './find-entry.js'
import { issuesText } from './issues-text.js'
import { amendmentMessages as messages } from './messages.js'
import type { amendmentOptions } from './options.js'
import { type ShownPlan, shownPlan } from './plan.js'
import { planLines } from './plan-lines.js'
import { reasonsOf } from './reasons.js'
import { refusalLines } from './refusal-lines.js'

/** What is annulled or corrected, as it was typed. */
export interface AmendmentInput extends OptionValues<typeof amendmentOptions> {
  readonly stream: string
  readonly event: string
}

/** The fields that a correction changes; `undefined` for an annulment. */
export type ReadChanges = (entry: StreamEntry, context: Context) => Correct['data'] | undefined

/** Annuls or corrects an entry, lets the processes answer, and shows what changed; with `--dry-run`, what would change. */
export const amend = async (context: Context, input: AmendmentInput, readChanges: ReadChanges): Promise<ExitCode> => {
  setSchemaLanguage(context.language)
  const { actor, ...reasons } = reasonsOf(context, input)
  const { stream, event, dryRun, withDependents, limit } = input
  const store = chosenStore(context)
  const masterKey = requireMasterKey(context, store)
  const result = await withStorage(store, { access: dryRun ? 'read' : 'write' }, async (storage) => {
    const runtime = openRuntime(context, storage, { clock: context.io.now, ...masterKey })
    const entry = await findEntry(runtime, { stream, event, store: store.name })
    const annulment: Annul = { stream, eventId: entry.id, ...reasons, ...(withDependents && { withDependents }) }
    const options = { commandId: randomUUID(), actor, dryRun, ...(limit === undefined ? {} : { limit }) }
    const data = readChanges(entry, context)
    const result = await (data === undefined
      ? runtime.annul(annulment, options)()
      : runtime.correct({ ...annulment, data }, options)())
    if (E.isLeft(result)) return result
    if (!dryRun) await runtime.settle({ signal: context.io.signal })
    return E.right({ revision: result.right.revision, plan: shownPlan(result.right) })
  })
  if (E.isLeft(result)) return showRefusal(context, result.left, { stream, store: store.name })
  return showPlan(context, { stream, dryRun, ...result.right })
}

interface Amended {
  readonly stream: string
  readonly revision: number
  readonly dryRun: boolean
  readonly plan: ShownPlan
}

const showPlan = (context: Context, amended: Amended): ExitCode => {
  const { translate, print, printJson, json } = context
  const { dryRun, plan } = amended
  if (json) printJson({ ok: true, ...amended })
  else if (plan.streams.length === 0) print(translate(messages.nothing))
  else {
    print(translate(dryRun ? messages.planned : messages.recorded))
    for (const line of planLines(context, plan)) print(line)
  }
  return exitCodes.done
}

const showRefusal = (
  context: Context,
  error: ExecuteError,
  { stream, store }: { readonly stream: string; readonly store: string },
): ExitCode => {
  switch (error._tag) {
    case 'Rejected': {
      if (context.json) context.printJson({ ok: false, outcome: 'refused', ...error.rejection })
      else for (const line of refusalLines(context, error.rejection, stream)) context.print(line)
      return exitCodes.found
    }
    case 'Invalid':
      throw usageError('invalid', issuesText(error.issues))
    case 'Unavailable':
      throw error.cause === undefined ? failed('unavailable', error.reason) : failureOf(error.cause, store)
    case 'Conflict':
      throw failed('conflict', messages.conflict)
  }
}
