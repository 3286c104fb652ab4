import { type AuthError, type Authenticate, issueToken, jwtAuth, type Role } from '@skein/http'
import { hasTag } from '@skein/kernel'
import type { InputOf } from '../../command-line/command.js'
import type { Context } from '../../context.js'
import { usageError } from '../../failures/failure.js'
import type { serveCommand } from './command.js'
import { serveMessages as messages } from './messages.js'
import { parseWebAddress } from './web-address.js'

type Input = Pick<InputOf<typeof serveCommand>, 'jwks' | 'issuer' | 'audience'>

/** Verifies tokens with the keys at `--jwks`, or with the secret in `SKEIN_JWT_SECRET`. */
export const jwtVerifier = ({ io }: Context, input: Input): Authenticate => {
  const jwksUrl = input.jwks ?? (io.env.SKEIN_JWKS_URL || undefined)
  const secret = io.env.SKEIN_JWT_SECRET || undefined
  try {
    return jwtAuth({
      ...(jwksUrl === undefined ? {} : { jwksUrl: parseWebAddress('--jwks', jwksUrl) }),
      ...(secret === undefined ? {} : { secret }),
      ...issuerAndAudience(input),
    })
  } catch (error) {
    throw hasTag<AuthError>(error, 'AuthError') ? usageError('noAuth', messages.noAuth(error.text), error) : error
  }
}

/** @param typed `role:division:id`; several divisions are separated by commas */
export const createToken = async ({ io }: Context, typed: string, input: Input): Promise<string> => {
  const [role = '', division = '', ...rest] = typed.split(':')
  try {
    return await issueToken(io.env.SKEIN_JWT_SECRET ?? '', {
      subject: rest.join(':'),
      // sound: a text that is not a role is rejected
      role: role as Role,
      division: division.includes(',') ? division.split(',') : division,
      ...issuerAndAudience(input),
    })
  } catch (error) {
    throw hasTag<AuthError>(error, 'AuthError')
      ? usageError('badToken', messages.badToken(typed, error.text), error)
      : error
  }
}

const issuerAndAudience = ({ issuer, audience }: Input) => ({
  ...(issuer === undefined ? {} : { issuer }),
  ...(audience === undefined ? {} : { audience }),
})
