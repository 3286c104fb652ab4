import { domain } from '@skein/core'
import { createRuntime, type Runtime } from '@skein/engine'
import { createHttpApi, createMetrics } from '@skein/http'
import { type Listening, listen } from '@skein/http/node'
import pino from 'pino'
import type { Context, Run } from '../../command.js'
import { exitCodes } from '../../exit-codes.js'
import { failed } from '../../failure.js'
import { findMasterKey, findOrMakeMasterKey } from '../../storage/master-key.js'
import { chosenStore, withStorage } from '../../storage/with-storage.js'
import { telemetryOf } from '../../telemetry/telemetry.js'
import { type Setting, settingOf, tokenIn } from './setting.js'
import { serveTexts as texts } from './texts.js'

/** How long requests that are under way may take when it ends, in milliseconds. */
const grace = 10_000

export const run: Run = async (context) => {
  const { io, options, json, print, printJson, translate } = context
  const makeToken = options.text('makeToken')
  if (makeToken !== undefined) {
    const token = await tokenIn(context, makeToken)
    if (json) printJson({ ok: true, token })
    else print(token)
    return exitCodes.done
  }
  const setting = settingOf(context)
  const store = chosenStore(context)
  const sources = { env: io.env, file: options.text('masterKeyFile'), store: store.url }
  // a key that is none is found out before a database is made
  findMasterKey(sources)

  await withStorage(store, { access: 'create' }, async (storage) => {
    const masterKey = findOrMakeMasterKey(sources, (await storage.events.head()) === undefined)
    const metrics = createMetrics()
    const telemetry = telemetryOf(storage)
    const runtime = createRuntime(domain, storage, {
      observe: (observation) => {
        metrics.observe(observation)
        telemetry.observe(observation)
      },
      ...(masterKey === undefined ? {} : { masterKey }),
    })
    const logger = pino({ name: 'skein', timestamp: pino.stdTimeFunctions.isoTime }, io.stderr)
    const { allowedOrigins, publicUrl, auth, rate } = setting
    const api = createHttpApi({
      runtime,
      auth,
      logger,
      metrics,
      allowedOrigins,
      limits: { requestsPerSecond: rate, burst: rate * 4 },
      ...(publicUrl === undefined ? {} : { publicUrl }),
    })
    const listening = await listenOn(setting, () => listen(api, setting))
    if (setting.isInsecure) io.stderr.write(`${translate(texts.warning)}\n`)
    if (json) printJson({ ok: true, url: listening.url, store: store.name })
    else print(translate(texts.listening(listening.url, store.name)))
    try {
      await untilTold(context, runtime, listening)
    } finally {
      telemetry.stop()
    }
  })
  if (!json) print(translate(texts.ended))
  return exitCodes.done
}

/** Read models and processes run until the requests are done; should they fail, it all ends, and says so. */
const untilTold = async (
  { io }: Context,
  runtime: Pick<Runtime, 'project' | 'react'>,
  listening: Listening,
): Promise<void> => {
  const stop = new AbortController()
  const beside = [runtime.project({ signal: stop.signal }), runtime.react({ signal: stop.signal })]
  const told = new Promise<void>((resolve) => {
    if (io.signal.aborted) resolve()
    else io.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  try {
    await Promise.race([told, ...beside])
  } finally {
    await listening.close(grace)
    stop.abort()
    await Promise.allSettled(beside)
  }
}

const listenOn = async ({ host, port }: Setting, begin: () => Promise<Listening>): Promise<Listening> => {
  try {
    return await begin()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw failed('listen', texts.inUse(host, port, code), error)
  }
}
