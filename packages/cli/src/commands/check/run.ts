import { domain, underPolicy } from '@skein/core'
import { check, type Storage, type Violation } from '@skein/engine'
import { z } from 'zod'
import type { Context, Run } from '../../command.js'
import { exitCodes } from '../../exit-codes.js'
import { interrupted } from '../../failure-of.js'
import { visible } from '../../output/table.js'
import { chosenStore, withStorage } from '../../storage/with-storage.js'
import { fieldNames } from '../../texts/fields.js'
import { progressTexts } from '../../texts/progress.js'
import { policyIn } from './policy-file.js'
import { checkTexts as texts } from './texts.js'

/** Violations that are shown; all of them are counted. */
const most = { people: 50, programs: 10_000 }

interface Found {
  readonly events: number
  readonly count: number
  readonly byRule: ReadonlyMap<string, number>
  /** The first ones. */
  readonly violations: readonly Violation[]
}

export const run: Run = async (context) => {
  const { json, language, options, printJson } = context
  // what the schema says of a misshapen policy
  if (language === 'zh') z.config(z.locales.zhCN())
  const store = chosenStore(context)
  const file = options.text('policy')
  const views = file === undefined ? {} : { views: underPolicy(policyIn(file)) }
  const found = await withStorage(store, { access: 'read' }, (storage) => checked(context, storage, views))
  const { events, count, byRule, violations } = found
  if (json)
    printJson({
      ok: count === 0,
      events,
      count,
      byRule: Object.fromEntries(byRule),
      violations: violations.slice(0, most.programs),
    })
  else tell(context, found)
  return count === 0 ? exitCodes.done : exitCodes.found
}

const checked = async (
  context: Context,
  { events: store }: Storage,
  facts: Parameters<typeof check>[2],
): Promise<Found> => {
  const { signal } = context.io
  const progress = context.progress(texts.label, progressTexts.events)
  const violations: Violation[] = []
  const byRule = new Map<string, number>()
  let [events, count] = [0, 0]
  try {
    const options = {
      ...facts,
      signal,
      onProgress: (at: { readonly events: number; readonly total: number | undefined }) => {
        events = at.events
        progress.update(at.events, at.total)
      },
    }
    for await (const violation of check(domain, store, options)) {
      count += 1
      byRule.set(violation.rule, (byRule.get(violation.rule) ?? 0) + 1)
      if (violations.length < most.programs) violations.push(violation)
    }
  } finally {
    progress.end()
  }
  if (signal.aborted) throw interrupted()
  return { events, count, byRule, violations }
}

const tell = ({ translate, print, language }: Context, { events, count, byRule, violations }: Found): void => {
  for (const { stream, revision, type, rule, message, evidence } of violations.slice(0, most.people)) {
    const place = [stream, ...(type === undefined ? [] : [translate(texts.revision(revision)), type])].join(' ')
    const compared = Object.entries(evidence)
      .map(([name, value]) => `${fieldNames[name]?.[language] ?? name} = ${String(value ?? '–')}`)
      .join(language === 'zh' ? ',' : ', ')
    print(visible(translate(texts.violation(place, rule, message[language], compared))))
  }
  if (count > most.people) print(translate(texts.more(count - most.people)))
  const rules = [...byRule].map(([rule, times]) => `${rule} ${times}`).join(', ')
  print(translate(count === 0 ? texts.kept(events) : texts.broken(count, events, rules)))
}
