import type { Fault } from '@skein/testkit/storage'
import pg from 'pg'
import { openPostgres } from '../src/index.js'
import { startProxy, type Weather } from './proxy.js'
import type { TestServer } from './server.js'

const shortTimeouts = { retryTimeoutMs: 50, timeout: 400 }

/** Ways in which a server, or the way to it, fails. */
export const faults = (server: () => TestServer): readonly Fault[] => [
  onTheWay(server, 'the connection breaks before the server hears of it', 'cutBefore'),
  onTheWay(server, 'the connection breaks after the commit', 'cutAfter'),
  onTheWay(server, 'the server does not answer', 'stall'),
  {
    name: 'another transaction keeps the turn to append',
    written: 'unknown',
    open: async () => {
      const { url, freshSchema } = server()
      const schema = freshSchema()
      const other = new pg.Client({ connectionString: url })
      await other.connect()
      const storage = await openPostgres({ url, schema, ...shortTimeouts })
      return {
        storage,
        breakIt: async () => {
          await other.query('BEGIN')
          await other.query(`SELECT ${schema}.append('{other}', '{-1}', '{1}', '{id}', '{Type}', '{1}', '{1}', '{1}')`)
        },
        mend: async () => {
          await other.query('ROLLBACK')
          await other.end()
        },
      }
    },
  },
  inTheDatabase(server, 'no room left on the server', '53100'),
  inTheDatabase(server, 'the server takes no writes', '25006'),
]

const onTheWay = (server: () => TestServer, name: string, weather: Weather): Fault => ({
  name,
  written: 'unknown',
  open: async () => {
    const { url, freshSchema } = server()
    const proxy = await startProxy(url)
    const storage = await openPostgres({ url: proxy.url, schema: freshSchema(), ...shortTimeouts })
    return {
      storage: {
        ...storage,
        close: async () => {
          await storage.close()
          await proxy.close()
        },
      },
      breakIt: async () => {
        proxy.weather = weather
      },
      mend: async () => {
        proxy.weather = 'passes'
      },
    }
  },
})

/** A trigger stands in for the server's own error. */
const inTheDatabase = (server: () => TestServer, name: string, sqlState: string): Fault => ({
  name,
  written: 'no',
  open: async () => {
    const { url, freshSchema, query } = server()
    const schema = freshSchema()
    const storage = await openPostgres({ url, schema, ...shortTimeouts })
    return {
      storage,
      breakIt: async () => {
        await query(`
          CREATE FUNCTION ${schema}.fail() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN RAISE EXCEPTION 'failed' USING ERRCODE = '${sqlState}'; END $$;
          CREATE TRIGGER fail AFTER INSERT ON ${schema}.events EXECUTE FUNCTION ${schema}.fail()`)
      },
      mend: async () => {
        await query(`DROP FUNCTION ${schema}.fail CASCADE`)
      },
    }
  },
})
