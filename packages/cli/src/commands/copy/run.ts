import { existsSync } from 'node:fs'
import { CopyError, type CopyReport, type CopySource, copy, type Storage } from '@skein/engine'
import type { Context, Run } from '../../command.js'
import { exitCodes } from '../../exit-codes.js'
import { failed } from '../../failure.js'
import { failureOf, interrupted } from '../../failure-of.js'
import { keyFileBeside } from '../../storage/master-key.js'
import { type ChosenStore, withStorage } from '../../storage/with-storage.js'
import { progressTexts } from '../../texts/progress.js'
import { storeOf } from './stores.js'
import { copyFailures, copyTexts as texts } from './texts.js'

export const run: Run = async (context) => {
  const from = storeOf(context, 'from')
  const to = storeOf(context, 'to')
  // what a power cut could take from the copy, the same command copies again
  const report = await withStorage(from, { access: 'read' }, (source) =>
    withStorage(to, { access: 'create', durability: 'normal' }, (target) =>
      copyWithProgress(context, blaming(source, from.name), target),
    ),
  )
  if (report.interrupted) throw interrupted()
  const { events, copied, streams, keys, seal } = report
  if (context.json) context.printJson({ ok: true, from: from.name, to: to.name, events, copied, streams, keys, seal })
  else tell(context, from, to, report)
  return exitCodes.done
}

const copyWithProgress = async (context: Context, from: CopySource, to: Storage): Promise<CopyReport> => {
  const total = await from.events.count()
  const progress = context.progress(texts.label, progressTexts.events)
  try {
    return await copy(from, to, {
      signal: context.io.signal,
      keys: !context.options.isSet('withoutKeys'),
      onProgress: ({ events }) => progress.update(events, total),
    })
  } catch (error) {
    if (error instanceof CopyError) throw failed(error.reason, copyFailures[error.reason](error.message), error)
    throw error
  } finally {
    progress.end()
  }
}

/** What fails in the store that is copied is said of that store. */
const blaming = ({ events, keys }: Storage, name: string): CopySource => {
  const blame = (error: unknown): never => {
    throw failureOf(error, name)
  }
  return {
    name,
    events: {
      count: (options) => events.count(options).catch(blame),
      readAll: async function* (options) {
        try {
          yield* events.readAll(options)
        } catch (error) {
          blame(error)
        }
      },
    },
    keys: {
      find: (persons) => keys.find(persons).catch(blame),
      claimsOf: (holders) => keys.claimsOf(holders).catch(blame),
    },
  }
}

const tell = (
  { translate, print, io, options }: Context,
  from: ChosenStore,
  to: ChosenStore,
  { events, copied, streams, keys, seal }: CopyReport,
): void => {
  print(translate(texts.done(to.name, events, copied, streams)))
  if (options.isSet('withoutKeys')) print(translate(texts.keysLeft))
  else print(translate(texts.keys(keys.keys, keys.claims, keys.destroyed)))
  print(translate(texts.seal(seal.digest)))
  const keyFile = from.url.kind === 'sqlite' ? keyFileBeside(from.url.path) : undefined
  if (keyFile !== undefined && !io.env.SKEIN_MASTER_KEY && existsSync(keyFile))
    print(translate(texts.masterKey(keyFile)))
  print(translate(texts.next(to.name)))
}
