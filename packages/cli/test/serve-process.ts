import { spawn } from 'node:child_process'
import { bin } from './skein.js'

export const secret = 'a secret that is only for tests, and long enough'

/** Starts `skein serve` as a process of its own, on a free port; `url` resolves when it listens. */
export const startServer = (folder: string, args: readonly string[], drainDelay = '0') => {
  const child = spawn(process.execPath, [bin, 'serve', '--json', '--port', '0', '--drain-delay', drainDelay, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, SKEIN_JWT_SECRET: secret },
  })
  const written = { stdout: '', stderr: '' }
  const exitCode = new Promise<number | null>((resolve) => child.on('close', resolve))
  const url = new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      written.stderr += text
    })
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      written.stdout += text
      const found = /"url":"([^"]+)"/.exec(written.stdout)?.[1]
      if (found !== undefined) resolve(found)
    })
    child.on('close', () => reject(new Error(written.stderr)))
  })
  return { child, url, exitCode, written }
}
