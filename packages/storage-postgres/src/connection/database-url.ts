import { StorageError } from '@skein/engine'
import pg from 'pg'

/** Where a store is: a server, a database, and two schemas in it. */
export interface DatabaseLocation {
  /** May hold a password. */
  readonly url: string
  /** For messages, without secrets. */
  readonly name: string
  readonly schema: string
  readonly keysSchema: string
}

export interface LocationOptions {
  readonly url: string
  readonly schema?: string
  readonly keysSchema?: string
}

/** Reads and checks where the store is; does not connect. No message repeats the URL, which may hold a password. */
export const locationOf = (options: LocationOptions): DatabaseLocation => {
  const { host, port, database, searchParams } = parseUrl(options.url)
  const schema = options.schema ?? searchParams.get('schema') ?? 'skein'
  const keysSchema = options.keysSchema ?? searchParams.get('keysSchema') ?? `${schema}_keys`
  for (const name of [schema, keysSchema]) assertSchemaName(name)
  if (schema === keysSchema)
    throw new StorageError('failed', {
      en: `The schema ${schema} cannot hold both events and keys; give another keysSchema.`,
      zh: `schema ${schema} 不能同时存放事件与密钥;请另设 keysSchema。`,
    })
  return { url: options.url, name: `postgres://${host}:${port}/${database}?schema=${schema}`, schema, keysSchema }
}

const parseUrl = (url: string) => {
  try {
    const { protocol, searchParams } = new URL(url)
    if (!/^postgres(ql)?:$/.test(protocol)) throw new Error('another kind of URL')
    const { host, port, database } = new pg.Client({ connectionString: url })
    return { host, port, database: database ?? '', searchParams }
  } catch (error) {
    if (isFileError(error)) throw unreadableFile(error)
    // the error is left out, as it repeats the URL
    throw new StorageError('failed', {
      en: 'That is not the URL of a PostgreSQL database; it looks like postgres://user@host:5432/base.',
      zh: '这不是 PostgreSQL 数据库的 URL;应形如 postgres://user@host:5432/base。',
    })
  }
}

interface FileError extends Error {
  readonly code: string
  readonly path?: string
}

/** pg reads the files of certificates when it reads the URL. */
const isFileError = (error: unknown): error is FileError =>
  error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string'

const unreadableFile = ({ path, code }: FileError): StorageError =>
  new StorageError('failed', {
    en: `${path === undefined ? 'A file' : `The file ${path}`} in the URL cannot be read (${code}); check sslrootcert, sslcert and sslkey.`,
    zh: `URL 中的文件${path === undefined ? '' : ` ${path} `}无法读取(${code});请检查 sslrootcert、sslcert 与 sslkey。`,
  })

const assertSchemaName = (name: string) => {
  if (/^[a-z_][a-z0-9_]{0,62}$/.test(name) && !name.startsWith('pg_')) return
  const shown = JSON.stringify(name.slice(0, 80))
  throw new StorageError('failed', {
    en: `${shown} cannot be the name of a schema; use at most 63 of a-z, 0-9 and _, not beginning with a digit or with pg_.`,
    zh: `${shown} 不能用作 schema 名称;请用至多 63 个 a-z、0-9 或 _ 字符,且不以数字或 pg_ 开头。`,
  })
}
