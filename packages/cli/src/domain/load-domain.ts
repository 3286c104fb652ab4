import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { CommandAccess } from '@skein/http'
import { composeDomain, type Domain, type DomainPart } from '@skein/kernel'
import { usageError } from '../failures/failure.js'
import { textOf } from '../failures/failure-of.js'
import { domainMessages as messages } from '../messages/domain.js'

/** What the module of `--domain` exports. */
export interface ChosenDomain {
  readonly domain: Domain
  /** The roles that may send its commands over HTTP, from the export `access`. */
  readonly access?: CommandAccess
}

/** The domain of `--domain` or SKEIN_DOMAIN; that of `@skein/core` where neither is given. */
export const loadDomain = async (path: string | undefined): Promise<ChosenDomain> => {
  if (path === undefined) return { domain: (await import('@skein/core')).domain }
  const file = resolve(path)
  if (!existsSync(file)) throw usageError('noDomainFile', messages.noFile(path, file))
  const exported = await importFrom(path, file)
  const found = domainIn(exported)
  if (found === undefined) throw usageError('noDomain', messages.noDomain(path, Object.keys(exported)))
  try {
    // also completes and checks a domain that is written by hand
    return { domain: composeDomain(found), ...accessIn(exported) }
  } catch (error) {
    const text = textOf(error) ?? { en: messageOf(error), zh: messageOf(error) }
    throw usageError('brokenDomain', messages.broken(path, text.en, text.zh), error)
  }
}

const importFrom = async (path: string, file: string): Promise<object> => {
  try {
    return await import(pathToFileURL(file).href)
  } catch (error) {
    const text = textOf(error)
    throw usageError(
      'brokenDomain',
      {
        en: messages.threw(path, sentence(text?.en ?? messageOf(error))).en,
        zh: messages.threw(path, sentence(text?.zh ?? messageOf(error))).zh,
      },
      error,
    )
  }
}

/** The exported domain. A CommonJS module has its exports in `default`. */
const domainIn = (exported: object): (DomainPart<unknown> & Pick<Domain, 'name'>) | undefined =>
  [exported, fieldOf(exported, 'default')]
    .flatMap((module) => [fieldOf(module, 'default'), fieldOf(module, 'domain'), module])
    .find(isDomain)

/** Its roles and commands are checked where they are used. */
const accessIn = (exported: object): Pick<ChosenDomain, 'access'> => {
  const access = [exported, fieldOf(exported, 'default')].map((module) => fieldOf(module, 'access')).find(isRecord)
  return access === undefined ? {} : { access }
}

const isRecord = (value: unknown): value is CommandAccess =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const fieldOf = (of: unknown, field: string): unknown =>
  typeof of === 'object' && of !== null && field in of ? Reflect.get(of, field) : undefined

const isDomain = (value: unknown): value is DomainPart<unknown> & Pick<Domain, 'name'> =>
  typeof fieldOf(value, 'name') === 'string' && Array.isArray(fieldOf(value, 'aggregates'))

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const sentence = (text: string): string => (/[.!?。!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`)
