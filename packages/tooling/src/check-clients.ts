// Generates clients from the contract of a real `skein serve`, compiles them under strict settings, and lets each play
// the same story against the server. Needs the npm registry: the generators are installed into temporary folders.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failureOf, withTemporaryFolder } from './consumer.ts'
import { root } from './toolchain.mjs'

const clients = join(root, 'packages/tooling/clients')
const bin = join(root, 'packages/cli/dist/bin.js')
const generators = readdirSync(clients, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
)
const environment = { ...process.env, SKEIN_JWT_SECRET: 'a secret that is only for this check, and long enough' }

const tokenOf = (claims: string): string =>
  execFileSync(process.execPath, [bin, 'serve', '--make-token', claims], { env: environment, encoding: 'utf8' }).trim()

const tokens = {
  SKEIN_COUNTY: tokenOf('county:532329:office-1'),
  SKEIN_TOWNSHIP: tokenOf('township:532329104:clerk-7'),
  SKEIN_VILLAGE: tokenOf('village:532329104207:secretary-2'),
}

/** A server on an empty store. */
const withServer = async (use: (url: string) => Promise<void>): Promise<void> => {
  const args = [bin, 'serve', '--json', '--port', '0', '--drain-delay', '0', '--store', 'memory:']
  const child = spawn(process.execPath, args, { env: environment, stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  try {
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        const found = /"url":"([^"]+)"/.exec(text)?.[1]
        if (found !== undefined) resolve(found)
      })
      child.on('close', (code) => reject(new Error(`skein serve ended with exit code ${code}`)))
    })
    await use(url)
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

const failures: string[] = []
/** Runs a step, unless one before it failed. */
const check = (title: string, run: () => string | undefined, isPossible: boolean): boolean => {
  if (!isPossible) return false
  const failure = run()
  console.log(`${failure === undefined ? 'ok    ' : 'FAILED'} ${title}`)
  if (failure === undefined) return true
  console.log(failure.replace(/^/gm, '       '))
  failures.push(title)
  return false
}

const compiler = 'node_modules/typescript/bin/tsc'
const install = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--ignore-scripts', '--loglevel=error']

for (const generator of generators)
  await withServer(async (url) => {
    const contract = await (await fetch(`${url}/openapi.json`)).text()
    withTemporaryFolder((folder) => {
      cpSync(join(clients, generator), folder, { recursive: true })
      for (const file of ['story.ts', 'tsconfig.json']) cpSync(join(clients, file), join(folder, file))
      writeFileSync(join(folder, 'openapi.json'), contract)
      const play = [process.execPath, 'play.ts'] as const
      const variables = Object.entries({ SKEIN_URL: url, ...tokens }).map(([name, value]) => `${name}=${value}`)
      const installed = check(`${generator}: installs`, () => failureOf('npm', install, folder, 300), true)
      const generated = check(`${generator}: generates`, () => failureOf('npm', ['run', 'generate'], folder), installed)
      const compiled = check(
        `${generator}: compiles`,
        () => failureOf(process.execPath, [compiler, '-p', '.', '--pretty', 'false'], folder),
        generated,
      )
      check(`${generator}: plays the story`, () => failureOf('env', [...variables, ...play], folder), compiled)
    })
  })

console.log(failures.length === 0 ? 'All generated clients work.' : `${failures.length} checks of clients failed.`)
process.exitCode = failures.length === 0 ? 0 : 1
