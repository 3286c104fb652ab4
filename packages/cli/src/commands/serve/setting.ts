import { AuthError, type Authenticate, insecureDev, issueToken, jwtAuth, type Role } from '@skein/http'
import type { Context } from '../../command.js'
import { usageError } from '../../failure.js'
import { wholeNumberIn } from '../../input/values.js'
import { serveTexts as texts } from './texts.js'

export interface Setting {
  readonly port: number
  readonly host: string
  readonly auth: Authenticate
  readonly isInsecure: boolean
  readonly allowedOrigins: readonly string[]
  readonly publicUrl?: string
  /** Requests of one caller, a second. */
  readonly rate: number
}

const here = ['127.0.0.1', '::1', 'localhost']

/** What was asked for, checked before anything is opened. */
export const settingOf = (context: Context): Setting => {
  const { options } = context
  const port = wholeNumberIn('--port', options.text('port') ?? '8080', 0, 65_535)
  const host = options.text('host') ?? '127.0.0.1'
  const isInsecure = options.isSet('insecureDev')
  if (isInsecure && !here.includes(host)) throw usageError('insecure', texts.notHere(host))
  const publicUrl = options.text('publicUrl')
  if (publicUrl !== undefined) urlIn('--public-url', publicUrl)
  const origins = (options.text('allowOrigin') ?? '').split(',').filter((origin) => origin !== '')
  return {
    port,
    host,
    isInsecure,
    rate: wholeNumberIn('--rate', options.text('rate') ?? '50', 1, 1_000_000),
    auth: isInsecure ? insecureDev() : jwtIn(context),
    allowedOrigins: origins.map((origin) => urlIn('--allow-origin', origin).origin),
    ...(publicUrl === undefined ? {} : { publicUrl }),
  }
}

const jwtIn = ({ options, io }: Context): Authenticate => {
  const jwksUrl = options.text('jwks') ?? (io.env.SKEIN_JWKS_URL || undefined)
  const secret = io.env.SKEIN_JWT_SECRET || undefined
  const [issuer, audience] = [options.text('issuer'), options.text('audience')]
  try {
    return jwtAuth({
      ...(jwksUrl === undefined ? {} : { jwksUrl: urlIn('--jwks', jwksUrl) }),
      ...(secret === undefined ? {} : { secret }),
      ...(issuer === undefined ? {} : { issuer }),
      ...(audience === undefined ? {} : { audience }),
    })
  } catch (error) {
    throw error instanceof AuthError ? usageError('noAuth', texts.noAuth(error.message)) : error
  }
}

const urlIn = (option: string, text: string): URL => {
  const url = URL.parse(text)
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url
  throw usageError('badUrl', texts.badUrl(option, text))
}

/** `role:division:id`; several divisions with commas between. */
export const tokenIn = async ({ options, io }: Context, typed: string): Promise<string> => {
  const [role = '', division = '', ...rest] = typed.split(':')
  const [issuer, audience] = [options.text('issuer'), options.text('audience')]
  try {
    return await issueToken(io.env.SKEIN_JWT_SECRET ?? '', {
      subject: rest.join(':'),
      // sound: what is none of the roles lets nobody in, and is refused
      role: role as Role,
      division: division.includes(',') ? division.split(',') : division,
      ...(issuer === undefined ? {} : { issuer }),
      ...(audience === undefined ? {} : { audience }),
    })
  } catch (error) {
    throw error instanceof AuthError ? usageError('badToken', texts.badToken(typed, error.message)) : error
  }
}
