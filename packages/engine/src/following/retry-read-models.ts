import type { AnyProjection } from '@skein/kernel'
import { type Quarantined, quarantineOf } from '../checkpoints/quarantine.js'
import { skippedEvents } from '../checkpoints/skipped-events.js'
import { noteUnbuilt, unbuiltReadModels } from '../checkpoints/unbuilt.js'
import { codecOf } from '../integrity/codec.js'
import type { Finding } from '../integrity/finding.js'
import type { Generation, Storage } from '../ports/index.js'
import { GenerationBuilder } from '../projections/generation-builder.js'
import { LogPass } from '../projections/log-pass.js'
import type { ReadModelDomain } from '../projections/read-model-domain.js'

/**
 * Folds the rows of streams again that are in quarantine in live generations, up to their checkpoints, and lets read models
 * go on that are paused as a whole. What fails again stays; so does what only a rebuild mends (`isPublished`).
 */
export const retryReadModels = async (
  domain: ReadModelDomain,
  storage: Storage,
  isWanted: (readModel: string, quarantined: Quarantined) => boolean = () => true,
): Promise<void> => {
  const { readModels } = storage
  const skipped = await skippedEvents(readModels)
  for (const projection of domain.projections) {
    const { name, version } = projection
    const findLive = async () =>
      (await readModels.generations(name)).find((one) => one.version === version && one.state === 'live')
    const unbuilt = (await unbuiltReadModels(readModels))(projection)
    if (unbuilt !== undefined && isWanted(name, unbuilt)) await noteUnbuilt(readModels, new Map(), [projection])
    for (let live = await findLive(); live !== undefined; live = await findLive()) {
      const wanted = (await quarantineOf(readModels, live.id)).filter(
        (quarantined) => quarantined.isPublished !== true && isWanted(name, quarantined),
      )
      if (wanted.length === 0 || (await retryOne(new GenerationBuilder(projection, live, readModels), wanted))) break
    }
  }

  /** `false` if another process moved the checkpoint meanwhile. */
  async function retryOne(builder: GenerationBuilder, wanted: readonly Quarantined[]): Promise<boolean> {
    await builder.restoreQuarantine()
    const failed: [GenerationBuilder, Finding][] = []
    const pass = new LogPass([builder], {
      decode: codecOf(domain).decode,
      domain,
      events: storage.events,
      skipped,
      onFinding: () => undefined,
      onPaused: (one, finding) => failed.push([one, finding]),
    })
    if (wanted.some(({ isWhole }) => isWhole)) builder.resume()
    const streams = wanted.flatMap(({ isWhole, stream }) => (isWhole || stream === undefined ? [] : [stream]))
    await pass.retry(() => streams)
    const stale = await pass.flush()
    for (const [one, finding] of failed) await one.pause(finding)
    return stale.length === 0
  }
}

/** What is in quarantine in the live generations of this program's read models. */
export const quarantinedReadModels = async (
  { projections }: Pick<ReadModelDomain, 'projections'>,
  { readModels }: Pick<Storage, 'readModels'>,
): Promise<readonly { readonly readModel: string; readonly quarantined: Quarantined }[]> => {
  const all = await readModels.generations()
  const isLive = ({ projection, version, state }: Generation) =>
    state === 'live' && projections.some((one) => one.name === projection && one.version === version)
  const unbuilt = await unbuiltReadModels(readModels)
  const isBuilt = ({ name }: AnyProjection) => all.some((one) => one.projection === name && isLive(one))
  const paused = projections.flatMap((projection) => {
    const quarantined = isBuilt(projection) ? undefined : unbuilt(projection)
    return quarantined === undefined ? [] : [{ readModel: projection.name, quarantined }]
  })
  const found = await Promise.all(
    all
      .filter(isLive)
      .map(async ({ id, projection }) =>
        (await quarantineOf(readModels, id)).map((quarantined) => ({ readModel: projection, quarantined })),
      ),
  )
  return [...paused, ...found.flat()]
}
