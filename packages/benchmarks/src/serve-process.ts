import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { masterKey } from './journeys.ts'

export const secret = 'a secret that is only for benchmarks, and long enough'

const bin = join(dirname(fileURLToPath(import.meta.resolve('@skein/cli/package.json'))), 'dist/bin.js')

export interface ServeProcess {
  readonly url: string
  /** Asks it to stop, and waits until it has. */
  stop(): Promise<void>
}

/** `skein serve` on a SQLite file, as a process of its own, on a free port. */
export const startServe = async (folder: string, file: string): Promise<ServeProcess> => {
  const keyFile = join(folder, 'master-key')
  writeFileSync(keyFile, masterKey)
  const store = ['--store', `sqlite:${join(folder, file)}`, '--master-key-file', keyFile]
  const options = ['--json', '--port', '0', '--drain-delay', '0', '--rate', '1000000']
  const child = spawn(process.execPath, [bin, 'serve', ...options, ...store], {
    env: { ...process.env, SKEIN_JWT_SECRET: secret },
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const found = /"url":"([^"]+)"/.exec(text)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.on('close', (code) => reject(new Error(`skein serve ended with exit code ${code}`)))
  })
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}
