// What is wrong with TLS, in words. The certificates are made by openssl, where there is one.
import { execFileSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { isStorageError } from '@skein/engine'
import { temporaryFolder } from '@skein/tooling/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostgres } from '../src/index.js'
import { type OwnServer, startOwnServer } from './server.js'

const folder = temporaryFolder('postgres-tls')
const at = (name: string) => join(folder.path, name)

const keyOptions = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: 'ignore' })

/** A certificate that signs itself, for a host. */
const certificateFor = (name: string, host: string) => {
  const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=${isIP(host) === 0 ? 'DNS' : 'IP'}:${host}`]
  openssl('req', '-x509', ...keyOptions, '-keyout', at(`${name}.key`), '-out', at(`${name}.crt`), ...names)
  givenToServer(name)
}

/** The same, for this host, but of the year 2020. */
const expiredCertificate = (name: string) => {
  const settings = [
    '[ca]\ndefault_ca=own\n[own]\ndefault_md=sha256\npolicy=any\nx509_extensions=names',
    `database=${at('index')}\nserial=${at('serial')}`,
    '[any]\ncommonName=supplied\n[names]\nsubjectAltName=IP:127.0.0.1\n',
  ]
  writeFileSync(at('ca.conf'), settings.join('\n'))
  writeFileSync(at('index'), '')
  writeFileSync(at('serial'), '01\n')
  const [key, request] = [at(`${name}.key`), at(`${name}.csr`)]
  openssl('req', '-new', ...keyOptions, '-keyout', key, '-out', request, '-subj', '/CN=127.0.0.1')
  const dates = ['-startdate', '20200101000000Z', '-enddate', '20200201000000Z']
  const own = ['-batch', '-selfsign', '-config', at('ca.conf'), '-outdir', folder.path]
  openssl('ca', ...own, '-keyfile', key, '-in', request, '-out', at(`${name}.crt`), '-notext', ...dates)
  givenToServer(name)
}

const givenToServer = (name: string) => {
  chmodSync(at(`${name}.key`), 0o600)
  // the server runs as this user, where root starts it
  if (userInfo().uid === 0) execFileSync('chown', ['postgres', at(`${name}.key`), at(`${name}.crt`)])
}

const hasOpenssl = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

const failureOf = async (url: string) => {
  const outcome = await openPostgres({ url, retryTimeoutMs: 0 }).then(
    (storage) => storage.close(),
    (error: unknown) => error,
  )
  return isStorageError(outcome) ? outcome : undefined
}

afterAll(() => folder.remove())

describe.skipIf(!hasOpenssl)('TLS', () => {
  const servers: OwnServer[] = []
  const start = async (name: string, hba = 'host all all 127.0.0.1/32 password') => {
    writeFileSync(at(`${name}.hba`), `${hba}\n`)
    const ssl = ['ssl=on', `ssl_cert_file=${at(`${name}.crt`)}`, `ssl_key_file=${at(`${name}.key`)}`]
    const settings = [...ssl, `hba_file=${at(`${name}.hba`)}`].flatMap((setting) => ['-c', setting])
    const server = await startOwnServer(settings)
    servers.push(server)
    return server
  }
  beforeAll(() => {
    folder.create()
    chmodSync(folder.path, 0o755)
  })
  afterAll(async () => {
    for (const server of servers) await server.stop()
  })

  it('connects where the certificate is trusted and for this host, and says what is missing where it is not', async () => {
    certificateFor('good', '127.0.0.1')
    const { url } = await start('good', 'hostssl all all 127.0.0.1/32 password')
    expect(await failureOf(`${url}?sslmode=verify-full&sslrootcert=${at('good.crt')}`)).toBeUndefined()

    const expected = [
      ['', /takes .*only over TLS.*sslmode=verify-full/],
      ['?sslmode=disable', /takes .*only over TLS.*sslmode=verify-full/],
      ['?sslmode=verify-full', /certificate is not trusted.*sslrootcert.*\(DEPTH_ZERO_SELF_SIGNED_CERT\)/],
      [`?sslmode=verify-full&sslrootcert=${at('missing.crt')}`, /missing\.crt.*cannot be read \(ENOENT\).*sslrootcert/],
      [`?sslmode=verify-full&sslrootcert=${folder.path}`, /^A file in the URL cannot be read \(EISDIR\).*sslrootcert/],
      [`?sslmode=verify-full&sslrootcert=${at('good.key')}`, /certificate|TLS/],
    ] as const
    for (const [query, message] of expected) {
      const failure = await failureOf(`${url}${query}`)
      expect([query, failure?.message]).toEqual([query, expect.stringMatching(message)])
      expect(failure?.message).not.toMatch(/unexpected|only-for-tests/)
    }
  }, 60_000)

  it('says that a certificate is for another host', async () => {
    certificateFor('other', 'db.example')
    const { url } = await start('other')
    const failure = await failureOf(`${url}?sslmode=verify-full&sslrootcert=${at('other.crt')}`)
    expect(failure?.message).toMatch(/certificate is for another host.*\(ERR_TLS_CERT_ALTNAME_INVALID\)/)
  }, 60_000)

  it('says that a certificate has expired', async () => {
    expiredCertificate('old')
    const { url } = await start('old')
    const failure = await failureOf(`${url}?sslmode=verify-full&sslrootcert=${at('old.crt')}`)
    expect(failure?.message).toMatch(/certificate has expired.*\(CERT_HAS_EXPIRED\)/)
  }, 60_000)

  it('says that the server does not support TLS', async () => {
    const plain = await startOwnServer()
    servers.push(plain)
    expect((await failureOf(`${plain.url}?sslmode=require`))?.message).toMatch(/server does not support TLS/)
  }, 60_000)
})
