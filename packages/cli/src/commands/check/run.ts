import { policySchemaOf, underPolicy } from '@skein/core'
import { type CheckOptions, check, type Storage, type Violation } from '@skein/engine'
import type { Run } from '../../command-line/command.js'
import type { Context } from '../../context.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { interrupted } from '../../failures/failure.js'
import { setSchemaLanguage } from '../../input/schema-language.js'
import { runWithProgress } from '../../jobs/run-with-progress.js'
import { progressMessages } from '../../messages/progress.js'
import { chosenStore } from '../../storage/chosen-store.js'
import { withStorage } from '../../storage/with-storage.js'
import type { CheckResult } from './check-result.js'
import type { checkCommand } from './command.js'
import { checkMessages as messages } from './messages.js'
import { readPolicy } from './policy-file.js'
import { violationLines } from './violation-lines.js'

/** All violations are counted; programs get the first ones. */
const maxViolations = 10_000

export const run: Run<typeof checkCommand> = async (context, { policy, asCorrected }) => {
  setSchemaLanguage(context.language)
  const store = chosenStore(context)
  const schema = policySchemaOf(context.domain)
  const options = {
    asCorrected,
    ...(policy === undefined ? {} : { views: underPolicy(readPolicy(policy, schema), schema) }),
  }
  const result = await withStorage(store, { access: 'read' }, (storage) => checkLog(context, storage, options))
  const { events, count, byRule, affected, violations } = result
  if (context.json)
    context.printJson({
      ok: count === 0,
      events,
      count,
      byRule: Object.fromEntries(byRule),
      affected: Object.fromEntries([...affected].map(([rule, streams]) => [rule, [...streams]])),
      violations,
    })
  else for (const line of violationLines(context, result)) context.print(line)
  return count === 0 ? exitCodes.done : exitCodes.found
}

const checkLog = async (context: Context, storage: Storage, options: CheckOptions): Promise<CheckResult> => {
  const { signal } = context.io
  const violations: Violation[] = []
  const byRule = new Map<string, number>()
  const affected = new Map<string, Set<string>>()
  let [events, count] = [0, 0]
  await runWithProgress(context, { label: messages.label, unit: progressMessages.events }, async (progress) => {
    const found = check(context.domain, storage.events, {
      ...options,
      signal,
      onProgress: (at) => {
        events = at.events
        progress.update(at.events, at.total)
      },
    })
    for await (const violation of found) {
      count += 1
      byRule.set(violation.rule, (byRule.get(violation.rule) ?? 0) + 1)
      const streams = affected.get(violation.rule) ?? new Set()
      for (const stream of violation.affected ?? [violation.stream])
        if (streams.size < maxViolations) streams.add(stream)
      affected.set(violation.rule, streams)
      if (violations.length < maxViolations) violations.push(violation)
    }
  })
  if (signal.aborted) throw interrupted()
  return { events, count, byRule, affected, violations }
}
