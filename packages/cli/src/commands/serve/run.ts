import type { Storage } from '@skein/engine'
import { createHttpApi, createMetrics, type Logger, type StartingApi, startingApi } from '@skein/http'
import { type Listening, listen } from '@skein/http/node'
import pino from 'pino'
import type { Run } from '../../command-line/command.js'
import type { Context } from '../../context.js'
import { exitCodes } from '../../failures/exit-codes.js'
import { failed } from '../../failures/failure.js'
import { openRuntime } from '../../runtime.js'
import { type ChosenStore, chosenStore } from '../../storage/chosen-store.js'
import { findMasterKey, keySourcesOf, masterKeyOption } from '../../storage/master-key.js'
import { type WithStorageOptions, withStorage } from '../../storage/with-storage.js'
import { startTelemetry } from '../../telemetry/telemetry.js'
import { createToken } from './auth.js'
import { BufferedLog } from './buffered-log.js'
import type { serveCommand } from './command.js'
import { serveMessages as messages } from './messages.js'
import { type ServeSettings, serveSettings } from './settings.js'
import { untilStopped } from './until-stopped.js'
import { WalWatch } from './wal-watch.js'

export const run: Run<typeof serveCommand> = async (context, input) => {
  const { json, print, printJson, translate } = context
  if (input.makeToken !== undefined) {
    const token = await createToken(context, input.makeToken, input)
    if (json) printJson({ ok: true, token })
    else print(token)
    return exitCodes.done
  }
  const settings = serveSettings(context, input)
  const store = chosenStore(context)
  // a malformed key is an error before a database is created
  findMasterKey(keySourcesOf(context, store))
  const { publicUrl } = settings
  const api = startingApi(publicUrl === undefined ? {} : { publicUrl })
  const listening = await listenAt(settings, () => listen(api, { ...settings, replaceGlobals: true }))
  const log = new BufferedLog(context.io.stderr)
  const logger = pino({ name: 'skein', timestamp: pino.stdTimeFunctions.isoTime }, log)
  const options = {
    access: 'create',
    keepsOpen: true,
    waitMs: settings.waitForStoreMs,
    onWait: ({ text }, leftMs) => {
      const fields = { store: store.name, reason: text.en, secondsLeft: Math.round(leftMs / 1000) }
      logger.warn(fields, 'waiting for the store')
    },
  } satisfies WithStorageOptions
  try {
    await withStorage(store, options, (storage) => serve(context, storage, { store, settings, api, listening, logger }))
  } finally {
    await listening.close({ timeoutMs: 0 })
    log.flush()
  }
  if (!json) print(translate(messages.ended))
  return exitCodes.done
}

interface Serving {
  readonly store: ChosenStore
  readonly settings: ServeSettings
  readonly api: StartingApi
  readonly listening: Listening
  readonly logger: Logger
}

const serve = async (
  context: Context,
  storage: Storage,
  { store, settings, api, listening, logger }: Serving,
): Promise<void> => {
  const { io, json, print, printJson, translate } = context
  const masterKey = await masterKeyOption(keySourcesOf(context, store), storage)
  const metrics = createMetrics()
  const telemetry = startTelemetry(context.domain, storage)
  const runtime = openRuntime(context, storage, {
    observe: (observation) => {
      metrics.observe(observation)
      telemetry.observe(observation)
      if (observation.kind !== 'paused') return
      const { kind: _, reason, ...paused } = observation
      logger.error(paused, translate(reason))
    },
    ...masterKey,
  })
  const walWatch = new WalWatch(storage, {
    onLarge: (file) => logger.warn(file, translate(messages.largeWal(file))),
  })
  const { allowedOrigins, allowedHosts, publicUrl, auth, rate } = settings
  api.open(
    createHttpApi({
      runtime,
      ...(context.access && { access: context.access }),
      auth,
      logger,
      metrics,
      allowedOrigins,
      limits: { requestsPerSecond: rate, burst: rate * 4 },
      ...(allowedHosts === undefined ? {} : { allowedHosts }),
      ...(publicUrl === undefined ? {} : { publicUrl }),
    }),
  )
  try {
    if (settings.isInsecure) io.stderr.write(`${translate(messages.warning)}\n`)
    if (json) printJson({ ok: true, url: listening.url, store: store.name })
    else print(translate(messages.listening(listening.url, store.name)))
    walWatch.start()
    await untilStopped(io.signal, { runtime, listening, settings })
  } finally {
    walWatch.stop()
    telemetry.stop()
  }
}

const listenAt = async ({ host, port }: ServeSettings, start: () => Promise<Listening>): Promise<Listening> => {
  try {
    return await start()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw failed('listen', messages.inUse(host, port, code), error)
  }
}
