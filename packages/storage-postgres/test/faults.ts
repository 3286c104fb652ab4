import type { Fault } from '@skein/testkit/storage'
import pg from 'pg'
import { openPostgres } from '../src/index.js'
import { type NetworkFault, startProxy } from './proxy.js'
import type { TestServer } from './server.js'

const shortTimeouts = { retryTimeoutMs: 50, requestTimeoutMs: 400 }

/** Failures of the server and of the network, for the conformance suite. */
export const faults = (server: () => TestServer): readonly Fault[] => [
  ofNetwork(server, 'the connection breaks before the server receives the statement', 'cutBefore'),
  ofNetwork(server, 'the connection breaks after the commit', 'cutAfter'),
  ofNetwork(server, 'the server does not answer', 'stall'),
  {
    name: 'another transaction keeps the lock that orders appends',
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
          await other.query(
            `SELECT ${schema}.append('{other}', '{-1}', '{1}', '{ab}', '{Type}', '{1}', '{1}', '{1}', '{""}', 1000)`,
          )
        },
        mend: async () => {
          await other.query('ROLLBACK')
          await other.end()
        },
      }
    },
  },
  ofDatabase(server, 'no room is left on the server', '53100'),
  ofDatabase(server, 'the server takes no writes', '25006'),
]

const ofNetwork = (server: () => TestServer, name: string, fault: NetworkFault): Fault => ({
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
        proxy.fault = fault
      },
      mend: async () => {
        proxy.fault = undefined
      },
    }
  },
})

/** A trigger simulates the error of the server. */
const ofDatabase = (server: () => TestServer, name: string, sqlState: string): Fault => ({
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
