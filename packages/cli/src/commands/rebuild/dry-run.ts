import { domain } from '@skein/core'
import { type RebuildOptions, type Storage, status } from '@skein/engine'
import type { Context } from '../../command.js'
import { type ExitCode, exitCodes } from '../../exit-codes.js'
import { table } from '../../output/table.js'
import { rebuildTexts as texts } from './texts.js'

/** Says what a rebuild would read and fill. */
export const dryRun = async (
  { say, print, printJson, json }: Context,
  storage: Storage,
  { projections, restart, into }: RebuildOptions,
): Promise<ExitCode> => {
  const all = await status(domain, storage)
  const chosen = all.filter(({ name }) => projections?.includes(name) ?? true)
  const types = domain.projections
    .filter(({ name }) => chosen.some((one) => one.name === name))
    .flatMap(({ reads }) => reads)
  const events = await storage.events.count({ types: [...new Set(types)] })
  const planned = chosen.map(({ name, version, generations }) => {
    const unfinished = generations.find(
      (one) => one.version === version && (into === undefined ? one.state === 'building' : one.into === into),
    )
    return { name, version, ...(unfinished !== undefined && !restart ? { resumesAfter: unfinished.events } : {}) }
  })
  if (json) printJson({ ok: true, dryRun: true, ...(events === undefined ? {} : { events }), projections: planned })
  else {
    for (const line of table(
      planned.map(({ name, version, resumesAfter }) => [
        name,
        String(version),
        resumesAfter === undefined ? '' : say(texts.resumes(resumesAfter)),
      ]),
    ))
      print(line)
    print(say(texts.planned(planned.length, events)))
  }
  return exitCodes.done
}
