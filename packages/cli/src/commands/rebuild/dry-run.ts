import { domain } from '@skein/core'
import { estimateRebuild, type RebuildOptions, type Storage, status } from '@skein/engine'
import type { Context } from '../../command.js'
import { type ExitCode, exitCodes } from '../../exit-codes.js'
import { table } from '../../output/table.js'
import { rebuildTexts as texts } from './texts.js'

/** Says what a rebuild would read and fill. */
export const dryRun = async (
  { translate, print, printJson, json }: Context,
  storage: Storage,
  plan: RebuildOptions,
): Promise<ExitCode> => {
  const { projections, restart, into, asOf, knownAt } = plan
  const all = await status(domain, storage)
  const chosen = all.filter(({ name }) => projections?.includes(name) ?? true)
  const { events, documents, seconds } = await estimateRebuild(domain, storage, plan)
  const planned = chosen.map(({ name, version, generations }) => {
    const unfinished = generations.find(
      (one) => one.version === version && (into === undefined ? one.state === 'building' : one.into === into),
    )
    return { name, version, ...(unfinished !== undefined && !restart ? { resumesAfter: unfinished.events } : {}) }
  })
  const estimate = {
    ...(events === undefined ? {} : { events }),
    ...(documents === undefined ? {} : { documents }),
    ...(seconds === undefined ? {} : { seconds: Number(seconds.toPrecision(2)) }),
  }
  const bounds = { ...(asOf && { asOf }), ...(knownAt && { knownAt }), ...(into && { into }) }
  if (json) printJson({ ok: true, dryRun: true, ...bounds, ...estimate, projections: planned })
  else {
    for (const line of table(
      planned.map(({ name, version, resumesAfter }) => [
        name,
        String(version),
        resumesAfter === undefined ? '' : translate(texts.resumes(resumesAfter)),
      ]),
    ))
      print(line)
    if (asOf !== undefined || knownAt !== undefined) print(translate(texts.onlyFacts(asOf, knownAt)))
    if (Object.keys(bounds).length > 0) print(translate(texts.apart(into)))
    print(translate(texts.planned(planned.length, estimate)))
  }
  return exitCodes.done
}
