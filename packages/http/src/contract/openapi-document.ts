import { OpenAPIHono } from '@hono/zod-openapi'
import type { Domain } from '@skein/kernel'
import { type CommandAccess, rolesOfCommands } from '../access/command-access.js'
import type { Env } from '../context.js'
import { type Contract, contractOf } from './document.js'
import { contractParts } from './parts.js'
import { pathOf } from './public-path.js'
import { describeReadModels } from './read-models.js'

export interface OpenApiOptions<Input = unknown> {
  readonly domain: Domain<Input>
  /** See `HttpApiOptions`. */
  readonly access?: CommandAccess<Input>
  /** See `HttpApiOptions`. */
  readonly publicUrl?: string
}

/**
 * The OpenAPI document that the API of a domain serves at `/openapi.json`, without a store or a server.
 *
 * @example
 * writeFileSync('openapi.json', JSON.stringify(openApiDocument({ domain })))
 */
export const openApiDocument = <Input = unknown>({ domain, access, publicUrl }: OpenApiOptions<Input>): Contract =>
  contractOf(
    new OpenAPIHono<Env>(),
    contractParts(domain, describeReadModels(domain), {
      rolesOf: rolesOfCommands(domain, access),
      publicUrl: publicUrl?.replace(/\/+$/, ''),
      publicPath: pathOf(publicUrl),
    }),
  )
