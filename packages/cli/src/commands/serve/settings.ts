import { type Authenticate, insecureDev } from '@skein/http'
import type { InputOf } from '../../command-line/command.js'
import type { Context } from '../../context.js'
import { usageError } from '../../failures/failure.js'
import { jwtVerifier } from './auth.js'
import type { serveCommand } from './command.js'
import { serveMessages as messages } from './messages.js'
import { parseWebAddress } from './web-address.js'

export interface ServeSettings {
  readonly port: number
  readonly host: string
  readonly auth: Authenticate
  readonly isInsecure: boolean
  readonly allowedOrigins: readonly string[]
  readonly publicUrl?: string
  /** Requests per second of one caller. */
  readonly rate: number
  readonly trustedProxies: number
  readonly drainDelayMs: number
  /** How long to wait for a store that cannot be reached. */
  readonly waitForStoreMs: number
  /** Without tokens, the host names of this machine only: a page on the web must not reach it under a name of its own. */
  readonly allowedHosts?: readonly string[]
}

const localHosts = ['127.0.0.1', '::1', 'localhost']

/** The settings of the server, checked before anything is opened. */
export const serveSettings = (context: Context, input: InputOf<typeof serveCommand>): ServeSettings => {
  const { port = 8080, host = '127.0.0.1', rate = 50, insecureDev: isInsecure, publicUrl } = input
  const { trustedProxies = 0, drainDelay = 1, waitForStore = 0 } = input
  if (isInsecure && !localHosts.includes(host)) throw usageError('insecure', messages.notHere(host))
  if (publicUrl !== undefined) parseWebAddress('--public-url', publicUrl)
  const origins = (input.allowOrigin ?? '').split(',').filter((origin) => origin !== '')
  return {
    port,
    host,
    isInsecure,
    rate,
    trustedProxies,
    drainDelayMs: drainDelay * 1000,
    waitForStoreMs: waitForStore * 1000,
    ...(isInsecure ? { allowedHosts: ['127.0.0.1', '[::1]', 'localhost'] } : {}),
    auth: isInsecure ? insecureDev() : jwtVerifier(context, input),
    allowedOrigins: origins.map((origin) => parseWebAddress('--allow-origin', origin).origin),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  }
}
