import { StorageError } from '@skein/engine'
import pg from 'pg'
import type { ConnectionPool, Query } from '../connection/connection-pool.js'
import { channelOf, type SchemaKind } from './schemas.js'

/** The content of a schema's table `format`; `foreign`: the schema holds other tables, and not this one. */
type Format = { readonly kind: string; readonly version: number } | 'empty' | 'absent' | 'foreign'

/**
 * Makes a schema of this kind, or migrates it to the newest version. If several processes do that at once, one of them
 * does it and the others wait. A schema of the newest version is only read, without a lock.
 */
export const prepareSchema = async (connections: ConnectionPool, schema: string, kind: SchemaKind, create: boolean) => {
  const query: Query = (text, values) => connections.read(text, values)
  const found = await formatOf(query, schema)
  if (isCurrent(found, schema, kind)) return
  if (connections.readOnly || (!create && (found === 'absent' || found === 'empty'))) throw notUsable(schema, found)
  await connections.transaction((transactionQuery) => migrate(transactionQuery, schema, kind))
}

const migrate = async (query: Query, schema: string, kind: SchemaKind) => {
  await query('SELECT pg_advisory_xact_lock(1399543146, hashtext($1))', [schema])
  // read again under the lock: another process may have migrated it meanwhile
  const found = await formatOf(query, schema)
  if (isCurrent(found, schema, kind)) return
  const name = pg.escapeIdentifier(schema)
  if (found === 'absent') await query(`CREATE SCHEMA ${name}`)
  const version = typeof found === 'string' ? 0 : found.version
  if (version === 0) await query(`CREATE TABLE ${name}.format (what text NOT NULL, version integer NOT NULL)`)
  for (const step of kind.steps.slice(version)) await query(step(name, pg.escapeLiteral(channelOf(schema))))
  await query(`DELETE FROM ${name}.format`)
  await query(`INSERT INTO ${name}.format (what, version) VALUES ($1, $2)`, [kind.name, kind.steps.length])
}

const formatOf = async (query: Query, schema: string): Promise<Format> => {
  const [row] = await query<[encoding: string, exists: boolean, holds: boolean, hasFormat: boolean]>(
    `SELECT current_setting('server_encoding'),
            EXISTS (SELECT FROM pg_namespace WHERE nspname = $1),
            EXISTS (SELECT FROM pg_class WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1)),
            EXISTS (SELECT FROM pg_class WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1)
                    AND relname = 'format' AND relkind = 'r')`,
    [schema],
  )
  const [encoding = '', exists = false, holds = false, hasFormat = false] = row ?? []
  if (encoding !== 'UTF8')
    throw new StorageError('failed', {
      en: `This database stores text as ${encoding}; make one with ENCODING 'UTF8' for Skein.`,
      zh: `此数据库以 ${encoding} 编码保存文本;请为 Skein 新建 ENCODING 'UTF8' 的数据库。`,
    })
  if (!exists) return 'absent'
  if (!hasFormat) return holds ? 'foreign' : 'empty'
  const [format] = await query<[kind: string, version: number]>(
    `SELECT what, version FROM ${pg.escapeIdentifier(schema)}.format`,
  )
  return format === undefined ? 'foreign' : { kind: format[0], version: format[1] }
}

/** Throws on a schema of another kind or of a newer version. */
const isCurrent = (found: Format, schema: string, { name, steps }: SchemaKind): boolean => {
  if (found === 'foreign' || (typeof found === 'object' && found.kind !== name))
    throw new StorageError('failed', {
      en: `The schema ${schema} holds other tables than Skein's ${name}; choose another schema.`,
      zh: `schema ${schema} 中不是 Skein 的 ${name} 表;请另选 schema。`,
    })
  if (typeof found === 'string') return false
  if (found.version > steps.length)
    throw new StorageError('newer', {
      en: `The schema ${schema} was written by a newer version of Skein; upgrade to use it.`,
      zh: `schema ${schema} 由更新版本的 Skein 写入;请升级后再使用。`,
    })
  return found.version === steps.length
}

const notUsable = (schema: string, found: Format) =>
  typeof found === 'object'
    ? new StorageError('failed', {
        en: `The schema ${schema} has an older format; open it once without \`readOnly\` to migrate it.`,
        zh: `schema ${schema} 的格式较旧;请先去掉 \`readOnly\` 打开一次以升级格式。`,
      })
    : new StorageError('missing', {
        en: `The schema ${schema} holds no store; check its name, or open it with \`create: true\` to make one.`,
        zh: `schema ${schema} 中没有存储;请检查名称,或以 \`create: true\` 打开以创建。`,
      })
